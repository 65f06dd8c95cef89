#include "tool/compare/baseline.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace pool_audit::compare {

using namespace inventory;

namespace {

constexpr std::string_view kHeader = "# pool-audit baseline 1";
constexpr size_t kFingerprintLength = 32;

// Whatever a file name or message holds, an entry stays one line of four fields.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') {
      out += "\\\\";
    } else if (c == '\t') {
      out += "\\t";
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else {
      out += c;
    }
  }
  return out;
}

// A backslash before any other letter stands for itself.
std::string unescaped(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const char next = text[i] == '\\' && i + 1 < text.size() ? text[i + 1] : '\0';
    const size_t known = std::string_view("\\tnr").find(next);
    if (next == '\0' || known == std::string_view::npos) {
      out += text[i];
      continue;
    }
    out += std::string_view("\\\t\n\r")[known];
    ++i;
  }
  return out;
}

bool is_fingerprint(std::string_view text) {
  return text.size() == kFingerprintLength && std::ranges::all_of(text, [](char c) {
           return ('0' <= c && c <= '9') || ('a' <= c && c <= 'f');
         });
}

bool is_conflict_mark(std::string_view line) {
  return line.starts_with("<<<<<<<") || line.starts_with("=======") ||
         line.starts_with(">>>>>>>") || line.starts_with("|||||||");
}

// The fields of a line; the last one takes the rest.
std::array<std::string_view, 4> fields_of(std::string_view line) {
  std::array<std::string_view, 4> out;
  for (size_t i = 0; i < out.size(); ++i) {
    const size_t end = i + 1 < out.size() ? std::min(line.find('\t'), line.size()) : line.size();
    out[i] = line.substr(0, end);
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return out;
}

Error error_at(const std::string& file, uint32_t line, std::string message) {
  return {std::move(message), file, line, 1};
}

// Sorted, and of equal fingerprints the first.
Baseline settled(std::vector<BaselineEntry> entries) {
  std::set<std::string> seen;
  std::erase_if(entries,
                [&](const BaselineEntry& each) { return !seen.insert(each.fingerprint).second; });
  std::ranges::sort(entries);
  return {std::move(entries)};
}

std::set<std::string_view> fingerprints_of(const Baseline& baseline) {
  std::set<std::string_view> out;
  for (const BaselineEntry& each : baseline.entries) out.insert(each.fingerprint);
  return out;
}

}  // namespace

Baseline baseline_of(const Inventory& inventory) {
  std::vector<BaselineEntry> entries;
  for (const Finding& each : inventory.findings) {
    if (each.suppressed || each.fingerprint.empty()) continue;
    entries.push_back({each.place.file, each.rule, each.fingerprint, each.message});
  }
  return settled(std::move(entries));
}

Result<Baseline> parse_baseline(std::string_view text, const std::string& file) {
  std::vector<BaselineEntry> entries;
  for (uint32_t number = 1; !text.empty(); ++number) {
    const size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (number == 1 && line.starts_with("# pool-audit baseline ") && line != kHeader) {
      return tl::unexpected(
          error_at(file, number,
                   "this baseline is of a later version of pool-audit; expected '" +
                       std::string(kHeader) + "'"));
    }
    if (line.empty() || line.starts_with('#')) continue;
    if (is_conflict_mark(line)) {
      return tl::unexpected(error_at(
          file, number,
          "a merge left a conflict here; keep the lines of both sides and remove the marks, or see "
          "pool-audit help baseline merge"));
    }
    const auto [fingerprint, rule, path, message] = fields_of(line);
    if (!is_fingerprint(fingerprint) || rule.empty()) {
      return tl::unexpected(error_at(
          file, number,
          "expected a fingerprint of 32 hexadecimal digits, a rule, a file and a message between "
          "tabs; make the file with pool-audit baseline create"));
    }
    entries.push_back(
        {unescaped(path), unescaped(rule), std::string(fingerprint), unescaped(message)});
  }
  return settled(std::move(entries));
}

std::string print_baseline(const Baseline& baseline) {
  std::string out(kHeader);
  out += '\n';
  for (const BaselineEntry& each : baseline.entries) {
    out += each.fingerprint + '\t' + escaped(each.rule) + '\t' + escaped(each.file) + '\t' +
           escaped(each.message) + '\n';
  }
  return out;
}

Baseline merge(const Baseline& base, const Baseline& ours, const Baseline& theirs) {
  const auto in_base = fingerprints_of(base);
  const auto in_ours = fingerprints_of(ours);
  const auto in_theirs = fingerprints_of(theirs);
  std::vector<BaselineEntry> entries;
  for (const BaselineEntry& each : ours.entries) {
    if (in_theirs.contains(each.fingerprint) || !in_base.contains(each.fingerprint)) {
      entries.push_back(each);
    }
  }
  for (const BaselineEntry& each : theirs.entries) {
    if (!in_ours.contains(each.fingerprint) && !in_base.contains(each.fingerprint)) {
      entries.push_back(each);
    }
  }
  return settled(std::move(entries));
}

Inventory as_inventory(const Baseline& baseline) {
  Inventory out;
  for (const BaselineEntry& each : baseline.entries) {
    Finding finding;
    finding.rule = each.rule;
    finding.place.file = each.file;
    finding.message = each.message;
    finding.fingerprint = each.fingerprint;
    out.findings.push_back(std::move(finding));
  }
  return out;
}

Comparison apply(std::string_view name, const Baseline& baseline, const Inventory& inventory,
                 const Looked& looked) {
  const Inventory before = as_inventory(baseline);
  Comparison out = compare(name, {&before}, {&inventory}, looked);
  out.added_pools.clear();
  return out;
}

Baseline prune(const Baseline& baseline, const Comparison& comparison) {
  std::set<std::string_view> gone;
  for (const Finding& each : comparison.fixed) gone.insert(each.fingerprint);
  Baseline out = baseline;
  std::erase_if(out.entries,
                [&](const BaselineEntry& each) { return gone.contains(each.fingerprint); });
  return out;
}

}  // namespace pool_audit::compare
