#include <cstdio>

#include "server.h"

static int ask(Server& server, Server* other) {
  Message* m = server.messages.acquire();
  m->number = 7;
  int out = m->number + static_cast<int>(other->messages.idle());
  server.messages.release(m);
  return out;
}

static int tell() {
  Message* m = Server::shared_acquire();
  m->number = 5;
  int out = m->number;
  Server::shared_release(m);
  return out;
}

int main() {
  Server server(1);
  Server other(2);
  std::printf("%d %d %d %d\n", ask(server, &other), tell(), server.serve(), other.serve());
}
