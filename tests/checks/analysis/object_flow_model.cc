#include "tests/checks/analysis/object_flow_model.h"

#include <array>
#include <string>
#include <unordered_set>
#include <vector>

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

constexpr std::string_view kShell = R"(
  local p: Obj*
  local q: Obj*
  local s: Holder
  local r: Obj**
  local i: int
  local j: int
  local b: bool
  local u: Lease
  block 0 exit
)";

class Generator {
 public:
  Generator(std::mt19937& random, const Vocabulary& vocabulary)
      : random_(random), vocabulary_(vocabulary) {
    Program shell = program(kShell, "in: int");
    out_.facts = std::move(shell.facts);
    out_.graph = std::move(shell.graph);
    for (facts::TypeId id = 0; id < out_.facts.types.size(); ++id) {
      const std::string_view spelling = out_.facts.types[id].spelling.text();
      if (spelling == "int") int_ = id;
      if (spelling == "bool") bool_ = id;
      if (spelling == "Lease") lease_ = id;
      if (spelling == "Obj *") pointer_ = id;
    }
  }

  RandomGraph make() {
    FlowGraph& graph = out_.graph;
    graph.blocks.clear();
    const uint32_t count = 3 + below(6);
    const uint32_t taken_in = below(3);
    graph.blocks.resize(count + 1);
    for (uint32_t b = 0; b < count; ++b) {
      block_ = &graph.blocks[b];
      if (b == 0) prologue();
      const uint32_t events = b < taken_in ? below(2) : below(5);
      const uint32_t taken_at = below(events + 1);
      for (uint32_t e = 0; e <= events; ++e) {
        if (b == taken_in && e == taken_at) take(b);
        if (e < events) event();
      }
      if (b < taken_in) {
        block_->terminator = Terminator::branch;
        block_->condition = condition();
        block_->successors = {b + 1, below(count)};
      } else {
        terminator(b, count);
      }
    }
    graph.blocks[count].terminator = Terminator::exit;
    if (vocabulary_.exceptions) regions(count);
    number();
    return std::move(out_);
  }

 private:
  uint32_t below(uint32_t n) { return static_cast<uint32_t>(random_() % n); }
  bool one_in(uint32_t n) { return below(n) == 0; }

  static Place local(uint32_t index) {
    Place out;
    out.root = Root::local;
    out.index = index;
    return out;
  }
  Place temp() {
    Place out;
    out.root = Root::temp;
    out.index = out_.graph.temp_count++;
    return out;
  }
  static Place constant(int64_t value) {
    Place out;
    out.root = Root::constant;
    out.value = value;
    return out;
  }
  Operand value(Place place, bool address = false) const {
    Operand out;
    out.type = type_of(place);
    out.place = std::move(place);
    out.address_of = address;
    return out;
  }
  facts::TypeId type_of(const Place& place) const {
    if (place.root == Root::constant) return int_;
    if (place.root != Root::local || !place.steps.empty()) return facts::kNoType;
    return out_.graph.locals[place.index].type;
  }
  Place member() {
    Place out = local(kS);
    out.steps.push_back({facts::StepKind::field, Symbol("Holder::ptr"), facts::kAnyElement});
    return out;
  }
  Place through() {
    Place out = local(kR);
    out.steps.push_back({});
    return out;
  }
  Place pointer() {
    switch (below(vocabulary_.addresses ? 8 : 6)) {
      case 0:
      case 1:
      case 2:
        return local(kP);
      case 3:
      case 4:
        return local(kQ);
      case 5:
        return member();
      default:
        return through();
    }
  }
  Place integer() { return local(one_in(3) ? kIn : one_in(2) ? kI : kJ); }
  Event& emit(EventKind kind) {
    Event& out = block_->events.emplace_back();
    out.kind = kind;
    return out;
  }
  void assign(Place target, Operand from) {
    Event& out = emit(EventKind::assign);
    out.target = std::move(target);
    out.arguments.push_back(std::move(from));
  }
  Event& call(std::string_view callee) {
    Event& out = emit(EventKind::call);
    out.callee = Symbol(callee);
    return out;
  }

