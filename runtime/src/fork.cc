// A fork leaves one thread. Before it, every shard is held and every lock taken, so that the child
// finds each shard either at rest, and adopts what is in it, or amid an operation of a thread that
// the child has not got: then its objects are given up, and counted.
#include "fork.h"

#include <pthread.h>

#include <vector>

#include "barrier.h"
#include "budget.h"
#include "listings.h"
#include "registry.h"
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
    for_each_core([](core& each) {
      each.rotation_lock_.lock();
      each.shard_lock_.lock();
      each.depot_lock_.lock();
      for (shard* at = each.shards_; at != nullptr; at = at->next) {
        at->ctl.fetch_or(kHeld, std::memory_order_seq_cst);
      }
    });
    const bool ordered = !have_process_barrier() || process_barrier();
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

  static void leave() noexcept {
    tracker::unlock_all();
    registry::instance().lock_.unlock();
    listings::instance().lock().unlock();
    std::atomic_signal_fence(std::memory_order_seq_cst);
    --this_thread_table.inside;
  }

  static void parent() noexcept {
    for_each_core(release);
    leave();
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
    leave();
  }
};

bool install_fork_handlers() noexcept {
  return pthread_atfork(&fork_handlers::prepare, &fork_handlers::parent, &fork_handlers::child) ==
         0;
}

}  // namespace pool::detail
