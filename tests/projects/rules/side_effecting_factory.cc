// Pools whose factories do more than make an object.
#include "pool.h"
#include "std_like.h"

extern "C" {
void* malloc(unsigned long size);
int open(const char* path, int flags, ...);
char* getenv(const char* name);
int atexit(void (*function)(void));
unsigned usleep(unsigned microseconds);
void syslog(int priority, const char* format, ...);
}

// The constructor does it.
struct Input {
  Input() { fd = open("/dev/urandom", 0); }
  int fd;
};
static Pool<Input> inputs;  // warn: opens a file descriptor: it calls open()

struct Worker {
  Worker() : thread([] {}) {}
  std::thread thread;
};
static Pool<Worker> workers;  // warn: starts a thread: it calls std::thread::thread()

// Through calls, and two things at once.
static void leave() {}
static void prepare() {
  atexit(leave);
}
static void set_up() {
  usleep(10);
  prepare();
}
struct Slow {
  Slow() { set_up(); }
  char bytes[100];
};
static Pool<Slow> slow;  // warn: it calls atexit() // warn: it calls usleep()

struct Stamped {
  Stamped() : made(std::chrono::steady_clock::now()) {}
  long made;
};
static Pool<Stamped> stamped;  // warn: reads the clock

struct Configured {
  Configured() : home(getenv("HOME")) {}
  const char* home;
};
static Pool<Configured> configured;  // warn: reads the environment: it calls getenv()

static const char* last_name;
struct Named {
  explicit Named(const char* name) { last_name = name; }
  const char* name;
};
static Pool<Named> named;  // warn: changes global state: it uses 'last_name'

static std::mutex registry_lock;
struct Registered {
  Registered() {
    std::lock_guard<std::mutex> guard(registry_lock);
    number = 1;
  }
  int number;
};
static Pool<Registered> registered;  // warn: takes a lock

struct Loud {
  Loud() { std::cout << "made"; }
  int number;
};
static Pool<Loud> loud;  // warn: does input or output: it uses 'std::cout'

// A base class, and a member.
struct Part {
  Part() { syslog(1, "made"); }
};
struct Whole : Part {
  Whole() {}
  int number;
};
static Pool<Whole> wholes;  // warn: it calls syslog()

// What a hand-written get calls when nothing is left.
struct Node {
  Node* next;
  const char* text;
  char bytes[100];
};
static Node* make_node() {
  Node* node = new Node;
  node->text = getenv("TEXT");
  return node;
}
static Node* free_nodes;  // warn: reads the environment: it calls getenv()
Node* get_node() {
  Node* node = free_nodes;
  if (node) {
    free_nodes = node->next;
    return node;
  }
  return make_node();
}
void put_node(Node* node) {
  node->next = free_nodes;
  free_nodes = node;
}

// A function, a lambda, and a class that are handed to the pool.
struct Page {
  char bytes[4096];
};
static Page* make_page() {
  usleep(1);
  return new Page;
}
static MadePool<Page> pages(make_page);                    // warn: sleeps: it calls usleep()
static MadePool<Page> others([] { return make_page(); });  // warn: sleeps: it calls usleep()
struct PageFactory {
  Page* create() {
    usleep(1);
    return new Page;
  }
};
static FactoryPool<Page, PageFactory> created;  // warn: sleeps: it calls usleep()

// To allocate and to count is what factories do.
static long made_so_far;
struct Block {
  Block() {
    bytes = malloc(4096);
    ++made_so_far;
    made_so_far += 1;
  }
  void* bytes;
};
static Pool<Block> clean_counted;

// Only when it fails.
struct Careful {
  Careful() {
    bytes = malloc(100);
    if (!bytes) {
      syslog(1, "out of memory");
      throw 1;
    }
  }
  void* bytes;
};
static Pool<Careful> clean_failing;

