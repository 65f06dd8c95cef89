#include "store.h"

namespace {

constexpr std::size_t kWords = 4;

union storage {
  long words[kWords];
  char text[20];
};

}  // namespace

store::store(int limit)
    : blocks_pool_(
        {.bytes = sizeof(storage) + kWords, .at_end = ::pool::rest::freed},
        {.name = "store.blocks_"}),
      limit_(limit) {}

store::store() : blocks_pool_(
    {.bytes = sizeof(storage) + kWords, .at_end = ::pool::rest::freed},
    {.name = "store.blocks_"}), limit_(5) {}

void* store::take() const {
  void* out = blocks_pool_.get();
  return out;
}

void store::give(void* block) const {
  if (block == nullptr) return;
  blocks_pool_.put(block);
}
