#ifndef TREE_H
#define TREE_H

#include <cstdlib>
#include <pool/bounded_pool.h>

inline void* alloc_aligned(size_t bytes) { return std::aligned_alloc(64, (bytes + 63) / 64 * 64); }
#define FREE_ALIGNED(p) std::free(p)

struct Node
{
	Node* parent;
	int value;
};

/* A path, from its end to the root. */
struct Tree
{
	Tree();
	~Tree();
	void grow(int value);
	void clear();
	int sum() const;

	Node* m_root;
	/* The node that went last. */
	pool::bounded_pool<Node> m_free_pool{
		1,
		pool::bound::idle,
		{.create = [] { return new (alloc_aligned(sizeof(Node))) Node(); },
		 .destroy = [](Node* object) { FREE_ALIGNED(object); }},
		pool::order::lifo,
		"Tree.m_free"};
	int m_count;
};

#endif
