// Shows a pointer that gives back by itself: the deleter of the unique_ptr is the release.
#include <memory>
#include <mutex>

#include "gateway.h"

namespace gateway {
namespace {

struct Session {
  std::string user;
  std::vector<std::string> log;
};

class SessionPool {
 public:
  struct GiveBack {
    SessionPool* pool;
    void operator()(Session* session) const { pool->put(session); }
  };
  using Handle = std::unique_ptr<Session, GiveBack>;

  ~SessionPool() {
    for (Session* session : idle_) delete session;
  }

  Handle get() {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (idle_.empty()) return Handle(new Session, GiveBack{this});
    Session* session = idle_.back();
    idle_.pop_back();
    return Handle(session, GiveBack{this});
  }

 private:
  void put(Session* session) {
    session->user.clear();
    session->log.clear();
    const std::lock_guard<std::mutex> lock(mutex_);
    idle_.push_back(session);
  }

  std::mutex mutex_;
  std::vector<Session*> idle_;
};

SessionPool sessions;

}  // namespace

std::size_t greet(std::string_view user) {
  const SessionPool::Handle session = sessions.get();
  session->user.assign(user);
  session->log.push_back("hello " + session->user);
  return session->log.front().size();
}

}  // namespace gateway