static Page* careful_page() {
  void* memory = malloc(sizeof(Page));
  if (!memory) {
    syslog(1, "out of memory");
    return nullptr;
  }
  return new Page;
}
static MadePool<Page> clean_null(careful_page);

// Only when somebody wants to read it.
static bool verbose;
struct Quiet {
  Quiet() {
    if (verbose) note("made");
    if (verbose) syslog(1, "made");
  }
  int number;
};
static Pool<Quiet> clean_sometimes;

// What is done with an object later.
struct Later {
  void start() { usleep(10); }
  int number;
};
// A trace behind a test of its level, which keeps a global.
static int trace_level;
static int trace_depth;
static void trace() {
  if (trace_level > 3) trace_depth = trace_level;
}
struct Traced {
  Traced() { trace(); }
  char text[100];
};
static Pool<Traced> clean_traced;

static Pool<Later> clean_later;
void clean_start() {
  Later* later = clean_later.get();
  later->start();
  clean_later.put(later);
}

// The lock of the pool itself.
struct Job {
  Job* next;
  char bytes[100];
};
static std::mutex job_lock;
static Job* clean_free_jobs;
Job* clean_get_job() {
  std::lock_guard<std::mutex> guard(job_lock);
  Job* job = clean_free_jobs;
  if (job) {
    clean_free_jobs = job->next;
    return job;
  }
  return new Job;
}
void clean_put_job(Job* job) {
  std::lock_guard<std::mutex> guard(job_lock);
  job->next = clean_free_jobs;
  clean_free_jobs = job;
}

void users() {
  inputs.put(inputs.get());
  workers.put(workers.get());
  slow.put(slow.get());
  stamped.put(stamped.get());
  configured.put(configured.get());
  named.put(named.get());
  registered.put(registered.get());
  loud.put(loud.get());
  wholes.put(wholes.get());
  pages.put(pages.get());
  others.put(others.get());
  created.put(created.get());
  put_node(get_node());
  clean_counted.put(clean_counted.get());
  clean_failing.put(clean_failing.get());
  clean_null.put(clean_null.get());
  clean_traced.put(clean_traced.get());
  clean_sometimes.put(clean_sometimes.get());
  clean_put_job(clean_get_job());
  Input input;
  Worker worker;
}

// A policy that leaves the making of objects to their constructor.
struct ResetPolicy {
  static void reset(Input&);
};
static FactoryPool<Input, ResetPolicy> told_to_reset;  // warn: opens a file descriptor
static FactoryPool<Page, ResetPolicy> clean_told_to_reset;

// The hints say whether a resolver is asked: an address in numbers is no more than read.
struct addrinfo {
  int ai_flags;
};
extern "C" int getaddrinfo(const char*, const char*, const addrinfo*, addrinfo**);
struct Numeric {
  Numeric() {
    addrinfo hints = {4};
    addrinfo* found = nullptr;
    code = getaddrinfo("127.0.0.1", nullptr, &hints, &found);
  }
  int code;
};
static Pool<Numeric> clean_numeric;

extern "C" void* gethostbyname(const char*);
struct Resolved {
  Resolved() { host = gethostbyname("localhost"); }
  void* host;
};
static Pool<Resolved> resolved;  // warn: it calls gethostbyname()
void users_of_names() {
  clean_numeric.put(clean_numeric.get());
  resolved.put(resolved.get());
}

// Memory alone is reused: the constructor runs at each get, as it would without the pool.
namespace boost {
template <class T, class A = void>
class object_pool {
 public:
  T* construct();
  void destroy(T* object);
};
}  // namespace boost
static const char* clean_last_session;
struct CleanSession {
  CleanSession() : made(std::chrono::steady_clock::now()) { clean_last_session = getenv("USER"); }
  long made;
};
static boost::object_pool<CleanSession> clean_sessions;
void clean_constructed_at_each_get() {
  CleanSession* session = clean_sessions.construct();
  if (session != nullptr) clean_sessions.destroy(session);
}
