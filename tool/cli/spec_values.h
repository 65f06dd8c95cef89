// Storing the values of options, for the table in spec_options.cc.
#pragma once

#include <charconv>
#include <string>
#include <string_view>
#include <vector>

#include "checks/support/result.h"
#include "checks/support/spelling.h"
#include "tool/cli/spec.h"

namespace pool_audit::cli {

[[nodiscard]] inline Result<void> store_number(uint32_t& target, const std::string& value,
                                               uint32_t low, uint32_t high) {
  uint32_t number = 0;
  const char* end = value.data() + value.size();
  const auto [stop, error] = std::from_chars(value.data(), end, number);
  if (error != std::errc{} || stop != end || number < low || number > high) {
    return fail("expected a whole number from " + std::to_string(low) + " to " +
                std::to_string(high) + ", found '" + value + "'");
  }
  target = number;
  return {};
}

// `names` in the order of the enumerators. The table's choices and these arrays are the same ones.
template <class Enum, size_t N>
[[nodiscard]] Result<void> store_choice(Enum& target, const std::string& value,
                                        const std::string_view (&names)[N], int first = 0) {
  for (size_t i = 0; i < N; ++i) {
    if (names[i] == value) {
      target = static_cast<Enum>(static_cast<int>(i) + first);
      return {};
    }
  }
  const std::vector<std::string_view> known(names, names + N);
  const std::string near(nearest_word(value, known));
  return fail("expected " + alternatives(known) + ", found '" + value + "'" +
              (near.empty() ? "" : "; did you mean '" + near + "'?"));
}

template <size_t N>
[[nodiscard]] std::vector<std::string_view> list(const std::string_view (&names)[N]) {
  return {names, names + N};
}

template <auto kMember>
Result<void> store(Draft& options, const std::string& value) {
  options.*kMember = value;
  return {};
}

// A name: nothing is none, as from a variable of a script that is not set.
template <auto kMember>
Result<void> store_name(Draft& options, const std::string& value) {
  if (value.empty()) return fail("expected a name, found nothing");
  options.*kMember = value;
  return {};
}

template <auto kMember>
Result<void> append_name(Draft& options, const std::string& value) {
  if (value.empty()) return fail("expected a name, found nothing");
  (options.*kMember).push_back(value);
  return {};
}

template <auto kMember>
Result<void> append(Draft& options, const std::string& value) {
  (options.*kMember).push_back(value);
  return {};
}

template <auto kMember, bool kValue>
Result<void> set(Draft& options, const std::string&) {
  options.*kMember = kValue;
  return {};
}

// The parts of the table of options, in its order; input and work stand in spec_options.cc itself.
[[nodiscard]] std::vector<OptionSpec> rule_options();
[[nodiscard]] std::vector<OptionSpec> comparison_options();
[[nodiscard]] std::vector<OptionSpec> refactoring_options();
[[nodiscard]] std::vector<OptionSpec> migration_options();
[[nodiscard]] std::vector<OptionSpec> telemetry_options();
[[nodiscard]] std::vector<OptionSpec> report_options();

// What every command takes that reads a compile database, that runs rules, that works.
using OptionNames = std::vector<std::string_view>;
[[nodiscard]] OptionNames analysis_option_names();
[[nodiscard]] OptionNames telemetry_option_names();

// The part of the table of commands that compares.
[[nodiscard]] std::vector<CommandSpec> comparison_commands();
[[nodiscard]] std::vector<CommandSpec> refactoring_commands();
[[nodiscard]] std::vector<CommandSpec> migration_commands();

}  // namespace pool_audit::cli
