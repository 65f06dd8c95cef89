#pragma once
#include <string>
#include <utility>
#include <vector>

struct Block {
  int number = 0;
};

// Blocks that wait. Only what makes one may throw.
class BlockPool {
 public:
  ~BlockPool() {
    for (Block* each : free_) delete each;
  }
  Block* take() {
    if (free_.empty()) return new Block;
    Block* out = free_.back();
    free_.pop_back();
    return out;
  }
  void give(Block* block) noexcept;
  void call(std::string name) noexcept { name_ = std::move(name); }
  bool has_none() const noexcept { return free_.empty(); }

 private:
  std::vector<Block*> free_;
  std::string name_;
};

Block* blocks_take();
void blocks_give(Block* block) noexcept;
void blocks_call(std::string name);
bool blocks_has_none() noexcept;
