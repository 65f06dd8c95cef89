// Words of the text form: what may stand bare and what needs quotes. The printer and the parser
// both decide by these functions, which is what makes one the inverse of the other.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace pool_audit::facts::text {

[[nodiscard]] bool is_name_start(char c);
[[nodiscard]] bool is_name_char(char c);
[[nodiscard]] bool is_space(char c);  // within a line
[[nodiscard]] bool is_digit(char c);

// Each gives the length of the longest prefix that stands bare as the thing named; 0: none.
[[nodiscard]] size_t identifier_length(std::string_view text);  // x1
[[nodiscard]] size_t name_length(std::string_view text);        // ns::Pool::~Pool
[[nodiscard]] size_t word_length(std::string_view text);        // values, entity ids: c:@N@ns@F@f#
[[nodiscard]] size_t path_length(std::string_view text);        // src/a-b.cc
[[nodiscard]] size_t type_length(std::string_view text);        // const ns::Foo<int, 3> *

// Words with a meaning at the start of a statement or a place: no bare names of locals. So are t0,
// t1, ...: temps.
[[nodiscard]] bool is_reserved(std::string_view name);
[[nodiscard]] std::span<const std::string_view> reserved_words();  // sorted
// "t12" -> true.
[[nodiscard]] bool is_temp(std::string_view name);

// Between two `quote` characters, escaped so that it fits on one line; valid UTF-8 stays readable.
[[nodiscard]] std::string quote(std::string_view text, char quote = '"');
// Bare if `length` says that the whole of it can be, else quoted.
[[nodiscard]] std::string bare_or_quoted(std::string_view text, size_t (*length)(std::string_view));

// A type without the spaces that do not matter: "std::pair<Foo*,unsigned int>".
[[nodiscard]] std::string squeeze_type(std::string_view spelling);
// As clang spells it: "std::pair<Foo *, unsigned int>".
[[nodiscard]] std::string clang_spelling(std::string_view spelling);

}  // namespace pool_audit::facts::text
