#pragma once

#include <new>

struct Node {
  explicit Node(int value) : next(nullptr), value(value) {}

  // The next spare.
  Node* next;
  int value;
};

class Nodes {
 public:
  ~Nodes();
  Node* get(int value);
  void put(Node* node);

 private:
  Node* free_ = nullptr;
};

extern Nodes nodes;
