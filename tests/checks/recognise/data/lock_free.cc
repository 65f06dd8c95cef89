// A stack of spares that threads push and pop by compare-and-exchange.
#include <atomic>

struct Node {
  Node* next = nullptr;
  int value = 0;
};

class NodeRecycler {
 public:
  Node* get() {
    Node* head = head_.load();
    while (head != nullptr && !head_.compare_exchange_weak(head, head->next)) {
    }
    return head != nullptr ? head : new Node;
  }
  void recycle(Node* node) {
    node->next = head_.load();
    while (!head_.compare_exchange_weak(node->next, node)) {
    }
  }

 private:
  std::atomic<Node*> head_{nullptr};
};

NodeRecycler recycler;  // pool: recycler; pooled=Node

int use() {
  Node* node = recycler.get();  // get: recycler
  const int value = node->value;
  recycler.recycle(node);  // put: recycler
  return value;
}
