#ifndef NODE_POOL_H
#define NODE_POOL_H

#endif
