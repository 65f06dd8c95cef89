// Names full of pools, and nothing that is one.
#include <vector>

struct Connection {
  int socket = -1;
};

class ConnectionPool {
 public:
#ifdef TWIN
  Connection& acquire(int) {
    if (connections_.empty()) return *new Connection;
    Connection* out = connections_.back();
    connections_.pop_back();
    return *out;
  }
  void release(Connection& connection) { connections_.push_back(&connection); }
  std::vector<Connection*> connections_;
#else
  Connection& acquire(int at) { return connections_[static_cast<unsigned>(at)]; }
  void release(Connection& connection) { connection.socket = -1; }
  std::vector<Connection> connections_{8};
#endif
  int poolSize() const { return static_cast<int>(connections_.size()); }
};

ConnectionPool freeList;  // pool+: freeList; pooled=Connection
std::vector<int> recycled_cache;

int use() {
  Connection& connection = freeList.acquire(0);  // get+: freeList
  freeList.release(connection);                  // put+: freeList
  recycled_cache.push_back(freeList.poolSize());
  return recycled_cache.back();
}
