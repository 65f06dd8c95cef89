// Pools of the runtime with names, in every place where one can stand.
#include <pool/pool.h>

#include <string>

struct Packet {
  int number;
  char data[100];
};

pool::sharded_pool<Packet> packets({}, {.name = "net.packets"});
pool::bounded_pool<std::string> strings(2, pool::bound::strict, {}, pool::order::lifo,
                                        "io.strings");
pool::sharded_pool<Packet> unnamed;

struct tag {
  static constexpr pool::settings settings = {.name = "by.tag"};
  static constexpr std::source_location site = std::source_location::current();
};
struct plain_tag {};

class Server {
 public:
  Server() : pool_({}, {.name = "server.pool"}) {}
  void run() {
    Packet* packet = pool_.get();
    pool_.put(packet);
  }

 private:
  pool::sharded_pool<Packet> pool_;
  pool::sharded_pool<Packet> other_{{}, {.name = "server.other"}};
};

class Twice {
 public:
  Twice() : pool_({}, {.name = "one"}) {}
  explicit Twice(int) : pool_({}, {.name = "two"}) {}

 private:
  pool::sharded_pool<Packet> pool_;
};

void use() {
  Server server;
  server.run();
  Packet* packet = packets.get();
  packets.put(packet);
  auto* text = pool::static_pool<std::string, tag>::get();
  pool::static_pool<std::string, tag>::put(text);
  auto* other = pool::static_pool<std::string, plain_tag>::get();
  pool::static_pool<std::string, plain_tag>::put(other);
  static pool::sharded_pool<Packet> local({}, {.name = "local"});
  local.put(local.get());
  strings.put(strings.get());
  unnamed.put(unnamed.get());
}
