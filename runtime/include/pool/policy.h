// What a pool does with the objects in it. A policy is any class with some of these members; what
// is absent is the default in brackets. Members may be static, const, or function objects.
//
//   T* create()            makes an object; may return std::unique_ptr<T> too  [new T()]
//   void destroy(T*)       ends one; must not throw                            [delete]
//   void reset(T&)         on put; when it throws the object is destroyed      [nothing]
//   void prepare(T&)       on get; when it throws the object is destroyed and get throws  [nothing]
//   bool retain(const T&)  on put, after reset; false: too large to keep       [true]
//   size_t object_bytes()  what an object takes with all that it owns, about, for pool::budget and
//                          telemetry; must not throw, nor use pools                   [sizeof(T)]
//   bool valid(T&)         on get; false: destroyed, the next one is taken     [true]
//
// Never called with a lock held or within another operation of the pool, so all of them may use
// pools, this one included. They run on the thread that gets or puts; `destroy` runs on whichever
// thread rotates or trims.
#ifndef POOL_POLICY_H
#define POOL_POLICY_H

#include <concepts>
#include <cstddef>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

namespace pool {

// The policy that does nothing of its own. Objects come back from the pool as they were put.
struct no_policy {};

// Resets by calling a member function or a function: reset_by<&std::string::clear>.
template <auto Reset>
struct reset_by {
  template <class T>
    requires std::invocable<decltype(Reset), T&>
  static void reset(T& object) {
    std::invoke(Reset, object);
  }
};

// Keeps what has at most this capacity(), as buffers have.
template <std::size_t Largest>
struct retain_up_to {
  template <class T>
  static bool retain(const T& object) {
    return object.capacity() <= Largest;
  }
};

// Several policies as one; no two may define the same member.
template <class... Policies>
struct combine : Policies... {};

// The policy that is chosen at run time. An empty function is the default of the list above.
//
//   pool::sharded_pool<Parser> parsers({.create = [] { return new Parser(options()); },
//                                       .reset = [](Parser& p) { p.clear(); }});
template <class T>
struct hooks {
  std::function<T*()> create = {};
  std::function<void(T*)> destroy = {};
  std::function<void(T&)> reset = {};
  std::function<void(T&)> prepare = {};
  std::function<bool(const T&)> retain = {};
  std::function<std::size_t()> object_bytes = {};
  std::function<bool(T&)> valid = {};
};

namespace detail {

// Whether a hook is to be called: function objects may be empty.
template <class F>
bool is_set(const F& hook) {
  if constexpr (!std::is_function_v<F> && std::is_constructible_v<bool, const F&>) {
    return static_cast<bool>(hook);
  } else {
    return true;
  }
}

// Calls the hooks of a policy, or does the default.
template <class T, class Policy>
struct object_ops {
  static_assert(std::is_object_v<T> && !std::is_const_v<T> && !std::is_array_v<T>,
                "a pool holds modifiable objects, not references, arrays or const types");
  static_assert(std::is_nothrow_destructible_v<T>, "a pooled type must not throw when it dies");

  static T* make_default() {
    if constexpr (std::is_default_constructible_v<T>) {
      return new T();
    } else {
      static_assert(
          std::is_default_constructible_v<T> || requires(Policy& p) { p.create(); },
          "the pooled type has no default constructor: give the policy a create()");
      return nullptr;
    }
  }

  static T* create(Policy& policy) {
    if constexpr (requires { policy.create(); }) {
      if constexpr (requires { is_set(policy.create); }) {
        if (!is_set(policy.create)) {
          if constexpr (std::is_default_constructible_v<T>) return new T();
        }
      }
      auto made = policy.create();
      if constexpr (std::is_convertible_v<decltype(made), T*>) {
        return made;
      } else {
        return made.release();
      }
    } else {
      return make_default();
    }
  }

  static void destroy(Policy& policy, T* object) noexcept {
    if constexpr (requires { policy.destroy(object); }) {
      if constexpr (requires { is_set(policy.destroy); }) {
        if (!is_set(policy.destroy)) {
          delete object;
          return;
        }
      }
      policy.destroy(object);
    } else {
      delete object;
    }
  }

  static void reset(Policy& policy, T& object) {
    if constexpr (requires { policy.reset(object); }) {
      if constexpr (requires { is_set(policy.reset); }) {
        if (!is_set(policy.reset)) return;
      }
      policy.reset(object);
    }
  }

  static void prepare(Policy& policy, T& object) {
    if constexpr (requires { policy.prepare(object); }) {
      if constexpr (requires { is_set(policy.prepare); }) {
        if (!is_set(policy.prepare)) return;
      }
      policy.prepare(object);
    }
  }

  static bool retain(Policy& policy, const T& object) {
    if constexpr (requires { policy.retain(object); }) {
      if constexpr (requires { is_set(policy.retain); }) {
        if (!is_set(policy.retain)) return true;
      }
      return policy.retain(object);
    } else {
      return true;
    }
  }

  static bool valid(Policy& policy, T& object) {
    if constexpr (requires { policy.valid(object); }) {
      if constexpr (requires { is_set(policy.valid); }) {
        if (!is_set(policy.valid)) return true;
      }
      return policy.valid(object);
    } else {
      return true;
    }
  }

  static std::size_t object_bytes(const Policy& policy) noexcept {
    if constexpr (requires { policy.object_bytes(); }) {
      if constexpr (requires { is_set(policy.object_bytes); }) {
        if (!is_set(policy.object_bytes)) return sizeof(T);
      }
      const std::size_t bytes = policy.object_bytes();
      return bytes != 0 ? bytes : 1;
    } else {
      return sizeof(T);
    }
  }

  // Reset and retain as put needs them: false when the object is not to be kept.
  static bool ready_to_keep(Policy& policy, T& object) noexcept {
    if constexpr (requires { policy.reset(object); } || requires { policy.retain(object); }) {
      try {
        reset(policy, object);
        return retain(policy, object);
      } catch (...) {
        return false;
      }
    } else {
      return true;
    }
  }

  static constexpr bool checks_on_get = requires(Policy& p, T& object) { p.prepare(object); } ||
                                        requires(Policy& p, T& object) { p.valid(object); };
};

}  // namespace detail
}  // namespace pool

#endif
