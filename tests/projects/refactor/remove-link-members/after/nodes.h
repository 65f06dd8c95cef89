#pragma once

#include <new>

struct Node {
  explicit Node(int value) : value(value) {}

  int value;
};

class Nodes {
 public:
  ~Nodes();
  Node* get(int value);
  void put(Node* node);
};

extern Nodes nodes;
