#ifndef NODE_POOL_H
#define NODE_POOL_H

#include "node.h"

/* An empty node, or NULL. */
struct node* node_get(void);
/* Nobody uses the node any more. */
void node_put(struct node* node);

#endif
