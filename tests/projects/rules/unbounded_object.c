/* Pools of structs with a buffer that grows, and what keeps it small. */
#include <stdlib.h>
#include <string.h>

void send(const char* text, size_t length);

struct reply {
  struct reply* next;
  char* text;
  size_t length;
  size_t room;
};
static struct reply* free_replys; /* warn: keeps objects however large 'text' has grown */
struct reply* get_reply(void) {
  struct reply* object = free_replys;
  if (object) {
    free_replys = object->next;
    return object;
  }
  return calloc(1, sizeof *object);
}
void put_reply(struct reply* object) {
  object->length = 0;
  object->next = free_replys;
  free_replys = object;
}
void reply_add(struct reply* reply, const char* text) {
  size_t more = strlen(text);
  if (reply->length + more > reply->room) {
    reply->room = 2 * (reply->length + more);
    reply->text = realloc(reply->text, reply->room);
  }
  memcpy(reply->text + reply->length, text, more);
  reply->length += more;
}
void answer(const char* text) {
  struct reply* reply = get_reply();
  reply_add(reply, text);
  send(reply->text, reply->length);
  put_reply(reply);
}

/* Through a local, so that nothing is lost when there is no memory. */
struct batch {
  struct batch* next;
  int* numbers;
  size_t count;
  size_t room;
};
static struct batch* free_batchs; /* warn: keeps objects however large 'numbers' has grown */
struct batch* get_batch(void) {
  struct batch* object = free_batchs;
  if (object) {
    free_batchs = object->next;
    return object;
  }
  return calloc(1, sizeof *object);
}
void put_batch(struct batch* object) {
  object->count = 0;
  object->next = free_batchs;
  free_batchs = object;
}
int batch_add(struct batch* batch, int number) {
  if (batch->count == batch->room) {
    size_t room = batch->room ? 2 * batch->room : 16;
    int* numbers = realloc(batch->numbers, room * sizeof *numbers);
    if (!numbers) return -1;
    batch->numbers = numbers;
    batch->room = room;
  }
  batch->numbers[batch->count++] = number;
  return 0;
}

/* What lies in it, and the least that there is. */
struct bytes {
  char* data;
  size_t size;
};
struct packet {
  struct packet* next;
  struct bytes body;
  size_t length;
};
static struct packet* free_packets; /* warn: keeps objects however large 'body.data' has grown */
struct packet* get_packet(void) {
  struct packet* object = free_packets;
  if (object) {
    free_packets = object->next;
    return object;
  }
  return calloc(1, sizeof *object);
}
void put_packet(struct packet* object) {
  object->length = 0;
  object->next = free_packets;
  free_packets = object;
}
void packet_read(struct packet* packet, size_t need) {
  size_t room = packet->body.size < 64 ? 64 : packet->body.size;
  while (room < need) room *= 2;
  packet->body.data = realloc(packet->body.data, room);
  packet->body.size = room;
}

/* By a function of the project. */
void* xrealloc(void* memory, size_t size);
struct line {
  struct line* next;
  char* text;
  size_t length;
  size_t room;
};
static struct line* free_lines; /* warn: keeps objects however large 'text' has grown */
struct line* get_line(void) {
  struct line* object = free_lines;
  if (object) {
    free_lines = object->next;
    return object;
  }
  return calloc(1, sizeof *object);
}
void put_line(struct line* object) {
  object->length = 0;
  object->next = free_lines;
  free_lines = object;
}
void line_grow(struct line* line, size_t need) {
  if (need <= line->room) return;
  line->text = xrealloc(line->text, need);
  line->room = need;
}

/* It drops objects when there are many, not when they are large. */
struct chunk {
  struct chunk* next;
  char* text;
  size_t length;
  size_t room;
};
static struct chunk* free_chunks; /* warn: keeps objects however large 'text' has grown */
static int chunks;
struct chunk* get_chunk(void) {
  struct chunk* object = free_chunks;
  if (object) {
    free_chunks = object->next;
    return object;
  }
  return calloc(1, sizeof *object);
}
void put_chunk(struct chunk* object) {
  object->length = 0;
  if (chunks > 32) {
    free(object->text);
    free(object);
    return;
  }
  object->next = free_chunks;
  free_chunks = object;
  chunks++;
}
void chunk_grow(struct chunk* chunk, size_t need) {
  if (need > chunk->room) {
    chunk->text = realloc(chunk->text, need);
    chunk->room = need;
  }
}

