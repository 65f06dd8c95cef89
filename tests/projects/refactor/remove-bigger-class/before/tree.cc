#include "tree.h"

Tree::Tree() : m_root(0), m_free(0), m_free_count(0), m_count(0) {}

Tree::~Tree() {
  clear();
  // what was kept
  while (m_free) {
    Leaf* next = m_free->next_free;
    delete m_free;
    m_free = next;
  }
}

Leaf* Tree::make_leaf(Leaf* parent, int value) {
  Leaf* leaf;
  if (m_free) {
    leaf = m_free;
    m_free = leaf->next_free;
    --m_free_count;
  } else {
    leaf = new Leaf();
  }
  leaf->parent = parent;
  leaf->value = value;
  return (leaf);
}

void Tree::drop_leaf(Leaf* leaf) {
  if (m_free_count >= 3) {
    delete leaf;
    return;
  }
  leaf->next_free = m_free;
  m_free = leaf;
  ++m_free_count;
}

void Tree::grow(int value) {
  m_root = make_leaf(m_root, value);
  ++m_count;
}

void Tree::clear() {
  while (m_root) {
    Leaf* parent = m_root->parent;
    drop_leaf(m_root);
    m_root = parent;
  }
  m_count = 0;
}

int Tree::sum() const {
  int sum = m_count;
  for (Leaf* leaf = m_root; leaf; leaf = leaf->parent) sum += leaf->value;
  return sum;
}
