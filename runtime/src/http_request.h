// What a request asks for, and the answer to it.
#ifndef POOL_SRC_HTTP_REQUEST_H
#define POOL_SRC_HTTP_REQUEST_H

#include <cstddef>
#include <string>
#include <string_view>

namespace pool::detail {

// The length of a request's head with the empty line that ends it; 0: it has not ended yet. Lines
// end with CR LF or LF alone.
[[nodiscard]] std::size_t head_length(std::string_view request) noexcept;

// The whole answer, head and body, to a request whose head is complete. Never fails on what is
// asked: what cannot be understood gets 400, 404, 405, 421 or 505. Throws std::bad_alloc.
[[nodiscard]] std::string answer_to(std::string_view head);

// An answer without a body to speak of: "431 Request Header Fields Too Large", say.
[[nodiscard]] std::string refusal(std::string_view status);

}  // namespace pool::detail

#endif
