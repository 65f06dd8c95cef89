#include "checks/analysis/function_effects.h"

#include <deque>

#include "checks/analysis/success_paths.h"

namespace pool_audit::analysis {

using facts::Event;
using facts::EventFlag;
using facts::EventKind;
using facts::FlowGraph;
using facts::Function;
using facts::FunctionFlag;
using facts::Root;
using model::Does;

namespace {

constexpr EffectBits bit(Does does) {
  return static_cast<EffectBits>(does);
}
// What happens only now and then is there for somebody who looks for a fault: a trace behind a test
// of its level, with the time of day and a global that says how deep it is.
constexpr EffectBits kSpeaks = bit(Does::logs) | bit(Does::performs_io) | bit(Does::writes_global) |
                               bit(Does::reads_clock) | bit(Does::reads_environment) |
                               bit(Does::sleeps) | bit(Does::blocks) | bit(Does::locks);
constexpr EffectBits kWrites = static_cast<EffectBits>(Does::writes_global);

EffectBits bits_of(const model::FunctionModel& model) {
  return model.does | (model.opens != model::HandleKind::none ? kOpensHandle : 0);
}

}  // namespace

// Reads the calls and direct effects of one function.
class FunctionEffects::Reader {
 public:
  Reader(FunctionEffects& all, const std::function<bool(Symbol)>& is_opaque)
      : all_(all), program_(all.program_), is_opaque_(is_opaque) {}

  void read(size_t node) {
    depth_ = all_.nodes_[node].depth;
    const auto graph = program_.graph(all_.nodes_[node].function);
    if (!graph) return;
    const Function* function = program_.function(graph->function);
    const SuccessPaths paths(*graph, function ? &program_.type(function->result) : nullptr);
    for (uint32_t block = 0; block < graph->blocks.size(); ++block) {
      if (!paths.succeeds(block)) continue;
      std::vector<Source> sources;
      std::vector<Call> calls;
      for (const Event& event : graph->blocks[block].events) read(event, sources, calls);
      if (sources.empty() && calls.empty()) continue;
      const bool always = paths.is_on_all(block);
      for (Source& source : sources) source.always = always;
      for (Call& call : calls) call.always = always;
      Node& to = all_.nodes_[node];
      to.sources.insert(to.sources.end(), sources.begin(), sources.end());
      to.calls.insert(to.calls.end(), calls.begin(), calls.end());
    }
  }

 private:
  void read(const Event& event, std::vector<Source>& sources, std::vector<Call>& calls) {
    read_variables(event, sources);
    if (event.kind == EventKind::assign) read_write(event, sources);
    const bool runs = event.kind == EventKind::call || event.kind == EventKind::destroy;
    if (!runs || !event.callee || event.has(EventFlag::unresolved)) return;
    const Function* callee = program_.function(event.callee);
    if (!callee || is_opaque_(event.callee)) return;
    const model::FunctionModel* model =
        all_.models_.effects_of(callee->name.text(), event.arguments.size());
    if (model == nullptr) {
      add_call(event, *callee, calls);
    } else if (!callee->has(FunctionFlag::copy_or_move)) {
      if (const EffectBits bits = bits_of(*model)) {
        sources.push_back({bits, {event.location, event.callee}});
      }
    }
  }

  // `std::cout` in a call writes, whatever is called.
  void read_variables(const Event& event, std::vector<Source>& sources) {
    const auto look_at = [&](const facts::Place& place) {
      if (place.root != Root::global) return;
      const facts::Variable* variable = program_.variable(place.symbol);
      if (!variable) return;
      const model::FunctionModel* model = all_.models_.effects_of(variable->name.text());
      if (model) sources.push_back({bits_of(*model), {event.location, place.symbol}});
    };
    look_at(event.object.place);
    for (const facts::Operand& argument : event.arguments) look_at(argument.place);
  }

  void read_write(const Event& event, std::vector<Source>& sources) {
    if (event.target.root != Root::global || event.has(EventFlag::initialize) ||
        event.has(EventFlag::arithmetic)) {
      return;
    }
    const facts::Variable* variable = program_.variable(event.target.symbol);
    if (!variable || variable->is_const || variable->is_thread_local ||
        variable->storage == facts::Storage::function_static || is_opaque_(event.target.symbol)) {
      return;
    }
    sources.push_back({kWrites, {event.location, event.target.symbol}});
  }

