// A hand-written free list, hot. The runtime does not see it: it has no telemetry of its own.
#include <mutex>

#include "quotes.h"

namespace quotes {
namespace {

struct Level {
  double price = 0;
  std::uint32_t left = 0;
  Level* next = nullptr;
};

// Price levels of an order book while it is walked: about 20K gets/s. Unbounded; nothing trims it.
// Not measured.
class LevelPool {
 public:
  ~LevelPool() {
    while (free_ != nullptr) {
      Level* const level = free_;
      free_ = level->next;
      delete level;
    }
  }

  Level* take() {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (free_ == nullptr) return new Level;
    Level* const level = free_;
    free_ = level->next;
    return level;
  }

  void give_back(Level* level) {
    const std::lock_guard<std::mutex> lock(mutex_);
    level->next = free_;
    free_ = level;
  }

 private:
  std::mutex mutex_;
  Level* free_ = nullptr;
};

LevelPool levels;

}  // namespace

double price_of(std::string_view symbol, std::uint32_t quantity) {
  Level* const level = levels.take();
  level->price = 10.0 + static_cast<double>(symbol.size());
  level->left = quantity;
  double total = 0;
  while (level->left != 0) {
    const std::uint32_t part = level->left < 100 ? level->left : 100;
    total += level->price * part;
    level->price += 0.01;
    level->left -= part;
  }
  levels.give_back(level);
  return total;
}

}  // namespace quotes
