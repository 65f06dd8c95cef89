// The sharded pool with static storage: named by its types, reached without a look-up.
#ifndef POOL_STATIC_POOL_H
#define POOL_STATIC_POOL_H

#include <cstddef>
#include <source_location>
#include <string_view>
#include <type_traits>

#include "pool/annotate.h"
#include "pool/detail/front.h"
#include "pool/detail/listing.h"
#include "pool/lease.h"

namespace pool {

// As sharded_pool<T>, once per process and Tag. Tag is the policy: an empty class whose static
// members say what is not the default (see policy.h), among them
//
//   static constexpr pool::settings settings = {...};
//   static constexpr std::source_location site = std::source_location::current();
//
// All members are static; an object of the class serves where a pool is passed on.
//
//   struct packets { static void reset(packet& p) { p.clear(); } };
//   using packet_pool = pool::static_pool<packet, packets>;
//   packet* p = packet_pool::get();
//
// It may be used before main and after: past static destruction it creates and destroys only. A
// library that is unloaded takes its static pools along, so its objects are to be back by then.
template <class T, class Tag = no_policy>
class POOL_POOL static_pool {
  static_assert(std::is_empty_v<Tag>, "the tag of a static pool holds no data");
  using front = detail::front<T, Tag>;

 public:
  using value_type = T;
  using policy_type = Tag;
  using lease_type = lease<T, const static_pool>;

  [[nodiscard]] POOL_GET POOL_DETAIL_INLINE static T* get() {
    Tag policy{};
    return front::get(core_, policy, *own_, &own_);
  }
  [[nodiscard]] POOL_GET static T* try_get() {
    Tag policy{};
    return front::try_get(core_, policy, *own_, &own_);
  }
  [[nodiscard]] static lease_type acquire() { return {get(), detail::home<const static_pool>()}; }
  POOL_PUT POOL_DETAIL_INLINE static void put(T* object) noexcept {
    Tag policy{};
    front::put(core_, policy, object, *own_, &own_);
  }
  static void discard(T* object) noexcept {
    Tag policy{};
    front::discard(core_, policy, object);
  }
  static void prefill(std::size_t objects) {
    Tag policy{};
    front::prefill(core_, policy, objects);
  }
  static void rotate() noexcept { core_.rotate(true); }
  static void trim() noexcept { core_.trim(); }
  static std::uint64_t trim_some(std::uint64_t most) noexcept { return core_.trim_some(most); }
  [[nodiscard]] static std::size_t object_bytes() noexcept {
    return front::ops::object_bytes(Tag{});
  }
  static void set_bypass(bool on) noexcept { core_.set_bypass(on); }
  [[nodiscard]] static bool bypassed() noexcept { return core_.bypassed(); }
  [[nodiscard]] static pool_stats stats() { return core_.stats(); }
  [[nodiscard]] static int check_invariants() { return core_.check_invariants(); }

 private:
  static void destroy(void* /*context*/, void* object) noexcept {
    T* const idle = static_cast<T*>(object);
    detail::unpoison(idle);
    Tag policy{};
    front::ops::destroy(policy, idle);
  }

  static constexpr pool::settings chosen() {
    if constexpr (requires { Tag::settings; }) {
      return Tag::settings;
    } else {
      return {};
    }
  }

  static constexpr std::string_view name() {
    return chosen().name[0] != '\0' ? chosen().name : detail::type_name<Tag>();
  }
  static constexpr std::source_location site() {
    if constexpr (requires { Tag::site; }) {
      return Tag::site;
    } else {
      return {};
    }
  }

  // Closes the core in static destruction, and when the library it is in is unloaded. Made when the
  // pool is opened, so that what is older than the pool may still use it when it dies.
  static void on_open() {
    struct closer {
      detail::listing listing{nullptr,       detail::calls_of<static_pool>(),
                              "static_pool", detail::type_name<T>(),
                              name(),        site()};
      ~closer() { core_.close(); }
    };
    static const closer at_exit;
    (void)at_exit;
  }

  static constinit inline detail::core core_{&destroy, nullptr, chosen(), &on_open};
  // This thread's shard, or the placeholder.
  static constinit inline thread_local detail::shard* own_ = &detail::placeholder_shard;
};

}  // namespace pool

#endif
