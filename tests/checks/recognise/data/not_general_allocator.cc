// Memory of any size without a type: an allocator, whatever it is called. One that knows a single
// size is a pool of that memory.
#include <cstddef>
#include <cstdlib>

class MemoryPool {
 public:
#ifdef TWIN
  void* allocate() {
#else
  void* allocate(size_t size) {
    if (size > kBlock) return std::malloc(size);
#endif
    if (free_ != nullptr) {
      Link* block = free_;
      free_ = block->next;
      return block;
    }
    return std::malloc(kBlock);
  }
  void deallocate(void* memory) {
    Link* block = static_cast<Link*>(memory);
    block->next = free_;
    free_ = block;
  }

 private:
  static constexpr size_t kBlock = 256;
  struct Link {
    Link* next;
  };
  Link* free_ = nullptr;  // none-: general allocator
};

MemoryPool memory;  // pool+: memory

int use() {
#ifdef TWIN
  int* number = static_cast<int*>(memory.allocate());  // get+: memory
#else
  int* number = static_cast<int*>(memory.allocate(sizeof(int)));
#endif
  *number = 1;
  const int out = *number;
  memory.deallocate(number);  // put+: memory
  return out;
}
