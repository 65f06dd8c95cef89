/* Counts what a pool does that is none of this library: a free list of one's own, say. Its counts
 * stand beside those of the other pools in telemetry.h. For C and C++.
 *
 *   static pool::meter<node> free_nodes_meter{"free_nodes"};                       // C++
 *   static struct pool_meter free_nodes_meter = POOL_METER("free_nodes", struct node);  // C
 *
 * Each way through the get counts once (hit, made or failed), each way through the put once (kept
 * or dropped). From these follow how many objects are idle and how many are out:
 *
 *   out = hit + made - kept - dropped, and idle = kept + prefilled - hit - trimmed
 *
 * A meter is a variable with static storage duration, one for all pools that share its code: in a
 * class template one for each specialization, which is then what telemetry calls it by. It
 * needs no initialisation at run time and has no destructor, so that it counts at any time: before
 * main and behind its end. It is listed from its first count on, to the end of the process.
 *
 * Any thread, at any time, but no signal handler. Nothing throws or waits, apart from the first
 * count of a meter, which allocates and takes the lock of the list. A count is a store to a line
 * that no other thread writes; from the 65th thread on that uses meters, an atomic addition.
 */
#ifndef POOL_METER_H
#define POOL_METER_H

#include <stddef.h>

#ifdef __cplusplus
#define POOL_DETAIL_NOEXCEPT noexcept
extern "C" {
#else
#define POOL_DETAIL_NOEXCEPT
#endif

/* Made by POOL_METER, or by pool::meter; its members are for nobody else. */
struct pool_meter {
  const char* name;    /* as pool_report::name */
  const char* type;    /* of the objects */
  size_t object_bytes; /* that one takes */
  const char* file;    /* of the declaration */
  unsigned line;
  void* cells; /* of the counts; null before the first. Atomic */
};

/* The initialiser of a meter. `name`: a string literal, what the pool is called in telemetry.
 * `type`: of its objects, complete. */
#define POOL_METER(name, type) {name, #type, sizeof(type), __FILE__, __LINE__, NULL}

/* A get was given an object that waited. */
void pool_meter_hit(struct pool_meter* meter) POOL_DETAIL_NOEXCEPT;
/* A get was given `object`, which waited, or when that is null nothing. Returns `object`. */
void* pool_meter_hit_with(struct pool_meter* meter, void* object) POOL_DETAIL_NOEXCEPT;
/* A get was given an object that was made for it. */
void pool_meter_made(struct pool_meter* meter) POOL_DETAIL_NOEXCEPT;
/* A get was given `object`, which was made for it, or when that is null nothing. Returns it. */
void* pool_meter_made_with(struct pool_meter* meter, void* object) POOL_DETAIL_NOEXCEPT;
/* A get was given nothing. */
void pool_meter_failed(struct pool_meter* meter) POOL_DETAIL_NOEXCEPT;
/* A put was kept: the object waits now. */
void pool_meter_kept(struct pool_meter* meter) POOL_DETAIL_NOEXCEPT;
/* A put was not kept: the object is gone. */
void pool_meter_dropped(struct pool_meter* meter) POOL_DETAIL_NOEXCEPT;
/* An object was made ahead of time, and waits. */
void pool_meter_prefilled(struct pool_meter* meter) POOL_DETAIL_NOEXCEPT;
/* So many that waited are gone, and no get was given them. */
void pool_meter_trimmed(struct pool_meter* meter, size_t objects) POOL_DETAIL_NOEXCEPT;

#ifdef __cplusplus
}  // extern "C"
#endif
#undef POOL_DETAIL_NOEXCEPT

#if defined(__cplusplus) && __cplusplus >= 202002L

#include <source_location>
#include <string_view>
#include <type_traits>
#include <utility>

#include "pool/detail/listing.h"

namespace pool {
namespace detail {

// Gives a meter its cells and lists it. False: no memory, or this thread is just at it. Any thread.
bool open_meter(pool_meter& meter, std::string_view name, std::string_view type,
                std::size_t object_bytes) noexcept;

}  // namespace detail

// T: the type of the pooled objects. It has to be complete where something is counted, not where
// the meter is declared, so that a class may have a meter of its own objects.
//
// Owner: the class whose pools share the code that counts, and then the meter has its name, with
// the template arguments as the compiler spells them. Several pools of that class are counted as
// one:
//
//   template <class T>
//   class spares {
//     inline static pool::meter<T, spares> meter_;  // "spares<packet>", "spares<node>"
template <class T, class Owner = void>
class meter {
 public:
  // `name`: a literal, what the pool is called in telemetry.
  explicit constexpr meter(
      const char* name, const std::source_location& site = std::source_location::current()) noexcept
    requires(std::is_void_v<Owner>)
      : meter_{name, nullptr, 0, site.file_name(), static_cast<unsigned>(site.line()), nullptr} {}
  explicit constexpr meter(
      const std::source_location& site = std::source_location::current()) noexcept
    requires(!std::is_void_v<Owner>)
      : meter_{nullptr, nullptr, 0, site.file_name(), static_cast<unsigned>(site.line()), nullptr} {
  }
  meter(const meter&) = delete;
  meter& operator=(const meter&) = delete;

  // A get was given an object that waited.
  void hit() noexcept {
    if (ready()) pool_meter_hit(&meter_);
  }
  // The same; or, when `object` is a null pointer, a get was given nothing. Returns `object`.
  template <class P>
  P hit(P&& object) noexcept {
    is_there(object) ? hit() : failed();
    return std::forward<P>(object);
  }
  // A get was given an object that was made for it.
  void made() noexcept {
    if (ready()) pool_meter_made(&meter_);
  }
  // A get was given `object`, which was made for it; or, when it is a null pointer, nothing.
  // Returns `object`: `return meter.made(new T);`.
  template <class P>
  P made(P&& object) noexcept {
    is_there(object) ? made() : failed();
    return std::forward<P>(object);
  }
  // A get was given nothing.
  void failed() noexcept {
    if (ready()) pool_meter_failed(&meter_);
  }
  // A put was kept: the object waits now.
  void kept() noexcept {
    if (ready()) pool_meter_kept(&meter_);
  }
  // A put was not kept: the object is gone.
  void dropped() noexcept {
    if (ready()) pool_meter_dropped(&meter_);
  }
  // An object was made ahead of time, and waits.
  void prefilled() noexcept {
    if (ready()) pool_meter_prefilled(&meter_);
  }
  // So many that waited are gone, and no get was given them.
  void trimmed(std::size_t objects) noexcept {
    if (ready()) pool_meter_trimmed(&meter_, objects);
  }

 private:
  template <class P>
  static bool is_there([[maybe_unused]] const P& object) noexcept {
    if constexpr (requires { object == nullptr; }) {
      return !(object == nullptr);
    } else {
      return true;
    }
  }
  [[nodiscard]] std::string_view name() const noexcept {
    if constexpr (std::is_void_v<Owner>) {
      return meter_.name;
    } else {
      return detail::type_name<Owner>();
    }
  }
  bool ready() noexcept {
    return __atomic_load_n(&meter_.cells, __ATOMIC_RELAXED) != nullptr ||
           detail::open_meter(meter_, name(), detail::type_name<T>(), sizeof(T));
  }

  pool_meter meter_;
};

}  // namespace pool

#elif defined(__cplusplus)

namespace pool {
template <class T, class Owner = void>
class meter;  // needs C++20; the functions do not
}  // namespace pool

#endif
#endif
