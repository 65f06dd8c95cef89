// Words and patterns in one text, as options, comments and qualified names hold them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pool_audit {

// `text` without blanks, tabs and line ends around it.
[[nodiscard]] std::string_view trimmed(std::string_view text);

// What stands between commas, trimmed; empty parts do not count.
[[nodiscard]] std::vector<std::string> split_at_commas(std::string_view text);

// Whether `pattern` describes all of `text`; `*` stands for any text, "" included. Takes time of at
// most the product of both lengths.
[[nodiscard]] bool matches_stars(std::string_view pattern, std::string_view text);

// The same for a qualified name or the last parts of one: "Server::*_" describes
// "net::Server::buffers_".
[[nodiscard]] bool matches_last_parts(std::string_view pattern, std::string_view name);

// What a qualified name ends in: "get" of "net::Pool::get". Of names without arguments of
// templates.
[[nodiscard]] std::string_view last_component(std::string_view name);

// A type as every compiler spells it: without blanks, anonymous namespaces, `struct` and the like
// in front, and the signs of pointers and references behind. For comparing, not for people.
[[nodiscard]] std::string plain_type(std::string_view type);

}  // namespace pool_audit
