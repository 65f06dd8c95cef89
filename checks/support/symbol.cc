#include "checks/support/symbol.h"

#include <array>
#include <atomic>
#include <cassert>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <memory>
#include <mutex>
#include <unordered_map>

namespace pool_audit {
namespace {

// The texts stand in chunks that never move, so that text() reads without a lock: a symbol reaches
// another thread only through some synchronisation, which also publishes its chunk entry.
class Table {
 public:
  Table() { intern(""); }

  uint32_t intern(std::string_view text) {
    const std::lock_guard lock(mutex_);
    if (auto found = ids_.find(text); found != ids_.end()) return found->second;
    const uint32_t id = count_++;
    const uint32_t chunk = id / kChunk;
    if (chunk >= kChunks) std::abort();  // 2^30 distinct strings: no memory holds their text
    if (!chunks_[chunk].load(std::memory_order_relaxed)) {
      chunks_[chunk].store(new std::string_view[kChunk], std::memory_order_release);
    }
    const std::string_view stored = store(text);
    chunks_[chunk].load(std::memory_order_relaxed)[id % kChunk] = stored;
    ids_.emplace(stored, id);
    return id;
  }

  [[nodiscard]] std::string_view text(uint32_t id) const {
    return chunks_[id / kChunk].load(std::memory_order_acquire)[id % kChunk];
  }

 private:
  static constexpr uint32_t kChunk = 1U << 14;
  static constexpr uint32_t kChunks = 1U << 16;
  static constexpr size_t kSlab = size_t{1} << 16;

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
  std::unordered_map<std::string_view, uint32_t> ids_;
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
