#ifndef TREE_H
#define TREE_H

#include <boost/pool/pool.hpp>

#define CHECK_ASSERT(x) ((x) ? (void)0 : std::abort())
#define TREE_WITH_LEAVES 1

struct Node {
  int value;
  Node* next;
};

struct Leaf {
  long values[4];
};

class Tree {
 public:
  Node* add(int value);
  void cut(Node* node);
  Leaf* leaf();
  int sum() const;

 private:
  Node* first_ = nullptr;
  // What is still in the tree at its end goes with it.
  boost::pool<> nodes_{sizeof(Node), 500};
#if TREE_WITH_LEAVES
  boost::pool<> leaves_{sizeof(Leaf), 500};
#endif
};

#endif
