// The object knows the way home: it puts itself back.
#include <list>

class Connection;
static std::list<Connection*> idle_connections;  // pool: idle_connections; pooled=Connection

class Connection {
 public:
  static Connection* open() {
    if (idle_connections.empty()) return new Connection;
    Connection* out = idle_connections.front();
    idle_connections.pop_front();
    return out;
  }
  void release() { idle_connections.push_back(this); }
  void send() { ++sent_; }

 private:
  int sent_ = 0;
};

void use() {
  Connection* connection = Connection::open();  // get: idle_connections
  connection->send();
  connection->release();  // put: idle_connections
}
