// A lease owns an object of a pool and puts it back when it dies; `with` lends one to a function.
#ifndef POOL_LEASE_H
#define POOL_LEASE_H

#include <cassert>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

#include "pool/annotate.h"

namespace pool {
namespace detail {

// Where a lease gives its object back, when the type of the pool is known: a pointer to the pool,
// or nothing when all members of the pool are static.
template <class Pool>
class home {
 public:
  home() = default;
  explicit home(Pool& pool) noexcept : pool_(&pool) {}
  template <class T>
  void put(T* object) const noexcept {
    pool_->put(object);
  }
  template <class T>
  void discard(T* object) const noexcept {
    pool_->discard(object);
  }

 private:
  Pool* pool_ = nullptr;
};

template <class Pool>
  requires std::is_empty_v<Pool>
class home<Pool> {
 public:
  home() = default;
  explicit home(const Pool& /*pool*/) noexcept {}
  template <class T>
  void put(T* object) const noexcept {
    Pool::put(object);
  }
  template <class T>
  void discard(T* object) const noexcept {
    Pool::discard(object);
  }
};

// The same for any pool of T.
template <class T>
class any_home {
 public:
  any_home() = default;
  template <class Pool>
  explicit any_home(home<Pool> known) noexcept : give_(&give<Pool>) {
    static_assert(sizeof(known) <= sizeof(memory_) && std::is_trivially_copyable_v<home<Pool>>);
    ::new (&memory_) home<Pool>(known);
  }
  void put(T* object) const noexcept { give_(&memory_, object, true); }
  void discard(T* object) const noexcept { give_(&memory_, object, false); }

 private:
  template <class Pool>
  static void give(const void* memory, T* object, bool keep) noexcept {
    const auto& known = *static_cast<const home<Pool>*>(memory);
    keep ? known.put(object) : known.discard(object);
  }

  void (*give_)(const void*, T*, bool) noexcept = nullptr;
  alignas(void*) unsigned char memory_[sizeof(void*)] = {};
};

template <class T, class Pool>
struct home_of {
  using type = home<Pool>;
};
template <class T>
struct home_of<T, void> {
  using type = any_home<T>;
};

}  // namespace detail

// The only owner of one object of a pool, or of none. The object goes back on destruction, whatever
// way the scope is left. lease<T> is the form that does not name the pool: one indirect call more
// when the object goes back, and any lease of a T converts to it.
//
// The pool must outlive the lease. A lease may be moved to another thread, and put there.
template <class T, class Pool = void>
class POOL_HANDLE [[nodiscard]] lease {
  using home = typename detail::home_of<T, Pool>::type;

 public:
  using element_type = T;

  lease() = default;
  // Takes over `object`, which is out of the pool that `where` stands for; nullptr gives an empty
  // lease. Pools call this in acquire().
  lease(T* object, home where) noexcept : object_(object), home_(where) {}
  lease(lease&& other) noexcept
      : object_(std::exchange(other.object_, nullptr)), home_(other.home_) {}
  template <class OtherPool>
    requires(std::is_void_v<Pool> && !std::is_void_v<OtherPool>)
  lease(lease<T, OtherPool>&& other) noexcept : home_(other.where()) {
    object_ = other.release();
  }
  lease& operator=(lease&& other) noexcept {
    if (this != &other) {
      reset();
      object_ = std::exchange(other.object_, nullptr);
      home_ = other.home_;
    }
    return *this;
  }
  ~lease() { reset(); }

  [[nodiscard]] T* get() const noexcept { return object_; }
  T& operator*() const noexcept {
    assert(object_ != nullptr && "the lease is empty: it was moved from, reset or released");
    return *object_;
  }
  T* operator->() const noexcept {
    assert(object_ != nullptr && "the lease is empty: it was moved from, reset or released");
    return object_;
  }
  explicit operator bool() const noexcept { return object_ != nullptr; }

  // Puts the object back now; the lease is empty afterwards.
  void reset() noexcept {
    if (T* const object = std::exchange(object_, nullptr)) home_.put(object);
  }
  // Destroys the object instead, because it is broken or must not be seen again.
  void discard() noexcept {
    if (T* const object = std::exchange(object_, nullptr)) home_.discard(object);
  }
  // Gives up ownership: the caller puts the object back, or it is leaked.
  [[nodiscard]] T* release() noexcept { return std::exchange(object_, nullptr); }
  [[nodiscard]] home where() const noexcept { return home_; }

 private:
  T* object_ = nullptr;
  [[no_unique_address]] home home_;
};

namespace detail {
template <class Result, class T>
inline constexpr bool keeps_object =
    std::is_reference_v<Result> ||
    (std::is_pointer_v<Result> &&
     std::is_same_v<std::remove_cv_t<std::remove_pointer_t<Result>>, T>);
}

// Calls use(object) with an object of the pool and puts it back, also when `use` throws. Returns
// what `use` returns, which cannot be a reference, nor a pointer to the object.
template <class Pool, class Use>
auto with(Pool&& from, Use&& use) {
  using T = typename std::remove_cvref_t<Pool>::value_type;
  using result = std::invoke_result_t<Use, T&>;
  static_assert(!detail::keeps_object<result, T>,
                "the object is put back when `use` returns: return a value, not a way to it");
  auto borrowed = from.acquire();
  return std::invoke(std::forward<Use>(use), *borrowed);
}

}  // namespace pool

#endif
