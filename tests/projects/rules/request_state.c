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
struct visitor {
  struct visitor* next;
  long request_id;
  long user_id;
};
static struct visitor* free_visitors; /* warn: 'request_id' and 'user_id' */
struct visitor* get_visitor(void) {
  struct visitor* object = free_visitors;
  if (object) {
    free_visitors = object->next;
    return object;
  }
  return malloc(sizeof *object);
}
void put_visitor(struct visitor* object) {
  object->next = free_visitors;
  free_visitors = object;
}

struct speaker {
  struct speaker* next;
  long session_token;
  char user_name[16];
};
static struct speaker* free_speakers; /* warn: 'session_token' and 'user_name' */
struct speaker* get_speaker(void) {
  struct speaker* object = free_speakers;
  if (object) {
    free_speakers = object->next;
    return object;
  }
  return malloc(sizeof *object);
}
void put_speaker(struct speaker* object) {
  object->next = free_speakers;
  free_speakers = object;
}

struct trace {
  struct trace* next;
  long trace_id;
  long request_id;
};
static struct trace* free_traces; /* warn: 'trace_id' and 'request_id' */
struct trace* get_trace(void) {
  struct trace* object = free_traces;
  if (object) {
    free_traces = object->next;
    return object;
  }
  return malloc(sizeof *object);
}
void put_trace(struct trace* object) {
  object->next = free_traces;
  free_traces = object;
}

struct order {
  struct order* next;
  long transaction_id;
  long customer_id;
};
static struct order* free_orders; /* warn: 'transaction_id' and 'customer_id' */
struct order* get_order(void) {
  struct order* object = free_orders;
  if (object) {
    free_orders = object->next;
    return object;
  }
  return malloc(sizeof *object);
}
void put_order(struct order* object) {
  object->next = free_orders;
  free_orders = object;
}

struct clean_buffer {
  struct clean_buffer* next;
  char bytes[512];
  int used;
};
static struct clean_buffer* clean_free_buffers;
struct clean_buffer* clean_get_buffer(void) {
  struct clean_buffer* object = clean_free_buffers;
  if (object) {
    clean_free_buffers = object->next;
    return object;
  }
  return malloc(sizeof *object);
}
void clean_put_buffer(struct clean_buffer* object) {
  object->next = clean_free_buffers;
  clean_free_buffers = object;
}

struct clean_timer {
  struct clean_timer* next;
  long when;
  void* argument;
};
static struct clean_timer* clean_free_timers;
struct clean_timer* clean_get_timer(void) {
  struct clean_timer* object = clean_free_timers;
  if (object) {
    clean_free_timers = object->next;
    return object;
  }
  return malloc(sizeof *object);
}
void clean_put_timer(struct clean_timer* object) {
  object->next = clean_free_timers;
  clean_free_timers = object;
}

struct clean_chunk {
  struct clean_chunk* next;
  long owner_session_id;
  char bytes[1024];
  int used;
  int room;
};
static struct clean_chunk* clean_free_chunks;
struct clean_chunk* clean_get_chunk(void) {
  struct clean_chunk* object = clean_free_chunks;
  if (object) {
    clean_free_chunks = object->next;
    return object;
  }
  return malloc(sizeof *object);
}
void clean_put_chunk(struct clean_chunk* object) {
  object->next = clean_free_chunks;
  clean_free_chunks = object;
}

struct clean_number {
  struct clean_number* next;
  int id;
  char bytes[128];
};
static struct clean_number* clean_free_numbers;
struct clean_number* clean_get_number(void) {
  struct clean_number* object = clean_free_numbers;
  if (object) {
    clean_free_numbers = object->next;
    return object;
  }
  return malloc(sizeof *object);
}
void clean_put_number(struct clean_number* object) {
  object->next = clean_free_numbers;
  clean_free_numbers = object;
}
