#include "tree.h"

#include <new>

static inline void drop_node(Tree* tree, Node* node)
{
	FREE_ALIGNED(tree->m_free);
	tree->m_free = node;
}

static inline Node* make_node(Tree* tree, Node* parent, int value)
{
	Node* node;
	if (tree->m_free)
	{
		node = tree->m_free;
		tree->m_free = 0;
	}
	else
	{
		node = new (alloc_aligned(sizeof(Node))) Node();
	}
	node->parent = parent;
	node->value = value;
	return (node);
}

static Node* make_root(Tree* tree, int value)
{
	return make_node(tree, nullptr, value);
}

Tree::Tree()
{
	m_root = 0;
	m_free = 0;
	m_count = 0;
}

Tree::~Tree()
{
	clear();
}

void Tree::grow(int value)
{
	m_root = m_root ? make_node(this, m_root, value) : make_root(this, value);
	++m_count;
}

void Tree::clear()
{
	while (m_root)
	{
		Node* parent = m_root->parent;
		drop_node(this, m_root);
		m_root = parent;
	}
	FREE_ALIGNED(m_free);
	m_free = 0;
	m_count = 0;
}

int Tree::sum() const
{
	int sum = m_count;
	for (const Node* each = m_root; each; each = each->parent) sum += each->value;
	return sum;
}
