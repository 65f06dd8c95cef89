#include "blocks.h"

BlockPool blocks;

void BlockPool::give(Block* block) noexcept {
  block->number = 0;
  free_.push_back(block);
}
