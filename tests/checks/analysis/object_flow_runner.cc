// Runs random graphs in every possible way.
#include <array>
#include <string>
#include <unordered_set>
#include <vector>

#include "tests/checks/analysis/object_flow_model.h"
#include "tests/checks/analysis/object_flow_support.h"

namespace pool_audit::analysis {

using facts::Block;
using facts::CompareOp;
using facts::Condition;
using facts::Event;
using facts::EventFlag;
using facts::EventKind;
using facts::FlowGraph;
using facts::Operand;
using facts::Place;
using facts::Root;
using facts::Terminator;

namespace {

// Pointers are null, the followed object, or another one. Integers are -2..3, one beyond every
// constant.
enum Pointer : int8_t { kNull, kFollowed, kOther };
constexpr std::array<int8_t, 6> kIntegers = {-2, -1, 0, 1, 2, 3};

struct Run {
  uint32_t block = 0;
  uint32_t event = 0;
  std::array<int8_t, kLocals> local = {};  // kS is its member; kR: the local pointed to
  int8_t temp = 0;                         // one is in use at a time
  std::array<int8_t, 2> opaque = {-1, -1};
  bool taken = false;
  bool handed = false;
  bool again = false;    // another one was taken since
  bool settled = false;  // has ended, or was never the one that is followed
  uint32_t left = 0;

  // All of it in a few bytes.
  [[nodiscard]] std::string key() const {
    std::string out(local.begin(), local.end());
    for (const uint32_t each : {block, event, left}) {
      out += static_cast<char>(each & 0xff);
      out += static_cast<char>(each >> 8);
    }
    out += temp;
    out += opaque[0];
    out += opaque[1];
    out += static_cast<char>(uint32_t{taken} | uint32_t{handed} << 1 | uint32_t{settled} << 2 |
                             uint32_t{again} << 3);
    return out;
  }
};

class Runner {
 public:
  explicit Runner(const RandomGraph& graph)
      : graph_(graph.graph),
        origin_line_(graph_.blocks[graph.origin.block].events[graph.origin.event].location.line) {
    for (const Block& block : graph_.blocks) {
      for (const Event& event : block.events) {
        for (const Operand& each : event.arguments) {
          if (each.address_of && each.place.root == Root::local) escapes_[each.place.index] = true;
        }
      }
    }
  }

  AllRuns run() {
    Run first;
    first.local[kR] = kP;
    for (const int8_t in : kIntegers) {
      for (const int8_t q : {kNull, kOther}) {
        Run each = first;
        each.local[kIn] = in;
        each.local[kQ] = q;
        add(each);
      }
    }
    while (!work_.empty() && out_.complete) {
      Run now = std::move(work_.back());
      work_.pop_back();
      advance(now);
    }
    out_.states = seen_.size();
    return std::move(out_);
  }

 private:
  static constexpr size_t kMaxStates = 60000;

  void add(const Run& run) {
    if (run.settled) return;
    if (seen_.size() > kMaxStates) out_.complete = false;
    if (out_.complete && seen_.insert(run.key()).second) work_.push_back(run);
  }

  int8_t* cell(Run& run, const Place& place) {
    if (place.root == Root::temp) return &run.temp;
    if (place.root != Root::local) return nullptr;
    if (place.index == kR && !place.steps.empty()) {
      return &run.local[static_cast<size_t>(run.local[kR])];
    }
    return &run.local[place.index];
  }
  int8_t get(Run& run, const Operand& operand) {
    if (operand.place.root == Root::constant) return static_cast<int8_t>(operand.place.value);
    if (operand.address_of) return static_cast<int8_t>(operand.place.index);
    const int8_t* at = cell(run, operand.place);
    return at ? *at : int8_t{kNull};
  }
  static bool compare(int64_t a, CompareOp op, int64_t b) {
    switch (op) {
      case CompareOp::eq:
        return a == b;
      case CompareOp::ne:
        return a != b;
      case CompareOp::lt:
        return a < b;
      case CompareOp::le:
        return a <= b;
      case CompareOp::gt:
        return a > b;
      case CompareOp::ge:
        return a >= b;
      default:
        return a != 0;
    }
  }
  void wrote(Run& run, const Place& place) {
    if (place.root != Root::local) return;
    if (place.index == kIn) run.opaque[0] = -1;
    if (place.index == kI) run.opaque[1] = -1;
  }
  void end(Run& run, RunEnd how, uint32_t line) {
    if (!run.taken || run.settled) return;
    if (how == RunEnd::lost && run.handed) how = RunEnd::handed;
    out_.ends.insert(how);
    if (how == RunEnd::lost) {
      if (run.again && graph_.blocks[run.block].terminator != Terminator::exit) {
        line = origin_line_;
      } else if (run.left != 0) {
        line = run.left;
      }
      out_.lost_at.insert(line);
    }
    run.settled = true;
  }
  static bool held(const Run& run, bool with_temp) {
    for (const uint32_t each : {kP, kQ, kS, kU}) {
      if (run.local[each] == kFollowed) return true;
    }
    return with_temp && run.temp == kFollowed;
  }

