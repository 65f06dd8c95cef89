// Objects that are used with what their last user left in them.
#include <string>
#include <vector>

#include "reset_pools.h"

int sink(int value);

// ---- a reset is there, and nobody calls it ------------------------------------------------------

struct Session {
  int user;
  int rights;
  void reset() { user = rights = 0; }
};
static Pool<Session> sessions;
void grant(int rights) {
  Session* session = sessions.get();  // warn: 'rights' is read before anything is written there
  if (session->rights > 2) sink(session->rights);
  session->rights = rights;
  sessions.put(session);
}

// ---- another place resets behind the get --------------------------------------------------------

struct Request {
  int tenant;
  int size;
  void clear() { tenant = size = 0; }
};
static Pool<Request> requests;
void first_request(int tenant) {
  Request* request = requests.get();
  request->clear();
  request->tenant += tenant;
  if (tenant > 3) request->tenant = tenant;
  sink(request->tenant);
  requests.put(request);
}
void second_request() {
  Request* request = requests.get();  // warn: 'tenant' is read before anything is written there
  sink(request->tenant);
  requests.put(request);
}

// ---- the read stands in a function that is called
// ------------------------------------------------

struct Job {
  int owner;
  void recycle() { owner = 0; }
};
static Pool<Job> jobs;
static void run(const Job* job) {
  sink(job->owner);
}
void job(int owner) {
  Job* job = jobs.get();  // warn: 'owner' is read before anything is written there
  run(job);
  job->owner = owner;
  jobs.put(job);
}

// ---- the read stands in a method
// -----------------------------------------------------------------

struct Mail {
  int to;
  int target() const { return to; }
  void address(int whom) { to = whom; }
  void reset() { to = 0; }
};
static Pool<Mail> mails;
void mail(int whom) {
  Mail* mail = mails.get();  // warn: 'to' is read before anything is written there
  if (mail->target() == 0) mail->address(whom);
  mails.put(mail);
}

// ---- a lease
// -------------------------------------------------------------------------------------

struct Query {
  std::vector<int> columns;
  void reset() { columns.clear(); }
};
static LoanPool<Query> queries;
void query(int column) {
  auto query = queries.lease();  // warn: 'columns' is read before anything is written there
  for (int each : query->columns) sink(each);
  query->columns.push_back(column);
}

// ---- cleaned before one put, not before another
// ---------------------------------------------------

struct Frame {
  int width;
  int owner;
  void reset() { width = owner = 0; }
};
static Pool<Frame> frames;
void one_frame(int owner) {
  Frame* frame = frames.get();
  frame->owner = owner;
  sink(frame->owner);
  frame->reset();
  frames.put(frame);
}
void other_frame(int width) {
  Frame* frame = frames.get();
  frame->width = width;
  sink(frame->width);
  frames.put(frame);  // warn: put back into 'frames' without the reset that other places give it
}
void on_one_path(int width) {
  Frame* frame = frames.get();
  frame->width = width;
  if (width > 100) {
    frames.put(frame);  // warn: put back into 'frames' without the reset that other places give it
    return;
  }
  frame->reset();
  frames.put(frame);
}

// ---- no reset anywhere, written by somebody else
// ---------------------------------------------------

struct Entry {
  int key;
  int value;
};
static Pool<Entry> entries;
void fill_entry(int key, int value) {
  Entry* entry = entries.get();
  entry->key = key;
  entry->value = value;
  sink(entry->value);
  entries.put(entry);
}
void look_at_entry(int key) {
  Entry* entry = entries.get();  // warn: 'value' is read before anything is written there
  entry->key = key;
  sink(entry->value);
  entries.put(entry);
}

// ---- two members, one of the base
// -------------------------------------------------------------------

struct Header {
  int peer;
};
struct Packet : Header {
  int bytes;
  void reset() { peer = bytes = 0; }
};
static Pool<Packet> packets;
void packet(int peer, int bytes) {
  Packet* packet = packets.get();  // warn: 'peer' and 'bytes' are read before anything is written
  sink(packet->peer);
  sink(packet->bytes);
  packet->peer = peer;
  packet->bytes = bytes;
  packets.put(packet);
}

// ---- an object inside
// -------------------------------------------------------------------------------

struct Address {
  int port;
};
struct Peer {
  Address address;
  void reset() { address.port = 0; }
};
static Pool<Peer> peers;
void peer(int port) {
  Peer* peer = peers.get();  // warn: 'address.port' is read before anything is written there
  if (peer->address.port == port) sink(port);
  peer->address.port = port;
  peers.put(peer);
}

// ---- through a wrapper of the get
// ---------------------------------------------------------------------

struct Task {
  int priority;
  void reset() { priority = 0; }
};
static Pool<Task> tasks;
static Task* take_task() {
  return tasks.get();
}
void task(int priority) {
  Task* task = take_task();  // warn: 'priority' is read before anything is written there
  sink(task->priority);
  task->priority = priority;
  tasks.put(task);
}

// =====================================================================================================

struct clean_A {
  int user;
  void reset() { user = 0; }
};
static Pool<clean_A> behind_get;
void clean_behind_get(int user) {
  auto* object = behind_get.get();
  object->reset();
  sink(object->user);
  object->user = user;
  behind_get.put(object);
}

