// Any sequence of operations, by three threads in turn, against a plain model of the pool: which
// objects exist, which of them are out, and how many rotations the others have rested for.
#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <memory>
#include <thread>
#include <vector>

#include "pool/bounded_pool.h"
#include "pool/sharded_bounded_pool.h"
#include "pool/sharded_pool.h"

namespace pool_test {
namespace {

// Not assert: it holds in every build.
void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", what);
  std::abort();
}

struct item;

// The model. Objects enter it when they are made and leave it when they die, by themselves.
struct model {
  enum class place : std::uint8_t { fresh, out, idle };
  struct entry {
    place where = place::fresh;
    int rested = 0;  // rotations since it was put
  };
  std::map<const item*, entry> objects;
  int allowed_to_die_from =
      1 << 30;  // rotations rested from which a death is right; 0: any idle one
  std::uint64_t deaths = 0;

  [[nodiscard]] std::uint64_t count(place where) const {
    return static_cast<std::uint64_t>(std::ranges::count_if(
        objects, [where](const auto& each) { return each.second.where == where; }));
  }
};
model* now = nullptr;

struct item {
  item() { now->objects.emplace(this, model::entry{}); }
  item(const item&) = delete;
  item& operator=(const item&) = delete;
  ~item() {
    const auto at = now->objects.find(this);
    require(at != now->objects.end(), "only what exists dies");
    require(at->second.where != model::place::out, "what is out does not die");
    require(
        at->second.where == model::place::fresh || at->second.rested >= now->allowed_to_die_from,
        "what rests dies only when told to");
    now->objects.erase(at);
    ++now->deaths;
  }
  std::uint64_t payload[16] = {};
};

// Two threads besides the one of the fuzzer. An operation runs on one of the three, to its end.
class other_thread {
 public:
  other_thread() : thread_([this] { run(); }) {}
  other_thread(const other_thread&) = delete;
  other_thread& operator=(const other_thread&) = delete;
  ~other_thread() {
    give(nullptr);
    thread_.join();
  }
  void operator()(const std::function<void()>& task) {
    give(&task);
    busy_.wait(true);
  }

