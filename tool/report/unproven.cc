#include "tool/report/unproven.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "checks/support/words.h"

namespace pool_audit::report {

using namespace inventory;

namespace {

constexpr std::string_view kUnknownCallee = "passed to a function that is not followed";
constexpr std::string_view kKeeper = "handed to a function that keeps it";
constexpr std::string_view kLambda = "kept by a lambda";
constexpr std::string_view kStored = "stored in an object or a variable";
constexpr std::string_view kContainer = "stored in a container";
constexpr std::string_view kVirtual = "passed to a virtual function whose overriders differ";
constexpr std::string_view kPointer = "called through a pointer to a function";
constexpr std::string_view kMixed = "mixed up with other objects";
constexpr std::string_view kDestroyed = "destroyed instead of put back";
constexpr std::string_view kSomePaths = "put by a function on some paths only";
constexpr std::string_view kTest = "tested in a way that is not understood";

struct Kind {
  std::string_view begins;
  std::string_view ends;  // "": anything
  std::string_view cause;
};

// The first that fits counts.
constexpr Kind kKinds[] = {
    {"passed to ", ", which keeps it", kKeeper},
    {"passed to ", " in a lambda that puts it", kLambda},
    {"captured by a lambda", "", kLambda},
    {"a lambda that holds it", "", kLambda},
    {"kept by a lambda", "", kLambda},
    {"passed to one of many overriders", "", kVirtual},
    {"the overriders of ", "", kVirtual},
    {"passed to a function through a pointer", "", kPointer},
    {"called through a pointer", "", kPointer},
    {"passed to ", "", kUnknownCallee},
    {"moved to ", "", kUnknownCallee},
    {"its pointer is handed to ", "", kUnknownCallee},
    {"a variadic argument", "", kUnknownCallee},
    {"its body is not known", "", kUnknownCallee},
    {"handed to another thread", "", "handed to another thread"},
    {"handed ", "", kKeeper},
    {"put by ", " on some paths only", kSomePaths},
    {"destroyed with ", "", "destroyed with what holds it"},
    {"destroyed by ", "", kDestroyed},
    {"freed by ", "", kDestroyed},
    {"kept in ", " by the function that took it", "kept by the function that took it"},
    {"kept in what an argument holds", "", "kept in what an argument holds"},
    {"kept in an array", "", kContainer},
    {"stored in a container", "", kContainer},
    {"stored by ", "", kContainer},
    {"kept in ", "", kStored},
    {"stored in ", "", kStored},
    {"a pointer to it", "", kStored},
    {"the address of what holds it", "", kStored},
    {"the constructor throws", "", kStored},
    {"a number, which", "", "a number, which may stand in any other"},
    {"what is returned may be", "", kMixed},
    {"read from ", "", kMixed},
    {"overwritten in ", "", kMixed},
    {"compared with", "", kMixed},
    {"swapped", "", kMixed},
    {"tested in a way", "", kTest},
    {"how ", " fails is unknown", kTest},
    {"reached through a reference", "", kTest},
    {"too many paths", "", "too many paths to follow"},
    {"too much work", "", "too much work for one function"},
};

// What stands in front of the reason proper: "f(): ", "in the callback: ", "put on some paths, ".
std::string_view without_prefixes(std::string_view reason) {
  constexpr std::string_view kCall = "(): ";
  if (const size_t call = reason.rfind(kCall); call != std::string_view::npos) {
    reason.remove_prefix(call + kCall.size());
  }
  for (const std::string_view prefix : {"in the callback: ", "put on some paths, "}) {
    if (reason.starts_with(prefix)) reason.remove_prefix(prefix.size());
  }
  for (const std::string_view suffix : {" on others", " in a callback"}) {
    if (reason.ends_with(suffix)) reason.remove_suffix(suffix.size());
  }
  return reason;
}

bool is_unproven(const Site& site) {
  return site.kind == SiteKind::get &&
         (site.pairing == Pairing::handed_over || site.pairing == Pairing::unproven ||
          site.pairing == Pairing::none);
}

void add(Summary& sum, const Summary& one) {
  sum.gets += one.gets;
  sum.lease += one.lease;
  sum.all_paths += one.all_paths;
  sum.some_paths += one.some_paths;
  sum.never += one.never;
  sum.handed_over += one.handed_over;
  sum.undecided += one.undecided;
}

}  // namespace

std::string cause_of(std::string_view reason) {
  reason = without_prefixes(reason);
  for (const Kind& kind : kKinds) {
    if (reason.starts_with(kind.begins) && reason.ends_with(kind.ends)) {
      return std::string(kind.cause);
    }
  }
  return reason.empty() ? "nobody can tell" : std::string(reason);
}

Unproven why_unproven(const Inventory& inventory, std::string_view pattern) {
  Unproven out;
  std::map<std::string, std::map<std::string, std::vector<UnprovenGet>>> groups;
  for (const Pool& pool : inventory.pools) {
    if (!matches_last_parts(pattern, pool.name)) continue;
    add(out.summary, summarise(pool));
    for (const Site& site : pool.sites) {
      if (is_unproven(site)) groups[cause_of(site.reason)][site.reason].push_back({&pool, &site});
    }
  }
  for (auto& [text, reasons] : groups) {
    UnprovenCause cause{text, 0, {}};
    for (auto& [words, gets] : reasons) {
      std::ranges::sort(gets, {}, [](const UnprovenGet& get) {
        return std::tie(get.site->place, get.pool->name);
      });
      cause.count += gets.size();
      cause.reasons.push_back({words.empty() ? text : words, std::move(gets)});
    }
    std::ranges::sort(cause.reasons, [](const UnprovenReason& a, const UnprovenReason& b) {
      return a.gets.size() != b.gets.size() ? a.gets.size() > b.gets.size() : a.text < b.text;
    });
    out.causes.push_back(std::move(cause));
  }
  std::ranges::sort(out.causes, [](const UnprovenCause& a, const UnprovenCause& b) {
    return a.count != b.count ? a.count > b.count : a.text < b.text;
  });
  return out;
}

}  // namespace pool_audit::report