  void add_call(const Event& event, const Function& callee, std::vector<Call>& calls) {
    std::vector<Symbol> candidates;
    if (!callee.has(FunctionFlag::pure)) candidates.push_back(callee.id);
    if (event.has(EventFlag::virtual_)) {
      const std::vector<Symbol> more = program_.overriders(callee.id);
      candidates.insert(candidates.end(), more.begin(), more.end());
    }
    if (candidates.empty() || candidates.size() > kMostCandidates) return;
    Call call{{event.location, callee.id}, false, {}};
    for (const Symbol candidate : candidates) {
      if (!program_.has_graph(candidate)) {
        if (depth_ < kNear && !callee.has(FunctionFlag::in_system_header)) {
          all_.missing_bodies_.insert(candidate);
        }
        return;  // it may do nothing
      }
      call.candidates.push_back(all_.node_of(candidate, depth_ + 1));
    }
    calls.push_back(std::move(call));
  }

  FunctionEffects& all_;
  const Program& program_;
  const std::function<bool(Symbol)>& is_opaque_;
  size_t depth_ = 0;
};

FunctionEffects::FunctionEffects(const Program& program, const model::ModelSet& models,
                                 const std::set<Symbol>& roots,
                                 const std::function<bool(Symbol)>& is_opaque)
    : program_(program), models_(models) {
  for (const Symbol root : roots) {
    (void)node_of(root, 0);
    if (!program.has_graph(root)) missing_bodies_.insert(root);
  }
  Reader reader(*this, is_opaque);
  EffectBits seen = 0;
  for (size_t i = 0; i < nodes_.size(); ++i) {
    reader.read(i);
    for (const Source& source : nodes_[i].sources) seen |= source.bits;
  }
  for (EffectBits bit = 1; bit != 0; bit <<= 1) {
    if ((seen & bit) != 0) solve(bit);
  }
}

size_t FunctionEffects::node_of(Symbol function, size_t depth) {
  const auto [at, fresh] = index_.try_emplace(function, nodes_.size());
  if (fresh) nodes_.push_back({function, depth, {}, {}});
  return at->second;
}

// Breadth first from what has the effect to what calls it.
void FunctionEffects::solve(EffectBits effect) {
  const bool everywhere = (effect & kSpeaks) != 0;
  struct Use {
    size_t node = 0;
    size_t call = 0;
  };
  std::vector<std::vector<Use>> callers(nodes_.size());
  std::vector<std::vector<size_t>> missing(nodes_.size());  // candidates still without it
  std::vector<Way>& ways = ways_[effect];
  ways.assign(nodes_.size(), {});
  std::deque<size_t> ready;
  for (size_t i = 0; i < nodes_.size(); ++i) {
    const Node& node = nodes_[i];
    for (size_t k = 0; k < node.calls.size(); ++k) {
      missing[i].push_back(node.calls[k].candidates.size());
      if (everywhere && !node.calls[k].always) continue;
      for (const size_t candidate : node.calls[k].candidates) callers[candidate].push_back({i, k});
    }
    for (size_t k = 0; k < node.sources.size() && !ways[i].is_known(); ++k) {
      const Source& source = node.sources[k];
      if ((source.bits & effect) == 0 || (everywhere && !source.always)) continue;
      ways[i].source = static_cast<int>(k);
      ready.push_back(i);
    }
  }
  while (!ready.empty()) {
    const size_t done = ready.front();
    ready.pop_front();
    for (const Use& use : callers[done]) {
      if (ways[use.node].is_known() || --missing[use.node][use.call] != 0) continue;
      ways[use.node].call = static_cast<int>(use.call);
      ways[use.node].next = done;
      ready.push_back(use.node);
    }
  }
}

EffectBits FunctionEffects::of(Symbol function) const {
  const auto found = index_.find(function);
  if (found == index_.end()) return 0;
  EffectBits out = 0;
  for (const auto& [effect, ways] : ways_) {
    if (ways[found->second].is_known()) out |= effect;
  }
  return out;
}

std::vector<EffectStep> FunctionEffects::path(Symbol function, EffectBits effect) const {
  std::vector<EffectStep> out;
  const auto found = index_.find(function);
  const auto ways = ways_.find(effect);
  if (found == index_.end() || ways == ways_.end()) return out;
  // Each way was known before those that lead to it, so this ends.
  for (size_t node = found->second;;) {
    const Way& way = ways->second[node];
    if (!way.is_known()) return out;
    if (way.source >= 0) {
      out.push_back(nodes_[node].sources[static_cast<size_t>(way.source)].step);
      return out;
    }
    out.push_back(nodes_[node].calls[static_cast<size_t>(way.call)].step);
    node = way.next;
  }
}

}  // namespace pool_audit::analysis