 private:
  void give(const std::function<void()>* task) {
    task_ = task;
    busy_ = true;
    busy_.notify_all();
  }
  void run() {
    for (;;) {
      busy_.wait(false);
      if (task_ == nullptr) return;
      (*task_)();
      busy_ = false;
      busy_.notify_all();
    }
  }
  const std::function<void()>* task_ = nullptr;
  std::atomic<bool> busy_{false};
  std::thread thread_;
};

void on_thread(unsigned which, const std::function<void()>& task) {
  // For the life of the process: their shards and stashes change hands from pool to pool.
  static auto& others = *new std::array<other_thread, 2>;
  which % 3 == 2 ? task() : others[which % 3](task);
}

// What is known of a kind of pool besides its interface.
struct traits {
  std::uint64_t idle_bound = ~std::uint64_t{0};
  std::uint64_t live_bound = ~std::uint64_t{0};
  bool finds_all = true;  // a get of any thread finds what any other put
};

template <class Pool>
class state {
 public:
  state(Pool& pool, const traits& known) : pool_(pool), known_(known) { now = &model_; }
  // One small struct an operation. `argument` is a byte of the input.
  struct get {
    unsigned argument;
    void apply(state& at) const {
      const std::uint64_t idle = at.model_.count(model::place::idle);
      const std::size_t before = at.model_.objects.size();
      at.quiet_ = false;
      item* const object = at.get_or_not();
      if (object == nullptr) {
        require(before == at.known_.live_bound && idle == 0, "get is refused at the bound only");
        return;
      }
      const bool created = at.model_.objects.size() != before;
      if (at.known_.finds_all) require(created == (idle == 0), "creates when nothing is idle");
      at.took(object, created);
    }
  };
  struct try_get {
    unsigned argument;
    void apply(state& at) const {
      const std::uint64_t idle = at.model_.count(model::place::idle);
      const std::size_t before = at.model_.objects.size();
      at.quiet_ = false;
      item* const object = at.pool_.try_get();
      const bool may_create = at.known_.live_bound != ~std::uint64_t{0};
      const bool created = at.model_.objects.size() != before;
      require(!created || may_create, "try_get of a pool that is not strict creates nothing");
      if (object != nullptr) return at.took(object, created);
      if (at.known_.finds_all) require(idle == 0, "try_get finds what is idle");
      if (may_create)
        require(before == at.known_.live_bound, "a strict pool creates up to its bound");
    }
  };
  struct put {
    unsigned argument;
    void apply(state& at) const {
      if (at.out_.empty()) return;
      const std::size_t which = argument % at.out_.size();
      item* const object = at.out_[which];
      at.out_.erase(at.out_.begin() + static_cast<std::ptrdiff_t>(which));
      const std::uint64_t idle = at.model_.count(model::place::idle);
      at.model_.objects.at(object) = {.where = model::place::idle, .rested = 0};
      const bool full = idle >= at.known_.idle_bound;
      at.model_.allowed_to_die_from = full || at.bypassed_ ? 0 : 1 << 30;
      at.pool_.put(object);
      const bool kept = at.model_.objects.contains(object);
      require(kept != (full || at.bypassed_), "put keeps while there is room");
    }
  };
  struct discard {
    unsigned argument;
    void apply(state& at) const {
      if (at.out_.empty()) return;
      item* const object = at.out_.back();
      at.out_.pop_back();
      at.model_.objects.at(object).where = model::place::fresh;
      at.pool_.discard(object);
      require(!at.model_.objects.contains(object), "what is discarded is gone");
    }
  };
  struct prefill {
    unsigned argument;
    void apply(state& at) const {
      if constexpr (requires { at.pool_.prefill(1); }) {
        at.pool_.prefill(argument % 8);
        at.fresh_ones_rest();
      }
    }
  };
  struct rotate {
    unsigned argument;
    void apply(state& at) const {
      if constexpr (requires { at.pool_.rotate(); }) {
        at.model_.allowed_to_die_from = 1;
        at.pool_.rotate();
        for (auto& [object, entry] : at.model_.objects) {
          if (entry.where != model::place::idle) continue;
          // A get takes several victims back at once, which then rest anew.
          require(entry.rested == 0 || !at.quiet_, "the second rotation ends what rests");
          ++entry.rested;
        }
        at.quiet_ = true;
      }
    }
  };
  struct trim {
    unsigned argument;
    void apply(state& at) const {
      at.model_.allowed_to_die_from = 0;
      at.pool_.trim();
      require(at.model_.count(model::place::idle) == 0, "trim leaves nothing");
    }
  };
  struct trim_some {
    unsigned argument;
    void apply(state& at) const {
      const std::uint64_t idle = at.model_.count(model::place::idle);
      const std::uint64_t most = argument % 16;
      const std::uint64_t deaths = at.model_.deaths;
      at.model_.allowed_to_die_from = 0;
      const std::uint64_t gone = at.pool_.trim_some(most);
      require(gone == std::min(most, idle), "trim_some takes as many as it is told to");
      require(at.model_.deaths - deaths == gone, "trim_some tells how many");
    }
  };
  struct switch_over {
    unsigned argument;
    void apply(state& at) const {
      at.bypassed_ = argument % 2 != 0;
      at.model_.allowed_to_die_from = 0;
      at.pool_.set_bypass(at.bypassed_);
      if (at.bypassed_) require(at.model_.count(model::place::idle) == 0, "passed through: empty");
    }
  };

  void run(const std::uint8_t* data, std::size_t size) {
    for (std::size_t at = 0; at + 1 < size; at += 2) {
      const unsigned code = data[at] % 16;
      const unsigned argument = data[at + 1];
      on_thread(data[at] / 16, [&] {
        // Gets and puts come often.
        switch (code) {
          case 0:
            return discard{argument}.apply(*this);
          case 1:
            return prefill{argument}.apply(*this);
          case 2:
            return rotate{argument}.apply(*this);
          case 3:
            return trim{argument}.apply(*this);
          case 4:
            return trim_some{argument}.apply(*this);
          case 5:
            return switch_over{argument}.apply(*this);
          case 6:
            return try_get{argument}.apply(*this);
          case 7:
          case 8:
          case 9:
            return put{argument}.apply(*this);
          case 10:
            return many(argument, [&] { put{argument}.apply(*this); });
          case 11:
          case 12:
            return many(argument, [&] { get{argument}.apply(*this); });
          default:
            return get{argument}.apply(*this);
        }
      });
      model_.allowed_to_die_from = 1 << 30;
      check_invariants();
    }
  }
  // What the pool still holds dies with it.
  void end() {
    while (!out_.empty()) put{0}.apply(*this);
    model_.allowed_to_die_from = 0;
  }

