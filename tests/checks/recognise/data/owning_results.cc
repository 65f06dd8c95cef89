// Models that say of a get that its result gives the object back by itself, or that the object may
// arrive late, in a callback.
#include <utility>

namespace folly {
template <class T>
class Handle {
 public:
  T* operator->() const;
  Handle(Handle&&);

 private:
  T* object_;
};
template <class T>
class IndexedMemPool {
 public:
  Handle<T> allocElem();
};
}  // namespace folly

namespace pool {
template <class T, class P = int>
class sharded_pool {
 public:
  T* get();
  void put(T* object);
};
template <class T, class F>
void with(sharded_pool<T>&, F&& function) {
  T object{};
  function(object);
}
}  // namespace pool

struct Node {
  int value = 0;
};

static folly::IndexedMemPool<Node> nodes;  // pool: nodes; pairings=lease
static pool::sharded_pool<Node> shards;    // pool: shards; pairings=lease,never

int held() {
  auto node = nodes.allocElem();  // get: nodes
  return node->value;
}

int lent() {
  int out = 0;
  pool::with(shards, [&](Node& node) { out = node.value; });  // get: shards
  Node* lost = shards.get();                                  // get: shards
  return out + lost->value;
}

extern "C" {
struct spdk_iobuf_channel;
struct spdk_iobuf_entry;
typedef void (*spdk_iobuf_get_cb)(struct spdk_iobuf_entry* entry, void* buffer);
void* spdk_iobuf_get(struct spdk_iobuf_channel* channel, unsigned long size,
                     struct spdk_iobuf_entry* entry, spdk_iobuf_get_cb callback);
void spdk_iobuf_put(struct spdk_iobuf_channel* channel, void* buffer, unsigned long size);
}

static spdk_iobuf_channel* good;  // pool: good; pairings=all-paths
static spdk_iobuf_channel* bad;   // pool: bad; pairings=never

static void give_back(spdk_iobuf_entry*, void* buffer) {
  spdk_iobuf_put(good, buffer, 8);  // put: good
}
static void lose(spdk_iobuf_entry*, void*) {}

void fill(spdk_iobuf_entry* entry) {
  void* buffer = spdk_iobuf_get(good, 8, entry, give_back);  // get: good
  if (buffer != nullptr) spdk_iobuf_put(good, buffer, 8);    // put: good
  buffer = spdk_iobuf_get(bad, 8, entry, lose);              // get: bad
  if (buffer != nullptr) spdk_iobuf_put(bad, buffer, 8);     // put: bad
}
