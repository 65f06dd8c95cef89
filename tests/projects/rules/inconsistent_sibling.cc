// One way back to the pool that leaves out what the others do.
#include "pool.h"

int sink(int value);

// ---- a reset

struct Session {
  int user;
  void reset() { user = 0; }
};
static Pool<Session> sessions;
void sessions_sent(Session* object) {
  sink(0);
  object->reset();
  sessions.put(object);
}
void sessions_refused(Session* object) {
  sink(1);
  object->reset();
  sessions.put(object);
}
void sessions_expired(Session* object) {
  sink(2);
  object->reset();
  sessions.put(object);
}
void sessions_lost(Session* object) {
  sessions.put(object);  // warn: without a step that the other 3 places take
}

// ---- an unlink

struct Node {
  int key;
  void unlink() { key = -1; }
};
static Pool<Node> nodes;
void nodes_sent(Node* object) {
  sink(0);
  object->unlink();
  nodes.put(object);
}
void nodes_refused(Node* object) {
  sink(1);
  object->unlink();
  nodes.put(object);
}
void nodes_expired(Node* object) {
  sink(2);
  object->unlink();
  nodes.put(object);
}
void nodes_lost(Node* object) {
  nodes.put(object);  // warn: without a step that the other 3 places take
}

// ---- a free function

struct Packet {
  int bytes;
};
static void detach_packet(Packet* packet) {
  packet->bytes = 0;
}
static Pool<Packet> packets;
void packets_sent(Packet* object) {
  sink(0);
  detach_packet(object);
  packets.put(object);
}
void packets_refused(Packet* object) {
  sink(1);
  detach_packet(object);
  packets.put(object);
}
void packets_expired(Packet* object) {
  sink(2);
  detach_packet(object);
  packets.put(object);
}
void packets_lost(Packet* object) {
  packets.put(object);  // warn: without a step that the other 3 places take
}

// ---- a pointer that is set to null

struct Timer {
  Timer* next;
};
static Pool<Timer> timers;
void timers_sent(Timer* object) {
  sink(0);
  object->next = nullptr;
  timers.put(object);
}
void timers_refused(Timer* object) {
  sink(1);
  object->next = nullptr;
  timers.put(object);
}
void timers_expired(Timer* object) {
  sink(2);
  object->next = nullptr;
  timers.put(object);
}
void timers_lost(Timer* object) {
  timers.put(object);  // warn: without a step that the other 3 places take
}

// ---- what the object holds is closed

struct Handle {
  int number;
  void close() { number = -1; }
};
static Pool<Handle> files;
void files_sent(Handle* object) {
  sink(0);
  object->close();
  files.put(object);
}
void files_refused(Handle* object) {
  sink(1);
  object->close();
  files.put(object);
}
void files_expired(Handle* object) {
  sink(2);
  object->close();
  files.put(object);
}
void files_lost(Handle* object) {
  sink(7);
  files.put(object);  // warn: without a step that the other 3 places take
}

// ---- a whole new object

struct Frame {
  int width;
};
static Pool<Frame> frames;
void frames_sent(Frame* object) {
  sink(0);
  *object = Frame();
  frames.put(object);
}
void frames_refused(Frame* object) {
  sink(1);
  *object = Frame();
  frames.put(object);
}
void frames_expired(Frame* object) {
  sink(2);
  *object = Frame();
  frames.put(object);
}
void frames_lost(Frame* object) {
  frames.put(object);  // warn: without a step that the other 3 places take
}

// ---- sibling classes

struct Job {
  int owner;
  void cancel() { owner = 0; }
};
static Pool<Job> jobs;
struct Runner {
  virtual ~Runner() = default;
  virtual void end(Job* job) = 0;
};
struct FastRunner : Runner {
  void end(Job* job) override {
    job->cancel();
    jobs.put(job);
  }
};
struct SlowRunner : Runner {
  void end(Job* job) override {
    sink(1);
    job->cancel();
    jobs.put(job);
  }
};
struct LateRunner : Runner {
  void end(Job* job) override {
    job->cancel();
    jobs.put(job);
  }
};
struct LostRunner : Runner {
  void end(Job* job) override {
    jobs.put(job);  // warn: without a step that the other 3 places take
  }
};

// ---- overloads

struct Mail {
  int to;
  void detach() { to = 0; }
};
static Pool<Mail> mails;
void finish(Mail* mail) {
  mail->detach();
  mails.put(mail);
}
void finish(Mail* mail, int code) {
  mail->detach();
  sink(code);
  mails.put(mail);
}
void finish(Mail* mail, char code) {
  sink(code);
  mail->detach();
  mails.put(mail);
}
void finish(Mail* mail, const char* why) {
  if (why) sink(1);
  mails.put(mail);  // warn: without a step that the other 3 places take
}

// ---- paths of one function

struct Task {
  int id;
  void release() { id = 0; }
};
static Pool<Task> tasks;
void run(Task* task, int how) {
  switch (how) {
    case 0:
      task->release();
      tasks.put(task);
      return;
    case 1:
      task->release();
      tasks.put(task);
      return;
    case 2:
      task->release();
      tasks.put(task);
      return;
    default:
      tasks.put(task);  // warn: without a step that the other 3 places take
  }
}