 private:
  template <class Task>
  static void many(unsigned times, const Task& task) {
    for (unsigned at = 0; at < times % 64; ++at) task();
  }

  item* get_or_not() {
    if constexpr (requires { pool_.get_for(std::chrono::nanoseconds(1)); }) {
      if (known_.live_bound != ~std::uint64_t{0}) return pool_.get_for(std::chrono::nanoseconds(1));
    }
    return pool_.get();
  }
  void took(item* object, bool created) {
    const auto found = model_.objects.find(object);
    require(found != model_.objects.end(), "what is handed out exists");
    require(found->second.where == (created ? model::place::fresh : model::place::idle),
            "what is handed out is with nobody else");
    found->second.where = model::place::out;
    out_.push_back(object);
  }
  void fresh_ones_rest() {
    for (auto& [object, entry] : model_.objects) {
      if (entry.where == model::place::fresh) entry = {.where = model::place::idle, .rested = 0};
    }
  }
  void check_invariants() {
    require(pool_.check_invariants() == 0, "the pool's own invariants");
    const pool::pool_stats stats = pool_.stats();
    require(stats.live == model_.objects.size(), "live");
    require(stats.idle == model_.count(model::place::idle), "idle");
    require(stats.out == out_.size(), "out");
    require(stats.hits() + stats.gets_created == stats.puts() + stats.out, "gets and puts");
    require(stats.idle <= known_.idle_bound && stats.live <= known_.live_bound, "bounds");
  }

  Pool& pool_;
  const traits known_;
  model model_;
  std::vector<item*> out_;
  bool bypassed_ = false;
  bool quiet_ = false;  // no get since the last rotation
};

// The pool dies before the model does.
template <class Pool, class... Arguments>
void fuzz(const traits& known, const std::uint8_t* data, std::size_t size, Arguments&&... how) {
  auto pool = std::make_unique<Pool>(std::forward<Arguments>(how)...);
  state<Pool> all(*pool, known);
  all.run(data, size);
  all.end();
  pool.reset();
}

}  // namespace
}  // namespace pool_test

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pool_test;
  if (size < 2) return 0;
  const std::size_t capacity = data[1] % 40 + 1;
  const unsigned kind = data[0] % 6;
  data += 2;
  size = std::min<std::size_t>(size - 2, 400);
  switch (kind) {
    case 0:
      fuzz<pool::sharded_pool<item, pool::no_policy>>(
          {.finds_all = false}, data, size, pool::no_policy{},
          pool::settings{.rotate_after = 0, .track = capacity % 2 == 0});
      break;
    case 1:
      fuzz<pool::bounded_pool<item, pool::no_policy>>({.idle_bound = capacity}, data, size,
                                                      capacity);
      break;
    case 2:
      fuzz<pool::bounded_pool<item, pool::no_policy>>(
          {.idle_bound = capacity, .live_bound = capacity}, data, size, capacity,
          pool::bound::strict);
      break;
    case 3:
      fuzz<pool::ring_pool<item, pool::no_policy>>({.idle_bound = capacity, .live_bound = capacity},
                                                   data, size, capacity);
      break;
    case 4:
      fuzz<pool::bounded_pool<item, pool::no_policy>>({.idle_bound = capacity}, data, size,
                                                      capacity, pool::bound::idle,
                                                      pool::no_policy{}, pool::order::fifo);
      break;
    default:
      fuzz<pool::sharded_bounded_pool<item, pool::no_policy>>(
          {.idle_bound = capacity}, data, size, capacity, pool::no_policy{}, std::size_t{4});
  }
  return 0;
}
