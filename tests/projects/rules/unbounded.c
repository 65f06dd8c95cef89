/* The same in C. */
#include <stdlib.h>

struct node {
  struct node* next;
  char bytes[256];
};

static struct node* free_nodes; /* // warn: 'free_nodes' keeps every object */
struct node* node_alloc(void) {
  struct node* node = free_nodes;
  if (node) {
    free_nodes = node->next;
    return node;
  }
  return malloc(sizeof(*node));
}
void node_free(struct node* node) {
  node->next = free_nodes;
  free_nodes = node;
}

static struct node* clean_free_nodes;
static int resting;
struct node* clean_alloc(void) {
  struct node* node = clean_free_nodes;
  if (node) {
    clean_free_nodes = node->next;
    --resting;
    return node;
  }
  return malloc(sizeof(*node));
}
void clean_free(struct node* node) {
  if (resting == 16) {
    free(node);
    return;
  }
  ++resting;
  node->next = clean_free_nodes;
  clean_free_nodes = node;
}

void clean_users(void) {
  struct node* node = node_alloc();
  if (node) node_free(node);
  node = clean_alloc();
  if (node) clean_free(node);
}
struct packet {
  struct packet* next;
  char bytes[200];
};
static struct packet* free_packets; /* // warn: 'free_packets' keeps every object */
struct packet* get_packet(void) {
  struct packet* object = free_packets;
  if (object) {
    free_packets = object->next;
    return object;
  }
  return malloc(sizeof *object);
}
void put_packet(struct packet* object) {
  object->next = free_packets;
  free_packets = object;
}

struct chunk {
  struct chunk* next;
  char bytes[200];
};
static struct chunk* free_chunks; /* // warn: 'free_chunks' keeps every object */
struct chunk* get_chunk(void) {
  struct chunk* object = free_chunks;
  if (object) {
    free_chunks = object->next;
    return object;
  }
  return malloc(sizeof *object);
}
void put_chunk(struct chunk* object) {
  object->next = free_chunks;
  free_chunks = object;
}

struct frame {
  struct frame* next;
  char bytes[200];
};
static struct frame* free_frames; /* // warn: 'free_frames' keeps every object */
struct frame* get_frame(void) {
  struct frame* object = free_frames;
  if (object) {
    free_frames = object->next;
    return object;
  }
  return malloc(sizeof *object);
}
void put_frame(struct frame* object) {
  object->next = free_frames;
  free_frames = object;
}

struct page {
  struct page* next;
  char bytes[200];
};
static struct page* free_pages; /* // warn: 'free_pages' keeps every object */
struct page* get_page(void) {
  struct page* object = free_pages;
  if (object) {
    free_pages = object->next;
    return object;
  }
  return malloc(sizeof *object);
}
void put_page(struct page* object) {
  object->next = free_pages;
  free_pages = object;
}

void use_packet(void) {
  put_packet(get_packet());
}
void use_chunk(void) {
  put_chunk(get_chunk());
}
void use_frame(void) {
  put_frame(get_frame());
}
void use_page(void) {
  put_page(get_page());
}

struct clean_block {
  struct clean_block* next;
  char bytes[200];
};
static struct clean_block* clean_free_blocks;
static int blocks_resting;
struct clean_block* clean_get_block(void) {
  struct clean_block* object = clean_free_blocks;
  if (!object) return malloc(sizeof *object);
  clean_free_blocks = object->next;
  blocks_resting--;
  return object;
}
void clean_put_block(struct clean_block* object) {
  if (blocks_resting < 32) {
    object->next = clean_free_blocks;
    clean_free_blocks = object;
    blocks_resting++;
  } else {
    free(object);
  }
}

struct clean_line {
  struct clean_line* next;
  char bytes[200];
};
static struct clean_line* clean_free_lines;
static int lines_resting;
int most_lines(void);
struct clean_line* clean_get_line(void) {
  struct clean_line* object = clean_free_lines;
  if (!object) return malloc(sizeof *object);
  clean_free_lines = object->next;
  lines_resting--;
  return object;
}
void clean_put_line(struct clean_line* object) {
  if (lines_resting >= most_lines()) {
    free(object);
    return;
  }
  lines_resting++;
  object->next = clean_free_lines;
  clean_free_lines = object;
}

/* A table of so many. */
struct clean_word {
  char bytes[300];
};
static struct clean_word* clean_table[16];
static int clean_words;
struct clean_word* clean_get_word(void) {
  if (clean_words > 0) return clean_table[--clean_words];
  return malloc(sizeof(struct clean_word));
}
void clean_put_word(struct clean_word* object) {
  if (clean_words == 16) {
    free(object);
  } else {
    clean_table[clean_words++] = object;
  }
}

/* Its objects stand in an array: no more can come back than that holds. */
struct clean_cell {
  struct clean_cell* next;
  char bytes[100];
};
static struct clean_cell clean_cells[64];
static struct clean_cell* clean_free_cells;
void clean_start_cells(void) {
  for (int i = 0; i < 64; ++i) {
    clean_cells[i].next = clean_free_cells;
    clean_free_cells = &clean_cells[i];
  }
}
struct clean_cell* clean_get_cell(void) {
  struct clean_cell* object = clean_free_cells;
  if (object) clean_free_cells = object->next;
  return object;
}
void clean_put_cell(struct clean_cell* object) {
  object->next = clean_free_cells;
  clean_free_cells = object;
}

/* Drops what is too many when it counts them itself. */
struct clean_leaf {
  struct clean_leaf* next;
  char bytes[200];
};
static struct clean_leaf* clean_free_leaves;
static unsigned leaves_resting;
struct clean_leaf* clean_get_leaf(void) {
  struct clean_leaf* object = clean_free_leaves;
  if (!object) return malloc(sizeof *object);
  clean_free_leaves = object->next;
  leaves_resting -= 1;
  return object;
}
void clean_put_leaf(struct clean_leaf* object) {
  if (leaves_resting > 100) {
    free(object);
    return;
  }
  leaves_resting += 1;
  object->next = clean_free_leaves;
  clean_free_leaves = object;
}

void clean_more_users(void) {
  struct clean_cell* cell;
  clean_start_cells();
  cell = clean_get_cell();
  if (cell) clean_put_cell(cell);
  clean_put_block(clean_get_block());
  clean_put_line(clean_get_line());
  clean_put_word(clean_get_word());
  clean_put_leaf(clean_get_leaf());
}
