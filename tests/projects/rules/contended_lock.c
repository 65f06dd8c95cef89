/* Hand-written pools behind one lock, in C. */
#include <pthread.h>
#include <stdlib.h>

struct node {
  struct node* next;
};
static pthread_mutex_t lock_of_nodes = PTHREAD_MUTEX_INITIALIZER;
static struct node* free_nodes; /* // warn: one lock guards 'free_nodes', which several */
struct node* get_node(void) {
  struct node* object;
  pthread_mutex_lock(&lock_of_nodes);
  object = free_nodes;
  if (object) free_nodes = object->next;
  pthread_mutex_unlock(&lock_of_nodes);
  return object ? object : malloc(sizeof *object);
}
void put_node(struct node* object) {
  pthread_mutex_lock(&lock_of_nodes);
  object->next = free_nodes;
  free_nodes = object;
  pthread_mutex_unlock(&lock_of_nodes);
}
static void* node_work(void* unused) {
  (void)unused;
  put_node(get_node());
  return NULL;
}
void node_threads(void) {
  pthread_t first, second;
  pthread_create(&first, NULL, node_work, NULL);
  pthread_create(&second, NULL, node_work, NULL);
  pthread_join(first, NULL);
  pthread_join(second, NULL);
}

struct edge {
  struct edge* next;
};
static pthread_mutex_t lock_of_edges = PTHREAD_MUTEX_INITIALIZER;
static struct edge* free_edges; /* // warn: one lock guards 'free_edges', which several */
struct edge* get_edge(void) {
  struct edge* object;
  pthread_mutex_lock(&lock_of_edges);
  object = free_edges;
  if (object) free_edges = object->next;
  pthread_mutex_unlock(&lock_of_edges);
  return object ? object : malloc(sizeof *object);
}
void put_edge(struct edge* object) {
  pthread_mutex_lock(&lock_of_edges);
  object->next = free_edges;
  free_edges = object;
  pthread_mutex_unlock(&lock_of_edges);
}
static void* edge_work(void* unused) {
  (void)unused;
  put_edge(get_edge());
  return NULL;
}
void edge_threads(void) {
  pthread_t threads[4];
  for (int i = 0; i < 4; ++i) pthread_create(&threads[i], NULL, edge_work, NULL);
  for (int i = 0; i < 4; ++i) pthread_join(threads[i], NULL);
}

struct face;
static void face_deep(void);
struct face {
  struct face* next;
};
static pthread_mutex_t lock_of_faces = PTHREAD_MUTEX_INITIALIZER;
static struct face* free_faces; /* // warn: one lock guards 'free_faces', which several */
struct face* get_face(void) {
  struct face* object;
  pthread_mutex_lock(&lock_of_faces);
  object = free_faces;
  if (object) free_faces = object->next;
  pthread_mutex_unlock(&lock_of_faces);
  return object ? object : malloc(sizeof *object);
}
void put_face(struct face* object) {
  pthread_mutex_lock(&lock_of_faces);
  object->next = free_faces;
  free_faces = object;
  pthread_mutex_unlock(&lock_of_faces);
}
static void* face_work(void* unused) {
  (void)unused;
  face_deep();
  return NULL;
}
void face_threads(void) {
  pthread_t first, second;
  pthread_create(&first, NULL, face_work, NULL);
  pthread_create(&second, NULL, face_work, NULL);
  pthread_join(first, NULL);
  pthread_join(second, NULL);
}

static void face_deep(void) {
  put_face(get_face());
}

struct chunk {
  struct chunk* next;
};
static pthread_mutex_t lock_of_chunks = PTHREAD_MUTEX_INITIALIZER;
static struct chunk* free_chunks; /* // warn: one lock guards 'free_chunks', which several */
struct chunk* get_chunk(void) {
  struct chunk* object;
  pthread_mutex_lock(&lock_of_chunks);
  object = free_chunks;
  if (object) free_chunks = object->next;
  pthread_mutex_unlock(&lock_of_chunks);
  return object ? object : malloc(sizeof *object);
}
void put_chunk(struct chunk* object) {
  pthread_mutex_lock(&lock_of_chunks);
  object->next = free_chunks;
  free_chunks = object;
  pthread_mutex_unlock(&lock_of_chunks);
}
static void* chunk_work(void* unused) {
  (void)unused;
  struct chunk* object = get_chunk();
  struct chunk* second = get_chunk();
  put_chunk(object);
  put_chunk(second);
  return NULL;
}
void chunk_threads(void) {
  pthread_t threads[4];
  for (int i = 0; i < 4; ++i) pthread_create(&threads[i], NULL, chunk_work, NULL);
  for (int i = 0; i < 4; ++i) pthread_join(threads[i], NULL);
}

