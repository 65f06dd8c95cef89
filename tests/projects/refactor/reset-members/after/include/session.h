#pragma once
#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

enum class Phase { idle, busy };

struct Peer {
  int port = 80;
  std::string host;
};

struct Base {
  long tenant = 0;
};

struct Session : Base {
  Session() : rights(7) {}

  int user = 0;
  int rights;
  bool admin = false;
  double share = 0.5;
  Phase phase{};
  const char* path = nullptr;
  std::string name;
  std::vector<int> ids;
  char token[8] = {};
  Peer peer;

  // Everything of the last user goes.
  void reset() {
    user = 0;
    tenant = 0;
    rights = 7;
    admin = false;
    share = 0.5;
    phase = {};
    path = nullptr;
    name.clear();
    ids.clear();
    std::fill(std::begin(token), std::end(token), 0);
    peer.port = 80;
    peer.host.clear();
  }
};

// Spare objects of one kind.
template <class T>
class ObjectPool {
 public:
  ~ObjectPool() {
    for (T* each : free_) delete each;
  }
  T* acquire() {
    if (free_.empty()) return new T;
    T* out = free_.back();
    free_.pop_back();
    return out;
  }
  void release(T* object) {
    object->reset();
    free_.push_back(object);
  }

 private:
  std::vector<T*> free_;
};

extern ObjectPool<Session> sessions;
std::string serve(int user);
