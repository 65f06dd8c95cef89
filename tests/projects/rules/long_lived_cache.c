/* Pools that are used as caches, in C. */
#include "c_pools.h"

int strcmp(const char* a, const char* b);
int memcmp(const void* a, const void* b, unsigned long size);

struct page {
  int key;
  int generation;
  char name[32];
  struct page* next;
};
C_POOL(page);
void load(struct page* page, int key);
struct page* page_try(struct page_pool* pool);

struct page* by_number(int key) {
  struct page* page = page_get(page_pool); /* warn: is asked whether it is the wanted one */
  if (page->key != key) load(page, key);
  return page;
}
struct page* by_macro(int key) {
  struct page* page = GET(page); /* warn: is asked whether it is the wanted one */
  if (page->key == key) return page;
  load(page, key);
  return page;
}
struct page* by_text(const char* name) {
  struct page* page = page_get(page_pool); /* warn: is asked whether it is the wanted one */
  if (strcmp(page->name, name) != 0) load(page, 0);
  return page;
}
struct page* by_flag(int wanted) {
  struct page* page = page_get(page_pool); /* warn: is asked whether it is the wanted one */
  const int right = page->key == wanted;
  if (!right) load(page, wanted);
  return page;
}
struct session {
  int key;
};
void by_member(struct session* session) {
  struct page* page = page_get(page_pool); /* warn: is asked whether it is the wanted one */
  if (page->key == session->key) load(page, 0);
  page_put(page_pool, page);
}

/* Not the wanted one, but what state it is in. */
void clean_state(void) {
  struct page* page = page_get(page_pool);
  if (page->generation == 0) load(page, 1);
  page_put(page_pool, page);
}
void clean_filled(int key) {
  struct page* page = page_get(page_pool);
  page->key = key;
  if (page->key == 3) load(page, key);
  page_put(page_pool, page);
}
void clean_size(int most) {
  struct page* page = page_get(page_pool);
  if (page->generation > most) page->generation = 0;
  page_put(page_pool, page);
}
void clean_null(void) {
  struct page* page = page_get(page_pool);
  if (page->next == 0) load(page, 0);
  page_put(page_pool, page);
}
void clean_other(const struct page* other, int key) {
  struct page* page = page_get(page_pool);
  if (other->key == key) load(page, key);
  page_put(page_pool, page);
}
