#ifndef NODE_H
#define NODE_H

struct node {
  int number;
};

#endif
