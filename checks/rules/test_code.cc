#include "checks/rules/test_code.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

#include "checks/rules/say.h"
#include "checks/support/words.h"

namespace pool_audit::rules {

namespace {

constexpr std::array<std::string_view, 33> kMacros = {
    "TEST",
    "TEST_F",
    "TEST_P",
    "TYPED_TEST",
    "TYPED_TEST_P",
    "GTEST_TEST",
    "TEST_CASE",
    "TEST_CASE_METHOD",
    "TEST_CASE_FIXTURE",
    "TEST_CASE_TEMPLATE",
    "TEMPLATE_TEST_CASE",
    "METHOD_AS_TEST_CASE",
    "SCENARIO",
    "SCENARIO_METHOD",
    "CATCH_TEST_CASE",
    "DOCTEST_TEST_CASE",
    "BOOST_AUTO_TEST_CASE",
    "BOOST_FIXTURE_TEST_CASE",
    "BOOST_DATA_TEST_CASE",
    "BOOST_AUTO_TEST_CASE_TEMPLATE",
    "BOOST_TEST_CASE",
    "START_TEST",
    "Test",
    "ParameterizedTest",
    "Theory",
    "CTEST",
    "CTEST2",
    "UTEST",
    "UTEST_F",
    "REGRESSION_TEST",
    "EXCLUSIVE_REGRESSION_TEST",
    "TORRENT_TEST",
    "ABSL_TEST",
};

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

// "test" as a word of its own, as names write words: pool_test, PoolTest, testPool, tests.
bool has_test_word(std::string_view name) {
  constexpr std::string_view kWord = "test";
  const std::string low = lower(name);
  for (size_t at = low.find(kWord); at != std::string::npos; at = low.find(kWord, at + 1)) {
    const bool starts = at == 0 || std::isalpha(static_cast<unsigned char>(low[at - 1])) == 0 ||
                        std::isupper(static_cast<unsigned char>(name[at])) != 0;
    size_t end = at + kWord.size();
    if (end < low.size() && low[end] == 's') ++end;
    const bool ends = end == low.size() ||
                      std::isalpha(static_cast<unsigned char>(low[end])) == 0 ||
                      std::isupper(static_cast<unsigned char>(name[end])) != 0;
    if (starts && ends) return true;
  }
  return false;
}

}  // namespace

bool is_test_file(std::string_view path) {
  size_t start = 0;
  while (start < path.size()) {
    size_t end = path.find('/', start);
    if (end == std::string_view::npos) end = path.size();
    std::string_view part = path.substr(start, end - start);
    if (end == path.size()) part = part.substr(0, part.rfind('.'));
    if (has_test_word(part) || lower(part) == "testsuite") return true;
    start = end + 1;
  }
  return false;
}

std::string test_name(const facts::Function& function) {
  const std::string_view name = function.name.text();
  constexpr std::string_view kBody = "::TestBody";
  if (name.ends_with(kBody)) {
    const std::string_view suite = name.substr(0, name.size() - kBody.size());
    return std::string(last_component(suite));
  }
  if (std::ranges::find(kMacros, function.location.macro.text()) != kMacros.end()) {
    return std::string(name);
  }
  if (!is_test_file(function.location.file.text())) return "";
  const std::string_view own = last_component(name);
  return lower(own).starts_with("test") ? std::string(name) : "";
}

}  // namespace pool_audit::rules
