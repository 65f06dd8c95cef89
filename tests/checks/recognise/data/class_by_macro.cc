// A macro gives a class its operator new, behind which stands another pool: the class is the pool,
// what the macro brought along is its inside.
#include <cstddef>

namespace Mem {
class AllocatorProxy {
 public:
  AllocatorProxy(const char* label, size_t size, bool zero);
  void* alloc();
  void freeOne(void* memory);
};
}  // namespace Mem

#define MEMPROXY_CLASS(CLASS)                                        \
 private:                                                            \
  static inline Mem::AllocatorProxy& Pool() {                        \
    static Mem::AllocatorProxy thePool(#CLASS, sizeof(CLASS), false); \
    return thePool;                                                  \
  }                                                                  \
                                                                     \
 public:                                                             \
  void* operator new(size_t) { return Pool().alloc(); }              \
  void operator delete(void* address) {                              \
    if (address) Pool().freeOne(address);                            \
  }                                                                  \
                                                                     \
 private:

class Pipe {  // pool: Pipe; pooled=Pipe
  MEMPROXY_CLASS(Pipe);

 public:
  int length = 0;
};

class Unused {  // pool: Unused
  MEMPROXY_CLASS(Unused);
};

static Mem::AllocatorProxy* blocks;  // pool: blocks

int use() {
  Pipe* pipe = new Pipe;          // get: Pipe
  const int length = pipe->length;
  delete pipe;                    // put: Pipe
  void* block = blocks->alloc();  // get: blocks
  blocks->freeOne(block);         // put: blocks
  return length;
}
