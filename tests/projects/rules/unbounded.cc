// Hand-written pools that keep what comes back, each flagged at the list of its spares.
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

struct Packet {
  Packet* next = nullptr;
  char bytes[256] = {};
};
void send(Packet* packet);

// ---- flagged -----------------------------------------------------------------------------------

static Packet* free_packets;  // warn: 'free_packets' keeps every object that was ever put into it
Packet* take_packet() {
  if (!free_packets) return new Packet();
  Packet* packet = free_packets;
  free_packets = packet->next;
  return packet;
}
void recycle_packet(Packet* packet) {
  packet->next = free_packets;
  free_packets = packet;
}

class Connection {
 public:
  Packet* acquire() {
    if (spare_packets_.empty()) return new Packet();
    Packet* packet = spare_packets_.back();
    spare_packets_.pop_back();
    return packet;
  }
  void release(Packet* packet) { spare_packets_.push_back(packet); }

 private:
  std::vector<Packet*> spare_packets_;  // warn: 'Connection::spare_packets_' keeps every object
};

class PacketPool {
 public:
  ~PacketPool() {
    for (Packet* packet : free_) delete packet;
  }
  Packet* get() {
    std::lock_guard<std::mutex> lock(mutex_);
    if (free_.empty()) return new Packet();
    Packet* packet = free_.back();
    free_.pop_back();
    return packet;
  }
  void put(Packet* packet) {
    std::lock_guard<std::mutex> lock(mutex_);
    free_.push_back(packet);
  }

 private:
  std::mutex mutex_;
  std::vector<Packet*> free_;
};
static PacketPool shared;  // warn: 'shared' keeps every object that was ever put into it
static PacketPool second;  // warn: 'second' keeps every object that was ever put into it

thread_local std::vector<std::unique_ptr<Packet>>  // warn: 'recycled' keeps every object
    recycled;
std::unique_ptr<Packet> pop_recycled() {
  if (recycled.empty()) return std::make_unique<Packet>();
  std::unique_ptr<Packet> packet = std::move(recycled.back());
  recycled.pop_back();
  return packet;
}
void push_recycled(std::unique_ptr<Packet> packet) {
  recycled.push_back(std::move(packet));
}

// One of which there is also one that lasts.
class Recorder {
 public:
  Packet* acquire() {
    if (spare_packets_.empty()) return new Packet();
    Packet* packet = spare_packets_.back();
    spare_packets_.pop_back();
    return packet;
  }
  void release(Packet* packet) { spare_packets_.push_back(packet); }

 private:
  std::vector<Packet*> spare_packets_;  // warn: 'Recorder::spare_packets_' keeps every object
};
static Recorder lasting_recorder;
void record() {
  Recorder recorder;
  recorder.release(recorder.acquire());
  lasting_recorder.release(lasting_recorder.acquire());
}

// One that somebody makes on the heap, and one that main() owns.
class Player {
 public:
  Packet* acquire() {
    if (spare_packets_.empty()) return new Packet();
    Packet* packet = spare_packets_.back();
    spare_packets_.pop_back();
    return packet;
  }
  void release(Packet* packet) { spare_packets_.push_back(packet); }

 private:
  std::vector<Packet*> spare_packets_;  // warn: 'Player::spare_packets_' keeps every object
};
Player* make_player() {
  Player player;
  player.release(player.acquire());
  return new Player(player);
}
class Program {
 public:
  Packet* acquire() {
    if (spare_packets_.empty()) return new Packet();
    Packet* packet = spare_packets_.back();
    spare_packets_.pop_back();
    return packet;
  }
  void release(Packet* packet) { spare_packets_.push_back(packet); }

 private:
  std::vector<Packet*> spare_packets_;  // warn: 'Program::spare_packets_' keeps every object
};
int main() {
  Program program;
  program.release(program.acquire());
}

// ---- clean -------------------------------------------------------------------------------------

// As many as were made at the start, for which others wait.
class CleanRing {
 public:
  CleanRing() {
    for (int i = 0; i < 8; ++i) clean_free_.push_back(std::make_unique<Packet>());
  }
  std::unique_ptr<Packet> acquire() {
    if (clean_free_.empty()) return nullptr;
    std::unique_ptr<Packet> packet = std::move(clean_free_.back());
    clean_free_.pop_back();
    return packet;
  }
  void release(std::unique_ptr<Packet> packet) { clean_free_.push_back(std::move(packet)); }

 private:
  std::vector<std::unique_ptr<Packet>> clean_free_;
};
static CleanRing clean_ring;
void clean_go_round() {
  if (std::unique_ptr<Packet> packet = clean_ring.acquire()) {
    clean_ring.release(std::move(packet));
  }
}

// All of them end with the computation that they serve, also as a part of another local.
class CleanHull {
 public:
  Packet* acquire() {
    if (clean_spare_packets_.empty()) return new Packet();
    Packet* packet = clean_spare_packets_.back();
    clean_spare_packets_.pop_back();
    return packet;
  }
  void release(Packet* packet) { clean_spare_packets_.push_back(packet); }