// All do.
struct clean_A {
  int user;
  bool linked;
  void reset() { user = 0; }
};
static Pool<clean_A> pool_a;
void clean_a0(clean_A* object) {
  object->reset();
  pool_a.put(object);
}
void clean_a1(clean_A* object) {
  object->reset();
  pool_a.put(object);
}
void clean_a2(clean_A* object) {
  object->reset();
  pool_a.put(object);
}
void clean_a3(clean_A* object) {
  object->reset();
  pool_a.put(object);
}

// Two others are no custom.
struct clean_B {
  int user;
  bool linked;
  void reset() { user = 0; }
};
static Pool<clean_B> pool_b;
void clean_b0(clean_B* object) {
  object->reset();
  pool_b.put(object);
}
void clean_b1(clean_B* object) {
  object->reset();
  pool_b.put(object);
}
void clean_b2(clean_B* object) {
  pool_b.put(object);
}

// Two leave it out.
struct clean_C {
  int user;
  bool linked;
  void unlink() { user = 0; }
};
static Pool<clean_C> pool_c;
void clean_c0(clean_C* object) {
  object->unlink();
  pool_c.put(object);
}
void clean_c1(clean_C* object) {
  object->unlink();
  pool_c.put(object);
}
void clean_c2(clean_C* object) {
  object->unlink();
  pool_c.put(object);
}
void clean_c3(clean_C* object) {
  pool_c.put(object);
}
void clean_c4(clean_C* object) {
  pool_c.put(object);
}

// The object says that it is not needed.
struct clean_D {
  int user;
  bool linked;
  void unlink() { user = 0; }
};
static Pool<clean_D> pool_d;
void clean_d0(clean_D* object) {
  object->unlink();
  pool_d.put(object);
}
void clean_d1(clean_D* object) {
  object->unlink();
  pool_d.put(object);
}
void clean_d2(clean_D* object) {
  object->unlink();
  pool_d.put(object);
}
void clean_d3(clean_D* object) {
  if (!object->linked) pool_d.put(object);
}

// What the others call is no step on the way back.
struct clean_E {
  int user;
  bool linked;
  void show() { user = 0; }
};
static Pool<clean_E> pool_e;
void clean_e0(clean_E* object) {
  object->show();
  pool_e.put(object);
}
void clean_e1(clean_E* object) {
  object->show();
  pool_e.put(object);
}
void clean_e2(clean_E* object) {
  object->show();
  pool_e.put(object);
}
void clean_e3(clean_E* object) {
  pool_e.put(object);
}

// Nothing was done to it yet.
struct clean_F {
  int user;
  void unlink() { user = 0; }
};
static Pool<clean_F> pool_f;
void clean_f0(clean_F* object) {
  object->unlink();
  pool_f.put(object);
}
void clean_f1(clean_F* object) {
  object->unlink();
  pool_f.put(object);
}
void clean_f2(clean_F* object) {
  object->unlink();
  pool_f.put(object);
}
void clean_f3() {
  auto* object = pool_f.get();
  if (chance()) {
    pool_f.put(object);
    return;
  }
  object->user = 1;
  object->unlink();
  pool_f.put(object);
}

// On some path it does.
struct clean_G {
  int user;
  bool linked;
  void unlink() { user = 0; }
};
static Pool<clean_G> pool_g;
void clean_g0(clean_G* object) {
  object->unlink();
  pool_g.put(object);
}
void clean_g1(clean_G* object) {
  object->unlink();
  pool_g.put(object);
}
void clean_g2(clean_G* object) {
  object->unlink();
  pool_g.put(object);
}
void clean_g3(clean_G* object) {
  if (chance()) object->unlink();
  pool_g.put(object);
}

// Another type.
struct clean_H {
  int user;
  void unlink() { user = 0; }
};
struct clean_H2 : clean_H {};
static Pool<clean_H> pool_h;
void clean_h0(clean_H* object) {
  object->unlink();
  pool_h.put(object);
}
void clean_h1(clean_H* object) {
  object->unlink();
  pool_h.put(object);
}
void clean_h2(clean_H* object) {
  object->unlink();
  pool_h.put(object);
}
void clean_h3(clean_H2* object) {
  pool_h.put(object);
}

// Another pool.
static Pool<clean_H> pool_i;
void clean_i(clean_H* object) {
  pool_i.put(object);
}

// Each in its own way.
struct clean_J {
  int user;
  void unlink() { user = 0; }
  void detach() { user = 0; }
  void close() { user = 0; }
};
static Pool<clean_J> pool_j;
void clean_j0(clean_J* object) {
  object->unlink();
  pool_j.put(object);
}
void clean_j1(clean_J* object) {
  object->detach();
  pool_j.put(object);
}
void clean_j2(clean_J* object) {
  object->close();
  pool_j.put(object);
}
void clean_j3(clean_J* object) {
  pool_j.put(object);
}
// By a macro, and one of them in a lambda.
struct Wire {
  int key;
  void unlink() { key = -1; }
};
static Pool<Wire> wires;
#define GIVE_BACK(wire) wires.put(wire)
void wire_sent(Wire* wire) {
  wire->unlink();
  GIVE_BACK(wire);
}
void wire_refused(Wire* wire) {
  wire->unlink();
  GIVE_BACK(wire);
}
void wire_expired(Wire* wire) {
  wire->unlink();
  GIVE_BACK(wire);
}
void wire_failed(Wire* wire) {
  if (chance()) note("failed");
  GIVE_BACK(wire);  // warn: without a step that the other 3 places take
}
