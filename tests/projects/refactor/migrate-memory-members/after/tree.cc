#include "tree.h"

Node* Tree::add(int value) {
  Node* node = static_cast<Node*>(nodes_pool_.get_or_null());
  if (node == nullptr) return nullptr;
  node->value = value;
  node->next = first_;
  first_ = node;
  return node;
}

void Tree::cut(Node* node) {
  Node** at = &first_;
  while (*at != node) at = &(*at)->next;
  *at = node->next;
  nodes_pool_.put(node);
  if (first_ == nullptr) {
    nodes_pool_.trim();
  }
}

Leaf* Tree::leaf() { return static_cast<Leaf*>(leaves_.ordered_malloc()); }

int Tree::sum() const {
  int sum = 0;
  for (const Node* each = first_; each != nullptr; each = each->next) sum += each->value;
  return sum;
}
