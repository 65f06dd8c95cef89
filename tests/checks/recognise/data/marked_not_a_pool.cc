// What the source says is no pool is none: a class, a member, a variable, and an instance of a
// modelled pool.
#include <vector>

#define NOT_A_POOL [[clang::annotate("pool::not_a_pool")]]
#ifdef TWIN
#undef NOT_A_POOL
#define NOT_A_POOL
#endif

struct Buffer {
  int length = 0;
};

class NOT_A_POOL BufferPool {
 public:
  Buffer* acquire() {
    if (free_.empty()) return new Buffer;
    Buffer* out = free_.back();
    free_.pop_back();
    return out;
  }
  void release(Buffer* buffer) { free_.push_back(buffer); }

 private:
  std::vector<Buffer*> free_;  // none-: the source says
};

class Parser {
 public:
  Buffer* acquire() {
    if (free_buffers_.empty()) return new Buffer;
    Buffer* out = free_buffers_.back();
    free_buffers_.pop_back();
    return out;
  }
  void release(Buffer* buffer) { free_buffers_.push_back(buffer); }

 private:
  NOT_A_POOL std::vector<Buffer*> free_buffers_;  // none-: the source says | pool+: Parser::free_buffers_
};

namespace Poco {
template <class C>
class ObjectPool {
 public:
  C* borrowObject();
  void returnObject(C* object);
};
}  // namespace Poco

NOT_A_POOL static BufferPool first;                // pool+: first
static Poco::ObjectPool<Buffer> second;            // pool: second
NOT_A_POOL static Poco::ObjectPool<Buffer> third;  // pool+: third

void use(Parser& parser) {
  Buffer* buffer = first.acquire();  // get+: first
  first.release(buffer);             // put+: first
  buffer = parser.acquire();         // get+: free_buffers_
  parser.release(buffer);            // put+: free_buffers_
  buffer = second.borrowObject();    // get: second
  second.returnObject(buffer);       // put: second
  buffer = third.borrowObject();     // get+: third
  third.returnObject(buffer);        // put+: third
}
