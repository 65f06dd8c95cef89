// Which functions are tests, by the macros and names of common test frameworks.
#pragma once

#include <string>

#include "checks/facts/facts.h"

namespace pool_audit::rules {

// The name of the test whose body `function` is, for people; "" for any other function. A body
// comes out of a macro of GoogleTest, Catch2, doctest, Boost.Test, Check or Qt Test, or it is a
// function named test... in a file that is named for tests.
[[nodiscard]] std::string test_name(const facts::Function& function);

// Whether a file is named for tests, or stands in a folder that is: "src/pool_test.cc",
// "tests/a.cc".
[[nodiscard]] bool is_test_file(std::string_view path);

}  // namespace pool_audit::rules
