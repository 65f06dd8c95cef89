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
  static ObjectPool<Message> shared;

 private:
  int next_;
};
