#include <cstdio>
#include <pool/bounded_pool.h>

#include "spares.h"

struct Letter {
  int stamp = 0;
  std::vector<char> body;
  void reset() {
    stamp = 0;
    body.clear();
  }
};

struct Event {
  Event() { ++alive; }
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  ~Event() { --alive; }
  void reset() {
    id = 0;
    name.clear();
  }

  inline static int alive = 0;
  int id = 0;
  std::vector<char> name;
};

static Spares<Letter> letters;
static pool::bounded_pool<Event> events_pool(
    4,
    pool::bound::idle,
    {.reset = [](Event& object) { object.reset(); }},
    pool::order::lifo,
    "events");

static int write_letter(int stamp) {
  auto letter = letters.acquire();
  letter->stamp = stamp;
  letter->body.resize(3);
  const int size = letter->stamp + static_cast<int>(letter->body.size());
  letters.release(std::move(letter));
  return size;
}

// As many at once as the calls are deep.
static int nested(int depth) {
  auto event = events_pool.acquire();
  event->id = depth;
  event->name.resize(2);
  const int below = depth == 0 ? 0 : nested(depth - 1);
  const int sum = below + event->id + static_cast<int>(event->name.size());
  return sum;
}

int main() {
  std::printf("%d %d\n", write_letter(4), nested(7));
  std::printf("%d events are kept\n", Event::alive);
}
