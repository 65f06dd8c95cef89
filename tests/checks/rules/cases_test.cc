// How much the sources of each rule show, in C++ and in C: of rules on what becomes of an object at
// least ten cases that are flagged and ten that are clean, of the others five and five.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <regex>
#include <set>

#include "checks/support/files.h"
#include "tests/checks/rules/rule_sources.h"

namespace pool_audit::rules {
namespace {

constexpr const char* kFolder = "tests/projects/rules";

// Rules of which there is nothing to show in C.
struct NotInC {
  std::string_view rule;
  std::string_view why;
};
constexpr std::array kNotInC = {
    NotInC{"pool-unguarded-put", "no exceptions"},
    NotInC{"pool-dangling-lease",
           "no leases: a cleanup function of a variable is a put like any other, of which "
           "pool-use-after-put and pool-double-put speak (tests/projects/constructs/matrix)"},
    NotInC{"pool-no-destruct", "no destructors: who makes an object frees what it holds"},
};

struct Cases {
  size_t flagged = 0;
  std::set<std::string> functions;  // clean_...
  std::set<std::string> pools;      // with clean_ in their names
};

bool is_c(const std::string& file) {
  return file.ends_with(".c");
}

// The names that follow `pattern` in a text.
std::set<std::string> names_in(const std::string& text, const std::regex& pattern) {
  std::set<std::string> out;
  for (std::sregex_iterator at(text.begin(), text.end(), pattern), end; at != end; ++at) {
    out.insert((*at)[1]);
  }
  return out;
}

size_t count(const std::string& text, const std::regex& pattern) {
  return static_cast<size_t>(std::distance(std::sregex_iterator(text.begin(), text.end(), pattern),
                                           std::sregex_iterator()));
}

Cases cases_of(const std::string& rule, bool in_c) {
  static const std::regex flagged(R"((//|/\*) warn ?[a-z-]*: )");
  static const std::regex function(R"(\b(clean_\w+)\([^;{}]*\)[^;(){}]*\{)");
  std::string stem = rule.substr(std::string_view("pool-").size());
  std::ranges::replace(stem, '-', '_');
  Cases out;
  std::vector<std::string> units;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(kFolder)) {
    if (!entry.is_regular_file()) continue;
    const std::string file = entry.path().lexically_relative(kFolder).generic_string();
    if (!file.starts_with(stem + ".") && !file.starts_with(stem + "/")) continue;
    if (is_c(file) != in_c) continue;
    const auto text = read_file(entry.path());
    EXPECT_TRUE(text) << file;
    if (!text) continue;
    out.flagged += count(*text, flagged);
    out.functions.merge(names_in(*text, function));
    if (file.ends_with(".c") || file.ends_with(".cc")) units.push_back(file);
  }
  std::ranges::sort(units);
  for (const std::string& name : pools_of(kFolder, units)) {
    if (name.find("clean") != std::string::npos || name.find("Clean") != std::string::npos) {
      out.pools.insert(name);
    }
  }
  return out;
}

// Not a part of a pool that is written by hand: what takes, puts, makes, or runs in a thread.
bool is_user(const std::string& function) {
  static const std::regex part("_(get|put|take|recycle|alloc|free|make|work|start)(_|$)");
  return !std::regex_search(function, part);
}

class Enough : public testing::TestWithParam<const Rule*> {};

TEST_P(Enough, InBothLanguages) {
  const Rule& rule = *GetParam();
  const std::string id(rule.id);
  const bool flow = rule.category == Category::checkout || rule.scope == Scope::function;
  const size_t wanted = flow ? 10 : 5;
  const auto not_in_c = std::ranges::find(kNotInC, rule.id, &NotInC::rule);
  for (const bool in_c : {false, true}) {
    SCOPED_TRACE(in_c ? "in C" : "in C++");
    const Cases cases = cases_of(id, in_c);
    if (in_c && not_in_c != kNotInC.end()) {
      EXPECT_EQ(cases.flagged, 0U) << "not in C, since there are " << not_in_c->why;
      continue;
    }
    EXPECT_GE(cases.flagged, wanted) << id;
    const auto users = static_cast<size_t>(std::ranges::count_if(cases.functions, is_user));
    const size_t clean = flow ? cases.functions.size() : std::max(cases.pools.size(), users);
    EXPECT_GE(clean, wanted) << id << ": " << cases.functions.size() << " clean functions, "
                             << cases.pools.size() << " clean pools";
  }
}

std::vector<const Rule*> rules_of_the_program() {
  std::vector<const Rule*> out;
  for (const Entry& each : all()) {
    // A source shows nothing of what is measured: production_test.cc has the cases of these.
    if (each.rule->scope != Scope::telemetry) out.push_back(each.rule);
  }
  return out;
}

INSTANTIATE_TEST_SUITE_P(Rules, Enough, testing::ValuesIn(rules_of_the_program()),
                         [](const testing::TestParamInfo<const Rule*>& info) {
                           std::string name(info.param->id);
                           std::ranges::replace(name, '-', '_');
                           return name;
                         });

TEST(Enough, WhatIsLeftOutInCIsARule) {
  for (const NotInC& each : kNotInC) {
    EXPECT_NE(find(each.rule), nullptr) << each.rule;
    EXPECT_FALSE(each.why.empty());
  }
}

}  // namespace
}  // namespace pool_audit::rules