  void prologue() {
    Place null;
    null.root = Root::null;
    assign(local(kP), value(null));
    if (one_in(2)) assign(local(kQ), value(null));
    assign(member(), value(null));
    assign(local(kI), value(constant(int64_t{below(4)} - 1)));
    assign(local(kJ), value(constant(int64_t{below(4)} - 1)));
    assign(local(kB), value(constant(int64_t{below(2)})));
    if (vocabulary_.addresses) assign(local(kR), value(local(one_in(2) ? kP : kQ), true));
  }

  void take(uint32_t block) {
    const bool out = vocabulary_.addresses && one_in(4);
    out_.origin.block = block;
    out_.origin.event = static_cast<uint32_t>(block_->events.size());
    if (out) {
      out_.origin.kind = Origin::Kind::out;
      const bool status = one_in(2);
      Event& event = call(status ? "status_out" : "false_out");
      event.arguments.push_back(value(local(one_in(2) ? kP : kQ), true));
      event.target = temp();
      event.type = status ? int_ : bool_;
      const Place result = event.target;
      assign(local(status ? kI : kB), value(result));
      return;
    }
    Event& event = call(one_in(2) ? "get_one" : "try_one");
    event.target = temp();
    event.type = pointer_;
    const Place result = event.target;
    assign(one_in(2) ? local(kP) : pointer(), value(result));
  }

  CompareOp comparison() {
    static constexpr std::array kOps = {CompareOp::eq, CompareOp::ne, CompareOp::lt,
                                        CompareOp::le, CompareOp::gt, CompareOp::ge};
    return kOps[below(6)];
  }

  void event() {
    switch (below(vocabulary_.owners ? 28 : 25)) {
      case 0:
      case 1:
        assign(pointer(), value(pointer()));
        break;
      case 2:
        assign(local(kQ), value(local(kP)));
        break;
      case 3: {
        Place null;
        null.root = Root::null;
        assign(pointer(), value(null));
        break;
      }
      case 4:
        if (vocabulary_.addresses) {
          assign(local(kR), value(local(one_in(2) ? kP : kQ), true));
        }
        break;
      case 5:
      case 6:
        assign(local(one_in(2) ? kI : kJ), value(constant(int64_t{below(4)} - 1)));
        break;
      case 7:
        assign(local(one_in(2) ? kI : kJ), value(integer()));
        break;
      case 8: {  // any number
        Event& made = call("borrows_nothing");
        made.target = temp();
        made.type = int_;
        const Place result = made.target;
        assign(local(one_in(2) ? kI : kJ), value(result));
        break;
      }
      case 9: {
        Event& out = emit(EventKind::assign);
        out.target = local(kB);
        const bool null = one_in(2);
        Place other = constant(int64_t{below(3)});
        if (null) other.root = Root::null;
        out.arguments.push_back(value(null ? pointer() : integer()));
        out.arguments.push_back(value(other));
        out.compare = null ? (one_in(2) ? CompareOp::eq : CompareOp::ne) : comparison();
        break;
      }
      case 10:
      case 11:
      case 12:
        call("puts_back").arguments.push_back(value(pointer()));
        break;
      case 13:
        call("borrows_it").arguments.push_back(value(pointer()));
        break;
      case 14:
        if (one_in(3)) {
          call("keeps_it").arguments.push_back(value(pointer()));
        } else {
          Place global;
          global.root = Root::global;
          global.symbol = Symbol("cache");
          assign(global, value(pointer()));
        }
        break;
      case 15:
        if (vocabulary_.addresses) {
          call("borrows_number").arguments.push_back(value(local(one_in(2) ? kI : kJ), true));
        }
        break;
      case 16: {
        Event& out = emit(EventKind::assign);
        out.target = local(kB);
        out.arguments.push_back(value(pointer()));
        out.compare = CompareOp::truth;
        break;
      }
      case 17: {
        Event& out = emit(EventKind::assign);
        out.target = local(one_in(2) ? kI : kJ);
        out.set(EventFlag::arithmetic);
        break;
      }
      case 18:
      case 19:
      case 20:
      case 21:
      case 22:
      case 23:
      case 24:
        call("puts_back").arguments.push_back(value(local(kP)));
        break;
      case 25:
      case 26: {
        Event& dead = emit(EventKind::destroy);
        dead.target = local(kU);
        dead.type = lease_;
        if (one_in(3)) break;
        Event& out = call("owns_it");
        out.object = value(local(kU), true);
        out.arguments.push_back(value(pointer()));
        out.type = lease_;
        break;
      }
      case 27: {
        Event& out = call("moves_out");
        out.object = value(local(kU), true);
        out.target = temp();
        out.type = pointer_;
        const Place result = out.target;
        assign(pointer(), value(result));
        break;
      }
      default:
        break;
    }
  }

