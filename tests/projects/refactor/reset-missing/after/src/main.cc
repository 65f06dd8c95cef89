#include <cstdio>
#include <memory>
#include <string>
#include <vector>

struct Session {
  int user = 0;
  std::string name;
  void reset() {
    user = 0;
    name.clear();
  }
};

class SessionPool {
 public:
  Session* get() {
    if (spare_.empty()) {
      all_.push_back(std::make_unique<Session>());
      return all_.back().get();
    }
    Session* out = spare_.back();
    spare_.pop_back();
    return out;
  }
  void put(Session* session) { spare_.push_back(session); }

 private:
  std::vector<std::unique_ptr<Session>> all_;
  std::vector<Session*> spare_;
};

static SessionPool sessions;

#define SAY(session) std::printf("%d %s\n", (session)->user, (session)->name.c_str())

static void login(int user) {
  Session* session = sessions.get();
  session->user = user;
  session->name = "user";
  SAY(session);
  session->reset();
  sessions.put(session);
}

static void logout(int user) {
	Session* session = sessions.get();
	session->user += user;
	session->name += "gone";
	SAY(session);
	session->reset();
	sessions.put(session);  // for the next one
}

static void once(int user) {
  Session* session = sessions.get();
  session->user += user;
  session->name += "once";
  SAY(session);
  if (user != 0) sessions.put(session);
  if (user == 0) sessions.put(session);
}

int main() {
  login(1);
  logout(2);
  login(3);
  once(4);
}
