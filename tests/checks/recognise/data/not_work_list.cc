// A compiler's work list: blocks go in and come out, none is ever made.
#include <vector>

struct Block {
  std::vector<Block*> next;
  bool seen = false;
};

class BlockPool {
 public:
  Block* pop() {
#ifdef TWIN
    if (blocks_.empty()) return new Block;
#else
    if (blocks_.empty()) return nullptr;
#endif
    Block* out = blocks_.back();
    blocks_.pop_back();
    return out;
  }
  void push(Block* block) { blocks_.push_back(block); }

 private:
  std::vector<Block*> blocks_;  // none-: plain queue
};

void visit(Block* entry) {
  BlockPool work;    // pool+: work; pooled=Block
  work.push(entry);  // put+: work
  while (Block* block = work.pop()) {  // get+: work
    if (block->seen) continue;
    block->seen = true;
    for (Block* each : block->next) work.push(each);  // put+: work
  }
}
