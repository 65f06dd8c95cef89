#include "call_stack.h"

#if defined(__GNUC__)
#include <cxxabi.h>
#include <dlfcn.h>
#include <unwind.h>
#endif
#if defined(__GLIBC__)
#include <link.h>
#endif

#include <charconv>
#include <cstdlib>
#include <memory>

namespace pool::detail {

#if defined(__GNUC__)
namespace {

struct walk {
  call_stack* into;
  std::size_t skipped = 0;
  std::size_t taken = 0;
};

constexpr std::size_t kOwnFrames = 2;  // capture and its caller

_Unwind_Reason_Code enter(_Unwind_Context* at, void* state) {
  walk& way = *static_cast<walk*>(state);
  if (way.skipped < kOwnFrames) {
    ++way.skipped;
    return _URC_NO_REASON;
  }
  const auto address = static_cast<std::uintptr_t>(_Unwind_GetIP(at));
  if (address == 0 || way.taken == call_stack::kMost) return _URC_END_OF_STACK;
  // One less than where the call returns to, which may be the next line, or the next function.
  way.into->calls[way.taken++] = reinterpret_cast<const void*>(address - 1);
  return _URC_NO_REASON;
}

void append_hexadecimal(std::string& text, std::uintptr_t value) {
  char digits[2 * sizeof value];
  const auto end = std::to_chars(digits, digits + sizeof digits, value, 16).ptr;
  text.append("0x").append(digits, end);
}

std::string readable(const char* symbol) {
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> name(
      abi::__cxa_demangle(symbol, nullptr, nullptr, &status), &std::free);
  return name != nullptr ? name.get() : symbol;
}

void append_call(std::string& text, const void* call) {
  const auto address = reinterpret_cast<std::uintptr_t>(call);
  Dl_info found{};
#if defined(__GLIBC__)
  link_map* map = nullptr;
  const bool known = dladdr1(call, &found, reinterpret_cast<void**>(&map), RTLD_DL_LINKMAP) != 0;
  const std::uintptr_t base = known && map != nullptr ? map->l_addr : 0;
#else
  const bool known = dladdr(call, &found) != 0;
  const auto base = reinterpret_cast<std::uintptr_t>(found.dli_fbase);
#endif
  text += "    ";
  if (known && found.dli_sname != nullptr) text.append(readable(found.dli_sname)).append(" ");
  text += '(';
  if (known && found.dli_fname != nullptr) text.append(found.dli_fname).append("+");
  append_hexadecimal(text, known ? address - base : address);
  text += ")\n";
}

}  // namespace

__attribute__((noinline)) call_stack call_stack::capture() noexcept {
  call_stack stack;
  walk way{.into = &stack};
  _Unwind_Backtrace(&enter, &way);
  return stack;
}

void call_stack::append_to(std::string& text) const {
  for (const void* const call : calls) {
    if (call == nullptr) return;
    append_call(text, call);
  }
}
#else
call_stack call_stack::capture() noexcept {
  return {};
}
void call_stack::append_to(std::string& /*text*/) const {}
#endif

}  // namespace pool::detail
