#include "nodes.h"

Nodes nodes;

Nodes::~Nodes() {}

Node* Nodes::get(int value) {
  return new Node(value);
}

void Nodes::put(Node* node) {
  delete node;
}
