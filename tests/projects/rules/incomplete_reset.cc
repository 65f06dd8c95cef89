// Resets that leave a member behind. The finding stands where the reset is defined.
#include <vector>

#include "reset_pools.h"

int sink(int value);

// ---- own members, cleaned behind the get --------------------------------------------------------

struct Session {
  int user;
  int rights;
  void reset() { user = 0; }  // warn: leaves 'rights' as the last user left it
};
static Pool<Session> sessions;
void serve(int user, int rights) {
  Session* session = sessions.get();
  session->reset();
  if (user > 0) session->user = user;
  if (rights > 0) session->rights = rights;
  sink(session->rights + session->user);
  sessions.put(session);
}

// ---- cleaned before the put, two members --------------------------------------------------------

struct Request {
  int id;
  int tenant;
  char path[32];
  void clear();
};
void Request::clear() {  // warn: leaves 'tenant' and 'path' as the last user left them
  id = 0;
}
static Pool<Request> requests;
void request(int id, int tenant, char c) {
  Request* request = requests.get();
  request->id = id;
  if (tenant != 0) request->tenant = tenant;
  if (c != 0) request->path[0] = c;
  sink(request->tenant + request->path[0]);
  request->clear();
  requests.put(request);
}

// ---- an inherited member ------------------------------------------------------------------------

struct Header {
  int version;
  int peer;
};
struct Packet : Header {
  int bytes;
  void reset() {  // warn: leaves 'peer' as the last user left it
    version = 0;
    bytes = 0;
  }
};
static Pool<Packet> packets;
void packet(int peer) {
  Packet* packet = packets.get();
  packet->reset();
  if (peer) packet->peer = peer;
  sink(packet->peer);
  packets.put(packet);
}

// ---- a member of a member -----------------------------------------------------------------------

struct Address {
  int port;
  int zone;
  void reset() { port = 0; }
};
struct Peer {
  int state;
  Address address;
  void reset() {  // warn: leaves 'address.zone' as the last user left it
    state = 0;
    address.reset();
  }
};
static Pool<Peer> peers;
void peer(int zone) {
  Peer* peer = peers.get();
  peer->reset();
  if (zone) peer->address.zone = zone;
  sink(peer->address.zone);
  peers.put(peer);
}

// ---- a reset that depends on something else -----------------------------------------------------

struct Job {
  int kind;
  int owner;
  void reset(bool whole) {  // warn: leaves 'owner' as the last user left it
    kind = 0;
    if (whole) owner = 0;
  }
};
static Pool<Job> jobs;
void job(int owner) {
  Job* job = jobs.get();
  job->reset(false);
  if (owner) job->owner = owner;
  sink(job->owner);
  jobs.put(job);
}

// ---- a lease ------------------------------------------------------------------------------------

struct Query {
  int table;
  std::vector<int> columns;
  void reset() { table = 0; }  // warn: leaves 'columns' as the last user left it
};
static LoanPool<Query> queries;
void query(int column) {
  auto query = queries.lease();
  query->reset();
  query->columns.push_back(column);
  for (int each : query->columns) sink(each);
}

// ---- a hook of the pool -------------------------------------------------------------------------

struct Frame {
  int width;
  int owner;
};
struct FramePolicy {
  static void reset(Frame& frame) { frame.width = 0; }  // warn: leaves 'owner'
};
static HookedPool<Frame, FramePolicy> frames;
void frame(int owner) {
  Frame* frame = frames.get();
  if (owner) frame->owner = owner;
  sink(frame->owner);
  frames.put(frame);
}

// The same with the code of the pool in view, which hands the object to what it cannot name.
struct Lamp {
  int on;
  int owner;
};
struct LampPolicy {
  template <class T>
  static T* take(void* pool);
  template <class T>
  static void keep(void* pool, T* object);
  static void reset(Lamp& lamp) {  // warn: leaves 'owner' as the last user left it
    lamp.on = 0;
  }
};
static OpenHookedPool<Lamp, LampPolicy> lamps;
void light(int owner) {
  Lamp* lamp = lamps.get();
  if (owner) lamp->owner = owner;
  sink(lamp->owner);
  lamps.put(lamp);
}

// ---- a hand-written pool ------------------------------------------------------------------------

struct Node {
  Node* next;
  int key;
  int value;
  void reset();
};
void Node::reset() {  // warn: leaves 'value' as the last user left it
  key = 0;
}
class NodePool {
 public:
  Node* get() {
    if (!free_) return new Node();
    Node* node = free_;
    free_ = node->next;
    return node;
  }
  void put(Node* node) {
    node->reset();
    node->next = free_;
    free_ = node;
  }

 private:
  Node* free_ = nullptr;
};
static NodePool nodes;
void node(int key, int value) {
  Node* node = nodes.get();
  node->key = key;
  if (value) node->value = value;
  sink(node->value);
  nodes.put(node);
}

// ---- written by a method, and through a helper of the reset
// ----------------------------------------

struct Mail {
  int from;
  int to;
  int size;
  void address(int whom) { to = whom; }
  int target() const { return to; }
  void reset() { forget(); }  // warn: leaves 'to' as the last user left it
  void forget() {
    from = 0;
    size = 0;
  }
};
static Pool<Mail> mails;
void mail(int whom) {
  Mail* mail = mails.get();
  mail->reset();
  if (whom) mail->address(whom);
  sink(mail->target());
  mails.put(mail);
}

// ---- a wrapper that gives back
// -------------------------------------------------------------------

