// The deleter of a unique_ptr is what puts the object back.
#include <memory>
#include <vector>

struct Session {
  int queries = 0;
};

class SessionPool;
struct GiveBack {
  SessionPool* pool = nullptr;
  void operator()(Session* session) const;
};
using Lease = std::unique_ptr<Session, GiveBack>;

class SessionPool {
 public:
  Lease lease() {
    Session* session;
    if (idle_.empty()) {
      session = new Session;
    } else {
      session = idle_.back();
      idle_.pop_back();
    }
    return Lease(session, GiveBack{this});
  }
  void give_back(Session* session) { idle_.push_back(session); }

 private:
  std::vector<Session*> idle_;
};

void GiveBack::operator()(Session* session) const {
  pool->give_back(session);  // put: sessions
}

SessionPool sessions;  // pool: sessions; pooled=Session pairings=lease

int use() {
  Lease lease = sessions.lease();  // get: sessions
  return ++lease->queries;
}
