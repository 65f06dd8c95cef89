// The spares are kept by a container of the project's own: what they are is what comes out of it.
struct Connection {
  int socket = -1;
};

class ConnectionStack {
 public:
  void push(Connection* connection);
  Connection* pop();
  bool empty() const;
};

class Service {
 public:
  Connection* get() {
    if (idle_connections_->empty()) return new Connection;
    return idle_connections_->pop();
  }
  void put(Connection* connection) { idle_connections_->push(connection); }

 private:
  ConnectionStack* idle_connections_;  // pool: Service::idle_connections_; pooled=Connection
};

int use(Service& service) {
  Connection* connection = service.get();  // get: idle_connections_
  const int socket = connection->socket;
  service.put(connection);  // put: idle_connections_
  return socket;
}
