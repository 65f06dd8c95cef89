#pragma once
#include "object_pool.h"

struct Message {
  int number = 0;
  char text[120];
  void reset() { number = 0; }
};

class Server {
 public:
  explicit Server(int first) : next_(first) {}
  int serve();

 private:
  // Messages on their way.
  ObjectPool<Message> messages;

 public:
  Message* messages_acquire() { return messages.acquire(); }
  unsigned long messages_idle() { return messages.idle(); }
  void messages_release(Message* object) { messages.release(object); }
  static ObjectPool<Message> shared;

 private:
  int next_;
};
