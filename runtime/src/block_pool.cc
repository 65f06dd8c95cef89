#include "pool/block_pool.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <mutex>
#include <stdexcept>

namespace pool::detail {

const block_shape& block_store::checked(const block_shape& shape) {
  if (!std::has_single_bit(shape.alignment)) {
    throw std::invalid_argument("pool::block_pool: the alignment is no power of two");
  }
  return shape;
}

block_store::block_store(const block_shape& shape)
    : shape_(checked(shape)),
      header_(shape.at_end == rest::freed ? std::max(sizeof(link), shape.alignment) : 0) {
  if (header_ != 0) fork_entry_.emplace(this, fork_access::of<block_store>());
}

block_store::~block_store() {
  fork_entry_.reset();
  for (link* at = first_; at != nullptr;) {
    link* const next = at->next;
    free(at);
    at = next;
  }
}

block_memory* block_store::make() {
  const std::size_t bytes = std::max(shape_.bytes, sizeof(block_memory));
  if (bytes > std::numeric_limits<std::size_t>::max() / 2 - header_) throw std::bad_alloc();
  const std::align_val_t alignment{std::max(shape_.alignment, alignof(link))};
  void* const memory = ::operator new(header_ + bytes, alignment);
  if (header_ == 0) return ::new (memory) block_memory;
  link* const fresh = ::new (memory) link{nullptr, nullptr};
  {
    const std::lock_guard lock(lock_);
    fresh->next = first_;
    if (first_ != nullptr) first_->previous = fresh;
    first_ = fresh;
  }
  return ::new (static_cast<std::byte*>(memory) + header_) block_memory;
}

void block_store::end(block_memory* old) noexcept {
  unpoison_bytes(old, shape_.bytes);
  void* const memory = reinterpret_cast<std::byte*>(old) - header_;
  if (header_ != 0) {
    link* const gone = static_cast<link*>(memory);
    const std::lock_guard lock(lock_);
    (gone->previous != nullptr ? gone->previous->next : first_) = gone->next;
    if (gone->next != nullptr) gone->next->previous = gone->previous;
  }
  free(memory);
}

void block_store::free(void* memory) const noexcept {
  ::operator delete(memory, std::align_val_t{std::max(shape_.alignment, alignof(link))});
}

}  // namespace pool::detail
