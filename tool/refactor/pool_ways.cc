#include "tool/refactor/pool_ways.h"

#include <string_view>

#include "tool/refactor/way_events.h"
#include "tool/refactor/way_state.h"

namespace pool_audit::refactor {

using analysis::HandWritten;
using analysis::Program;
using facts::Event;
using facts::Root;

namespace {

constexpr size_t kMostSteps = 20000;  // from block to block, over all ways
constexpr int kRounds = 2;            // through a loop

class Walk {
 public:
  explicit Walk(const WayScene& scene) : scene_(scene) {}

  Ways run() {
    WayState state;
    if (scene_.object >= 0) {
      state.values[{Root::local, static_cast<uint32_t>(scene_.object)}] = {Origin::object, false};
    }
    walk(0, std::move(state));
    if (too_many_) return {{}, "it has too many ways to count them", ""};
    return {{out_.begin(), out_.end()}, "", ""};
  }

 private:
  void walk(uint32_t index, WayState state) {
    for (;;) {
      too_many_ = too_many_ || ++steps_ > kMostSteps;
      if (too_many_ || index == facts::kNoBlock) return;
      if (++state.rounds[index] > kRounds) return;
      const facts::Block& block = scene_.graph.blocks[index];
      for (const Event& event : block.events) observe(scene_, event, state);
      switch (block.terminator) {
        case facts::Terminator::exit:
          finish(std::move(state));
          return;
        case facts::Terminator::throw_:
        case facts::Terminator::unreachable:
          return;
        case facts::Terminator::branch: {
          WayState other = state;
          if (assume(scene_, block.condition, false, other) && block.successors.size() > 1) {
            walk(block.successors[1], std::move(other));
          }
          if (!assume(scene_, block.condition, true, state)) return;
          break;
        }
        case facts::Terminator::switch_:
          for (size_t i = 1; i < block.successors.size(); ++i) walk(block.successors[i], state);
          break;
        default:
          break;
      }
      if (block.successors.empty()) return;
      index = block.successors[0];
    }
  }

  void finish(WayState state) {
    Way& way = state.way;
    if (scene_.is_put && way.stores.empty() && way.drops.empty()) way.drops = state.ends;
    if (scene_.is_put) way.fate = fate_of_put(state);
    if (scene_.out >= 0) {
      way.untouched = !state.given;
      give(state.given.value_or(Value{Origin::null, false}), way.end, state);
    } else if (!scene_.is_put && way.end.line == 0) {
      way.fate = Fate::unknown;
    }
    if (way.unclear.line != 0) way.fate = Fate::unknown;
    out_.insert(std::move(way));
  }

  Fate fate_of_put(const WayState& state) const {
    const Way& way = state.way;
    if (way.stores.size() + way.drops.size() > 1 || way.repeats) return Fate::unknown;
    if (!way.stores.empty()) return Fate::kept;
    if (!way.drops.empty()) return Fate::dropped;
    const auto object = state.values.find({Root::local, static_cast<uint32_t>(scene_.object)});
    if (object == state.values.end()) return Fate::unknown;
    if (object->second.origin == Origin::null) return Fate::nothing;
    // Or with the one that the caller has, as far as the pool is concerned.
    facts::TypeId type = scene_.graph.locals[static_cast<size_t>(scene_.object)].type;
    const facts::TypeKind kind = scene_.program.type(type).kind;
    if (kind == facts::TypeKind::lvalue_reference || kind == facts::TypeKind::rvalue_reference) {
      type = scene_.program.type(type).target;
    }
    const std::string_view owner = scene_.program.type(type).template_name.text();
    return owner == "std::unique_ptr" || owner == "std::shared_ptr" ? Fate::dies : Fate::unknown;
  }

  const WayScene& scene_;
  std::set<Way> out_;
  size_t steps_ = 0;
  bool too_many_ = false;
};

}  // namespace

Ways ways_of(const Program& program, const HandWritten& own, const analysis::Part& part,
             bool is_put) {
  const auto graph = program.graph(part.function);
  if (!graph || graph->blocks.empty()) return {{}, "its body is not seen", ""};
  if (is_put && part.argument < 0) return {{}, "what it puts is no argument of it", ""};
  if (!is_put && part.argument < -1) return {{}, "what it takes goes into another list", ""};
  const WayScene scene(program, own, *graph, is_put, part.argument);
  Ways out = Walk(scene).run();
  if (scene.out >= 0) {
    const auto& argument = graph->locals[static_cast<size_t>(scene.out)];
    const bool reference = program.type(argument.type).kind == facts::TypeKind::lvalue_reference;
    out.given = (reference ? "" : "*") + std::string(argument.name.text());
  }
  return out;
}

}  // namespace pool_audit::refactor