  // The runs that go on behind one event.
  std::vector<Run> execute(Run run, const Event& event) {
    std::vector<Run> out;
    switch (event.kind) {
      case EventKind::assign:
        return assigned(std::move(run), event);
      case EventKind::call:
        return called(std::move(run), event);
      case EventKind::destroy:
        if (run.local[kU] == kFollowed) end(run, RunEnd::leased, event.location.line);
        run.local[kU] = kNull;
        break;
      case EventKind::return_:
        if (!event.arguments.empty() && run.taken && !run.settled &&
            get(run, event.arguments[0]) == kFollowed && run.local[kU] != kFollowed) {
          end(run, RunEnd::handed, event.location.line);
        }
        run.left = event.location.line;
        break;
      default:
        break;
    }
    out.push_back(std::move(run));
    return out;
  }

  std::vector<Run> assigned(Run run, const Event& event) {
    std::vector<Run> out;
    if (event.has(EventFlag::arithmetic)) {
      wrote(run, event.target);
      for (const int8_t each : kIntegers) {
        out.push_back(run);
        *cell(out.back(), event.target) = each;
      }
      return out;
    }
    int8_t value = get(run, event.arguments[0]);
    if (event.compare != CompareOp::none) {
      const int64_t other = event.arguments.size() > 1 ? get(run, event.arguments[1]) : 0;
      value = compare(value, event.compare, other) ? 1 : 0;
    }
    if (event.target.root == Root::global) {
      if (value == kFollowed) run.handed = true;
    } else {
      *cell(run, event.target) = value;
      wrote(run, event.target);
      if (event.arguments[0].place.root == Root::temp) run.temp = kNull;
    }
    if (run.taken && !run.handed && !held(run, true)) {
      end(run, RunEnd::lost, event.location.line);
    }
    out.push_back(std::move(run));
    return out;
  }

  std::vector<Run> called(Run run, const Event& event) {
    const std::string_view name = event.callee.text();
    std::vector<Run> out;
    if (name == "puts_back" || name == "keeps_it") {
      if (get(run, event.arguments[0]) == kFollowed) {
        if (name == "puts_back") end(run, RunEnd::put, event.location.line);
        run.handed = run.handed || name == "keeps_it";
      }
    } else if (name == "owns_it") {
      run.local[kU] = get(run, event.arguments[0]);
    } else if (name == "moves_out") {
      run.temp = run.local[kU];
      run.local[kU] = kNull;
      if (run.temp == kNull) {  // nobody says what an empty owner gives
        out.push_back(run);
        run.temp = kOther;
      }
    } else if (name == "get_one" || name == "try_one" || name.ends_with("_out")) {
      return taken(std::move(run), event);
    }
    // Whoever had an address may write there in any call, but leaves the object alone.
    out.push_back(std::move(run));
    for (const uint32_t each : {kI, kJ, kP, kQ}) {
      if (!escapes_[each]) continue;
      const bool pointer = each == kP || each == kQ;
      std::vector<Run> more;
      for (Run& old : out) {
        for (const int8_t value : kIntegers) {
          if (pointer && (old.local[each] == kFollowed || (value != kNull && value != kOther))) {
            continue;
          }
          Run next = old;
          next.local[each] = value;
          wrote(next, local_place(each));
          more.push_back(std::move(next));
        }
        more.push_back(std::move(old));
      }
      out = std::move(more);
    }
    if (name == "borrows_nothing") {
      std::vector<Run> more;
      for (const Run& old : out) {
        for (const int8_t value : kIntegers) {
          more.push_back(old);
          more.back().temp = value;
        }
      }
      out = std::move(more);
    }
    return out;
  }

  static Place local_place(uint32_t index) {
    Place out;
    out.root = Root::local;
    out.index = index;
    return out;
  }

