// Any bytes as a request: the answer is well formed, and its head is where it says.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "runtime/src/http_request.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view request(reinterpret_cast<const char*>(data), size);
  const std::size_t head = pool::detail::head_length(request);
  if (head > size) std::abort();
  if (head != 0 && pool::detail::head_length(request.substr(0, head)) != head) std::abort();
  if (head > 1 && pool::detail::head_length(request.substr(0, head - 1)) != 0) std::abort();
  for (const std::size_t length : {head, size}) {
    const std::string answer = pool::detail::answer_to(request.substr(0, length));
    if (!answer.starts_with("HTTP/1.1 ") || pool::detail::head_length(answer) == 0) std::abort();
  }
  return 0;
}
