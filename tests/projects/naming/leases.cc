// Pools of the runtime that are used through leases alone, one of them behind a smart pointer.
#include <pool/pool.h>

#include <memory>

struct Packet {
  int number;
  char data[100];
};
struct Other {
  int number;
};
struct packet_tag {};

pool::sharded_pool<Packet> packets;
pool::bounded_pool<int> numbers(4);

class Server {
 public:
  Server()
      : pool_(std::make_unique<pool::sharded_pool<Packet>>()), other_(std::make_unique<Other>()) {}
  int run() { return pool_->acquire()->number + other_->number; }

 private:
  std::unique_ptr<pool::sharded_pool<Packet>> pool_;
  std::unique_ptr<Other> other_;  // made by another instance of the same function template
};

int owned() {
  const auto local = std::make_unique<pool::sharded_pool<Packet>>();
  const auto other = std::make_unique<Other>();
  const auto packet = local->acquire();
  return packet->number + other->number;
}

int use() {
  Server server;
  const auto packet = packets.acquire();
  const auto number = numbers.acquire();
  const auto tagged = pool::static_pool<Packet, packet_tag>::acquire();
  return server.run() + packet->number + *number + tagged->number + owned();
}
