#include <cstdio>
#include <vector>

struct Seat {
  int guest = 0;
};

// As many as there are rooms for.
class SeatPool {
 public:
  SeatPool() {
    for (int i = 0; i < 2; ++i) free_.push_back(new Seat);
  }
  ~SeatPool() {
    for (Seat* each : free_) delete each;
  }
  Seat* get() {
    if (free_.empty()) return nullptr;
    Seat* out = free_.back();
    free_.pop_back();
    return out;
  }
  void put(Seat* seat) {
    seat->guest = 0;
    free_.push_back(seat);
  }

 private:
  std::vector<Seat*> free_;
};

static SeatPool seats;

static int tested(int guest) {
  Seat* seat = seats.get();
  if (seat == nullptr) return -1;
  seat->guest = guest;
  int out = seat->guest;
  seats.put(seat);
  return out;
}

static int untested(int guest) {
  Seat* seat = seats.get();
  if (seat == nullptr) return -1;
  seat->guest = guest;
  int out = seat->guest;
  seats.put(seat);
  return out;
}

int main() {
  std::printf("%d %d\n", tested(3), untested(4));
}