 private:
  std::vector<Packet*> clean_spare_packets_;
};
struct CleanTwoHulls {
  CleanHull first;
  CleanHull second;
};
void clean_compute() {
  CleanHull hull;
  CleanTwoHulls more;
  hull.release(hull.acquire());
  more.first.release(more.second.acquire());
}

// It counts what rests.
static Packet* clean_free_list;
static int resting;
Packet* take_counted() {
  if (!clean_free_list) return new Packet();
  Packet* packet = clean_free_list;
  clean_free_list = packet->next;
  --resting;
  return packet;
}
void clean_counted_put(Packet* packet) {
  if (resting >= 64) {
    delete packet;
    return;
  }
  packet->next = clean_free_list;
  clean_free_list = packet;
  ++resting;
}

// It drops what is too many.
static std::vector<Packet*> clean_free_packets;
Packet* take_of_few() {
  if (clean_free_packets.empty()) return new Packet();
  Packet* packet = clean_free_packets.back();
  clean_free_packets.pop_back();
  return packet;
}
void clean_put_of_few(Packet* packet) {
  if (clean_free_packets.size() > 32) {
    delete packet;
  } else {
    clean_free_packets.push_back(packet);
  }
}

// One at most rests; what rested before goes back to the allocator.
void alignedFree(void* memory);
static Packet* clean_free_packet;
Packet* take_the_one() {
  if (!clean_free_packet) return new Packet();
  Packet* packet = clean_free_packet;
  clean_free_packet = nullptr;
  return packet;
}
void clean_put_the_one(Packet* packet) {
  alignedFree(clean_free_packet);
  clean_free_packet = packet;
}

// Somebody thins it out from time to time.
static Packet* clean_spare_packets;
Packet* take_trimmed() {
  if (!clean_spare_packets) return new Packet();
  Packet* packet = clean_spare_packets;
  clean_spare_packets = packet->next;
  return packet;
}
void recycle_trimmed(Packet* packet) {
  packet->next = clean_spare_packets;
  clean_spare_packets = packet;
}
void clean_trim() {
  while (Packet* packet = clean_spare_packets) {
    clean_spare_packets = packet->next;
    delete packet;
  }
}

// The same of a container whose elements own what they hold.
static std::vector<std::unique_ptr<Packet>> clean_recycled;
std::unique_ptr<Packet> pop_owned() {
  if (clean_recycled.empty()) return std::make_unique<Packet>();
  std::unique_ptr<Packet> packet = std::move(clean_recycled.back());
  clean_recycled.pop_back();
  return packet;
}
void push_owned(std::unique_ptr<Packet> packet) {
  clean_recycled.push_back(std::move(packet));
}
void clean_forget() {
  clean_recycled.resize(clean_recycled.size() / 2);
}

// There are never more than stand in the array.
class CleanFixedPool {
 public:
  CleanFixedPool() {
    for (Packet& packet : store_) free_.push_back(&packet);
  }
  Packet* get() {
    if (free_.empty()) return nullptr;
    Packet* packet = free_.back();
    free_.pop_back();
    return packet;
  }
  void put(Packet* packet) { free_.push_back(packet); }

 private:
  Packet store_[16];
  std::vector<Packet*> free_;
};
static CleanFixedPool clean_fixed;

void clean_users(Connection& connection) {
  Packet* packet = take_packet();
  send(packet);
  recycle_packet(packet);
  packet = connection.acquire();
  connection.release(packet);
  packet = shared.get();
  shared.put(packet);
  packet = second.get();
  second.put(packet);
  push_recycled(pop_recycled());
  clean_counted_put(take_counted());
  clean_put_of_few(take_of_few());
  recycle_trimmed(take_trimmed());
  clean_put_the_one(take_the_one());
  push_owned(pop_owned());
  packet = clean_fixed.get();
  if (packet) clean_fixed.put(packet);
}

namespace {

struct CleanWords {
  char text[200];
};

// Kept up to a number, in a variable that no other source can name; what is beyond it dies with its
// owner, without a word.
thread_local std::vector<std::unique_ptr<CleanWords>> clean_spare_words;

std::unique_ptr<CleanWords> take_clean_words() {
  if (clean_spare_words.empty()) return std::make_unique<CleanWords>();
  std::unique_ptr<CleanWords> words = std::move(clean_spare_words.back());
  clean_spare_words.pop_back();
  return words;
}

void put_clean_words(std::unique_ptr<CleanWords> words) {
  if (clean_spare_words.size() < 8) clean_spare_words.push_back(std::move(words));
}

}  // namespace

char clean_use_of_words() {
  std::unique_ptr<CleanWords> words = take_clean_words();
  const char first = words->text[0];
  put_clean_words(std::move(words));
  return first;
}
