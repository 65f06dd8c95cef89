// Memory of one size, in which its users make what they like.
#ifndef POOL_BLOCK_POOL_H
#define POOL_BLOCK_POOL_H

#include <cstddef>
#include <cstdint>
#include <new>
#include <optional>
#include <source_location>

#include "pool/annotate.h"
#include "pool/detail/fork_entry.h"
#include "pool/detail/poison.h"
#include "pool/detail/spin_lock.h"
#include "pool/sharded_pool.h"

namespace pool {

// What becomes of the blocks that are out when their pool ends.
//   left   nothing: whoever has one may go on using it, and nobody frees it any more.
//   freed  their memory is freed; nobody is told, and no destructor runs. Each block has a header
//   of
//          two pointers, rounded up to the alignment, for that.
enum class rest : bool { left, freed };

struct block_shape {
  std::size_t bytes;                                         // of a block
  std::size_t alignment = __STDCPP_DEFAULT_NEW_ALIGNMENT__;  // a power of two, in bytes
  std::size_t prefilled = 0;  // blocks that are made with the pool, at most as many as it keeps
  rest at_end = rest::left;
};

namespace detail {

// The beginning of a block.
struct block_memory {
  std::byte first;
};

// Makes and ends blocks. Any thread.
class block_store {
 public:
  explicit block_store(const block_shape& shape);  // throws as block_pool
  block_store(const block_store&) = delete;
  block_store& operator=(const block_store&) = delete;
  ~block_store();

  [[nodiscard]] block_memory* make();  // throws std::bad_alloc
  void end(block_memory* old) noexcept;
  [[nodiscard]] const block_shape& shape() const noexcept { return shape_; }

 private:
  friend struct fork_access;
  struct link {
    link* next;
    link* previous;
  };

  [[nodiscard]] static const block_shape& checked(const block_shape& shape);
  void free(void* memory) const noexcept;
  // As fork_entry says.
  void announce_fork() noexcept {}
  void hold_for_fork() noexcept { lock_.lock(); }
  void let_go_after_fork(bool /*child*/) noexcept { lock_.unlock(); }

  const block_shape shape_;
  const std::size_t header_;  // bytes in front of a block; 0: nobody looks for it at the end
  spin_lock lock_;
  link* first_ = nullptr;  // of all blocks there are; under lock_
  std::optional<fork_entry> fork_entry_;
};

struct block_policy {
  block_store* store;
  [[nodiscard]] block_memory* create() const { return store->make(); }
  void destroy(block_memory* old) const noexcept { store->end(old); }
  [[nodiscard]] std::size_t object_bytes() const noexcept {
    return store->shape().bytes != 0 ? store->shape().bytes : 1;
  }
};

}  // namespace detail

// A pool of blocks of memory that are all of one size and alignment, for the operators new and
// delete of a class, and for code that makes its objects in memory of its own. The content of a
// block is undefined when it is got. Under AddressSanitizer an idle block may not be touched.
//
//   pool::block_pool nodes({.bytes = sizeof(node)}, {.name = "nodes"});
//   node* n = new (nodes.get()) node(1);
//   n->~node();
//   nodes.put(n);
//
// Otherwise as sharded_pool, on which it stands: no bound on what is out, memory is given back by
// rotation, all members may be called by any thread at any time.
class POOL_POOL block_pool {
 public:
  // Throws std::bad_alloc, and std::invalid_argument for an alignment that is no power of two.
  explicit block_pool(const block_shape& shape, const settings& chosen = {},
                      const std::source_location& site = std::source_location::current())
      : store_(shape), blocks_(detail::block_policy{&store_}, chosen, site) {
    if (shape.prefilled != 0) blocks_.prefill(shape.prefilled);
  }
  block_pool(const block_pool&) = delete;
  block_pool& operator=(const block_pool&) = delete;
  // Frees what is idle, and what is out when the shape says so.
  ~block_pool() = default;

  // A block; never nullptr. Throws std::bad_alloc.
  [[nodiscard]] POOL_GET void* get() {
    detail::block_memory* const taken = blocks_.get();
    detail::unpoison_bytes(taken, store_.shape().bytes);
    return taken;
  }
  // The same; nullptr where there is no memory.
  [[nodiscard]] POOL_GET void* get_or_null() noexcept {
    try {
      return get();
    } catch (const std::bad_alloc&) {
      return nullptr;
    }
  }
  // Gives back a block of this pool. nullptr does nothing.
  POOL_PUT void put(void* block) noexcept {
    if (block == nullptr) return;
    detail::poison_bytes(block, store_.shape().bytes);
    auto* const old = static_cast<detail::block_memory*>(block);
    detail::unpoison(old);  // the pool below watches over the first byte itself
    blocks_.put(old);
  }

  void rotate() noexcept { blocks_.rotate(); }
  void trim() noexcept { blocks_.trim(); }
  std::uint64_t trim_some(std::uint64_t most) noexcept { return blocks_.trim_some(most); }
  void set_bypass(bool on) noexcept { blocks_.set_bypass(on); }
  [[nodiscard]] bool bypassed() const noexcept { return blocks_.bypassed(); }

  // Of a block.
  [[nodiscard]] std::size_t bytes() const noexcept { return store_.shape().bytes; }
  [[nodiscard]] std::size_t alignment() const noexcept { return store_.shape().alignment; }
  [[nodiscard]] pool_stats stats() const { return blocks_.stats(); }
  [[nodiscard]] int check_invariants() const { return blocks_.check_invariants(); }

 private:
  detail::block_store store_;  // outlives the pool of its blocks
  sharded_pool<detail::block_memory, detail::block_policy> blocks_;
};

}  // namespace pool

#endif
