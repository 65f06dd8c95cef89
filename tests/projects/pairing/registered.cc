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

// A helper hangs it there, among others that are in the order of their numbers.
static Node* active_nodes[4];
static Node* free_nodes;

static void add_active(Node* node) {
  Node* first = active_nodes[node->number % 4];
  if (first != nullptr && first->number < node->number) {
    node->next = first->next;
    first->next = node;
  } else {
    node->next = first;
    active_nodes[node->number % 4] = node;
  }
}

Node* node_create(int number) {
  Node* node = free_nodes;
  if (node != nullptr) {
    free_nodes = node->next;
  } else {
    node = new Node;
  }
  node->number = number;
  add_active(node);
  return node;
}

void node_cancel(Node* node) {
  node->next = free_nodes;
  free_nodes = node;
}

// A helper that looks at it keeps nothing.
static Node* idle_nodes;

static int rank_of(const Node* node) {
  return node->number % 4;
}

Node* node_take(int number) {
  Node* node = idle_nodes;
  if (node != nullptr) {
    idle_nodes = node->next;
  } else {
    node = new Node;
  }
  node->number = number;
  node->number = rank_of(node);
  return node;
}

void node_give(Node* node) {
  node->next = idle_nodes;
  idle_nodes = node;
}

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

void left_where_a_helper_hung_it() {
  node_create(3);  // get: handed-over
}

int left_there_on_one_path(bool ready) {
  Node* node = node_create(4);  // get: handed-over
  if (!ready) return 1;
  node_cancel(node);
  return 0;
}

int lost_behind_a_helper_that_looks(bool ready) {
  Node* node = node_take(4);  // get: some-paths
  if (!ready) return 1;       // lost
  node_give(node);
  return 0;
}
