// What other libraries offer for the same job; each is left out where it is not installed.
#ifndef POOL_BENCH_OTHERS_H
#define POOL_BENCH_OTHERS_H

#include <array>

#if __has_include(<boost/pool/singleton_pool.hpp>)
#include <boost/lockfree/stack.hpp>
#include <boost/pool/singleton_pool.hpp>
#define POOL_BENCH_BOOST 1
#endif
#if __has_include(<concurrentqueue/concurrentqueue.h>)
#include <concurrentqueue/concurrentqueue.h>
#define POOL_BENCH_MOODYCAMEL 1
#endif
#if defined(POOL_BENCH_TBB)
#include <oneapi/tbb/concurrent_queue.h>
#include <oneapi/tbb/scalable_allocator.h>
#endif

struct block {
  std::array<char, 1024> bytes;
};

#if defined(POOL_BENCH_BOOST)
struct boost_singleton_pool {  // one mutex, a free list in the blocks
  using pool_type = boost::singleton_pool<boost_singleton_pool, sizeof(block)>;
  static block* get() { return static_cast<block*>(pool_type::malloc()); }
  static void put(block* one) { pool_type::free(one); }
};

struct boost_lockfree_stack {
  static inline auto& spares = *new boost::lockfree::stack<block*>(8192);
  static block* get() {
    block* one = nullptr;
    return spares.pop(one) ? one : new block;
  }
  static void put(block* one) {
    if (!spares.push(one)) delete one;
  }
};
#endif

#if defined(POOL_BENCH_MOODYCAMEL)
struct moodycamel_queue {
  static inline auto& spares = *new moodycamel::ConcurrentQueue<block*>(8192);
  static block* get() {
    block* one = nullptr;
    return spares.try_dequeue(one) ? one : new block;
  }
  static void put(block* one) {
    if (!spares.enqueue(one)) delete one;
  }
};
#endif

#if defined(POOL_BENCH_TBB)
struct tbb_scalable_allocator {
  static block* get() { return static_cast<block*>(scalable_malloc(sizeof(block))); }
  static void put(block* one) { scalable_free(one); }
};

struct tbb_bounded_queue {
  static tbb::concurrent_bounded_queue<block*>& instance() {
    static auto& only = *new tbb::concurrent_bounded_queue<block*>;
    only.set_capacity(8192);
    return only;
  }
  static inline tbb::concurrent_bounded_queue<block*>& spares = instance();
  static block* get() {
    block* one = nullptr;
    return spares.try_pop(one) ? one : new block;
  }
  static void put(block* one) {
    if (!spares.try_push(one)) delete one;
  }
};
#endif

#endif
