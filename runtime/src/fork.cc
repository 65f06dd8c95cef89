// A fork leaves one thread. Before it, every shard is held and every lock taken, so that the child
// finds each shard either at rest, and adopts what is in it, or amid an operation of a thread that
// the child has not got: then its objects are given up, and counted. Pools without shards of
// threads do what is theirs through their entries.
#include "fork.h"

#include <pthread.h>
#include <unistd.h>

#include <atomic>
#include <new>
#include <vector>

#include "barrier.h"
#include "budget.h"
#include "fork_entries.h"
#include "listings.h"
#include "registry.h"
#include "telemetry_settings.h"
#include "thread_index.h"
#include "tracker.h"

namespace pool::detail {

struct fork_handlers {
  template <class Visit>
  static void for_each_core(const Visit& visit) {
    for (core* const each : registry::instance().by_index_) {
      if (each != nullptr) visit(*each);
    }
  }

  static void prepare() noexcept {
    ++this_thread_table.inside;
    std::atomic_signal_fence(std::memory_order_seq_cst);
    listings::instance().lock().lock();
    registry::instance().lock_.lock();
    tracker::lock_all();
    lock_telemetry_settings();
    fork_entries::instance().announce();
    for_each_core([](core& each) {
      each.rotation_lock_.lock();
      each.shard_lock_.lock();
      each.depot_lock_.lock();
      for (shard* at = each.shards_; at != nullptr; at = at->next) {
        at->ctl.fetch_or(kHeld, std::memory_order_seq_cst);
      }
    });
    std::atomic_thread_fence(std::memory_order_seq_cst);
    const bool ordered = !have_process_barrier() || process_barrier();
    fork_entries::instance().hold();
    for_each_core([&](core& each) {
      for (shard* at = each.shards_; at != nullptr; at = at->next) {
        at->frozen = ordered && at->busy.load(std::memory_order_seq_cst) == 0;
      }
    });
  }

  static void release(core& each) noexcept {
    for (shard* at = each.shards_; at != nullptr; at = at->next) {
      at->ctl.fetch_and(~kHeld, std::memory_order_release);
    }
    each.depot_lock_.unlock();
    each.shard_lock_.unlock();
    each.rotation_lock_.unlock();
  }

  static void leave(bool child) noexcept {
    fork_entries::instance().let_go(child);
    unlock_telemetry_settings();
    tracker::unlock_all();
    registry::instance().lock_.unlock();
    listings::instance().lock().unlock();
    std::atomic_signal_fence(std::memory_order_seq_cst);
    --this_thread_table.inside;
  }

  static void parent() noexcept {
    for_each_core(release);
    leave(false);
  }

  static void child() noexcept {
    for_each_core([](core& each) {
      shard* const own = &each.own_shard();
      for (shard* at = each.shards_; at != nullptr;) {
        shard* const other = at;
        at = at->next;
        if (other == own) continue;
        if (other->frozen) core::collect_contents(*other, each.main_);
        count(each.counters_.lost, other->count + (other->spare != nullptr ? 1U : 0U));
        each.unlink(*other);
        // A child may be checked for leaks: what is given up stays reachable.
        if (other->count != 0 || other->spare != nullptr) {
          registry::instance().bury(*other);
        } else {
          delete_shard(other);
        }
      }
      // Whoever had pinned the core was another thread, or this one within for_each, which forks
      // from user code only; nobody else will let go.
      each.pins_.store(0, std::memory_order_relaxed);
      release(each);
    });
    listings::instance().forget_pins();
    forget_budget_threads();
    forget_thread_indices();
    leave(true);
  }
};

long this_process() noexcept {
  return static_cast<long>(getpid());
}

void keep_for_ever(void* old) noexcept {
  struct kept {
    void* object;
    kept* next;
  };
  static constinit std::atomic<kept*> first{nullptr};
  auto* const fresh = new (std::nothrow) kept{old, first.load()};
  if (fresh == nullptr) return;
  while (!first.compare_exchange_weak(fresh->next, fresh)) {
  }
}

void install_fork_handlers() noexcept {
  static const int once =
      pthread_atfork(&fork_handlers::prepare, &fork_handlers::parent, &fork_handlers::child);
  static_cast<void>(once);  // without memory for them, a fork is as it would be without handlers
}

}  // namespace pool::detail
