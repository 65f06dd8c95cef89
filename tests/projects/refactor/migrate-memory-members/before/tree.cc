#include "tree.h"

Node* Tree::add(int value) {
  Node* node = static_cast<Node*>(nodes_.malloc());
  if (node == nullptr) return nullptr;
  nodes_.set_next_size(500);
  node->value = value;
  node->next = first_;
  first_ = node;
  return node;
}

void Tree::cut(Node* node) {
  CHECK_ASSERT(nodes_.is_from(node));
  Node** at = &first_;
  while (*at != node) at = &(*at)->next;
  *at = node->next;
  nodes_.free(node);
  if (first_ == nullptr) {
    nodes_.release_memory();
  }
}

Leaf* Tree::leaf() { return static_cast<Leaf*>(leaves_.ordered_malloc()); }

int Tree::sum() const {
  int sum = 0;
  for (const Node* each = first_; each != nullptr; each = each->next) sum += each->value;
  return sum;
}
