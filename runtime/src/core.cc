// The slow ways of get and put: depot, attaching, re-entrancy, and what `ctl` asks for.
#include "pool/detail/core.h"

#include <algorithm>
#include <new>
#include <utility>

#include "budget.h"
#include "cpus.h"
#include "registry.h"

namespace pool::detail {
namespace {

void clean(magazine& empty) noexcept {
  empty.next = nullptr;
  empty.count = 0;
}

magazine* new_magazine() noexcept {
  void* const memory = ::operator new(sizeof(magazine), std::nothrow);
  return memory == nullptr ? nullptr : ::new (memory) magazine;
}

// A magazine with room on top of the list, or nullptr.
magazine* top_with_room(magazine_list& list) noexcept {
  if (list.first == nullptr || list.first->count == kMagazine) {
    magazine* const fresh = new_magazine();
    if (fresh == nullptr) return nullptr;
    list.push(*fresh);
  }
  return list.first;
}

void add(shard& from, magazine_list& into, void* object) noexcept {
  if (into.first != nullptr && into.first->count < kMagazine) {
    into.first->items[into.first->count++] = object;
    ++into.objects;
    return;
  }
  magazine* const next = std::exchange(from.free_magazine, nullptr);
  next->items[next->count++] = object;
  into.push(*next);
}

// Whether `add` will succeed.
bool room_for_one(shard& from, const magazine_list& into) noexcept {
  if (into.first != nullptr && into.first->count < kMagazine) return true;
  if (from.free_magazine == nullptr) from.free_magazine = new_magazine();
  return from.free_magazine != nullptr;
}

}  // namespace

void magazine_list::push(magazine& full) noexcept {
  full.next = first;
  first = &full;
  objects += full.count;
}

magazine* magazine_list::pop() noexcept {
  magazine* const top = first;
  if (top == nullptr) return nullptr;
  first = top->next;
  objects -= top->count;
  top->next = nullptr;
  return top;
}

void magazine_list::append(magazine_list& other) noexcept {
  if (other.first == nullptr) return;
  magazine* last = other.first;
  while (last->next != nullptr) last = last->next;
  last->next = first;
  first = std::exchange(other.first, nullptr);
  objects += std::exchange(other.objects, 0);
}

void core::open() {
  if (is_open()) return;
  registry::instance().add(*this);
  if (on_open_ != nullptr) on_open_();
}

bool core::put_prefilled(void* object) noexcept {
  const inside_guard inside;
  if (bypassed()) {
    count(counters_.destroyed_trim);
    return false;
  }
  const std::lock_guard lock(depot_lock_);
  const std::uint64_t after = main_.objects + victims_.objects + 1;
  magazine* top = nullptr;
  if (settings_.max_idle == 0 || after <= settings_.max_idle) top = top_with_room(main_);
  if (top == nullptr) {
    count(counters_.destroyed_trim);
    return false;
  }
  top->items[top->count++] = object;
  ++main_.objects;
  note_for_budget(1);
  return true;
}

std::uint32_t core::first_capacity() const noexcept {
  const std::uint64_t due = std::uint64_t{kCapacityPerCpu} * usable_cpus();
  const std::uint64_t taken = capacities_.load(std::memory_order_relaxed);
  const std::uint64_t left = due > taken ? due - taken : 0;
  return static_cast<std::uint32_t>(std::clamp<std::uint64_t>(
      std::min(left, due / (shard_count_ + 1)), kLeastCapacity, kFirstCapacity));
}

void core::shrink(shard& held) noexcept {
  const std::uint64_t due = std::uint64_t{kCapacityPerCpu} * usable_cpus();
  if (capacities_.load(std::memory_order_relaxed) <= due) return;
  const auto share = static_cast<std::uint32_t>(
      std::clamp<std::uint64_t>(due / shard_count_, kLeastCapacity, kLargestCapacity));
  if (held.capacity <= share) return;
  capacities_.fetch_sub(held.capacity - share, std::memory_order_relaxed);
  held.capacity = share;
}

// ---- the owner's side
// -----------------------------------------------------------------------------

bool core::obey(shard& own) noexcept {
  std::uint32_t wanted = own.ctl.load(std::memory_order_acquire);
  if ((wanted & kFenced) != 0) {
    // Nobody runs a barrier for this thread: it orders its own store to `busy` before the load.
    own.busy.exchange(1, std::memory_order_seq_cst);
    wanted = own.ctl.load(std::memory_order_seq_cst);
  }
  if ((wanted & kHeld) != 0) return false;
  if ((wanted & kAsked) != 0) {
    own.ctl.fetch_and(~kAsked, std::memory_order_relaxed);
    flip_own(own);
  }
  return true;
}

void core::flip_own(shard& own) noexcept {
  magazine_list contents;
  collect_contents(own, contents);
  const std::lock_guard lock(depot_lock_);
  victims_.append(contents);
}

void core::collect_contents(shard& full, magazine_list& into) noexcept {
  for (auto& slot : full.side) {
    if (slot.load(std::memory_order_relaxed) == nullptr || !room_for_one(full, into)) continue;
    if (void* const object = slot.exchange(nullptr, std::memory_order_acquire)) {
      add(full, into, object);
    }
  }
  // From the coldest to the hottest, so that the hottest are the first to be taken again.
  std::uint32_t moved = 0;
  while (moved < full.count && room_for_one(full, into)) add(full, into, full.items[moved++]);
  std::copy(full.items + moved, full.items + full.count, full.items);
  full.count -= moved;
  if (full.spare != nullptr && room_for_one(full, into)) {
    add(full, into, std::exchange(full.spare, nullptr));
  }
  full.batch = 1;
  full.donated = 0;
}

void core::grow(shard& own) noexcept {
  const std::uint32_t wanted = std::min(own.capacity * 2, kLargestCapacity);
  const std::uint32_t more = wanted - own.capacity;
  if (more == 0) return;
  const std::uint64_t due = std::uint64_t{kCapacityPerCpu} * usable_cpus();
  if (capacities_.fetch_add(more, std::memory_order_relaxed) + more > due) {
    capacities_.fetch_sub(more, std::memory_order_relaxed);
    return;
  }
  if (wanted > own.room) {
    auto* const wider = new (std::nothrow) void*[wanted];
    if (wider == nullptr) {
      capacities_.fetch_sub(more, std::memory_order_relaxed);
      return;
    }
    std::copy(own.items, own.items + own.count, wider);
    delete[] own.items;
    own.items = wider;
    own.room = wanted;
  }
  own.capacity = wanted;
}

// Own store is empty. Moves objects there from the depot; returns one more.
void* core::refill(shard& own) noexcept {
  magazine* found = nullptr;
  bool of_victims = false;
  {
    const std::lock_guard lock(depot_lock_);
    if (magazine* const back = std::exchange(own.free_magazine, nullptr)) {
      back->next = empty_;
      empty_ = back;
      ++empty_count_;
    }
    of_victims = main_.first == nullptr;
    magazine_list& from = of_victims ? victims_ : main_;
    if (from.first != nullptr) {
      magazine& top = *from.first;
      std::uint32_t most = std::min(own.capacity, kMagazine);
      if (of_victims) {
        // The number doubles with each refill, and starts at one after a rotation: what is not
        // needed stays a victim.
        most = std::min(most, own.batch);
        own.batch = std::min(own.batch * 2, kMagazine);
      }
      if (top.count <= most) {
        found = from.pop();
      } else {
        top.count -= most;
        from.objects -= most;
        std::copy_n(top.items + top.count, most, own.items);
        own.count = most;
      }
    }
  }
  if (found != nullptr) {
    std::copy_n(found->items, found->count, own.items);
    own.count = static_cast<std::uint32_t>(found->count);
    clean(*found);
    own.free_magazine = found;
  }
  if (own.count == 0) return nullptr;
  volume_.fetch_add(1, std::memory_order_relaxed);
  count(of_victims ? counters_.gets_victim : counters_.gets_depot);
  // What this thread gave away came back: its store is too small for what it does.
  if (!of_victims && own.donated != 0) grow(own);
  return own.items[--own.count];
}

// Own store is full. Moves its coldest objects to the depot.
bool core::donate(shard& own) noexcept {
  magazine* full = own.free_magazine != nullptr ? own.free_magazine : new_magazine();
  own.free_magazine = full;
  if (full == nullptr) return false;
  const std::uint32_t some = std::min(own.count, kMagazine);
  std::copy_n(own.items, some, full->items);
  {
    const std::lock_guard lock(depot_lock_);
    const std::uint64_t after = main_.objects + victims_.objects + some;
    if (settings_.max_idle != 0 && after > settings_.max_idle) return false;
    if (main_.first != nullptr && main_.first->count + some <= kMagazine) {
      std::copy_n(own.items, some, main_.first->items + main_.first->count);
      main_.first->count += some;
      main_.objects += some;
    } else {
      full->count = some;
      main_.push(*full);
      own.free_magazine = empty_;
      if (empty_ != nullptr) {
        empty_ = empty_->next;
        --empty_count_;
      }
    }
  }
  if (own.free_magazine != nullptr) clean(*own.free_magazine);
  std::copy(own.items + some, own.items + own.count, own.items);
  own.count -= some;
  ++own.donated;
  note_for_budget(some);
  volume_.fetch_add(1, std::memory_order_relaxed);
  return true;
}

void* core::get_slow(shard** slot) noexcept {
  thread_table& table = this_thread_table;
  shard* own = &own_shard();
  const bool attached = own != &placeholder_shard;
  // A handler that interrupted this very thread, amid an operation or with a lock in its hands.
  if (table.inside != 0 || (attached && own->busy.load(std::memory_order_relaxed) != 0)) {
    return attached ? get_reentrant(*own) : take_one(false);
  }
  inside_guard inside;
  if (!attached) own = attach(slot);
  if (own == nullptr) return take_one(true);
  own->busy.store(1, std::memory_order_relaxed);
  std::atomic_signal_fence(std::memory_order_seq_cst);
  void* object = nullptr;
  magazine_list doomed;
  if (!obey(*own)) {
    object = take_one(true);
  } else if ((own->ctl.load(std::memory_order_relaxed) & (kPassThrough | kClosed)) != 0) {
    collect_contents(*own, doomed);
  } else if (own->spare != nullptr) {
    object = std::exchange(own->spare, nullptr);
    own->gets_private.bump();
  } else if (own->count != 0) {
    object = own->items[--own->count];
    own->gets_local.bump();
  } else {
    for (auto& side : own->side) {
      if (side.load(std::memory_order_relaxed) == nullptr) continue;
      object = side.exchange(nullptr, std::memory_order_acquire);
      if (object == nullptr) continue;
      count(counters_.gets_side);
      break;
    }
    if (object == nullptr) object = refill(*own);
  }
  if (object == nullptr) {
    volume_.fetch_add(1, std::memory_order_relaxed);
    note_for_budget(1);
  }
  own->busy.store(0, std::memory_order_release);
  inside.leave();
  if (doomed.first != nullptr) destroy_all(doomed, counters_.destroyed_trim);
  return object;
}

bool core::put_slow(void* object, shard** slot) noexcept {
  thread_table& table = this_thread_table;
  shard* own = &own_shard();
  const bool attached = own != &placeholder_shard;
  if (table.inside != 0 || (attached && own->busy.load(std::memory_order_relaxed) != 0)) {
    return attached ? put_reentrant(*own, object) : store_one(object, false);
  }
  inside_guard inside;
  if (!attached) own = attach(slot);
  if (own == nullptr) return store_one(object, true);
  own->busy.store(1, std::memory_order_relaxed);
  std::atomic_signal_fence(std::memory_order_seq_cst);
  bool kept = false;
  magazine_list doomed;
  if (!obey(*own)) {
    kept = store_one(object, true);
  } else if ((own->ctl.load(std::memory_order_relaxed) & (kPassThrough | kClosed)) != 0) {
    collect_contents(*own, doomed);
    count(counters_.puts_dropped_bypass);
  } else {
    if (own->spare == nullptr) {
      own->spare = object;
      kept = true;
    } else if (own->count < own->capacity || donate(*own)) {
      own->items[own->count++] = object;
      kept = true;
    }
    kept ? own->puts_kept.bump() : count(counters_.puts_dropped_bound);
  }
  own->busy.store(0, std::memory_order_release);
  inside.leave();
  if (doomed.first != nullptr) destroy_all(doomed, counters_.destroyed_trim);
  return kept;
}

// ---- without a shard of one's own
// -----------------------------------------------------------------

void* core::take_one(bool may_wait) noexcept {
  if (bypassed()) return nullptr;
  std::unique_lock lock(depot_lock_, std::defer_lock);
  if (may_wait) {
    lock.lock();
  } else if (!lock.try_lock()) {
    return nullptr;
  }
  for (magazine_list* const from : {&main_, &victims_}) {
    if (from->first == nullptr) continue;
    magazine& top = *from->first;
    void* const object = top.items[--top.count];
    --from->objects;
    if (top.count == 0) {
      from->pop();
      top.next = empty_;
      empty_ = &top;
      ++empty_count_;
    }
    count(from == &main_ ? counters_.gets_depot : counters_.gets_victim);
    return object;
  }
  return nullptr;
}

bool core::store_one(void* object, bool may_wait) noexcept {
  if (bypassed()) {
    count(counters_.puts_dropped_bypass);
    return false;
  }
  std::unique_lock lock(depot_lock_, std::defer_lock);
  bool kept = false;
  if (may_wait ? (lock.lock(), true) : lock.try_lock()) {
    const std::uint64_t after = main_.objects + victims_.objects + 1;
    const bool room = settings_.max_idle == 0 || after <= settings_.max_idle;
    magazine* top =
        main_.first != nullptr && main_.first->count < kMagazine ? main_.first : nullptr;
    // A handler must not allocate.
    if (room && top == nullptr && may_wait) top = top_with_room(main_);
    if (room && top != nullptr) {
      top->items[top->count++] = object;
      ++main_.objects;
      kept = true;
    }
  }
  if (kept) note_for_budget(1);
  count(kept ? counters_.puts_kept : counters_.puts_dropped_bound);
  return kept;
}

void* core::get_reentrant(shard& own) noexcept {
  for (auto& side : own.side) {
    if (void* const object = side.exchange(nullptr, std::memory_order_acquire)) {
      count(counters_.gets_side);
      return object;
    }
  }
  return take_one(false);
}

bool core::put_reentrant(shard& own, void* object) noexcept {
  if (!bypassed()) {
    for (auto& side : own.side) {
      void* expected = nullptr;
      if (!side.compare_exchange_strong(expected, object, std::memory_order_release,
                                        std::memory_order_relaxed)) {
        continue;
      }
      count(counters_.puts_kept);
      return true;
    }
  }
  return store_one(object, false);
}

}  // namespace pool::detail
