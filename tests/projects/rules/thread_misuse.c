/* The same in C, with POSIX threads. */
#include <pthread.h>
#include <stdlib.h>

struct node {
  struct node* next;
};
static struct node* free_nodes;
struct node* node_take(void) {
  struct node* node = free_nodes;
  if (!node) return malloc(sizeof(*node));
  free_nodes = node->next;
  return node;
}
void node_recycle(struct node* node) {
  node->next = free_nodes;
  free_nodes = node;
}

static void* work(void* unused) {
  (void)unused;
  struct node* node = node_take(); /* // warn: 'free_nodes' is for one thread at a time */
  node_recycle(node);
  return NULL;
}

void two(void) {
  pthread_t threads[2];
  int i;
  for (i = 0; i < 2; ++i) pthread_create(&threads[i], NULL, work, NULL);
  for (i = 0; i < 2; ++i) pthread_join(threads[i], NULL);
}

static struct node* clean_free_nodes;
struct node* clean_take(void) {
  struct node* node = clean_free_nodes;
  if (!node) return malloc(sizeof(*node));
  clean_free_nodes = node->next;
  return node;
}
void clean_recycle(struct node* node) {
  node->next = clean_free_nodes;
  clean_free_nodes = node;
}
static void* clean_work(void* unused) {
  (void)unused;
  clean_recycle(clean_take());
  return NULL;
}
void clean_one(void) {
  pthread_t thread;
  clean_recycle(clean_take());
  pthread_create(&thread, NULL, clean_work, NULL);
  pthread_join(thread, NULL);
  clean_recycle(clean_take());
}
struct edge {
  struct edge* next;
};
static struct edge* free_edges;
struct edge* get_edge(void) {
  struct edge* object = free_edges;
  if (!object) return malloc(sizeof *object);
  free_edges = object->next;
  return object;
}
void put_edge(struct edge* object) {
  object->next = free_edges;
  free_edges = object;
}
static void* edge_work(void* unused) {
  (void)unused;
  struct edge* object = get_edge(); /* // warn: 'free_edges' is for one thread at a time */
  put_edge(object);
  return NULL;
}
void edge_threads(void) {
  pthread_t first, second;
  pthread_create(&first, NULL, edge_work, NULL);
  pthread_create(&second, NULL, edge_work, NULL);
  pthread_join(first, NULL);
  pthread_join(second, NULL);
}

struct face {
  struct face* next;
};
static struct face* free_faces;
struct face* get_face(void) {
  struct face* object = free_faces;
  if (!object) return malloc(sizeof *object);
  free_faces = object->next;
  return object;
}
void put_face(struct face* object) {
  object->next = free_faces;
  free_faces = object;
}
static void* face_work(void* unused) {
  (void)unused;
  struct face* object = get_face(); /* // warn: 'free_faces' is for one thread at a time */
  put_face(object);
  return NULL;
}
void face_threads(void) {
  pthread_t threads[4];
  for (int i = 0; i < 4; ++i) pthread_create(&threads[i], NULL, face_work, NULL);
  for (int i = 0; i < 4; ++i) pthread_join(threads[i], NULL);
}

struct chunk {
  struct chunk* next;
};
static struct chunk* free_chunks;
struct chunk* get_chunk(void) {
  struct chunk* object = free_chunks;
  if (!object) return malloc(sizeof *object);
  free_chunks = object->next;
  return object;
}
void put_chunk(struct chunk* object) {
  object->next = free_chunks;
  free_chunks = object;
}
static void* chunk_work(void* unused) {
  (void)unused;
  struct chunk* object = get_chunk(); /* // warn: 'free_chunks' is for one thread at a time */
  put_chunk(object);
  return NULL;
}
void chunk_thread(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, chunk_work, NULL);
  put_chunk(get_chunk());
  pthread_join(thread, NULL);
}

static void page_deep(void);
struct page {
  struct page* next;
};
static struct page* free_pages;
struct page* get_page(void) {
  struct page* object = free_pages;
  if (!object) return malloc(sizeof *object);
  free_pages = object->next;
  return object;
}
void put_page(struct page* object) {
  object->next = free_pages;
  free_pages = object;
}
static void* page_work(void* unused) {
  (void)unused;
  page_deep();
  return NULL;
}
void page_threads(void) {
  pthread_t threads[4];
  for (int i = 0; i < 4; ++i) pthread_create(&threads[i], NULL, page_work, NULL);
  for (int i = 0; i < 4; ++i) pthread_join(threads[i], NULL);
}

