#ifndef NODE_H
#define NODE_H

struct node {
  struct node* next;
  int number;
};

#endif
