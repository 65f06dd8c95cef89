// A class that keeps its own spares beside its real work: the member is the pool.
class Tree {
 public:
  void insert(int key) {
    Node* node = new_node();  // get: free_nodes_
    node->key = key;
    node->left = root_;
    root_ = node;
  }
  void remove_root() {
    Node* old = root_;
    root_ = old->left;
    delete_node(old);  // put: free_nodes_
  }

 private:
  struct Node {
    int key;
    Node* left;
    Node* next_free;
  };
  Node* new_node() {
    if (free_nodes_ == nullptr) return new Node();
    Node* node = free_nodes_;
    free_nodes_ = node->next_free;
    return node;
  }
  void delete_node(Node* node) {
    node->next_free = free_nodes_;
    free_nodes_ = node;
  }
  Node* root_ = nullptr;
  Node* free_nodes_ = nullptr;  // pool: Tree::free_nodes_; pooled=Tree::Node kind=free~list
};

void use() {
  Tree tree;
  tree.insert(1);
  tree.remove_root();
}
