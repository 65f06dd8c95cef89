#include <cstdio>
#include <mutex>
#include <string>
#include <vector>

namespace db {

struct Connection {
  int id;
  bool open = false;
  std::string schema;
  explicit Connection(int n) : id(n) {}
};

class ConnectionPool {
 public:
  static const int kMaxIdle = 2;

  ConnectionPool() = default;
  ~ConnectionPool() {
    while (!idle_.empty()) {
      Connection* c = idle_.back();
      idle_.pop_back();
      destroy(c);
    }
  }

  Connection* checkout(const std::string& schema) {
    std::lock_guard<std::mutex> lock(mutex_);
    Connection* c = nullptr;
    if (!idle_.empty()) {
      c = idle_.back();
      idle_.pop_back();
    }
    if (c == nullptr) {
      c = new Connection(++next_);
      ++open_;
    }
    c->open = true;
    c->schema = schema;
    return c;
  }

  void checkin(Connection* c) {
    std::lock_guard<std::mutex> lock(mutex_);
    c->open = false;
    if (static_cast<int>(idle_.size()) >= kMaxIdle) {
      destroy(c);
      return;
    }
    idle_.push_back(c);
  }

  int open() const { return open_; }

 private:
  void destroy(Connection* c) {
    --open_;
    delete c;
  }

  std::mutex mutex_;
  std::vector<Connection*> idle_;
  int next_ = 0;
  int open_ = 0;
};

ConnectionPool pool;

std::size_t query(const char* schema, int n) {
  Connection* c = pool.checkout(schema);
  std::size_t out = c->schema.size() + static_cast<std::size_t>(n);
  pool.checkin(c);
  return out;
}

}  // namespace db

int main() {
  std::printf("%zu\n", db::query("main", 3));
  std::vector<db::Connection*> all;
  for (int i = 0; i < 4; ++i) all.push_back(db::pool.checkout("x"));
  std::printf("open %d\n", db::pool.open());
  for (auto* c : all) db::pool.checkin(c);
}
