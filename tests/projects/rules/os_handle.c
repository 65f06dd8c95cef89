/* Hand-written pools in C: what an object holds is seen by what is done with it. */
#include "pool.h"

int socket(int domain, int type, int protocol);
int accept(int fd, void* address, void* length);
int close(int fd);
void* malloc(unsigned long size);
struct _IO_FILE;
struct _IO_FILE* fopen(const char* path, const char* mode);
typedef union {
  long words[5];
} pthread_mutex_t;
int pthread_mutex_init(pthread_mutex_t* mutex, const void* attributes);

struct client {
  struct client* next;
  int fd;
  char name[64];
};
static struct client* free_clients; /* warn: hold a socket in 'fd' */
struct client* get_client(int listener) {
  struct client* client = free_clients;
  if (client) {
    free_clients = client->next;
    return client;
  }
  client = malloc(sizeof *client);
  client->fd = accept(listener, 0, 0);
  return client;
}
void put_client(struct client* client) {
  client->next = free_clients;
  free_clients = client;
}

struct journal {
  struct journal* next;
  struct _IO_FILE* out;
  char name[64];
};
static struct journal* free_journals; /* warn: hold an open file in 'out' */
struct journal* get_journal(void) {
  struct journal* journal = free_journals;
  if (journal) {
    free_journals = journal->next;
    return journal;
  }
  journal = malloc(sizeof *journal);
  journal->out = fopen("journal", "a");
  return journal;
}
void put_journal(struct journal* journal) {
  journal->next = free_journals;
  free_journals = journal;
}

struct buffer {
  struct buffer* next;
  pthread_mutex_t lock;
  int users;
};
static struct buffer* free_buffers; /* warn: hold a mutex in 'lock' */
struct buffer* get_buffer(void) {
  struct buffer* buffer = free_buffers;
  if (buffer) {
    free_buffers = buffer->next;
    return buffer;
  }
  buffer = malloc(sizeof *buffer);
  pthread_mutex_init(&buffer->lock, 0);
  return buffer;
}
void put_buffer(struct buffer* buffer) {
  buffer->next = free_buffers;
  free_buffers = buffer;
}

struct job {
  struct job* next;
  int number;
  void* argument;
};
static struct job* clean_free_jobs;
struct job* clean_get_job(void) {
  struct job* job = clean_free_jobs;
  if (job) {
    clean_free_jobs = job->next;
    return job;
  }
  return malloc(sizeof *job);
}
void clean_put_job(struct job* job) {
  job->next = clean_free_jobs;
  clean_free_jobs = job;
}

/* Closed before it waits. */
struct peer {
  struct peer* next;
  int fd;
  char name[64];
};
static struct peer* clean_free_peers;
struct peer* clean_get_peer(void) {
  struct peer* peer = clean_free_peers;
  if (peer) {
    clean_free_peers = peer->next;
  } else {
    peer = malloc(sizeof *peer);
  }
  peer->fd = socket(2, 1, 0);
  return peer;
}
static void clean_hang_up(struct peer* peer) {
  int fd = peer->fd;
  close(fd);
}
void clean_put_peer(struct peer* peer) {
  clean_hang_up(peer);
  peer->next = clean_free_peers;
  clean_free_peers = peer;
}
int open(const char* path, int flags, ...);
int pipe(int ends[2]);
int epoll_create(int size);
typedef unsigned long pthread_t;
int pthread_create(pthread_t* thread, const void* how, void* (*run)(void*), void* argument);
void* run_it(void* argument);
struct reader {
  struct reader* next;
  int file;
  char text[64];
};
static struct reader* free_readers; /* warn: hold a file descriptor in 'file' */
struct reader* get_reader(void) {
  struct reader* object = free_readers;
  if (object) {
    free_readers = object->next;
    return object;
  }
  object = malloc(sizeof *object);
  object->file = open("/dev/null", 0);
  return object;
}
void put_reader(struct reader* object) {
  object->next = free_readers;
  free_readers = object;
}

struct player {
  struct player* next;
  pthread_t thread;
  char text[64];
};
static struct player* free_players; /* warn: hold a thread in 'thread' */
struct player* get_player(void) {
  struct player* object = free_players;
  if (object) {
    free_players = object->next;
    return object;
  }
  object = malloc(sizeof *object);
  pthread_create(&object->thread, 0, run_it, object);
  return object;
}
void put_player(struct player* object) {
  object->next = free_players;
  free_players = object;
}

/* Workers make a pool of threads, which is what the rule asks for. */
struct worker {
  struct worker* next;
  pthread_t thread;
  char text[64];
};
static struct worker* free_workers;
struct worker* get_worker(void) {
  struct worker* object = free_workers;
  if (object) {
    free_workers = object->next;
    return object;
  }
  object = malloc(sizeof *object);
  pthread_create(&object->thread, 0, run_it, object);
  return object;
}
void put_worker(struct worker* object) {
  object->next = free_workers;
  free_workers = object;
}

struct pipe {
  struct pipe* next;
  int ends;
  char text[64];
};
static struct pipe* free_pipes; /* warn: hold a file descriptor in 'ends' */
struct pipe* get_pipe(void) {
  struct pipe* object = free_pipes;
  if (object) {
    free_pipes = object->next;
    return object;
  }
  object = malloc(sizeof *object);
  object->ends = epoll_create(1);
  return object;
}
void put_pipe(struct pipe* object) {
  object->next = free_pipes;
  free_pipes = object;
}

struct clean_line {
  struct clean_line* next;
  int number;
  char text[64];
};
static struct clean_line* clean_free_lines;
struct clean_line* clean_get_line(void) {
  struct clean_line* object = clean_free_lines;
  if (object) {
    clean_free_lines = object->next;
    return object;
  }
  return malloc(sizeof *object);
}
void clean_put_line(struct clean_line* object) {
  object->next = clean_free_lines;
  clean_free_lines = object;
}

struct clean_counter {
  struct clean_counter* next;
  int fd_count;
  char text[64];
};
static struct clean_counter* clean_free_counters;
struct clean_counter* clean_get_counter(void) {
  struct clean_counter* object = clean_free_counters;
  if (object) {
    clean_free_counters = object->next;
    return object;
  }
  object = malloc(sizeof *object);
  object->fd_count = 0;
  return object;
}
void clean_put_counter(struct clean_counter* object) {
  object->next = clean_free_counters;
  clean_free_counters = object;
}

struct clean_borrower {
  struct clean_borrower* next;
  int fd;
  char text[64];
};
static struct clean_borrower* clean_free_borrowers;
struct clean_borrower* clean_get_borrower(void) {
  struct clean_borrower* object = clean_free_borrowers;
  if (object) {
    clean_free_borrowers = object->next;
    return object;
  }
  return malloc(sizeof *object);
}
void clean_put_borrower(struct clean_borrower* object) {
  object->fd = -1;
  object->next = clean_free_borrowers;
  clean_free_borrowers = object;
}
