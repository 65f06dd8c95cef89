// Rotation, trimming, closing, and the sums of the counters.
#include <algorithm>
#include <new>
#include <utility>

#include "barrier.h"
#include "budget.h"
#include "cpus.h"
#include "registry.h"
#include "tracker.h"

namespace pool::detail {

magazine_list core::sweep() noexcept {
  magazine_list swept;
  const std::lock_guard lock(shard_lock_);
  for (shard* at = shards_; at != nullptr; at = at->next) {
    at->ctl.fetch_or(kHeld, std::memory_order_seq_cst);
  }
  // From here on an owner that is not busy keeps off, and one that is shows it. Without the barrier
  // the owners order for themselves (kFenced); if it fails, nothing may be concluded.
  const bool ordered = !have_process_barrier() || process_barrier();
  for (shard* at = shards_; at != nullptr; at = at->next) {
    if (ordered && at->busy.load(std::memory_order_seq_cst) == 0) {
      collect_contents(*at, swept);
      shrink(*at);
      at->ctl.fetch_and(~(kHeld | kAsked), std::memory_order_release);
    } else {
      at->ctl.fetch_or(kAsked, std::memory_order_relaxed);
      at->ctl.fetch_and(~kHeld, std::memory_order_release);
    }
  }
  return swept;
}

magazine_list core::take_all() noexcept {
  magazine_list all;
  const std::lock_guard lock(depot_lock_);
  all.append(main_);
  all.append(victims_);
  return all;
}

void core::destroy_all(magazine_list& doomed, std::atomic<std::uint64_t>& events) noexcept {
  while (magazine* const each = doomed.pop()) {
    for (std::uint64_t at = 0; at < each->count; ++at) {
      track_gone(each->items[at]);
      destroy_(context_, each->items[at]);
    }
    count(events, each->count);
    ::operator delete(each);
  }
}

void core::rotate(bool wait) noexcept {
  magazine_list doomed;
  magazine* spare = nullptr;
  {
    const inside_guard inside;
    std::unique_lock rotation(rotation_lock_, std::defer_lock);
    if (wait) {
      rotation.lock();
    } else if (!rotation.try_lock()) {
      return;
    }
    refresh_affinity();
    volume_.store(0, std::memory_order_relaxed);
    count(counters_.rotations);
    {
      const std::lock_guard lock(depot_lock_);
      doomed = std::exchange(victims_, std::exchange(main_, {}));
      spare = std::exchange(empty_, nullptr);
      empty_count_ = 0;
    }
    magazine_list swept = sweep();
    const std::lock_guard lock(depot_lock_);
    victims_.append(swept);
  }
  while (spare != nullptr) ::operator delete(std::exchange(spare, spare->next));
  destroy_all(doomed, counters_.destroyed_epoch);
}

void core::rotate_when_due() noexcept {
  enforce_budget_when_due();
  if (settings_.rotate_after == 0) return;
  if (volume_.load(std::memory_order_relaxed) < settings_.rotate_after) return;
  if (this_thread_table.inside != 0) return;
  rotate(false);
}

void core::trim() noexcept {
  magazine_list doomed;
  {
    const inside_guard inside;
    const std::lock_guard rotation(rotation_lock_);
    doomed = sweep();
    magazine_list rest = take_all();
    doomed.append(rest);
  }
  destroy_all(doomed, counters_.destroyed_trim);
}

namespace {

// Moves at most `most` objects from one list to the other, which then has more by as many.
void move_some(magazine_list& from, magazine_list& into, std::uint64_t most) noexcept {
  while (from.first != nullptr && most != 0) {
    magazine& top = *from.first;
    if (top.count <= most) {
      most -= top.count;
      into.push(*from.pop());
      continue;
    }
    void* const memory = ::operator new(sizeof(magazine), std::nothrow);
    if (memory == nullptr) return;
    auto* const part = ::new (memory) magazine;
    part->count = most;
    top.count -= most;
    from.objects -= most;
    std::copy_n(top.items + top.count, most, part->items);
    into.push(*part);
    return;
  }
}

}  // namespace

std::uint64_t core::trim_some(std::uint64_t most) noexcept {
  magazine_list doomed;
  {
    const inside_guard inside;
    const std::lock_guard rotation(rotation_lock_);
    {
      const std::lock_guard lock(depot_lock_);
      move_some(victims_, doomed, most);
      move_some(main_, doomed, most - doomed.objects);
    }
    if (doomed.objects < most) {
      magazine_list swept = sweep();
      move_some(swept, doomed, most - doomed.objects);
      const std::lock_guard lock(depot_lock_);
      main_.append(swept);
    }
  }
  const std::uint64_t gone = doomed.objects;
  destroy_all(doomed, counters_.destroyed_trim);
  return gone;
}

void core::set_bypass(bool on) noexcept {
  {
    const inside_guard inside;
    const std::lock_guard lock(shard_lock_);
    const auto apply = [on](std::atomic<std::uint32_t>& word) {
      if (on) {
        word.fetch_or(kPassThrough, std::memory_order_relaxed);
      } else {
        word.fetch_and(~kPassThrough, std::memory_order_relaxed);
      }
    };
    apply(mode_);
    for (shard* at = shards_; at != nullptr; at = at->next) apply(at->ctl);
  }
  if (on) trim();
}

void core::close() noexcept {
  registry::instance().remove(*this);
  {
    const inside_guard inside;
    const std::lock_guard lock(shard_lock_);
    mode_.fetch_or(kClosed, std::memory_order_relaxed);
    for (shard* at = shards_; at != nullptr; at = at->next) {
      at->ctl.fetch_or(kClosed, std::memory_order_relaxed);
    }
  }
  trim();
  if (tracker_ != nullptr) {
    report_leaks();
    // A static pool may be used after its end.
    if (on_open_ == nullptr) delete std::exchange(tracker_, nullptr);
  }
  const inside_guard inside;
  // A thread that ends looks at `owner` under the registry lock.
  const std::lock_guard threads(registry::instance().lock());
  const std::lock_guard lock(shard_lock_);
  while (shards_ != nullptr) unlink(*shards_);
  const std::lock_guard depot(depot_lock_);
  while (empty_ != nullptr) ::operator delete(std::exchange(empty_, empty_->next));
  empty_count_ = 0;
}

pool_stats core::stats() const {
  const auto read = [](const std::atomic<std::uint64_t>& events) {
    return events.load(std::memory_order_relaxed);
  };
  pool_stats sum;
  // What destroys is read before what takes, and that before what puts: a difference between a
  // later and an earlier stage of an object's life then cannot come out below zero by much.
  sum.puts_dropped_policy = read(counters_.puts_dropped_policy);
  sum.puts_dropped_bound = read(counters_.puts_dropped_bound);
  sum.puts_dropped_bypass = read(counters_.puts_dropped_bypass);
  sum.destroyed_epoch = read(counters_.destroyed_epoch);
  sum.destroyed_trim = read(counters_.destroyed_trim);
  sum.lost = read(counters_.lost);
  sum.rejected_on_get = read(counters_.rejected_on_get);
  sum.puts_kept = read(counters_.puts_kept);
  {
    const inside_guard inside;
    const std::lock_guard lock(shard_lock_);
    sum.shards = shard_count_;
    sum.gets_private = retired_private_;
    sum.gets_local = retired_local_;
    sum.puts_kept += retired_kept_;
    for (const shard* at = shards_; at != nullptr; at = at->next) {
      sum.puts_kept += at->puts_kept.read();
      sum.gets_private += at->gets_private.read();
      sum.gets_local += at->gets_local.read();
    }
  }
  sum.gets_local += read(counters_.gets_side);
  sum.gets_depot = read(counters_.gets_depot);
  sum.gets_victim = read(counters_.gets_victim);
  sum.gets_failed = read(counters_.gets_failed);
  sum.gets_created = read(counters_.gets_created);
  sum.prefilled = read(counters_.prefilled);
  sum.rotations = read(counters_.rotations);
  const auto minus = [](std::uint64_t from, std::uint64_t less) {
    return from > less ? from - less : 0;
  };
  sum.out = minus(sum.hits() + sum.gets_created, sum.rejected_on_get + sum.puts());
  sum.live =
      minus(sum.gets_created + sum.prefilled,
            sum.rejected_on_get + sum.puts_dropped_policy + sum.puts_dropped_bound +
                sum.puts_dropped_bypass + sum.destroyed_epoch + sum.destroyed_trim + sum.lost);
  sum.idle = minus(sum.live, sum.out);
  return sum;
}

int core::check_invariants() const {
  const std::lock_guard lock(shard_lock_);
  const std::lock_guard depot(depot_lock_);
  for (const magazine_list* list : {&main_, &victims_}) {
    std::uint64_t objects = 0;
    for (const magazine* at = list->first; at != nullptr; at = at->next) {
      if (at->count == 0 || at->count > kMagazine) return 2;
      objects += at->count;
    }
    if (objects != list->objects) return 3;
  }
  std::uint32_t shards = 0;
  std::uint64_t capacities = 0;
  for (const shard* at = shards_; at != nullptr; at = at->next) {
    if (at->owner != this) return 4;
    if (at->capacity > at->room || at->count > at->room) return 5;
    capacities += at->capacity;
    ++shards;
  }
  if (shards != shard_count_) return 4;
  return capacities == capacities_.load(std::memory_order_relaxed) ? 0 : 5;
}

}  // namespace pool::detail
