/* Hand-written pools of structs that malloc() hands out as fast. */
#include "pool.h"

void* malloc(unsigned long size);
void* calloc(unsigned long count, unsigned long size);
void* realloc(void* memory, unsigned long size);

struct point {
  struct point* next;
  int x;
  int y;
};
static struct point* free_points; /* warn: of 16 bytes that own nothing */
struct point* get_point(void) {
  struct point* point = free_points;
  if (point) {
    free_points = point->next;
    return point;
  }
  return malloc(sizeof *point);
}
void put_point(struct point* point) {
  point->next = free_points;
  free_points = point;
}

struct range {
  struct range* next;
  long from;
  long to;
};
static struct range* free_ranges; /* warn: 'free_ranges' pools objects of 24 bytes */
struct range* get_range(void) {
  struct range* range = free_ranges;
  if (range) {
    free_ranges = range->next;
    return range;
  }
  return calloc(1, sizeof *range);
}
void put_range(struct range* range) {
  range->next = free_ranges;
  free_ranges = range;
}

struct link {
  struct link* next;
  struct link* before;
  void* data;
};
static struct link* free_links; /* warn: 'free_links' pools objects of 24 bytes */
struct link* get_link(void) {
  struct link* link = free_links;
  if (link) {
    free_links = link->next;
    return link;
  }
  return malloc(sizeof *link);
}
void put_link(struct link* link) {
  link->next = free_links;
  free_links = link;
}

struct page {
  struct page* next;
  char bytes[4096];
};
static struct page* clean_free_pages;
struct page* clean_get_page(void) {
  struct page* page = clean_free_pages;
  if (page) {
    clean_free_pages = page->next;
    return page;
  }
  return malloc(sizeof *page);
}
void clean_put_page(struct page* page) {
  page->next = clean_free_pages;
  clean_free_pages = page;
}

struct edge {
  struct edge* next;
  char bytes[56];
};
static struct edge* clean_free_edges;
struct edge* clean_get_edge(void) {
  struct edge* edge = clean_free_edges;
  if (edge) {
    clean_free_edges = edge->next;
    return edge;
  }
  return malloc(sizeof *edge);
}
void clean_put_edge(struct edge* edge) {
  edge->next = clean_free_edges;
  clean_free_edges = edge;
}

/* The head of a block of any length. */
struct message {
  struct message* next;
  int length;
  char body[1];
};
static struct message* clean_free_messages;
struct message* clean_get_message(void) {
  struct message* message = clean_free_messages;
  if (message) {
    clean_free_messages = message->next;
    return message;
  }
  return malloc(sizeof *message);
}
void clean_put_message(struct message* message) {
  message->next = clean_free_messages;
  clean_free_messages = message;
}
struct pair {
  struct pair* next;
  int first;
  int second;
};
static struct pair* free_pairs; /* warn: 'free_pairs' pools objects of 16 bytes */
struct pair* get_pair(void) {
  struct pair* object = free_pairs;
  if (object) {
    free_pairs = object->next;
    return object;
  }
  return malloc(sizeof *object);
}
void put_pair(struct pair* object) {
  object->next = free_pairs;
  free_pairs = object;
}

struct color {
  struct color* next;
  float red;
  float green;
  float blue;
  float alpha;
};
static struct color* free_colors; /* warn: 'free_colors' pools objects of 24 bytes */
struct color* get_color(void) {
  struct color* object = free_colors;
  if (object) {
    free_colors = object->next;
    return object;
  }
  return malloc(sizeof *object);
}
void put_color(struct color* object) {
  object->next = free_colors;
  free_colors = object;
}

struct clean_body {
  struct clean_body* next;
  char bytes[100];
};
static struct clean_body* clean_free_bodys;
struct clean_body* clean_get_body(void) {
  struct clean_body* object = clean_free_bodys;
  if (object) {
    clean_free_bodys = object->next;
    return object;
  }
  return malloc(sizeof *object);
}
void clean_put_body(struct clean_body* object) {
  object->next = clean_free_bodys;
  clean_free_bodys = object;
}

struct clean_matrix {
  struct clean_matrix* next;
  double cells[16];
};
static struct clean_matrix* clean_free_matrixs;
struct clean_matrix* clean_get_matrix(void) {
  struct clean_matrix* object = clean_free_matrixs;
  if (object) {
    clean_free_matrixs = object->next;
    return object;
  }
  return malloc(sizeof *object);
}
void clean_put_matrix(struct clean_matrix* object) {
  object->next = clean_free_matrixs;
  clean_free_matrixs = object;
}

/* What grows in it is its own, also where it goes through a local. */
struct clean_text {
  struct clean_text* next;
  char* data;
  unsigned long room;
};
static struct clean_text* clean_free_texts;
struct clean_text* take_clean_text(void) {
  struct clean_text* text = clean_free_texts;
  if (!text) return calloc(1, sizeof *text);
  clean_free_texts = text->next;
  return text;
}
void put_clean_text(struct clean_text* text) {
  text->next = clean_free_texts;
  clean_free_texts = text;
}
int clean_grow_text(struct clean_text* text, unsigned long room) {
  char* data = realloc(text->data, room);
  if (!data) return -1;
  text->data = data;
  text->room = room;
  return 0;
}