/* Freed on the way back. */
struct answer {
  struct answer* next;
  char* text;
  size_t length;
  size_t room;
};
static struct answer* clean_free_answers;
struct answer* clean_get_answer(void) {
  struct answer* object = clean_free_answers;
  if (object) {
    clean_free_answers = object->next;
    return object;
  }
  return calloc(1, sizeof *object);
}
void clean_put_answer(struct answer* object) {
  free(object->text);
  object->text = 0;
  object->length = object->room = 0;
  object->next = clean_free_answers;
  clean_free_answers = object;
}
void clean_answer_grow(struct answer* answer, size_t need) {
  if (need > answer->room) {
    answer->text = realloc(answer->text, need);
    answer->room = need;
  }
}

/* Large ones are dropped. */
struct frame {
  struct frame* next;
  char* text;
  size_t length;
  size_t room;
};
static struct frame* clean_free_frames;
struct frame* clean_get_frame(void) {
  struct frame* object = clean_free_frames;
  if (object) {
    clean_free_frames = object->next;
    return object;
  }
  return calloc(1, sizeof *object);
}
void clean_put_frame(struct frame* object) {
  if (object->room > 65536) {
    free(object->text);
    free(object);
    return;
  }
  object->length = 0;
  object->next = clean_free_frames;
  clean_free_frames = object;
}
void clean_frame_grow(struct frame* frame, size_t need) {
  if (need > frame->room) {
    frame->text = realloc(frame->text, need);
    frame->room = need;
  }
}

/* Made smaller again. */
struct query {
  struct query* next;
  char* text;
  size_t length;
  size_t room;
};
static struct query* clean_free_querys;
struct query* clean_get_query(void) {
  struct query* object = clean_free_querys;
  if (object) {
    clean_free_querys = object->next;
    return object;
  }
  return calloc(1, sizeof *object);
}
void clean_put_query(struct query* object) {
  if (object->room > 4096) {
    object->text = realloc(object->text, 4096);
    object->room = 4096;
  }
  object->length = 0;
  object->next = clean_free_querys;
  clean_free_querys = object;
}
void clean_query_grow(struct query* query, size_t need) {
  if (need > query->room) {
    query->text = realloc(query->text, need);
    query->room = need;
  }
}

/* Grows up to a constant. */
struct page {
  struct page* next;
  char* text;
  size_t length;
  size_t room;
};
static struct page* clean_free_pages;
struct page* clean_get_page(void) {
  struct page* object = clean_free_pages;
  if (object) {
    clean_free_pages = object->next;
    return object;
  }
  return calloc(1, sizeof *object);
}
void clean_put_page(struct page* object) {
  object->length = 0;
  object->next = clean_free_pages;
  clean_free_pages = object;
}
int clean_page_grow(struct page* page, size_t need) {
  if (need > 16384) return -1;
  if (need > page->room) {
    page->text = realloc(page->text, need);
    page->room = need;
  }
  return 0;
}

/* Made once, of one size. */
struct block {
  struct block* next;
  char* text;
  size_t length;
  size_t room;
};
static struct block* clean_free_blocks;
struct block* clean_get_block(void) {
  struct block* object = clean_free_blocks;
  if (object) {
    clean_free_blocks = object->next;
    return object;
  }
  return calloc(1, sizeof *object);
}
void clean_put_block(struct block* object) {
  object->length = 0;
  object->next = clean_free_blocks;
  clean_free_blocks = object;
}
void clean_block_make(struct block* block) {
  if (!block->text) block->text = malloc(4096);
}

/* What grows is not of the pooled object. */
struct record {
  struct record* next;
  const char* text;
  size_t length;
};
static struct record* clean_free_records;
struct record* clean_get_record(void) {
  struct record* object = clean_free_records;
  if (object) {
    clean_free_records = object->next;
    return object;
  }
  return calloc(1, sizeof *object);
}
void clean_put_record(struct record* object) {
  object->length = 0;
  object->next = clean_free_records;
  clean_free_records = object;
}
struct log {
  char* text;
  size_t room;
};
void clean_log_grow(struct log* log, size_t need) {
  log->text = realloc(log->text, need);
  log->room = need;
}
