#include "blocks.h"

#include <utility>

static BlockPool blocks;

Block* blocks_take() {
  return blocks.take();
}

void blocks_give(Block* block) noexcept {
  blocks.give(block);
}

void blocks_call(std::string name) {
  blocks.call(std::move(name));
}

bool blocks_has_none() noexcept {
  return blocks.has_none();
}

void BlockPool::give(Block* block) noexcept {
  block->number = 0;
  free_.push_back(block);
}
