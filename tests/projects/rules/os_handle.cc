// Pools of objects that hold more than memory.
#include "pool.h"
#include "std_like.h"

extern "C" {
int socket(int domain, int type, int protocol);
int open(const char* path, int flags, ...);
int close(int fd);
struct __dirstream;
typedef struct __dirstream DIR;
DIR* opendir(const char* path);
struct sqlite3;
typedef void CURL;
CURL* curl_easy_init(void);
void curl_easy_cleanup(CURL* curl);
typedef unsigned long pthread_t;
int pthread_create(pthread_t* thread, const void* attributes, void* (*start)(void*),
                   void* argument);
}

struct Body {
  char bytes[500];
};

// The type says it.
struct Locked : Body {
  std::mutex lock;
};
static Pool<Locked> locked;  // warn: 'locked' pools objects that hold a mutex in 'lock'

struct Queue {
  std::condition_variable changed;
};
struct Channel : Body {
  Queue queue;
};
static Pool<Channel> channels;  // warn: hold a condition variable in 'queue.changed'

struct Worker : std::thread {
  char bytes[100];
};
static Pool<Worker> workers;  // warn: hold a thread in 'std::thread'; use a pool of threads

struct Log {
  std::ofstream out;
};
struct Session : Body {
  std::unique_ptr<Log> log;
};
static Pool<Session> sessions;  // warn: hold an open file in 'log.out'

struct Group : Body {
  std::vector<std::optional<Log>> logs;
};
static Pool<Group> groups;  // warn: hold an open file in 'logs.out'

struct Folder {
  DIR* entries;
  char name[100];
};
static Pool<Folder> folders;  // warn: hold an open directory in 'entries'

struct Store {
  sqlite3* db[2];
};
static Pool<Store> stores;  // warn: hold an open database in 'db'; use a pool of connections

static Pool<std::mutex> mutexes;  // warn: pools objects that are a mutex each

// The program shows it.
struct Client : Body {
  Client() { fd = socket(2, 1, 0); }
  int fd;
};
static Pool<Client> clients;  // warn: hold a socket in 'fd'

struct Reader : Body {
  void start(const char* path) {
    const int opened = open(path, 0);
    if (opened >= 0) input = opened;
  }
  int input;
};
static Pool<Reader> readers;  // warn: hold a file descriptor in 'input'

struct Transfer : Body {
  ~Transfer() { curl_easy_cleanup(handle); }
  CURL* handle;
};
static Pool<Transfer> transfers;  // warn: hold a transfer handle in 'handle'

struct Runner : Body {
  void start() { pthread_create(&thread, nullptr, nullptr, this); }
  pthread_t thread;
};
static Pool<Runner> runners;  // warn: hold a thread in 'thread'

// A number that is none.
struct Request : Body {
  int number;
  unsigned long size;
  void* user;
};
static Pool<Request> clean_numbers;

// Others own it.
struct Reference : Body {
  std::mutex* lock;
  Client& client;
};
static Pool<Reference> clean_reference;

// Closed on the way back.
struct Upload : Body {
  int fd;
  void start() { fd = socket(2, 1, 0); }
  void stop() {
    close(fd);
    fd = -1;
  }
};
static Pool<Upload> clean_closed_before;
void finish(Upload* upload) {
  upload->stop();
  clean_closed_before.put(upload);
}

struct Writer : Body {
  std::ofstream out;
};
static Pool<Writer> clean_closed_stream;
void finish(Writer* writer) {
  writer->out.close();
  clean_closed_stream.put(writer);
}

// Only what the object is called with.
struct Sender : Body {
  int send(int fd) {
    close(fd);
    return fd;
  }
  int count;
};
static Pool<Sender> clean_argument;

// A hand-written pool whose objects lose their socket when they are given back.
struct Peer {
  Peer* next;
  int fd;
  char name[64];
};
static Peer* clean_free_peers;
Peer* clean_get_peer() {
  Peer* peer = clean_free_peers;
  if (peer) {
    clean_free_peers = peer->next;
  } else {
    peer = new Peer;
  }
  peer->fd = socket(2, 1, 0);
  return peer;
}
void clean_put_peer(Peer* peer) {
  close(peer->fd);
  peer->next = clean_free_peers;
  clean_free_peers = peer;
}

void users() {
  locked.put(locked.get());
  channels.put(channels.get());
  workers.put(workers.get());
  sessions.put(sessions.get());
  groups.put(groups.get());
  folders.put(folders.get());
  stores.put(stores.get());
  mutexes.put(mutexes.get());
  clients.put(clients.get());
  readers.put(readers.get());
  transfers.put(transfers.get());
  runners.put(runners.get());
  clean_numbers.put(clean_numbers.get());
  clean_reference.put(clean_reference.get());
  clean_argument.put(clean_argument.get());
  Upload* upload = clean_closed_before.get();
  upload->start();
  finish(upload);
  finish(clean_closed_stream.get());
  Peer* peer = clean_get_peer();
  clean_put_peer(peer);
}
