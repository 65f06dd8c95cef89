// The kinds of pools that the conformance suite runs over. A kind says how to make a pool of it,
// and what to expect of it where kinds differ.
#ifndef TESTS_RUNTIME_KINDS_H
#define TESTS_RUNTIME_KINDS_H

#include <memory>

#include "pool/any_pool.h"
#include "pool/bounded_pool.h"
#include "pool/fresh_pool.h"
#include "pool/sharded_bounded_pool.h"
#include "pool/sharded_pool.h"
#include "pool/static_pool.h"

namespace pool_test {

struct sharded_kind {
  static constexpr bool reuses = true;   // what is put comes back
  static constexpr bool rotates = true;  // has generations
  static constexpr bool is_static = false;
  static constexpr bool try_creates = false;  // try_get makes what is not there
  template <class T, class Policy>
  static auto make() {
    return pool::sharded_pool<T, Policy>();
  }
};

struct static_kind {
  static constexpr bool reuses = true;
  static constexpr bool rotates = true;
  static constexpr bool is_static = true;
  static constexpr bool try_creates = false;
  template <class T, class Policy>
  static auto make() {
    pool::static_pool<T, Policy>::trim();  // what the test before left
    return pool::static_pool<T, Policy>();
  }
};

struct fresh_kind {
  static constexpr bool reuses = false;
  static constexpr bool rotates = false;
  static constexpr bool is_static = false;
  static constexpr bool try_creates = true;
  template <class T, class Policy>
  static auto make() {
    return pool::fresh_pool<T, Policy>();
  }
};

// Large enough for every test of the suite.
inline constexpr std::size_t kRoom = 2000;

struct bounded_kind {
  static constexpr bool reuses = true;
  static constexpr bool rotates = false;
  static constexpr bool is_static = false;
  static constexpr bool try_creates = false;
  template <class T, class Policy>
  static auto make() {
    return pool::bounded_pool<T, Policy>(kRoom);
  }
};

struct strict_kind {
  static constexpr bool reuses = true;
  static constexpr bool rotates = false;
  static constexpr bool is_static = false;
  static constexpr bool try_creates = true;
  template <class T, class Policy>
  static auto make() {
    return pool::bounded_pool<T, Policy>(kRoom, pool::bound::strict);
  }
};

struct ring_kind {
  static constexpr bool reuses = true;
  static constexpr bool rotates = false;
  static constexpr bool is_static = false;
  static constexpr bool try_creates = true;
  template <class T, class Policy>
  static auto make() {
    return pool::ring_pool<T, Policy>(kRoom);
  }
};

struct sharded_bounded_kind {
  static constexpr bool reuses = true;
  static constexpr bool rotates = false;
  static constexpr bool is_static = false;
  static constexpr bool try_creates = false;
  template <class T, class Policy>
  static auto make() {
    return pool::sharded_bounded_pool<T, Policy>(kRoom);
  }
};

struct any_kind {
  static constexpr bool reuses = true;
  static constexpr bool rotates = false;
  static constexpr bool is_static = false;
  static constexpr bool try_creates = false;
  template <class T, class Policy>
  static auto make() {
    return pool::any_pool<T>(std::make_shared<pool::sharded_pool<T, Policy>>());
  }
};

}  // namespace pool_test

#endif
