// Runs a graph in every possible way, and writes down what its runs do that they must not.
//
// An object is what one get gave: the one that is followed, or any other. What was put may be used
// no more, until the get is run again. Objects that were handed over, or came to an end in an
// owner, are somebody else's; so are those that an unknown callee got hold of by the address of
// what points to them.
#include <array>
#include <unordered_set>
#include <vector>

#include "tests/checks/analysis/misuse_model.h"

namespace pool_audit::analysis {

using facts::Block;
using facts::CompareOp;
using facts::Event;
using facts::EventFlag;
using facts::EventKind;
using facts::FlowGraph;
using facts::Operand;
using facts::Place;
using facts::Root;
using facts::StepKind;
using facts::Terminator;

namespace {

// All the memory there is: the locals in their order, the two elements of an array apart.
// `lo` and `hi` are compared with one another only: how is in kLo, and kHi is not used.
enum Cell : int8_t {
  kIn,
  kLo,
  kHi,
  kI,
  kJ,
  kB,
  kP,
  kQ,
  kS,
  kS2,
  kA0,
  kA1,
  kR,
  kC,
  kU,
  kTemp,
  kCells
};
constexpr std::array kCellOfLocal = {kIn, kLo, kHi, kI, kJ, kB, kP, kQ, kS, kS2, kA0, kR, kC, kU};
constexpr std::array kPointers = {kP, kQ, kS, kS2, kA0, kA1};
constexpr uint32_t kLocalQ = 7;
constexpr uint32_t kLocalU = 13;

// What a pointer to an object can be. `kNone` is the null that the get gave which is followed.
enum Pointer : int8_t { kNull, kFollowed, kOther, kNone };
// Integers, one beyond every constant.
constexpr std::array<int8_t, 5> kIntegers = {-2, -1, 0, 1, 2};

struct Run {
  uint16_t block = 0;
  uint16_t event = 0;
  std::array<int8_t, kCells> cell = {};
  std::array<int8_t, 2> opaque = {-1, -1};
  bool taken = false;
  bool told = false;      // b says whether the get that is followed gave an object: it gave none
  bool settled = false;   // nothing more can be said of this object
  bool unlikely = false;  // a callee changed a pointer that was not handed to it
  uint16_t put = 0;       // line of the put that it went with

  [[nodiscard]] std::string key() const {
    std::string out(cell.begin(), cell.end());
    for (const uint16_t each : {block, event, put}) {
      out += static_cast<char>(each & 0xff);
      out += static_cast<char>(each >> 8);
    }
    out += opaque[0];
    out += opaque[1];
    out += static_cast<char>(int{taken} | int{told} << 1 | int{unlikely} << 2);
    return out;
  }
};

// Where a place leads: to a cell, or into the memory of an object.
struct At {
  int cell = -1;
  int8_t object = kNull;
};

class Runner {
 public:
  explicit Runner(const MisuseGraph& input)
      : graph_(input.program.graph), origin_(input.origin), oracle_(input.program.facts) {
    for (const Block& block : graph_.blocks) {
      for (const Event& event : block.events) {
        for (const Operand& each : event.arguments) {
          if (!each.address_of) continue;
          if (const int cell = where(Run{}, each.place).cell; cell >= 0) {
            escapes_[static_cast<size_t>(cell)] = true;
          }
        }
      }
    }
    // The address of one element leads to the others.
    escapes_[kA0] = escapes_[kA1] = escapes_[kA0] || escapes_[kA1];
  }

  MisuseRuns run() {
    for (const int8_t in : kIntegers) {
      for (const int8_t lo : {-1, 0, 1}) {
        Run first;
        first.cell[kIn] = in;
        first.cell[kLo] = lo;
        add(first);
      }
    }
    while (!work_.empty() && out_.complete) {
      const Run now = work_.back();
      work_.pop_back();
      advance(now);
    }
    return std::move(out_);
  }

 private:
  static constexpr size_t kMaxStates = 5000;

  void add(const Run& run) {
    if (run.settled) return;
    if (seen_.size() > kMaxStates) out_.complete = false;
    if (out_.complete && seen_.insert(run.key()).second) work_.push_back(run);
  }

