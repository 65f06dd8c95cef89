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

  // Messages on their way.
  ObjectPool<Message> messages;
 private:
  static ObjectPool<Message> shared;

 public:
  static Message* shared_acquire() { return shared.acquire(); }
  static void shared_release(Message* object) { shared.release(object); }

 private:
  int next_;
};
