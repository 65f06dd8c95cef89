#include "checks/rules/steps.h"

#include <algorithm>
#include <array>

#include "checks/analysis/survey_names.h"
#include "checks/rules/say.h"
#include "checks/support/words.h"

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
    if (!out.origin) {
      read_loaded(*graph, site, out);
      return out;
    }
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
  // ---- objects that were found in a member, an element or a list

  // The places that may hold the object: what is put, and what is copied from and to it.
  static std::set<facts::Place> holders_of(const FlowGraph& graph, const facts::Place& object) {
    std::set<facts::Place> out = {object};
    for (size_t size = 0; size != out.size();) {
      size = out.size();
      for (const facts::Block& block : graph.blocks) {
        for (const Event& event : block.events) {
          if (event.kind != EventKind::assign || event.arguments.size() != 1 ||
              event.compare != facts::CompareOp::none || event.arguments[0].address_of) {
            continue;
          }
          const facts::Place& from = event.arguments[0].place;
          if (from.root == Root::null || from.root == Root::constant) continue;
          if (out.contains(from) || out.contains(event.target)) {
            out.insert(from);
            out.insert(event.target);
          }
        }
      }
    }
    return out;
  }

  // Whether the place lies in what one of the others points to.
  static bool lies_behind(const facts::Place& place, const std::set<facts::Place>& holders) {
    return std::ranges::any_of(holders, [&](const facts::Place& holder) {
      return place.steps.size() > holder.steps.size() && begins_with(place, holder) &&
             place.steps[holder.steps.size()].kind == facts::StepKind::deref;
    });
  }

  static bool begins_with(const facts::Place& place, const facts::Place& with) {
    return place.root == with.root && place.index == with.index && place.symbol == with.symbol &&
           place.steps.size() >= with.steps.size() &&
           std::equal(with.steps.begin(), with.steps.end(), place.steps.begin());
  }

  // Every value that any of the holders ever has is read from somewhere: none is taken or made
  // here.
  static bool all_loaded(const FlowGraph& graph, const std::set<facts::Place>& holders) {
    bool any = false;
    for (const facts::Place& each : holders) any = any || !each.steps.empty();
    if (!any) return false;
    return std::ranges::none_of(graph.blocks, [&](const facts::Block& block) {
      return std::ranges::any_of(block.events, [&](const Event& event) {
        if (!holders.contains(event.target)) return false;
        const bool copy = event.kind == EventKind::assign && event.arguments.size() == 1;
        return !copy && event.kind != EventKind::declare && event.kind != EventKind::end &&
               event.kind != EventKind::destroy && event.kind != EventKind::use;
      });
    });
  }

  // Steps are whatever touches the object, or what it was found in, and speaks of one.
  void read_loaded(const FlowGraph& graph, const PutSite& site, Return& out) const {
    const facts::Place& object = site.object.place;
    if (site.object.address_of || object.root == Root::none || object.root == Root::this_) return;
    const std::set<facts::Place> holders = holders_of(graph, object);
    if (!all_loaded(graph, holders)) return;
    out.loaded = true;
    out.type = type_of(graph, Origin{}, site);
    const auto about = [&](const Operand& operand) {
      return operand.place.root != Root::none &&
             std::ranges::any_of(holders, [&](const facts::Place& holder) {
               return begins_with(holder, operand.place) || begins_with(operand.place, holder);
             });
    };
    for (const facts::Block& block : graph.blocks) {
      for (const Event& event : block.events) {
        if (subject_.roles.of(event)) continue;
        if (event.kind == EventKind::assign && lies_behind(event.target, holders)) {
          out.steps.push_back({"what is written to it", false, event.location});
        }
        const facts::Function* callee = subject_.program.function(event.callee);
        if (event.kind != EventKind::call || !callee) continue;
        const std::string_view name = last_component(callee->name.text());
        const bool cleans = resets_.is_reset(event.callee);
        if (!cleans && !lets_go(name)) continue;
        if (about(event.object) || std::ranges::any_of(event.arguments, about)) {
          out.steps.push_back({std::string(name) + "()", cleans, event.location});
        }
      }
      if (block.terminator != facts::Terminator::branch) continue;
      out.by_its_state = out.by_its_state ||
                         std::ranges::any_of(block.condition.reads, [&](const facts::Place& read) {
                           return lies_behind(read, holders);
                         });
    }
  }

  // ---- objects that come into the function at one place

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
    const std::string_view name = last_component(callee->name.text());
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
    if (place.root == Root::local && place.steps.empty())
      return subject_.program.pointee(graph.locals[place.index].type);
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
