// Bytes are read from what a member refers to and written into it.
#include <memory>
#include <vector>

struct Session {
  Session* read(char*, int) { return nullptr; }
  int write(Session*) { return 0; }
};

class PooledStream {
 public:
  explicit PooledStream(Session& session) : session_(session) {}
#ifdef TWIN
  Session* read() {
    if (sessions_.empty()) return new Session;
    Session* out = sessions_.back();
    sessions_.pop_back();
    return out;
  }
  void write(Session* from) { sessions_.push_back(from); }
  std::vector<Session*> sessions_;
#else
  Session* read() { return session_.read(nullptr, 0); }
  void write(Session* from) { session_.write(from); }
#endif

 private:
  Session& session_;
};

void use(PooledStream& stream) {    // pool+: stream; pooled=Session
  Session* read = stream.read();  // get+: stream
  stream.write(read);             // put+: stream
}
