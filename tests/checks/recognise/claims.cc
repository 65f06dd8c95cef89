#include "tests/checks/recognise/claims.h"

#include <algorithm>
#include <optional>
#include <set>
#include <sstream>

namespace pool_audit::recognise {

using inventory::Candidate;
using inventory::Pool;
using inventory::Site;
using inventory::SiteKind;

namespace {

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::optional<Claim::Kind> kind_of(std::string_view word) {
  if (word == "pool") return Claim::Kind::pool;
  if (word == "get") return Claim::Kind::get;
  if (word == "put") return Claim::Kind::put;
  if (word == "discard") return Claim::Kind::discard;
  if (word == "none") return Claim::Kind::none;
  return std::nullopt;
}

// "pool+: free_; pooled=Node guard=lock"
std::optional<Claim> parse_claim(std::string_view text) {
  const size_t colon = text.find(": ");
  if (colon == std::string_view::npos) return std::nullopt;
  std::string_view word = trim(text.substr(0, colon));
  Claim out;
  if (word.ends_with('+') || word.ends_with('-')) {
    out.run = word.back();
    word.remove_suffix(1);
  }
  const std::optional<Claim::Kind> kind = kind_of(word);
  if (!kind) return std::nullopt;
  out.kind = *kind;
  text.remove_prefix(colon + 2);
  const size_t semicolon = text.find(';');
  out.text = std::string(trim(text.substr(0, semicolon)));
  if (semicolon == std::string_view::npos) return out;
  std::istringstream words{std::string(text.substr(semicolon + 1))};
  for (std::string each; words >> each;) {
    const size_t equals = each.find('=');
    if (equals == std::string::npos) return std::nullopt;
    std::string value = each.substr(equals + 1);
    std::ranges::replace(value, '~', ' ');
    out.attributes[each.substr(0, equals)] = value;
  }
  return out;
}

// The comment of a line that begins with the word of a claim.
std::string_view claims_of(std::string_view line) {
  for (const std::string_view open : {"// ", "/* "}) {
    const size_t at = line.find(open);
    if (at == std::string_view::npos) continue;
    std::string_view text = line.substr(at + open.size());
    if (open == "/* ") {
      const size_t close = text.find("*/");
      if (close == std::string_view::npos) continue;
      text = text.substr(0, close);
    }
    text = trim(text);
    const std::string_view word =
        text.substr(0, text.find_first_not_of("abcdefghijklmnopqrstuvwxyz"));
    if (kind_of(word) && text.size() > word.size() &&
        (text[word.size()] == ':' || text[word.size()] == '+' || text[word.size()] == '-')) {
      return text;
    }
  }
  return {};
}

std::string origin_name(inventory::Origin origin) {
  if (origin == inventory::Origin::modelled) return "modelled";
  if (origin == inventory::Origin::annotated) return "annotated";
  return "hand-written";
}

std::optional<std::string> attribute(const Pool& pool, const std::string& name) {
  if (name == "pooled") return pool.pooled.name;
  if (name == "factory") return pool.factory.text;
  if (name == "reset") return pool.reset.by;
  if (name == "method") return pool.reset.method;
  if (name == "guard") return pool.guard;
  if (name == "kind") return pool.kind;
  if (name == "origin") return origin_name(pool.origin);
  if (name == "bound") {
    return pool.bound.kind == inventory::BoundKind::bounded ? "bounded" : "unbounded";
  }
  if (name == "pairings") {  // of its gets, in order
    static constexpr const char* kNames[] = {"none",  "lease",       "all-paths", "some-paths",
                                             "never", "handed-over", "unproven"};
    std::string out;
    for (const Site& site : pool.sites) {
      if (site.kind != SiteKind::get) continue;
      if (!out.empty()) out += ',';
      out += kNames[static_cast<size_t>(site.pairing)];
    }
    return out;
  }
  return std::nullopt;
}

bool names(std::string_view full, std::string_view claimed) {
  return full == claimed ||
         (full.ends_with(claimed) && full.substr(0, full.size() - claimed.size()).ends_with("::"));
}

std::string at(const std::string& file, uint32_t line) {
  return file + ":" + std::to_string(line) + ": ";
}

bool is_site(const Site& site, const Claim& claim) {
  const SiteKind kind = claim.kind == Claim::Kind::get   ? SiteKind::get
                        : claim.kind == Claim::Kind::put ? SiteKind::put
                                                         : SiteKind::discard;
  return site.kind == kind && site.place.file == claim.file && site.place.line == claim.line;
}

std::string candidates_at(const inventory::Built& built, const std::string& file, uint32_t line) {
  std::string out;
  for (const Candidate& each : built.candidates) {
    if (each.place.file == file && each.place.line == line) {
      out += " (candidate " + each.name + ", " + std::to_string(each.score) + ": " + each.why_not +
             ")";
    }
  }
  return out;
}

}  // namespace

std::vector<Claim> parse_claims(std::string_view source, const std::string& file,
                                std::vector<std::string>& errors) {
  std::vector<Claim> out;
  uint32_t number = 0;
  while (!source.empty()) {
    ++number;
    const size_t end = source.find('\n');
    std::string_view rest = claims_of(source.substr(0, end));
    source.remove_prefix(end == std::string_view::npos ? source.size() : end + 1);
    while (!rest.empty()) {
      const size_t bar = rest.find('|');
      std::optional<Claim> claim = parse_claim(trim(rest.substr(0, bar)));
      if (claim) {
        claim->file = file;
        claim->line = number;
        out.push_back(std::move(*claim));
      } else {
        errors.push_back(at(file, number) + "expected 'pool: NAME', 'get: NAME', 'put: NAME', " +
                         "'discard: NAME' or 'none: REASON', found '" + std::string(rest) + "'");
      }
      rest = bar == std::string_view::npos ? std::string_view() : rest.substr(bar + 1);
    }
  }
  return out;
}

bool has_twin(const std::vector<Claim>& claims) {
  return std::ranges::any_of(claims, [](const Claim& claim) { return claim.run == '+'; });
}

std::vector<std::string> compare(const std::vector<Claim>& all, bool twin,
                                 const inventory::Built& built) {
  std::vector<std::string> out;
  std::vector<Claim> claims = all;
  std::erase_if(claims, [&](const Claim& claim) { return claim.run == (twin ? '-' : '+'); });
  std::set<const Pool*> claimed;
  for (const Claim& claim : claims) {
    if (claim.kind == Claim::Kind::none) {
      const bool found = std::ranges::any_of(built.candidates, [&](const Candidate& each) {
        return each.place.file == claim.file && each.place.line == claim.line &&
               each.why_not.find(claim.text) != std::string::npos;
      });
      if (!found) {
        out.push_back(at(claim.file, claim.line) + "not refused as '" + claim.text + "'" +
                      candidates_at(built, claim.file, claim.line));
      }
    } else if (claim.kind == Claim::Kind::pool) {
      const auto found = std::ranges::find_if(built.pools, [&](const Pool& pool) {
        return pool.place.file == claim.file && pool.place.line == claim.line &&
               names(pool.name, claim.text);
      });
      if (found == built.pools.end()) {
        out.push_back(at(claim.file, claim.line) + "no pool '" + claim.text + "'" +
                      candidates_at(built, claim.file, claim.line));
        continue;
      }
      claimed.insert(&*found);
      for (const auto& [name, value] : claim.attributes) {
        const std::optional<std::string> real = attribute(*found, name);
        if (real != value) {
          out.push_back(at(claim.file, claim.line) + "expected " + name + " '" + value +
                        "', found '" + real.value_or("no such attribute") + "'");
        }
      }
    } else {
      const bool found = std::ranges::any_of(built.pools, [&](const Pool& pool) {
        return names(pool.name, claim.text) &&
               std::ranges::any_of(pool.sites,
                                   [&](const Site& site) { return is_site(site, claim); });
      });
      if (!found) out.push_back(at(claim.file, claim.line) + "no such site of " + claim.text);
    }
  }
  for (const Pool& pool : built.pools) {
    if (!claimed.contains(&pool)) {
      std::string text =
          at(pool.place.file, pool.place.line) + "nobody claims the pool " + pool.name;
      for (const inventory::Evidence& each : pool.evidence) {
        text += "\n    " + std::to_string(each.points) + " " + each.text;
      }
      out.push_back(std::move(text));
    }
    for (const Site& site : pool.sites) {
      if (site.kind != SiteKind::get && site.kind != SiteKind::put &&
          site.kind != SiteKind::discard) {
        continue;
      }
      const bool known = std::ranges::any_of(claims, [&](const Claim& claim) {
        return claim.kind != Claim::Kind::pool && claim.kind != Claim::Kind::none &&
               is_site(site, claim) && names(pool.name, claim.text);
      });
      if (!known) {
        out.push_back(at(site.place.file, site.place.line) + "nobody claims the " +
                      (site.kind == SiteKind::get ? "get" : "put") + " of " + pool.name + " by " +
                      site.api);
      }
    }
  }
  return out;
}

}  // namespace pool_audit::recognise
