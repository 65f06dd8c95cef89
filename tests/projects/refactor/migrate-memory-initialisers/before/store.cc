#include "store.h"

namespace {

constexpr std::size_t kWords = 4;

union storage {
  long words[kWords];
  char text[20];
};

}  // namespace

store::store(int limit)
    : blocks_(sizeof(storage) + kWords, 10),
      limit_(limit) {}

store::store() : blocks_(sizeof(storage) + kWords, 10), limit_(5) {}

void* store::take() const {
  blocks_.set_next_size(10);
  void* out = blocks_.malloc();
  return out;
}

void store::give(void* block) const {
  if (block == nullptr) return;
  blocks_.free(block);
}
