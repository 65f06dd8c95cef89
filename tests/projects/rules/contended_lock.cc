// Hand-written pools behind one lock.
#include <future>
#include <mutex>
#include <thread>
#include <vector>

struct Node {
  Node* next = nullptr;
};
static std::mutex mutex_of_node;
static Node* free_nodes;  // warn: one lock guards 'free_nodes', which several threads use
Node* take_node() {
  std::lock_guard<std::mutex> lock(mutex_of_node);
  if (!free_nodes) return new Node();
  Node* item = free_nodes;
  free_nodes = item->next;
  return item;
}
void recycle_node(Node* item) {
  std::lock_guard<std::mutex> lock(mutex_of_node);
  item->next = free_nodes;
  free_nodes = item;
}
static void node_work() {
  recycle_node(take_node());
}
void two_threads() {
  std::thread first(node_work);
  std::thread second(node_work);
  first.join();
  second.join();
}

struct Edge {
  Edge* next = nullptr;
};
static std::mutex mutex_of_edge;
static Edge* free_edges;  // warn: one lock guards 'free_edges'
Edge* take_edge() {
  std::lock_guard<std::mutex> lock(mutex_of_edge);
  if (!free_edges) return new Edge();
  Edge* item = free_edges;
  free_edges = item->next;
  return item;
}
void recycle_edge(Edge* item) {
  std::lock_guard<std::mutex> lock(mutex_of_edge);
  item->next = free_edges;
  free_edges = item;
}
void a_loop_of_threads() {
  std::vector<std::thread> workers;
  for (int i = 0; i < 4; ++i) workers.emplace_back([] { recycle_edge(take_edge()); });
  for (std::thread& worker : workers) worker.join();
}

struct Face {
  Face* next = nullptr;
};
static std::mutex mutex_of_face;
static Face* free_faces;  // warn: one lock guards 'free_faces'
Face* take_face() {
  std::lock_guard<std::mutex> lock(mutex_of_face);
  if (!free_faces) return new Face();
  Face* item = free_faces;
  free_faces = item->next;
  return item;
}
void recycle_face(Face* item) {
  std::lock_guard<std::mutex> lock(mutex_of_face);
  item->next = free_faces;
  free_faces = item;
}
static std::mutex of_somebody_else;
void with_the_main_thread() {
  std::thread worker([] {
    std::lock_guard<std::mutex> lock(of_somebody_else);
    recycle_face(take_face());
  });
  recycle_face(take_face());
  worker.join();
}

struct Leaf {
  Leaf* next = nullptr;
};
static std::mutex mutex_of_leaf;
static Leaf* free_leaves;  // warn: one lock guards 'free_leaves'
Leaf* take_leaf() {
  std::lock_guard<std::mutex> lock(mutex_of_leaf);
  if (!free_leaves) return new Leaf();
  Leaf* item = free_leaves;
  free_leaves = item->next;
  return item;
}
void recycle_leaf(Leaf* item) {
  std::lock_guard<std::mutex> lock(mutex_of_leaf);
  item->next = free_leaves;
  free_leaves = item;
}
void by_async() {
  auto result = std::async(std::launch::async, [] { recycle_leaf(take_leaf()); });
  recycle_leaf(take_leaf());
  result.get();
}

class PacketPool {
 public:
  Node* get() {
    std::lock_guard<std::mutex> lock(mutex_);
    if (free_.empty()) return new Node();
    Node* node = free_.back();
    free_.pop_back();
    return node;
  }
  void put(Node* node) {
    std::lock_guard<std::mutex> lock(mutex_);
    free_.push_back(node);
  }

 private:
  std::mutex mutex_;
  std::vector<Node*> free_;
};
static PacketPool packets;  // warn: one lock guards 'packets'
static void packet_work() {
  packets.put(packets.get());
}
void of_a_class() {
  std::thread first(packet_work);
  std::thread second(packet_work);
  first.join();
  second.join();
}

// ---- clean -------------------------------------------------------------------------------------

struct One {
  One* next = nullptr;
};
static std::mutex mutex_of_one;
static One* clean_free_ones;
One* take_one() {
  std::lock_guard<std::mutex> lock(mutex_of_one);
  if (!clean_free_ones) return new One();
  One* item = clean_free_ones;
  clean_free_ones = item->next;
  return item;
}
void recycle_one(One* item) {
  std::lock_guard<std::mutex> lock(mutex_of_one);
  item->next = clean_free_ones;
  clean_free_ones = item;
}
static void clean_one_work() {
  recycle_one(take_one());
}
void clean_one_after_the_other() {
  std::thread first(clean_one_work);
  first.join();
  std::thread second(clean_one_work);
  second.join();
}

struct Lone {
  Lone* next = nullptr;
};
static std::mutex mutex_of_lone;
static Lone* clean_free_lone;
Lone* take_lone() {
  std::lock_guard<std::mutex> lock(mutex_of_lone);
  if (!clean_free_lone) return new Lone();
  Lone* item = clean_free_lone;
  clean_free_lone = item->next;
  return item;
}
void recycle_lone(Lone* item) {
  std::lock_guard<std::mutex> lock(mutex_of_lone);
  item->next = clean_free_lone;
  clean_free_lone = item;
}
void clean_without_threads() {
  recycle_lone(take_lone());
}

static thread_local std::vector<Node*> clean_recycled;
Node* pop_recycled() {
  if (clean_recycled.empty()) return new Node();
  Node* node = clean_recycled.back();
  clean_recycled.pop_back();
  return node;
}
void push_recycled(Node* node) {
  clean_recycled.push_back(node);
}
static void clean_own_work() {
  push_recycled(pop_recycled());
}
void clean_one_each() {
  std::thread first(clean_own_work);
  std::thread second(clean_own_work);
  first.join();
  second.join();
}

// Of each worker's own.
static void clean_local_work() {
  PacketPool clean_local;
  clean_local.put(clean_local.get());
}
void clean_locals() {
  std::thread first(clean_local_work);
  std::thread second(clean_local_work);
  first.join();
  second.join();
}

// Threads that nobody starts here.
struct Idle {
  Idle* next = nullptr;
};
static std::mutex clean_mutex_of_idle;
static Idle* clean_free_idle;
Idle* clean_take_idle() {
  std::lock_guard<std::mutex> lock(clean_mutex_of_idle);
  if (!clean_free_idle) return new Idle();
  Idle* item = clean_free_idle;
  clean_free_idle = item->next;
  return item;
}
void clean_recycle_idle(Idle* item) {
  std::lock_guard<std::mutex> lock(clean_mutex_of_idle);
  item->next = clean_free_idle;
  clean_free_idle = item;
}
void clean_idle_user() {
  clean_recycle_idle(clean_take_idle());
}