struct Task {
  int id;
  int priority;
  void recycle() { id = 0; }  // warn: leaves 'priority' as the last user left it
};
static Pool<Task> tasks;
static void give_back(Task* task) {
  task->recycle();
  tasks.put(task);
}
void task(int priority) {
  Task* task = tasks.get();
  Task& same = *task;
  if (priority) same.priority = priority;
  sink(task->priority);
  give_back(task);
}

// =================================================================================================

struct clean_Whole {
  int user;
  int rights;
  void reset() { *this = clean_Whole(); }
};
static Pool<clean_Whole> wholes;
void clean_whole(int rights) {
  auto* object = wholes.get();
  object->reset();
  if (rights) object->rights = rights;
  sink(object->rights);
  wholes.put(object);
}

struct clean_Filled {
  int user;
  int rights;
  void reset() { memset(this, 0, sizeof *this); }
};
static Pool<clean_Filled> filled;
void clean_fill(int rights) {
  auto* object = filled.get();
  object->reset();
  if (rights) object->rights = rights;
  sink(object->rights);
  filled.put(object);
}

// The storage stays, its length does not.
struct clean_Buffer {
  char* data;
  int capacity;
  int size;
  void clear() { size = 0; }
  void append(char c) {
    if (size == capacity) {
      capacity = capacity * 2 + 1;
      data = new char[capacity];
    }
    data[size++] = c;
  }
};
static Pool<clean_Buffer> buffers;
void clean_buffer(char c) {
  auto* object = buffers.get();
  object->clear();
  object->append(c);
  sink(object->data[0]);
  buffers.put(object);
}

// Only the constructor writes it.
struct clean_Configured {
  explicit clean_Configured(int limit) : limit_(limit) {}
  int limit() const { return limit_; }
  void reset() { used_ = 0; }
  void use(int much) { used_ = much; }
  int limit_;
  int used_;
};
static Pool<clean_Configured> configured;
void clean_configured(int much) {
  auto* object = configured.get();
  object->reset();
  object->use(much);
  sink(object->limit());
  configured.put(object);
}

// Freed where there is one.
struct clean_Owner {
  int* extra;
  int id;
  void reset() {
    id = 0;
    if (extra) {
      delete extra;
      extra = nullptr;
    }
  }
};
static Pool<clean_Owner> owners;
void clean_owner(int* given) {
  auto* object = owners.get();
  object->reset();
  if (given) object->extra = given;
  if (object->extra) sink(*object->extra);
  owners.put(object);
}

// Every user overwrites it first.
struct clean_Written {
  int id;
  int flags;
  void reset() { flags = 0; }
};
static Pool<clean_Written> written;
void clean_written(int id) {
  auto* object = written.get();
  object->reset();
  object->id = id;
  sink(object->id);
  written.put(object);
}

// A flag says that it is not there.
struct clean_Optional {
  int name;
  bool has_name;
  void reset() { has_name = false; }
};
static Pool<clean_Optional> optionals;
void clean_optional(int name) {
  auto* object = optionals.get();
  object->reset();
  if (name) {
    object->name = name;
    object->has_name = true;
  }
  if (object->has_name) sink(object->name);
  optionals.put(object);
}

// Links are written by whoever links.
struct clean_Linked {
  clean_Linked* next;
  int value;
  void reset() { value = 0; }
};
static Pool<clean_Linked> linked;
void clean_linked(clean_Linked* behind) {
  auto* object = linked.get();
  object->reset();
  if (behind) object->next = behind;
  if (object->next) sink(object->next->value);
  linked.put(object);
}

// Set once, on the fresh object, by whoever makes them.
struct clean_Named {
  int pool;
  int used;
  void set_pool(int id) { pool = id; }
  void reset() { used = 0; }
};
clean_Named* make_named(int id) {
  auto* object = new clean_Named();
  object->set_pool(id);
  return object;
}
static Pool<clean_Named> named;
void clean_named(int much) {
  auto* object = named.get();
  object->reset();
  if (much) object->used = much;
  sink(object->pool + object->used);
  named.put(object);
}

// Through references, in loops, and in the base.
struct clean_Part {
  int a;
  int b;
  void reset() { a = b = 0; }
};
struct clean_Base {
  int base;
  void clear_base() { base = 0; }
};
struct clean_Many : clean_Base {
  clean_Part part;
  int array[4];
  void reset() {
    clear_base();
    auto& each = part;
    each.reset();
    for (int i = 0; i < 4; ++i) array[i] = 0;
  }
};
static Pool<clean_Many> many;
void clean_many(int x) {
  auto* object = many.get();
  object->reset();
  if (x) {
    object->base = x;
    object->part.b = x;
    object->array[x] = x;
  }
  sink(object->base + object->part.b + object->array[0]);
  many.put(object);
}

// The hook restores what the reset leaves.
struct clean_Restored {
  int id;
  int owner;
};
struct clean_RestoringPolicy {
  static void reset(clean_Restored& object) { object.id = 0; }
  static void prepare(clean_Restored& object) { object.owner = 0; }
};
static HookedPool<clean_Restored, clean_RestoringPolicy> restored;
void clean_restored(int owner) {
  auto* object = restored.get();
  if (owner) object->owner = owner;
  sink(object->owner);
  restored.put(object);
}

// Cleaned by the user that wrote it.
struct clean_Tidy {
  int id;
  int secret;
  void reset() { id = 0; }
};
static Pool<clean_Tidy> tidy;
static void clean_work(clean_Tidy* object, int secret) {
  object->secret = secret;
  sink(object->secret);
  object->secret = 0;
}
void clean_tidy(int secret) {
  auto* object = tidy.get();
  object->reset();
  clean_work(object, secret);
  tidy.put(object);
}
