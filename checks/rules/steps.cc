#include "checks/rules/steps.h"

#include <algorithm>
#include <array>

#include "checks/analysis/survey_names.h"
#include "checks/rules/say.h"

namespace pool_audit::rules {

using analysis::Inside;
using analysis::MemberAliases;
using analysis::Origin;
using facts::Event;
using facts::EventFlag;
using facts::EventKind;
using facts::FlowGraph;
using facts::Operand;
using facts::Root;

namespace {

// Words in the names of functions that let go of something.
constexpr std::array kLettingGo = {"unlink", "remove",  "detach",     "unregister", "deregister",
                                   "cancel", "release", "disconnect", "close",      "drop",
                                   "erase",  "untrack", "unref",      "finish",     "shutdown"};

bool lets_go(std::string_view name) {
  const std::string low = analysis::lower(name);
  return std::ranges::any_of(kLettingGo,
                             [&](const char* word) { return low.find(word) != std::string::npos; });
}

bool reaches(const FlowGraph& graph, uint32_t from, const PutSite& to) {
  return from == to.block ||
         (from < graph.blocks.size() && leads(graph, from, 0, to.block, to.event));
}

class Reader {
 public:
  Reader(const Subject& subject, const Resets& resets) : subject_(subject), resets_(resets) {}

  Return read(const PutSite& site) const {
    Return out;
    out.site = &site;
    const auto graph = subject_.program.graph(site.function);
    out.origin = resets_.origin_of(*graph, site.object.place);
    if (!out.origin) return out;
    out.type = type_of(*graph, *out.origin, site);
    const MemberAliases aliases(subject_.program, *graph, *out.origin);
    for (uint32_t b = 0; b < graph->blocks.size(); ++b) {
      const auto& events = graph->blocks[b].events;
      for (uint32_t e = 0; e < events.size(); ++e) {
        std::optional<Step> step = step_of(events[e], aliases);
        if (!step || !leads(*graph, b, e, site.block, site.event)) continue;
        const bool known = std::ranges::any_of(
            out.steps, [&](const Step& each) { return each.name == step->name; });
        if (!known) out.steps.push_back(std::move(*step));
      }
    }
    if (out.origin->kind == Origin::Kind::event) {
      out.untouched =
          subject_.member_writes.overwritten_before(*graph, *out.origin, site.block, site.event)
              .empty();
    }
    out.by_its_state = decided_by_object(*graph, aliases, site);
    return out;
  }

 private:
  std::optional<Step> step_of(const Event& event, const MemberAliases& aliases) const {
    if (subject_.roles.of(event)) return std::nullopt;
    if (resets_.assigns_whole(event, aliases)) return Step{"reset()", true, event.location};
    if (event.kind == EventKind::assign) {
      const auto at = aliases.location(event.target);
      if (!at || at->beyond || event.arguments.size() != 1) return std::nullopt;
      if (at->member.empty()) return std::nullopt;
      const Root value = event.arguments[0].place.root;
      if (value != Root::null) return std::nullopt;
      const auto field = subject_.program.field(at->member.back());
      if (!field.field) return std::nullopt;
      return Step{"'" + std::string(field.field->name.text()) + "' is set to null", false,
                  event.location};
    }
    if (event.kind != EventKind::call) return std::nullopt;
    const facts::Function* callee = subject_.program.function(event.callee);
    if (!callee || callee->has(facts::FunctionFlag::const_)) return std::nullopt;
    bool about = aliases.value(event.object) == Inside{};
    for (size_t i = 0; i < event.arguments.size() && !about; ++i) {
      about = aliases.value(event.arguments[i]) == Inside{};
    }
    const std::string_view name = rules::last_component(callee->name.text());
    const bool cleans = resets_.is_reset(event.callee);
    if (!about || (!cleans && !lets_go(name))) return std::nullopt;
    return Step{std::string(name) + "()", cleans, event.location};
  }

  facts::TypeId type_of(const FlowGraph& graph, const Origin& origin, const PutSite& site) const {
    if (origin.kind == Origin::Kind::this_) {
      const facts::Function* function = subject_.program.function(site.function);
      return function ? function->record_type : facts::kNoType;
    }
    const facts::Place& place = site.object.place;
    if (place.root == Root::local) return subject_.program.pointee(graph.locals[place.index].type);
    return subject_.program.pointee(site.object.type);
  }

  static bool decided_by_object(const FlowGraph& graph, const MemberAliases& aliases,
                                const PutSite& site) {
    for (const facts::Block& block : graph.blocks) {
      if (block.terminator != facts::Terminator::branch || block.successors.size() != 2) continue;
      const bool asks = std::ranges::any_of(block.condition.reads, [&](const facts::Place& read) {
        return aliases.location(read).has_value();
      });
      if (asks &&
          reaches(graph, block.successors[0], site) != reaches(graph, block.successors[1], site)) {
        return true;
      }
    }
    return false;
  }

  const Subject& subject_;
  const Resets& resets_;
};

}  // namespace

std::vector<Return> returns_of(const Subject& subject, const Resets& resets) {
  const Reader reader(subject, resets);
  std::vector<Return> out;
  for (const PutSite& site : resets.puts()) out.push_back(reader.read(site));
  return out;
}

bool is_wrapper(const Return& each) {
  return each.origin &&
         (each.origin->kind == Origin::Kind::parameter || each.origin->kind == Origin::Kind::this_);
}

}  // namespace pool_audit::rules
