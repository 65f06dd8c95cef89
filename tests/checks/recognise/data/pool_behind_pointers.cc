// Pools that are reached through smart pointers and containers. The owner is the pool; a pointer
// that is only handed around is none.
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace Poco::Data {
class Session {
 public:
  int id = 0;
};
class SessionPool {
 public:
  explicit SessionPool(std::string name);
  Session get();
  bool isActive() const;
};
}  // namespace Poco::Data

namespace Poco {
template <class C>
class AutoPtr {
 public:
  AutoPtr(C* object) : object_(object) {}
  C* operator->() const { return object_; }
  C& operator*() const { return *object_; }
  operator C*() const { return object_; }

 private:
  C* object_;
};
}  // namespace Poco

using Poco::AutoPtr;
using Poco::Data::Session;
using Poco::Data::SessionPool;

class Container {
 public:
  void add(const std::string& name) {
    if (pools_.find(name) == pools_.end()) {
      SessionPool* pool = new SessionPool(name);
      pools_.insert(std::make_pair(name, AutoPtr<SessionPool>(pool)));
    }
  }
  Session session(const std::string& name) {
    auto it = pools_.find(name);
    return it->second->get();  // get: pools_
  }
  Session any() { return by_name("any").get(); }  // get: pools_

 private:
  SessionPool& by_name(const std::string& name) {
    auto it = pools_.find(name);
    return *it->second;
  }
  std::map<std::string, AutoPtr<SessionPool>> pools_;  // pool: Container::pools_
};

class Server {
 public:
  Server() : pool_(std::make_unique<SessionPool>("server")) {}
  int serve() {
    Session session = pool_->get();  // get: Server::pool_
    return session.id;
  }

 private:
  std::unique_ptr<SessionPool> pool_;  // pool: Server::pool_; kind=connection~pool
};

class Client {
 public:
  explicit Client(std::shared_ptr<SessionPool> pool) : pool_(pool) {}
  int ask() {
    Session session = pool_->get();  // get: shared
    return session.id;
  }

 private:
  std::shared_ptr<SessionPool> pool_;
};

bool unused() {
  AutoPtr<SessionPool> unused = new SessionPool("unused");  // pool: unused
  return unused->isActive();
}

int use() {
  auto shared = std::make_shared<SessionPool>("shared");  // pool: shared
  Client client(shared);
  Container container;
  container.add("a");
  SessionPool local("local");     // pool: local
  SessionPool* pointer = &local;
  Session session = pointer->get();  // get: local
  return client.ask() + Server().serve() + container.any().id + session.id;
}