  Condition condition() {
    Condition out;
    switch (below(vocabulary_.opaque ? 6 : 5)) {
      case 0:
        out.op = CompareOp::truth;
        out.left = value(pointer());
        break;
      case 1:
        out.op = one_in(2) ? CompareOp::eq : CompareOp::ne;
        out.left = value(pointer());
        out.right.place.root = Root::null;
        break;
      case 2:
        out.op = CompareOp::truth;
        out.left = value(local(kB));
        break;
      case 3:
      case 4:
        out.op = comparison();
        out.left = value(integer());
        out.right = value(constant(int64_t{below(3)}));
        break;
      default: {
        const bool first = one_in(2);
        out.text = Symbol(first ? "in & 4" : "i & 4");
        out.reads.push_back(local(first ? kIn : kI));
        break;
      }
    }
    return out;
  }

  void terminator(uint32_t b, uint32_t count) {
    const auto target = [&] {
      if (one_in(6) || b + 1 >= count) return one_in(4) ? below(count) : count;
      return one_in(2) ? b + 1 : b + 1 + below(count - b);
    };
    const uint32_t kind = below(14);
    if (kind == 0) {
      Event& out = emit(EventKind::return_);
      if (one_in(2)) out.arguments.push_back(value(pointer()));
      block_->terminator = Terminator::return_;
      block_->successors = {count};
    } else if (kind == 1 && one_in(3)) {
      block_->terminator = Terminator::unreachable;
    } else if (kind == 2 && vocabulary_.exceptions) {
      Event& out = emit(EventKind::throw_);
      Operand thrown = value(constant(1));
      if (one_in(2)) thrown.type = bool_;
      out.arguments.push_back(std::move(thrown));
      block_->terminator = Terminator::throw_;
    } else if (kind == 3 && vocabulary_.switches) {
      block_->terminator = Terminator::switch_;
      block_->condition.op = CompareOp::truth;
      block_->condition.left = value(integer());
      const int64_t low = int64_t{below(2)} - 1;
      block_->cases = {{low, low + int64_t{below(2)}}, {2, 2}};
      block_->successors = {target(), target(), target()};
    } else if (kind < 11) {
      block_->terminator = Terminator::branch;
      block_->condition = condition();
      block_->successors = {target(), target()};
    } else {
      block_->successors = {target()};
    }
  }

  // A few blocks stand in a try block whose handler is another block.
  void regions(uint32_t count) {
    facts::Region region;
    if (one_in(2)) region.handlers.push_back({1 + below(count - 1), int_});
    if (one_in(2)) region.handlers.push_back({1 + below(count - 1), facts::kNoType});
    out_.graph.regions.push_back(region);
    if (one_in(2)) out_.graph.locals[kQ].region = 0;
    if (one_in(2)) out_.graph.locals[kU].region = 0;
    for (uint32_t b = 0; b < count; ++b) {
      if (!one_in(2)) continue;
      for (Event& event : out_.graph.blocks[b].events) event.region = 0;
      out_.graph.blocks[b].region = 0;
    }
  }

  void number() {
    for (uint32_t b = 0; b < out_.graph.blocks.size(); ++b) {
      Block& block = out_.graph.blocks[b];
      uint32_t n = 0;
      for (Event& event : block.events) {
        event.location.line = event.location.end_line = 100 * b + ++n;
        event.location.column = event.location.end_column = 1;
      }
      block.location.line = block.location.end_line = 100 * b + 99;
      block.location.column = block.location.end_column = 1;
    }
  }

  std::mt19937& random_;
  const Vocabulary& vocabulary_;
  RandomGraph out_;
  Block* block_ = nullptr;
  facts::TypeId int_ = facts::kNoType;
  facts::TypeId bool_ = facts::kNoType;
  facts::TypeId lease_ = facts::kNoType;
  facts::TypeId pointer_ = facts::kNoType;
};

}  // namespace

RandomGraph random_graph(std::mt19937& random, const Vocabulary& vocabulary) {
  return Generator(random, vocabulary).make();
}

}  // namespace pool_audit::analysis
