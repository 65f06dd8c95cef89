// One get and put pair of every pool, against what else could be done. Work between the two keeps
// the comparison from measuring store forwarding alone. runtime/bench/run makes the table.
#include <benchmark/benchmark.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "others.h"
#include "pool/pool.h"

namespace {

// Each candidate has get and put as static members, and prepares in warm.

struct thread_local_array {  // the bound: no sharing, no counting, no giving back
  static constinit inline thread_local std::array<block*, 128> spares{};
  static constinit inline thread_local std::size_t count = 0;
  static constinit inline thread_local block* first = nullptr;  // spares a pair the counting
  static block* get() {
    if (first != nullptr) return std::exchange(first, nullptr);
    return count != 0 ? spares[--count] : new block;
  }
  static void put(block* one) {
    if (first == nullptr) {
      first = one;
    } else if (count < spares.size()) {
      spares[count++] = one;
    } else {
      delete one;
    }
  }
};

struct of_static_pool {
  using pool_type = pool::static_pool<block, of_static_pool>;
  static block* get() { return pool_type::get(); }
  static void put(block* one) { pool_type::put(one); }
};

struct of_sharded_pool {
  static pool::sharded_pool<block, pool::no_policy>& instance() {
    static auto& only = *new pool::sharded_pool<block, pool::no_policy>;
    return only;
  }
  static inline pool::sharded_pool<block, pool::no_policy>& from = instance();
  static block* get() { return from.get(); }
  static void put(block* one) { from.put(one); }
};

struct of_bounded_pool {
  static inline auto& from = *new pool::bounded_pool<block, pool::no_policy>(8192);
  static block* get() { return from.get(); }
  static void put(block* one) { from.put(one); }
};

struct of_sharded_bounded_pool {
  static inline auto& from = *new pool::sharded_bounded_pool<block, pool::no_policy>(8192);
  static block* get() { return from.get(); }
  static void put(block* one) { from.put(one); }
};

struct mutex_and_vector {
  static inline std::mutex lock;
  static inline std::vector<block*> spares;
  static block* get() {
    const std::lock_guard guard(lock);
    if (spares.empty()) return new block;
    block* const one = spares.back();
    spares.pop_back();
    return one;
  }
  static void put(block* one) {
    const std::lock_guard guard(lock);
    spares.push_back(one);
  }
};

// What a meter costs the pools of others: beside the same pools without one.
struct metered_mutex_and_vector {
  static inline constinit pool::meter<block> meter{"bench.mutex_and_vector"};
  static block* get() {
    block* const one = mutex_and_vector::get();
    meter.hit();
    return one;
  }
  static void put(block* one) {
    mutex_and_vector::put(one);
    meter.kept();
  }
};

struct metered_thread_local_array {
  static inline constinit pool::meter<block> meter{"bench.thread_local_array"};
  static block* get() {
    block* const one = thread_local_array::get();
    meter.hit();
    return one;
  }
  static void put(block* one) {
    thread_local_array::put(one);
    meter.kept();
  }
};

struct new_and_delete {  // the allocator: glibc's, or one that is preloaded
  static block* get() {
    block* const one = static_cast<block*>(::operator new(sizeof(block)));
    benchmark::DoNotOptimize(one);
    return one;
  }
  static void put(block* one) { ::operator delete(one); }
};

void work(block& one) {
  std::memset(one.bytes.data(), 1, 64);
  benchmark::ClobberMemory();
}

// `range(0)` gets, then as many puts. Reported per pair.
template <class Pool>
void pairs(benchmark::State& state) {
  const auto batch = static_cast<std::size_t>(state.range(0));
  std::vector<block*> held(batch);
  for (auto _ : state) {
    for (block*& one : held) work(*(one = Pool::get()));
    for (block* one : held) Pool::put(one);
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

// Thread 0 gets, thread 1 puts; a ring between them.
template <class Pool>
void handed_over(benchmark::State& state) {
  static std::array<std::atomic<block*>, 256> ring;
  std::size_t at = 0;
  for (auto _ : state) {
    std::atomic<block*>& cell = ring[at++ % ring.size()];
    if (state.thread_index() == 0) {
      block* const one = Pool::get();
      work(*one);
      while (cell.load(std::memory_order_acquire) != nullptr) std::this_thread::yield();
      cell.store(one, std::memory_order_release);
    } else {
      block* one;
      while ((one = cell.load(std::memory_order_acquire)) == nullptr) std::this_thread::yield();
      cell.store(nullptr, std::memory_order_release);
      Pool::put(one);
    }
  }
  state.SetItemsProcessed(state.iterations());
}

// How long one rotation takes while 64 threads get and put. Real time: the pause of the caller; no
// other thread is stopped.
void rotation(benchmark::State& state) {
  static pool::sharded_pool<block, pool::no_policy> pool;
  std::atomic<bool> stop{false};
  std::vector<std::thread> threads;
  for (int at = 0; at < 64; ++at) {
    threads.emplace_back([&] {
      while (!stop.load(std::memory_order_relaxed)) {
        pool.put(pool.get());
        std::this_thread::yield();
      }
    });
  }
  for (auto _ : state) pool.rotate();
  stop = true;
  for (std::thread& thread : threads) thread.join();
}

#define PAIRS(candidate)                                                       \
  BENCHMARK_TEMPLATE(pairs, candidate)->Name(#candidate)->Arg(1)->Arg(50);     \
  BENCHMARK_TEMPLATE(pairs, candidate)->Name(#candidate)->Arg(1)->Threads(2);  \
  BENCHMARK_TEMPLATE(pairs, candidate)->Name(#candidate)->Arg(1)->Threads(64); \
  BENCHMARK_TEMPLATE(handed_over, candidate)                                   \
      ->Name(#candidate "/handed_over")                                        \
      ->Threads(2)                                                             \
      ->UseRealTime()

PAIRS(thread_local_array);
PAIRS(of_static_pool);
PAIRS(of_sharded_pool);
PAIRS(of_bounded_pool);
PAIRS(of_sharded_bounded_pool);
PAIRS(mutex_and_vector);
PAIRS(metered_thread_local_array);
PAIRS(metered_mutex_and_vector);
PAIRS(new_and_delete);
#if defined(POOL_BENCH_BOOST)
PAIRS(boost_singleton_pool);
PAIRS(boost_lockfree_stack);
#endif
#if defined(POOL_BENCH_MOODYCAMEL)
PAIRS(moodycamel_queue);
#endif
#if defined(POOL_BENCH_TBB)
PAIRS(tbb_scalable_allocator);
PAIRS(tbb_bounded_queue);
#endif
BENCHMARK(rotation)->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
