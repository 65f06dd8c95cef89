#include "tool/refactor/document_text.h"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <sstream>

#include "checks/rules/documented.h"
#include "tool/verdict/words.h"

namespace pool_audit::refactor {

namespace {

constexpr std::string_view kBenchmark = "Benchmark:";
constexpr size_t kColumns = 79;
constexpr size_t kFewestColumns = 40;  // of text, however deep the declaration stands

// "2026-11-20"; "" when nobody knows.
std::string date_of(double seconds) {
  constexpr double kYear10000 = 253'402'300'800.0;
  if (!(seconds >= 1) || seconds >= kYear10000) return {};
  const std::chrono::sys_seconds time{std::chrono::seconds(static_cast<int64_t>(seconds))};
  const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(time));
  const auto two = [](unsigned number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
  };
  return std::to_string(static_cast<int>(date.year())) + "-" +
         two(static_cast<unsigned>(date.month())) + "-" + two(static_cast<unsigned>(date.day()));
}

// " (2026-11-20, 30 days)"
std::string when(const telemetry::Measured& measured) {
  std::string out = date_of(measured.end);
  if (measured.window_seconds > 0) {
    out += (out.empty() ? "" : ", ") + verdict::duration(measured.window_seconds);
  }
  return out.empty() ? out : " (" + out + ")";
}

std::string capitalised(std::string text) {
  if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
}

std::vector<std::string> lines_of(const std::string& paragraph, size_t columns) {
  std::vector<std::string> out;
  std::istringstream words(paragraph);
  for (std::string word; words >> word;) {
    // Would end the comment, or make the next line a part of this one.
    for (size_t at = word.find("*/"); at != std::string::npos; at = word.find("*/")) {
      word.erase(at, 1);
    }
    while (word.ends_with('\\')) word.pop_back();
    if (word.empty()) continue;
    if (out.empty() || out.back().size() + 1 + word.size() > columns) {
      out.push_back(word);
    } else {
      out.back() += " " + word;
    }
  }
  return out;
}

}  // namespace

std::string rate_sentence(const verdict::PoolVerdict& known,
                          const verdict::Thresholds& thresholds) {
  const telemetry::Measured& measured = *known.measured;
  const std::string class_(verdict::to_text(known.verdict.class_));
  std::string rate = verdict::rate(measured.process.peak);
  const std::string behind = " at peak in one process";
  std::string out = capitalised(class_) + ": " + rate + behind;
  const rules::Heat read =
      rules::heat_told(rules::documented_rate(out), thresholds.hot_above, thresholds.cold_below);
  if (rules::to_text(read) != class_) {
    // It kept the class of an earlier report, or the rate was rounded past the threshold. Words
    // that are no rate to a reader of comments leave the class to be read.
    if (const size_t unit = rate.find("/s"); unit != std::string::npos) {
      rate.replace(unit, 2, " in one second");
    }
    out = "Class: " + class_ + ", close to a threshold with " + rate + behind;
  }
  if (const auto hits = measured.hit_rate()) {
    out += ", " + verdict::percent(*hits) + " of gets reuse an object";
  }
  return out + when(measured) + ".";
}

std::string bound_sentence(const inventory::Bound& bound, std::string_view benchmark) {
  std::string out = "Bound: ";
  switch (bound.kind) {
    case inventory::BoundKind::unknown:
      out += "not known";
      break;
    case inventory::BoundKind::unbounded:
      out += "none";
      break;
    case inventory::BoundKind::bounded:
      out += bound.capacity.empty() ? "yes" : bound.capacity;
      break;
  }
  return out + ". " + std::string(kBenchmark) + " " +
         (benchmark.empty() ? "none named" : std::string(benchmark));
}

std::string benchmark_in(std::string_view words) {
  const size_t at = words.find(kBenchmark);
  if (at == std::string_view::npos) return {};
  std::string_view out = words.substr(at + kBenchmark.size());
  while (out.starts_with(' ')) out.remove_prefix(1);
  return std::string(out);
}

std::string block_of(const std::vector<std::string>& paragraphs, CommentStyle style,
                     const std::string& indentation, const std::string& line_end) {
  const bool block = style == CommentStyle::block;
  const std::string lead = indentation + (block ? " * " : "// ");
  const size_t columns = std::max(kFewestColumns, kColumns - std::min(kColumns, lead.size()));
  std::string out = indentation + (block ? "/* " : "// ") + std::string(kBlockBegin) + line_end;
  for (const std::string& paragraph : paragraphs) {
    for (const std::string& line : lines_of(paragraph, columns)) out += lead + line + line_end;
  }
  return out + lead + std::string(kBlockEnd) + (block ? " */" : "") + line_end;
}

std::string words_of(std::string_view comment) {
  std::string out;
  std::istringstream lines{std::string(comment)};
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    bool first = true;
    for (std::string word; words >> word; first = false) {
      if (first && (word.starts_with("//") || word.starts_with("*"))) {
        word.erase(0, word.starts_with("//") ? 2 : 1);
      }
      if (!word.empty()) out += (out.empty() ? "" : " ") + word;
    }
  }
  return out;
}

}  // namespace pool_audit::refactor