  // Any of the objects taken here may be the one that is followed.
  std::vector<Run> taken(Run run, const Event& event) {
    const std::string_view name = event.callee.text();
    std::vector<Run> out;
    const auto give = [&](int8_t object, bool success) {
      Run next = run;
      if (object == kFollowed) next.taken = true;
      if (run.taken && success) next.again = true;
      if (name.ends_with("_out")) {
        if (success) next.local[event.arguments[0].place.index] = object;
        const bool status = name.starts_with("status_");
        if (success != status) {
          next.temp = 1;
          if (next.taken && !next.handed && !held(next, false)) {
            end(next, RunEnd::lost, event.location.line);
          }
          out.push_back(next);
          if (status) {
            for (const int8_t other : {-2, -1, 2, 3}) {
              next.temp = other;
              out.push_back(next);
            }
          }
          return;
        }
        next.temp = 0;
      } else {
        next.temp = object;
      }
      if (next.taken && !next.handed && !held(next, true)) {
        end(next, RunEnd::lost, event.location.line);
      }
      out.push_back(std::move(next));
    };
    if (!run.taken) give(kFollowed, true);
    give(kOther, true);
    if (name == "try_one") give(kNull, true);
    if (name.ends_with("_out")) {
      give(kNull, false);
    }
    std::vector<Run> more;
    for (const Run& each : out) {
      for (Run& next : after_call(each)) more.push_back(std::move(next));
    }
    return more;
  }
  std::vector<Run> after_call(const Run& run) {
    Event nothing;
    nothing.kind = EventKind::call;
    nothing.callee = Symbol("borrows_it");
    nothing.arguments.resize(1);
    return called(run, nothing);
  }

  void advance(Run run) {
    const Block& block = graph_.blocks[run.block];
    if (run.event < block.events.size()) {
      const Event& event = block.events[run.event];
      ++run.event;
      for (const Run& each : execute(run, event)) add(each);
      return;
    }
    const auto go = [&](Run next, uint32_t to) {
      next.block = to;
      next.event = 0;
      add(next);
    };
    switch (block.terminator) {
      case Terminator::exit:
        if (run.local[kU] == kFollowed) end(run, RunEnd::leased, 0);
        end(run, RunEnd::lost, 0);
        return;
      case Terminator::unreachable:
        return;
      case Terminator::throw_:
        return throws(std::move(run), block);
      case Terminator::branch:
        return branches(run, block);
      case Terminator::switch_: {
        const int8_t value = get(run, block.condition.left);
        for (size_t i = 0; i < block.cases.size(); ++i) {
          if (value >= block.cases[i].low && value <= block.cases[i].high) {
            return go(std::move(run), block.successors[i]);
          }
        }
        return go(std::move(run), block.successors.back());
      }
      default:
        return go(std::move(run), block.successors[0]);
    }
  }

  void branches(const Run& run, const Block& block) {
    const auto go = [&](Run next, bool truth) {
      next.block = block.successors[truth ? 0 : 1];
      next.event = 0;
      add(next);
    };
    const Condition& condition = block.condition;
    Run now = run;
    if (condition.op != CompareOp::none) {
      const bool null = condition.right.place.root == Root::null;
      const int64_t other = null ? int64_t{kNull} : get(now, condition.right);
      return go(now, compare(get(now, condition.left), condition.op, other));
    }
    const size_t text = condition.text.text() == "in & 4" ? 0 : 1;
    for (const int8_t truth : {0, 1}) {
      if (now.opaque[text] >= 0 && now.opaque[text] != truth) continue;
      Run next = now;
      next.opaque[text] = truth;
      go(next, truth != 0);
    }
  }

  void throws(Run run, const Block& block) {
    const Event& thrown = block.events.back();
    const uint32_t line = thrown.location.line;
    const auto dies = [&](bool everything) {
      if (everything || graph_.locals[kU].region == 0) {
        if (run.local[kU] == kFollowed) end(run, RunEnd::leased, line);
        run.local[kU] = kNull;
      }
      if (everything || graph_.locals[kQ].region == 0) run.local[kQ] = kOther;
      if (!run.handed && !held(run, false)) end(run, RunEnd::lost, line);
    };
    if (block.region == 0) {
      for (const facts::Handler& each : graph_.regions[0].handlers) {
        if (each.type != facts::kNoType && each.type != thrown.arguments[0].type) continue;
        dies(false);
        run.block = each.block;
        run.event = 0;
        return add(run);
      }
    }
    dies(true);
    end(run, RunEnd::lost, line);
  }

  const FlowGraph& graph_;
  uint32_t origin_line_ = 0;
  std::array<bool, kLocals> escapes_ = {};
  std::unordered_set<std::string> seen_;
  std::vector<Run> work_;
  AllRuns out_;
};

}  // namespace

AllRuns run_everything(const RandomGraph& graph) {
  return Runner(graph).run();
}

}  // namespace pool_audit::analysis