static void page_deep(void) {
  struct page* object = get_page(); /* // warn: 'free_pages' is for one thread at a time */
  put_page(object);
}

struct clean_idle {
  struct clean_idle* next;
};
static struct clean_idle* clean_free_idles;
struct clean_idle* clean_get_idle(void) {
  struct clean_idle* object = clean_free_idles;
  if (!object) return malloc(sizeof *object);
  clean_free_idles = object->next;
  return object;
}
void clean_put_idle(struct clean_idle* object) {
  object->next = clean_free_idles;
  clean_free_idles = object;
}
static void* clean_idle_work(void* unused) {
  (void)unused;
  struct clean_idle* object = clean_get_idle();
  clean_put_idle(object);
  return NULL;
}
void clean_idle_thread(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, clean_idle_work, NULL);
  pthread_join(thread, NULL);
}

struct clean_alone {
  struct clean_alone* next;
};
static struct clean_alone* clean_free_alones;
struct clean_alone* clean_get_alone(void) {
  struct clean_alone* object = clean_free_alones;
  if (!object) return malloc(sizeof *object);
  clean_free_alones = object->next;
  return object;
}
void clean_put_alone(struct clean_alone* object) {
  object->next = clean_free_alones;
  clean_free_alones = object;
}
static void* clean_alone_work(void* unused) {
  (void)unused;
  struct clean_alone* object = clean_get_alone();
  clean_put_alone(object);
  return NULL;
}
void clean_alone_alone(void) {
  clean_alone_work(NULL);
}

struct clean_guarded {
  struct clean_guarded* next;
};
static pthread_mutex_t clean_lock_of_guardeds = PTHREAD_MUTEX_INITIALIZER;
static struct clean_guarded* clean_free_guardeds;
struct clean_guarded* clean_get_guarded(void) {
  struct clean_guarded* object;
  pthread_mutex_lock(&clean_lock_of_guardeds);
  object = clean_free_guardeds;
  if (object) clean_free_guardeds = object->next;
  pthread_mutex_unlock(&clean_lock_of_guardeds);
  return object ? object : malloc(sizeof *object);
}
void clean_put_guarded(struct clean_guarded* object) {
  pthread_mutex_lock(&clean_lock_of_guardeds);
  object->next = clean_free_guardeds;
  clean_free_guardeds = object;
  pthread_mutex_unlock(&clean_lock_of_guardeds);
}
static void* clean_guarded_work(void* unused) {
  (void)unused;
  clean_put_guarded(clean_get_guarded());
  return NULL;
}
void clean_guarded_threads(void) {
  pthread_t threads[4];
  for (int i = 0; i < 4; ++i) pthread_create(&threads[i], NULL, clean_guarded_work, NULL);
  for (int i = 0; i < 4; ++i) pthread_join(threads[i], NULL);
}

struct clean_own {
  struct clean_own* next;
};
static _Thread_local struct clean_own* clean_free_owns;
struct clean_own* clean_get_own(void) {
  struct clean_own* object = clean_free_owns;
  if (!object) return malloc(sizeof *object);
  clean_free_owns = object->next;
  return object;
}
void clean_put_own(struct clean_own* object) {
  object->next = clean_free_owns;
  clean_free_owns = object;
}
static void* clean_own_work(void* unused) {
  (void)unused;
  clean_put_own(clean_get_own());
  return NULL;
}
void clean_own_threads(void) {
  pthread_t threads[4];
  for (int i = 0; i < 4; ++i) pthread_create(&threads[i], NULL, clean_own_work, NULL);
  for (int i = 0; i < 4; ++i) pthread_join(threads[i], NULL);
}

/* What starts the thread is known by the model of this project. */
void on_a_thread(void* (*run)(void*), void* argument);
struct token {
  struct token* next;
};
static struct token* free_tokens;
struct token* get_token(void) {
  struct token* object = free_tokens;
  if (!object) return malloc(sizeof *object);
  free_tokens = object->next;
  return object;
}
void put_token(struct token* object) {
  object->next = free_tokens;
  free_tokens = object;
}
static void* token_work(void* unused) {
  (void)unused;
  struct token* object = get_token(); /* // warn: 'free_tokens' is for one thread at a time */
  put_token(object);
  return NULL;
}
void token_threads(void) {
  on_a_thread(token_work, NULL);
  on_a_thread(token_work, NULL);
}