struct clean_B {
  int user;
  void reset() { user = 0; }
};
static Pool<clean_B> before_put;
void clean_before_put(int user) {
  auto* object = before_put.get();
  sink(object->user);
  object->user = user;
  object->reset();
  before_put.put(object);
}

// Written before it is read.
struct clean_C {
  int user;
  void reset() { user = 0; }
};
static Pool<clean_C> overwritten;
void clean_overwritten(int user) {
  auto* object = overwritten.get();
  object->user = user;
  sink(object->user);
  overwritten.put(object);
}

// The hook of the pool does it.
struct clean_D {
  int user;
  void reset() { user = 0; }
};
struct clean_Policy {
  static void reset(clean_D& object) { object.reset(); }
};
static HookedPool<clean_D, clean_Policy> hooked;
void clean_hook(int user) {
  auto* object = hooked.get();
  sink(object->user);
  object->user = user;
  hooked.put(object);
}

// Each object is new.
struct clean_E {
  int user = 0;
  void reset() { user = 0; }
};
static FreshPool<clean_E> fresh;
void clean_fresh(int user) {
  auto* object = fresh.get();
  sink(object->user);
  object->user = user;
  fresh.put(object);
}

// Nothing but what the constructor wrote.
struct clean_F {
  explicit clean_F(int limit) : limit_(limit) {}
  int limit_;
  void reset() {}
};
static Pool<clean_F> constant;
void clean_constant() {
  auto* object = constant.get();
  sink(object->limit_);
  constant.put(object);
}

// The wrapper of the get cleans.
struct clean_G {
  int user;
  void reset() { user = 0; }
};
static Pool<clean_G> wrapped;
static clean_G* clean_take() {
  auto* object = wrapped.get();
  object->reset();
  return object;
}
void clean_wrapper(int user) {
  auto* object = clean_take();
  sink(object->user);
  object->user = user;
  wrapped.put(object);
}

// The wrapper of the put cleans.
struct clean_H {
  int user;
  void reset() { user = 0; }
};
static Pool<clean_H> returned;
static void clean_return(clean_H* object) {
  object->reset();
  returned.put(object);
}
void clean_returned(int user) {
  auto* object = returned.get();
  sink(object->user);
  object->user = user;
  clean_return(object);
}

// *object = T().
struct clean_I {
  int user;
};
static Pool<clean_I> assigned;
void clean_assigned(int user) {
  auto* object = assigned.get();
  *object = clean_I();
  sink(object->user);
  object->user = user;
  assigned.put(object);
}

// A hand-written pool that cleans in its own code.
struct clean_J {
  clean_J* next;
  int user;
  void reset() { user = 0; }
};
class clean_Pool {
 public:
  clean_J* get() {
    if (!free_) return new clean_J();
    clean_J* object = free_;
    free_ = object->next;
    object->reset();
    return object;
  }
  void put(clean_J* object) {
    object->next = free_;
    free_ = object;
  }

 private:
  clean_J* free_ = nullptr;
};
static clean_Pool own_pool;
void clean_own(int user) {
  auto* object = own_pool.get();
  sink(object->user);
  object->user = user;
  own_pool.put(object);
}

// Room that is kept from user to user.
struct clean_K {
  char* data;
  int capacity;
  void clear() {}
};
static Pool<clean_K> rooms;
void clean_room(int wanted) {
  auto* object = rooms.get();
  if (object->capacity < wanted) {
    object->data = new char[wanted];
    object->capacity = wanted;
  }
  sink(object->capacity);
  rooms.put(object);
}

// The user that wrote it takes it away.
struct clean_L {
  int user;
};
static Pool<clean_L> tidied;
static void clean_use(clean_L* object, int user) {
  object->user = user;
  sink(object->user);
  object->user = 0;
}
void clean_tidied(int user) {
  auto* object = tidied.get();
  if (object->user != 0) sink(object->user);
  clean_use(object, user);
  tidied.put(object);
}

// Everybody cleans behind the get, also who writes nothing.
struct clean_M {
  int user;
  void reset() { user = 0; }
};
static Pool<clean_M> first_of_all;
void clean_reader() {
  auto* object = first_of_all.get();
  object->reset();
  sink(object->user);
  first_of_all.put(object);
}
void clean_writer(int user) {
  auto* object = first_of_all.get();
  object->reset();
  object->user += user;
  sink(object->user);
  first_of_all.put(object);
}

// The pool empties a member of what comes back, by no function whose name says so.
struct clean_N {
  std::string text;
  int number;
};
class clean_NPool {
 public:
  clean_N* get() {
    if (spare_.empty()) return new clean_N();
    clean_N* object = spare_.back();
    spare_.pop_back();
    return object;
  }
  void put(clean_N* object) {
    object->text.clear();
    object->number = 0;
    spare_.push_back(object);
  }

 private:
  std::vector<clean_N*> spare_;
};
static clean_NPool emptied;
void clean_emptied_by_the_pool(const std::string& text) {
  auto* object = emptied.get();
  sink(static_cast<int>(object->text.size()) + object->number);
  object->text.append(text);
  object->number = 1;
  emptied.put(object);
}
void clean_emptied_reader() {
  auto* object = emptied.get();
  sink(static_cast<int>(object->text.size()) + object->number);
  emptied.put(object);
}
