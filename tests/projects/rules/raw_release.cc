// Objects that are given back past the wrapper that everybody else uses.
#include "pool.h"

int sink(int value);

// ---- the wrapper resets
// --------------------------------------------------------------------------

struct Session {
  int user;
  void reset() { user = 0; }
};
static Pool<Session> sessions;
static void give_back(Session* session) {
  session->reset();
  sessions.put(session);
}
void one_session(int user) {
  Session* session = sessions.get();
  session->user = user;
  give_back(session);
}
void two_session(int user) {
  Session* session = sessions.get();
  session->user = user + 1;
  give_back(session);
}
void past_the_wrapper(int user) {
  Session* session = sessions.get();
  session->user = user;
  sessions.put(session);  // warn: directly; the other 2 places use 'give_back()'
}

// ---- the wrapper unlinks; who puts was handed the object
// ---------------------------------------------

struct Node {
  int key;
  void unlink() { key = -1; }
};
static Pool<Node> nodes;
static void drop_node(Node* node) {
  node->unlink();
  nodes.put(node);
}
void drop_two(Node* a, Node* b) {
  drop_node(a);
  drop_node(b);
}
void drop_expired(Node* node) {
  nodes.put(node);  // warn: directly; the other 2 places use 'drop_node()'
}

// ---- a member of the class that owns the pool
// ----------------------------------------------------------

struct Job {
  int owner;
  void recycle() { owner = 0; }
};
class Scheduler {
 public:
  void run(Job* job) {
    sink(job->owner);
    finish(job);
  }
  void stop(Job* job) { finish(job); }
  void fail(Job* job) {
    sink(-1);
    jobs_.put(job);  // warn: directly; the other 2 places use 'Scheduler::finish()'
  }

 private:
  void finish(Job* job) {
    job->recycle();
    jobs_.put(job);
  }
  Pool<Job> jobs_;
};

// ---- the object gives itself back
// ------------------------------------------------------------------------

struct Request {
  int tenant;
  void clear() { tenant = 0; }
  void done();
};
static Pool<Request> requests;
void Request::done() {
  clear();
  requests.put(this);
}
void answer(Request* request) {
  request->done();
}
void refuse(Request* request) {
  request->done();
}
void forget(Request* request) {
  requests.put(request);  // warn: directly; the other 2 places use 'Request::done()'
}

// ---- the wrapper assigns a whole new object
// ----------------------------------------------------------------

struct Frame {
  int width;
};
static Pool<Frame> frames;
static void return_frame(Frame& frame) {
  frame = Frame();
  frames.put(&frame);
}
void show(Frame& frame) {
  sink(frame.width);
  return_frame(frame);
}
void hide(Frame& frame) {
  return_frame(frame);
}
void lose(Frame& frame) {
  frames.put(&frame);  // warn: directly; the other 2 places use 'return_frame()'
}

// ---- a free function cleans
// ------------------------------------------------------------------------------------

struct Packet {
  int bytes;
};
static void reset_packet(Packet* packet) {
  packet->bytes = 0;
}
static Pool<Packet> packets;
static void release_packet(Packet* packet) {
  reset_packet(packet);
  packets.put(packet);
}
void sent(Packet* packet) {
  release_packet(packet);
}
void dropped(Packet* packet) {
  release_packet(packet);
}
void refused(Packet* packet, bool late) {
  if (late) sink(1);
  packets.put(packet);  // warn: directly; the other 2 places use 'release_packet()'
}

// ---- on one branch
// ---------------------------------------------------------------------------------------------

struct Task {
  int id;
  void reset() { id = 0; }
};
static Pool<Task> tasks;
static void end_task(Task* task) {
  task->reset();
  tasks.put(task);
}
void task_a(bool failed) {
  Task* task = tasks.get();
  task->id = 3;
  if (failed) {
    tasks.put(task);  // warn: directly; the other 3 places use 'end_task()'
    return;
  }
  end_task(task);
}
void task_b(Task* task) {
  end_task(task);
}
void task_c(Task* task) {
  end_task(task);
}

// ---- a link is set to null
// -----------------------------------------------------------------------------------------

struct Timer {
  Timer* next;
  int at;
};
static Pool<Timer> timers;
static void free_timer(Timer* timer) {
  timer->next = nullptr;
  timers.put(timer);
}
void fired(Timer* timer) {
  free_timer(timer);
}
void cancelled(Timer* timer) {
  free_timer(timer);
}
void swept(Timer* timer) {
  timers.put(timer);  // warn: directly; the other 2 places use 'free_timer()'
}

// ---- a lease that is taken apart
// -------------------------------------------------------------------------------------

struct Query {
  int table;
  void reset() { table = 0; }
};
static Pool<Query> queries;
static void put_query(Query* query) {
  query->reset();
  queries.put(query);
}
void query_a(int table) {
  Query* query = queries.get();
  query->table = table;
  put_query(query);
}
void query_b(Query* query) {
  put_query(query);
}
struct Holder {
  Query* query;
  void close(Query* other) {
    sink(query->table);
    queries.put(other);  // warn: directly; the other 2 places use 'put_query()'
  }
};

