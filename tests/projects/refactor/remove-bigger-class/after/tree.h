#ifndef TREE_H
#define TREE_H

struct Leaf {
  Leaf* parent;
  int value;
};

/* A tree, flat. */
class Tree {
 public:
  Tree();
  ~Tree();
  void grow(int value);
  void clear();
  int sum() const;

 private:
  Leaf* make_leaf(Leaf* parent, int value);
  void drop_leaf(Leaf* leaf);

  Leaf* m_root;
  int m_count;
};

#endif