  // ---- memory

  static At where(const Run& run, const Place& place) {
    At out;
    if (place.root == Root::temp) out.cell = kTemp;
    if (place.root == Root::local) out.cell = kCellOfLocal[place.index];
    for (const facts::Step& step : place.steps) {
      if (out.cell < 0) break;
      if (step.kind == StepKind::element) out.cell += static_cast<int>(step.value);
      if (step.kind != StepKind::deref) continue;
      const int8_t pointer = run.cell[static_cast<size_t>(out.cell)];
      if (out.cell == kR) {
        out.cell = pointer;
      } else {
        out = {-1, pointer};
      }
    }
    return out;
  }
  static int8_t value(const Run& run, const Operand& operand) {
    if (operand.place.root == Root::constant) return static_cast<int8_t>(operand.place.value);
    const At at = where(run, operand.place);
    if (at.cell < 0) return at.object;
    if (operand.address_of) return static_cast<int8_t>(at.cell);
    return run.cell[static_cast<size_t>(at.cell)];
  }
  void write(Run& run, int cell, int8_t what) {
    run.cell[static_cast<size_t>(cell)] = what;
    if (cell == kB) run.told = false;
    if (cell == kI) run.opaque[1] = -1;
  }
  static bool is_pointer(const Run& run, const Operand& operand) {
    const int cell = where(run, operand.place).cell;
    return !operand.address_of && cell >= kP && cell <= kA1;
  }
  static bool compare(int a, CompareOp op, int b) {
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
  // The sides of a comparison: two integers, or a pointer and null.
  static bool compare(const Run& run, const Operand& left, CompareOp op, const Operand* right) {
    int a = value(run, left);
    if (is_pointer(run, left)) a = a == kNone ? 0 : a;
    return compare(a, op, right ? value(run, *right) : 0);
  }

  // ---- what must not happen

  void wrong(Run& run, Misuse::Kind kind, const Event& event) {
    if (run.settled) return;
    out_.happened.emplace(kind, event.location.line, run.put);
    if (!run.unlikely) out_.certain.emplace(kind, event.location.line, run.put);
    run.settled = true;
  }
  void touch(Run& run, int8_t object, const Event& event) {
    if (object == kNone) wrong(run, Misuse::Kind::unchecked, event);
    if (object == kFollowed && run.put != 0) wrong(run, Misuse::Kind::use, event);
  }

  // ---- events: the runs that go on behind one

  std::vector<Run> execute(Run run, const Event& event) {
    switch (event.kind) {
      case EventKind::assign:
        assign(run, event);
        break;
      case EventKind::use:
        touch(run, where(run, event.target).object, event);
        break;
      case EventKind::call:
        return call(run, event);
      case EventKind::destroy:
        destroy(run, event);
        break;
      case EventKind::return_:
        if (!event.arguments.empty() && value(run, event.arguments[0]) == kFollowed) {
          if (run.put != 0) wrong(run, Misuse::Kind::use, event);
          run.settled = true;
        }
        break;
      default:
        break;
    }
    return {run};
  }

  void assign(Run& run, const Event& event) {
    const Operand& from = event.arguments[0];
    int8_t what = value(run, from);
    if (event.target.root == Root::global) {
      if (what == kNone || (what == kFollowed && run.put == 0)) run.settled = true;
      return;
    }
    const int source = from.address_of ? -1 : where(run, from.place).cell;
    if (event.compare == CompareOp::none && source == where(run, event.target).cell) return;
    const bool tells = is_pointer(run, from) && what == kNone;
    if (event.compare != CompareOp::none) {
      const Operand* right = event.arguments.size() > 1 ? &event.arguments[1] : nullptr;
      what = compare(run, from, event.compare, right) ? 1 : 0;
    }
    write(run, where(run, event.target).cell, what);
    if (event.compare != CompareOp::none) run.told = tells;
    if (from.place.root == Root::temp) run.cell[kTemp] = 0;
  }

  void destroy(Run& run, const Event& event) {
    if (run.cell[kU] == kFollowed) {
      if (run.put != 0) wrong(run, Misuse::Kind::put_again, event);
      run.settled = true;
    }
    run.cell[kU] = kNull;
  }

  std::vector<Run> call(Run run, const Event& event) {
    const std::string_view name = event.callee.text();
    const bool reads = name.starts_with("reads_");
    if (event.object.place.root != Root::none && reads) touch(run, value(run, event.object), event);
    const int8_t first = event.arguments.empty() || event.arguments[0].address_of
                             ? int8_t{kNull}
                             : value(run, event.arguments[0]);
    const bool whole = !event.arguments.empty() && is_pointer(run, event.arguments[0]);
    if (whole && first == kNone) run.settled = true;  // the callee may test it
    if (first == kFollowed && run.put != 0) {
      if (reads) wrong(run, Misuse::Kind::use, event);
      if (name.starts_with("puts_")) wrong(run, Misuse::Kind::put_again, event);
    } else if (first == kFollowed) {
      if (name.starts_with("puts_")) run.put = static_cast<uint16_t>(event.location.line);
      if (name.starts_with("keeps_")) run.settled = true;
    }
    if (is_origin(run)) return take(run, event);
    if (name.starts_with("owns_")) run.cell[kU] = first;
    std::vector<Run> out;
    if (name.starts_with("moves_")) {
      run.cell[kTemp] = run.cell[kU];
      run.cell[kU] = kNull;
      if (run.cell[kTemp] == kNull) {  // nobody says what an empty owner gives
        out = written_by_call(run);
        run.cell[kTemp] = kOther;
      }
    }
    if (name.starts_with("unknown_")) {
      const int cell = where(run, event.arguments[0].place).cell;
      const int8_t old = run.cell[static_cast<size_t>(cell)];
      if (old == kNone || (old == kFollowed && run.put == 0)) run.settled = true;
      write(run, cell, kOther);
      out = written_by_call(run);
      write(run, cell, kNull);
    }
    for (Run& each : written_by_call(run)) out.push_back(each);
    if (name != "borrows_nothing") return out;
    std::vector<Run> any;
    for (Run& each : out) {
      for (const int8_t number : kIntegers) {
        each.cell[kTemp] = number;
        any.push_back(each);
      }
    }
    return any;
  }

  // Whoever had an address may write there in any call, but leaves the object alone. That this
  // happens to other objects, and to this one not, is no run that has to be thought of.
  std::vector<Run> written_by_call(const Run& run) {
    std::vector<Run> out = {run};
    const auto fork = [&](int cell, int8_t what) {
      const size_t count = out.size();
      for (size_t i = 0; i < count; ++i) {
        const int8_t old = out[i].cell[static_cast<size_t>(cell)];
        if (cell >= kP && cell <= kA1 && (old == kFollowed || old == kNone)) continue;
        Run next = out[i];
        next.unlikely = next.unlikely || (cell >= kP && cell <= kA1 && old == kOther);
        write(next, cell, what);
        out.push_back(next);
      }
    };
    for (const int cell : {kI, kJ}) {
      if (!escapes_[static_cast<size_t>(cell)]) continue;
      for (const int8_t number : kIntegers) fork(cell, number);
    }
    for (const int cell : kPointers) {
      if (!escapes_[static_cast<size_t>(cell)]) continue;
      fork(cell, kNull);
      fork(cell, kOther);
    }
    return out;
  }

  [[nodiscard]] bool is_origin(const Run& run) const {
    return run.block == origin_.block && run.event == origin_.event + 1;
  }

  // Any of the objects taken here may be the one that is followed.
  std::vector<Run> take(Run run, const Event& event) {
    const std::string_view name = event.callee.text();
    std::vector<Run> out;
    // The story of what was put ends with the next get, and so does that of what there was none of.
    const bool gave_none = run.taken && run.put == 0 && holds_none(run);
    if (run.put != 0 || gave_none) run.settled = true;
    const auto give = [&](int8_t object, bool success) {
      Run next = run;
      if (object == kFollowed || object == kNone) next.taken = true;
      if (!name.ends_with("_out")) {
        next.cell[kTemp] = object;
      } else {
        if (success) write(next, where(run, event.arguments[0].place).cell, object);
        next.cell[kTemp] = success != name.starts_with("status_") ? 1 : 0;
      }
      for (Run& each : written_by_call(next)) {
        out.push_back(each);
        if (name.starts_with("status_") && !success) {
          for (const int8_t other : {-2, -1, 2}) {
            out.push_back(each);
            out.back().cell[kTemp] = other;
          }
        }
      }
    };
    if (!run.taken) give(kFollowed, true);
    give(kOther, true);
    if (name == "try_one" && !run.taken) give(kNone, true);
    if (name == "try_one") give(kNull, true);
    if (name.ends_with("_out")) give(kNull, false);
    return out;
  }
  static bool holds_none(const Run& run) {
    for (const int cell : kPointers) {
      if (run.cell[static_cast<size_t>(cell)] == kNone) return true;
    }
    return run.cell[kC] == kNone || run.told;
  }

  // ---- blocks

  void advance(Run run) {
    const Block& block = graph_.blocks[run.block];
    if (run.event < block.events.size()) {
      const Event& event = block.events[run.event];
      ++run.event;
      for (const Run& each : execute(run, event)) add(each);
      return;
    }
    switch (block.terminator) {
      case Terminator::exit:
      case Terminator::unreachable:
        return;
      case Terminator::throw_:
        return unwind(run, block);
      case Terminator::branch:
        return branch(run, block);
      case Terminator::switch_: {
        const int8_t what = value(run, block.condition.left);
        for (size_t i = 0; i < block.cases.size(); ++i) {
          if (what < block.cases[i].low || what > block.cases[i].high) continue;
          return go(run, block.successors[i]);
        }
        return go(run, block.successors.back());
      }
      default:
        return go(run, block.successors[0]);
    }
  }
  void go(Run run, uint32_t to) {
    run.block = static_cast<uint16_t>(to);
    run.event = 0;
    add(run);
  }

  void branch(Run run, const Block& block) {
    const facts::Condition& condition = block.condition;
    if (condition.op != CompareOp::none) {
      const bool pointer = is_pointer(run, condition.left);
      const bool told = pointer ? value(run, condition.left) == kNone
                                : where(run, condition.left.place).cell == kB && run.told;
      if (told) run.settled = true;  // it was tested, and there is none
      const bool truth = compare(run, condition.left, condition.op, &condition.right);
      return go(run, block.successors[truth ? 0 : 1]);
    }
    const size_t text = condition.text.text() == "in & 4" ? 0 : 1;
    for (const int8_t truth : {0, 1}) {
      if (run.opaque[text] >= 0 && run.opaque[text] != truth) continue;
      Run next = run;
      next.opaque[text] = truth;
      go(next, block.successors[truth != 0 ? 0 : 1]);
    }
  }

  void unwind(Run run, const Block& block) {
    const Event& thrown = block.events.back();
    const auto dies = [&](bool everything) {
      if (everything || graph_.locals[kLocalU].region == 0) destroy(run, thrown);
    };
    if (block.region == 0) {
      for (const facts::Handler& each : graph_.regions[0].handlers) {
        if (each.type != facts::kNoType && each.type != thrown.arguments[0].type) continue;
        dies(false);
        if (graph_.locals[kLocalQ].region == 0) {  // nobody knows what it holds there
          run.cell[kQ] = kOther;
          go(run, each.block);
          run.cell[kQ] = kNull;
        }
        return go(run, each.block);
      }
    }
    dies(true);
  }

  const FlowGraph& graph_;
  const Origin& origin_;
  MisuseOracle oracle_;
  std::array<bool, kCells> escapes_ = {};
  std::unordered_set<std::string> seen_;
  std::vector<Run> work_;
  MisuseRuns out_;
};

}  // namespace

MisuseRuns run_misuses(const MisuseGraph& graph) {
  return Runner(graph).run();
}

}  // namespace pool_audit::analysis
