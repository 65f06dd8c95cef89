#include <cstdio>
#include <vector>

// What a get hands out begins with `Init`.
template <class T, bool Clean, int Init = 0>
class ObjectPool {
 public:
  ~ObjectPool() {
    for (T* each : free_) delete each;
  }
  T* get() {
    T* out = nullptr;
    if (free_.empty()) {
      out = new T;
    } else {
      out = free_.back();
      free_.pop_back();
    }
    out->number = Init;
    return out;
  }
  void put(T* object) {
    if constexpr (Clean) object->clear();
    free_.push_back(object);
  }

 private:
  std::vector<T*> free_;
};

struct Letter {
  int number = 0;
  std::vector<int> lines;
  void clear() { lines.clear(); }
};

struct Event {
  int number = 0;
  std::vector<int> times;
  void clear() { times.clear(); }
};

static ObjectPool<Letter, true> letters;
static ObjectPool<Event, false, 7> events;

static int write_letter(int line) {
  Letter* letter = letters.get();
  letter->lines.push_back(line);
  const int out = letter->number + static_cast<int>(letter->lines.size());
  letters.put(letter);
  return out;
}

static int record_event(int time) {
  Event* event = events.get();
  event->times.assign(1, time);
  const int out = event->number + event->times[0];
  events.put(event);
  return out;
}

int main() {
  std::printf("%d %d %d %d\n", write_letter(1), write_letter(2), record_event(3), record_event(4));
}