// ======================================================================================================================

// The wrapper's own body, and nobody else.
struct clean_A {
  int user;
  void reset() { user = 0; }
};
static Pool<clean_A> pool_a;
static void clean_back_a(clean_A* object) {
  object->reset();
  pool_a.put(object);
}
void clean_a(clean_A* x, clean_A* y) {
  clean_back_a(x);
  clean_back_a(y);
}

// Nothing was done to the object yet.
struct clean_B {
  int user;
  void reset() { user = 0; }
};
static Pool<clean_B> pool_b;
static void clean_back_b(clean_B* object) {
  object->reset();
  pool_b.put(object);
}
void clean_b(clean_B* x, clean_B* y, bool full) {
  auto* object = pool_b.get();
  if (full) {
    pool_b.put(object);
    return;
  }
  object->user = 1;
  clean_back_b(object);
  clean_back_b(x);
  clean_back_b(y);
}

// The wrapper does nothing else.
struct clean_C {
  int user;
};
static Pool<clean_C> pool_c;
static void clean_back_c(clean_C* object) {
  pool_c.put(object);
}
void clean_c(clean_C* x, clean_C* y, clean_C* z) {
  clean_back_c(x);
  clean_back_c(y);
  pool_c.put(z);
}

// Half of the places use it.
struct clean_D {
  int user;
  void reset() { user = 0; }
};
static Pool<clean_D> pool_d;
static void clean_back_d(clean_D* object) {
  object->reset();
  pool_d.put(object);
}
void clean_d(clean_D* x, clean_D* y) {
  clean_back_d(x);
  clean_back_d(y);
}
void clean_d_raw(clean_D* x) {
  pool_d.put(x);
}
void clean_d_too(clean_D* x) {
  pool_d.put(x);
}

// Used once: no custom yet.
struct clean_E {
  int user;
  void reset() { user = 0; }
};
static Pool<clean_E> pool_e;
static void clean_back_e(clean_E* object) {
  object->reset();
  pool_e.put(object);
}
void clean_e(clean_E* x) {
  clean_back_e(x);
}
void clean_e_raw(clean_E* x) {
  pool_e.put(x);
}

// Cleans it in its own way.
struct clean_F {
  int user;
  void reset() { user = 0; }
  void clear() { user = 0; }
};
static Pool<clean_F> pool_f;
static void clean_back_f(clean_F* object) {
  object->reset();
  pool_f.put(object);
}
void clean_f(clean_F* x, clean_F* y) {
  clean_back_f(x);
  clean_back_f(y);
}
void clean_f_raw(clean_F* x) {
  x->clear();
  pool_f.put(x);
}

// The object says that there is nothing to undo.
struct clean_G {
  bool linked;
  void unlink() { linked = false; }
};
static Pool<clean_G> pool_g;
static void clean_back_g(clean_G* object) {
  object->unlink();
  pool_g.put(object);
}
void clean_g(clean_G* x, clean_G* y) {
  clean_back_g(x);
  clean_back_g(y);
}
void clean_g_raw(clean_G* x) {
  if (!x->linked) pool_g.put(x);
}

// Never linked: taken here.
struct clean_H {
  int user;
  void unlink() { user = 0; }
};
static Pool<clean_H> pool_h;
static void clean_back_h(clean_H* object) {
  object->unlink();
  pool_h.put(object);
}
void clean_h(clean_H* x, clean_H* y) {
  clean_back_h(x);
  clean_back_h(y);
}
void clean_h_raw(int user) {
  auto* object = pool_h.get();
  object->user = user;
  pool_h.put(object);
}

// Two pools, two ways.
struct clean_I {
  int user;
  void reset() { user = 0; }
};
static Pool<clean_I> pool_i;
static Pool<clean_I> pool_j;
static void clean_back_i(clean_I* object) {
  object->reset();
  pool_i.put(object);
}
void clean_i(clean_I* x, clean_I* y) {
  clean_back_i(x);
  clean_back_i(y);
}
void clean_j(clean_I* x) {
  pool_j.put(x);
}

// The wrapper stands on the other one.
struct clean_K {
  int user;
  void reset() { user = 0; }
};
static Pool<clean_K> pool_k;
static void clean_raw_k(clean_K* object) {
  pool_k.put(object);
}
static void clean_back_k(clean_K* object, bool twice) {
  object->reset();
  if (twice) clean_raw_k(object);
  if (!twice) pool_k.put(object);
}
void clean_k(clean_K* x, clean_K* y) {
  clean_back_k(x, false);
  clean_back_k(y, true);
}

// By a macro.
struct Plate {
  int size;
  void reset() { size = 0; }
};
static Pool<Plate> plates;
#define PLATE_PUT(plate) plates.put(plate)
static void recycle_plate(Plate* plate) {
  plate->reset();
  PLATE_PUT(plate);
}
void first_plate(Plate* plate) {
  recycle_plate(plate);
}
void second_plate(Plate* plate) {
  recycle_plate(plate);
}
void third_plate(Plate* plate) {
  PLATE_PUT(plate);  // warn: directly; the other 2 places use
}
