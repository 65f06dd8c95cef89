#include "checks/support/symbol.h"

#include <array>
#include <atomic>
#include <cassert>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

#include "checks/support/hash.h"

namespace pool_audit {
namespace {

// The texts stand in chunks that never move, so that text() reads without a lock: a symbol reaches
// another thread only through some synchronisation, which also publishes its chunk entry.
class Table {
 public:
  Table() { intern(""); }

  uint32_t intern(std::string_view text) {
    const auto hash = static_cast<uint32_t>(hash64(text));
    const std::lock_guard lock(mutex_);
    size_t at = find(text, hash);
    if (slots_[at].id != kFree) return slots_[at].id;
    const uint32_t id = count_++;
    const uint32_t chunk = id / kChunk;
    if (chunk >= kChunks) std::abort();  // 2^30 distinct strings: no memory holds their text
    if (!chunks_[chunk].load(std::memory_order_relaxed)) {
      chunks_[chunk].store(new std::string_view[kChunk], std::memory_order_release);
    }
    chunks_[chunk].load(std::memory_order_relaxed)[id % kChunk] = store(text);
    if (count_ * size_t{2} > slots_.size()) {
      grow();
      at = find(text, hash);
    }
    slots_[at] = {hash, id};
    return id;
  }

  [[nodiscard]] std::string_view text(uint32_t id) const {
    return chunks_[id / kChunk].load(std::memory_order_acquire)[id % kChunk];
  }

 private:
  static constexpr uint32_t kChunk = 1U << 14;
  static constexpr uint32_t kChunks = 1U << 16;
  static constexpr size_t kSlab = size_t{1} << 16;
  static constexpr uint32_t kFree = UINT32_MAX;

  // Open addressing, at most half full. A slot is 8 bytes and keeps the hash, so that a look-up
  // touches one line of slots and, but for one in 2^32, no text but its own: reading facts is
  // interning for the most part, and the time of that is misses of the cache.
  struct Slot {
    uint32_t hash = 0;
    uint32_t id = kFree;
  };

  // The slot of `text`, or the free one where it belongs.
  [[nodiscard]] size_t find(std::string_view text_sought, uint32_t hash) const {
    const size_t mask = slots_.size() - 1;
    for (size_t at = hash & mask;; at = (at + 1) & mask) {
      const Slot& slot = slots_[at];
      if (slot.id == kFree || (slot.hash == hash && text(slot.id) == text_sought)) return at;
    }
  }
  void grow() {
    std::vector<Slot> old(slots_.size() * 2);
    old.swap(slots_);
    const size_t mask = slots_.size() - 1;
    for (const Slot& slot : old) {
      if (slot.id == kFree) continue;
      size_t at = slot.hash & mask;
      while (slots_[at].id != kFree) at = (at + 1) & mask;
      slots_[at] = slot;
    }
  }

  // Copies `text` into memory that lives for ever.
  std::string_view store(std::string_view text) {
    if (text.size() > kSlab / 4) {
      large_.push_back(std::make_unique<char[]>(text.size()));
      std::memcpy(large_.back().get(), text.data(), text.size());
      return {large_.back().get(), text.size()};
    }
    if (slab_left_ < text.size()) {
      large_.push_back(std::make_unique<char[]>(kSlab));
      slab_ = large_.back().get();
      slab_left_ = kSlab;
    }
    char* at = slab_;
    if (!text.empty()) std::memcpy(at, text.data(), text.size());
    slab_ += text.size();
    slab_left_ -= text.size();
    return {at, text.size()};
  }

  std::mutex mutex_;  // guards everything below but the reads of chunks_
  std::vector<Slot> slots_ = std::vector<Slot>(size_t{1} << 12);
  std::deque<std::unique_ptr<char[]>> large_;
  char* slab_ = nullptr;
  size_t slab_left_ = 0;
  uint32_t count_ = 0;
  std::array<std::atomic<std::string_view*>, kChunks> chunks_{};
};

// Never destroyed: symbols outlive every static object.
Table& table() {
  static Table& instance = *new Table;
  return instance;
}

}  // namespace

Symbol::Symbol(std::string_view text) : id_(table().intern(text)) {}

std::string_view Symbol::text() const {
  if (id_ == 0) return {};
  return table().text(id_);
}

}  // namespace pool_audit
