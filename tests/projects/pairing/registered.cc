// Pools whose get hangs the object into a list of what is in use: whoever does not put it back
// leaves it there, where the pool finds it again.
struct Node {
  Node* next;
  int number;
};

class NodePool {
 public:
  NodePool() {
    for (Node& node : store_) put(&node);
  }
  Node* get() {
    Node* node = free_nodes_;
    if (!node) return nullptr;
    free_nodes_ = node->next;
    node->next = used_nodes_;
    used_nodes_ = node;
    return node;
  }
  void put(Node* node) {
    node->next = free_nodes_;
    free_nodes_ = node;
  }

 private:
  Node store_[8];
  Node* free_nodes_ = nullptr;
  Node* used_nodes_ = nullptr;
};

class PlainPool {
 public:
  PlainPool() {
    for (Node& node : store_) put(&node);
  }
  Node* get() {
    Node* node = free_nodes_;
    if (!node) return nullptr;
    free_nodes_ = node->next;
    return node;
  }
  void put(Node* node) {
    node->next = free_nodes_;
    free_nodes_ = node;
  }

 private:
  Node store_[8];
  Node* free_nodes_ = nullptr;
};

NodePool registering;
PlainPool plain;

int left_in_the_list(bool ready) {
  Node* node = registering.get();  // get: handed-over
  if (!node || !ready) return 1;
  registering.put(node);
  return 0;
}

int put_on_every_path() {
  Node* node = registering.get();  // get: all-paths
  if (!node) return 1;
  registering.put(node);
  return 0;
}

int lost_without_a_list(bool ready) {
  Node* node = plain.get();       // get: some-paths
  if (!node || !ready) return 1;  // lost
  plain.put(node);
  return 0;
}
