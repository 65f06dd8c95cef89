/* The same in C. */
#include "pool.h"

void* malloc(unsigned long size);

struct caller {
  struct caller* next;
  long session_id;
  long user_id;
};
static struct caller* free_callers; /* warn: 'session_id' and 'user_id' */
struct caller* get_caller(void) {
  struct caller* caller = free_callers;
  if (caller) {
    free_callers = caller->next;
    return caller;
  }
  return malloc(sizeof *caller);
}
void put_caller(struct caller* caller) {
  caller->next = free_callers;
  free_callers = caller;
}

struct block {
  struct block* next;
  long session_id;
  char bytes[256];
  int used;
};
static struct block* clean_free_blocks;
struct block* clean_get_block(void) {
  struct block* block = clean_free_blocks;
  if (block) {
    clean_free_blocks = block->next;
    return block;
  }
  return malloc(sizeof *block);
}
void clean_put_block(struct block* block) {
  block->next = clean_free_blocks;
  clean_free_blocks = block;
}
