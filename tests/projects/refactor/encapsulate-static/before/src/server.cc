#include "server.h"

ObjectPool<Message> Server::shared;

int Server::serve() {
  Message* m = messages.acquire();
  m->number = next_++;
  int out = m->number;
  messages.release(m);
  return out;
}
