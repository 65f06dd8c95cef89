// The entry of one pool in the list that telemetry walks.
#ifndef POOL_DETAIL_LISTING_H
#define POOL_DETAIL_LISTING_H

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <source_location>
#include <string_view>

#include "pool/stats.h"

namespace pool::detail {

// The name of T as the compiler spells it.
template <class T>
[[nodiscard]] consteval std::string_view type_name() {
  // "... type_name() [with T = X; std::string_view = ...]" (gcc), "... type_name() [T = X]" (clang)
  std::string_view text = __PRETTY_FUNCTION__;
  text.remove_prefix(text.find("T = ") + 4);
  const std::size_t semicolon = text.find(';');
  return text.substr(0, semicolon != std::string_view::npos ? semicolon : text.rfind(']'));
}

// In the list from construction to destruction, or until `leave`. The last member of a pool, so
// that it leaves before anything else ends: its destructor waits for a snapshot under way.
class listing {
 public:
  struct calls {
    pool_stats (*stats)(const void* pool);
    bool (*bypassed)(const void* pool);  // nullptr: cannot be passed through
    void (*set_bypass)(void* pool, bool on);
    // As trim_some of the pool; nullptr: its objects are not the library's to destroy.
    std::uint64_t (*trim)(void* pool, std::uint64_t most);
    std::size_t (*object_bytes)(const void* pool);  // of one object; at least 1
    bool can_wait = false;                          // whether a get may wait
  };

  listing(void* pool, const calls& how, std::string_view kind, std::string_view type,
          std::string_view name, const std::source_location& site)
      : listing(pool, how, kind, type, name, site.file_name(), site.line()) {}
  // `file` outlives it.
  listing(void* pool, const calls& how, std::string_view kind, std::string_view type,
          std::string_view name, const char* file, std::uint32_t line);
  listing(const listing&) = delete;
  listing& operator=(const listing&) = delete;
  ~listing();

 private:
  friend class listings;
  void* pool_;
  calls how_;
  std::string_view kind_;
  std::string_view type_;
  std::string_view name_;
  const char* file_;
  std::uint32_t line_;
  std::uint64_t id_ = 0;           // not reused, ascending in the list
  std::uint64_t gets_before_ = 0;  // when the budget was looked at last; under the list's lock
  std::atomic<std::uint32_t> pins_{
      0};  // who uses the pool besides its owner; changed under the lock
  listing* next_ = nullptr;
  listing* previous_ = nullptr;
};

// The calls for a pool type with the usual members.
template <class Pool>
[[nodiscard]] constexpr listing::calls calls_of() {
  listing::calls how{
      .stats = [](const void* pool) { return static_cast<const Pool*>(pool)->stats(); },
      .bypassed = nullptr,
      .set_bypass = nullptr,
      .trim = [](void* pool,
                 std::uint64_t most) { return static_cast<Pool*>(pool)->trim_some(most); },
      .object_bytes =
          [](const void* pool) { return static_cast<const Pool*>(pool)->object_bytes(); },
      .can_wait = requires { Pool::can_wait; },
  };
  if constexpr (requires(Pool& pool) { pool.set_bypass(true); }) {
    how.bypassed = [](const void* pool) { return static_cast<const Pool*>(pool)->bypassed(); };
    how.set_bypass = [](void* pool, bool on) { static_cast<Pool*>(pool)->set_bypass(on); };
  }
  return how;
}

}  // namespace pool::detail

#endif
