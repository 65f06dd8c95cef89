// Where a thread is.
#ifndef POOL_SRC_CALL_STACK_H
#define POOL_SRC_CALL_STACK_H

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>

namespace pool::detail {

struct call_stack {
  static constexpr std::size_t kMost = 24;
  // Addresses of the calls, the innermost first; nullptr from the end on.
  std::array<const void*, kMost> calls{};

  auto operator<=>(const call_stack&) const = default;
  // Of this thread, from the caller's caller on. Allocates nothing; empty where the system has no
  // unwinder.
  [[nodiscard]] static call_stack capture() noexcept;
  // One line a call, indented by four. Throws std::bad_alloc.
  void append_to(std::string& text) const;
};

}  // namespace pool::detail

#endif
