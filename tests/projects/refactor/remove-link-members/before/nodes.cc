#include "nodes.h"

Nodes nodes;

Nodes::~Nodes() {
  while (free_ != nullptr) {
    Node* node = free_;
    free_ = node->next;
    delete node;
  }
}

Node* Nodes::get(int value) {
  if (free_ == nullptr) return new Node(value);
  Node* node = free_;
  free_ = node->next;
  node->value = value;
  return node;
}

void Nodes::put(Node* node) {
  node->next = free_;
  free_ = node;
}