struct page {
  struct page* next;
};
static pthread_mutex_t lock_of_pages = PTHREAD_MUTEX_INITIALIZER;
static struct page* free_pages; /* // warn: one lock guards 'free_pages', which several */
struct page* get_page(void) {
  struct page* object;
  if (pthread_mutex_lock(&lock_of_pages)) abort();
  object = free_pages;
  if (object) free_pages = object->next;
  pthread_mutex_unlock(&lock_of_pages);
  return object ? object : malloc(sizeof *object);
}
void put_page(struct page* object) {
  if (pthread_mutex_lock(&lock_of_pages)) abort();
  object->next = free_pages;
  free_pages = object;
  pthread_mutex_unlock(&lock_of_pages);
}
static void* page_work(void* unused) {
  (void)unused;
  put_page(get_page());
  return NULL;
}
void page_threads(void) {
  pthread_t first, second;
  pthread_create(&first, NULL, page_work, NULL);
  pthread_create(&second, NULL, page_work, NULL);
  pthread_join(first, NULL);
  pthread_join(second, NULL);
}

struct clean_one {
  struct clean_one* next;
};
static pthread_mutex_t clean_lock_of_ones = PTHREAD_MUTEX_INITIALIZER;
static struct clean_one* clean_free_ones;
struct clean_one* clean_get_one(void) {
  struct clean_one* object;
  pthread_mutex_lock(&clean_lock_of_ones);
  object = clean_free_ones;
  if (object) clean_free_ones = object->next;
  pthread_mutex_unlock(&clean_lock_of_ones);
  return object ? object : malloc(sizeof *object);
}
void clean_put_one(struct clean_one* object) {
  pthread_mutex_lock(&clean_lock_of_ones);
  object->next = clean_free_ones;
  clean_free_ones = object;
  pthread_mutex_unlock(&clean_lock_of_ones);
}
static void* clean_one_work(void* unused) {
  (void)unused;
  clean_put_one(clean_get_one());
  return NULL;
}
void clean_one_thread(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, clean_one_work, NULL);
  pthread_join(thread, NULL);
}

struct clean_none {
  struct clean_none* next;
};
static pthread_mutex_t clean_lock_of_nones = PTHREAD_MUTEX_INITIALIZER;
static struct clean_none* clean_free_nones;
struct clean_none* clean_get_none(void) {
  struct clean_none* object;
  pthread_mutex_lock(&clean_lock_of_nones);
  object = clean_free_nones;
  if (object) clean_free_nones = object->next;
  pthread_mutex_unlock(&clean_lock_of_nones);
  return object ? object : malloc(sizeof *object);
}
void clean_put_none(struct clean_none* object) {
  pthread_mutex_lock(&clean_lock_of_nones);
  object->next = clean_free_nones;
  clean_free_nones = object;
  pthread_mutex_unlock(&clean_lock_of_nones);
}
static void* clean_none_work(void* unused) {
  (void)unused;
  clean_put_none(clean_get_none());
  return NULL;
}
void clean_none_alone(void) {
  clean_none_work(NULL);
}

/* One a thread. */
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

/* The thread does something else. */
struct clean_apart {
  struct clean_apart* next;
};
static pthread_mutex_t clean_lock_of_aparts = PTHREAD_MUTEX_INITIALIZER;
static struct clean_apart* clean_free_aparts;
struct clean_apart* clean_get_apart(void) {
  struct clean_apart* object;
  pthread_mutex_lock(&clean_lock_of_aparts);
  object = clean_free_aparts;
  if (object) clean_free_aparts = object->next;
  pthread_mutex_unlock(&clean_lock_of_aparts);
  return object ? object : malloc(sizeof *object);
}
void clean_put_apart(struct clean_apart* object) {
  pthread_mutex_lock(&clean_lock_of_aparts);
  object->next = clean_free_aparts;
  clean_free_aparts = object;
  pthread_mutex_unlock(&clean_lock_of_aparts);
}
static void* clean_apart_work(void* unused) {
  (void)unused;
  abs(3);
  return NULL;
}
void clean_apart_threads(void) {
  pthread_t first, second;
  pthread_create(&first, NULL, clean_apart_work, NULL);
  pthread_create(&second, NULL, clean_apart_work, NULL);
  pthread_join(first, NULL);
  pthread_join(second, NULL);
}

struct clean_joined {
  struct clean_joined* next;
};
static pthread_mutex_t clean_lock_of_joineds = PTHREAD_MUTEX_INITIALIZER;
static struct clean_joined* clean_free_joineds;
struct clean_joined* clean_get_joined(void) {
  struct clean_joined* object;
  pthread_mutex_lock(&clean_lock_of_joineds);
  object = clean_free_joineds;
  if (object) clean_free_joineds = object->next;
  pthread_mutex_unlock(&clean_lock_of_joineds);
  return object ? object : malloc(sizeof *object);
}
void clean_put_joined(struct clean_joined* object) {
  pthread_mutex_lock(&clean_lock_of_joineds);
  object->next = clean_free_joineds;
  clean_free_joineds = object;
  pthread_mutex_unlock(&clean_lock_of_joineds);
}
static void* clean_joined_work(void* unused) {
  (void)unused;
  clean_put_joined(clean_get_joined());
  return NULL;
}
void clean_joined_first(void) {
  clean_put_joined(clean_get_joined());
}
