#include "checks/rules/rule.h"

#include <algorithm>
#include <array>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "checks/inventory/describe.h"
#include "checks/rules/holders.h"
#include "checks/rules/say.h"
#include "checks/support/words.h"

namespace pool_audit::rules {

namespace {

using facts::Event;
using facts::EventKind;
using facts::FlowGraph;
using facts::Place;
using model::Exhausted;

constexpr std::array<std::string_view, 3> kFrees = {"free", "operator delete", "g_free"};

// Whether so many objects exist at most that one which is gone is missed.
bool is_strict(const model::PoolModel& model) {
  const model::Bounds& bounds = model.bounds;
  const bool ends = bounds.exhausted == Exhausted::null || bounds.exhausted == Exhausted::throws ||
                    bounds.exhausted == Exhausted::block;
  return ends && !bounds.capacity.empty() && bounds.capacity != "unbounded";
}

// What the pool could be told by, for people; "" when its model knows nothing.
std::string way_to_tell(const model::PoolModel& model) {
  for (const model::Operation& operation : model.release) {
    if (operation.effect == model::Effect::discard && !operation.function.empty()) {
      return std::string(last_component(operation.function)) + "()";
    }
  }
  for (const model::Handle& handle : model.handles) {
    if (!handle.discard.empty()) return handle.discard.front() + "() of the lease";
  }
  return "";
}

class Search {
 public:
  Search(const Subject& subject, const inventory::Taken& get, std::vector<Finding>& out)
      : subject_(subject), get_(get), graph_(subject.program.graph(get.function)), out_(out) {}

  void run() {
    if (!graph_) return;
    if (get_.outcome.fate == analysis::Fate::leased) {
      leases();
    } else if (get_.outcome.fate != analysis::Fate::unproven) {
      raw();
    }
  }

 private:
  // The walk takes what destroys the object for the end of its way.
  void raw() {
    for (const facts::Location& location : get_.outcome.hand_overs) {
      for (const facts::Block& block : graph_->blocks) {
        for (const Event& event : block.events) {
          if (event.location == location && destroys(event)) {
            report(location, "is destroyed, of which the pool knows nothing");
            return;
          }
        }
      }
    }
  }

  [[nodiscard]] bool destroys(const Event& event) const {
    if (event.kind == EventKind::delete_) return true;
    const facts::Function* callee = subject_.program.function(event.callee);
    if (event.kind != EventKind::call || !callee) return false;
    if (std::ranges::find(kFrees, callee->name.text()) != kFrees.end()) return true;
    return event.arguments.size() == 1 && destroys_parameter(event);
  }

  // Whether the callee does nothing but to destroy what it is handed.
  [[nodiscard]] bool destroys_parameter(const Event& call) const {
    if (call.has(facts::EventFlag::virtual_) || call.has(facts::EventFlag::indirect)) return false;
    const auto body = subject_.program.graph(call.callee);
    if (!body || body->parameter_count != 1) return false;
    Place parameter;
    parameter.root = facts::Root::local;
    size_t calls = 0;
    bool frees = false;
    for (const facts::Block& block : body->blocks) {
      for (const Event& event : block.events) {
        if (event.kind != EventKind::call && event.kind != EventKind::delete_) continue;
        ++calls;
        const facts::Function* callee = subject_.program.function(event.callee);
        const bool known =
            event.kind == EventKind::delete_ ||
            (callee && std::ranges::find(kFrees, callee->name.text()) != kFrees.end());
        frees = frees ||
                (known && !event.arguments.empty() && event.arguments.front().place == parameter);
      }
    }
    return frees && calls == 1;
  }

  // A lease that gives its object up to nobody, or to delete.
  void leases() {
    const std::set<Place> holders = holders_of(subject_, *graph_, event_of(*graph_, get_).target);
    for (const facts::Block& block : graph_->blocks) {
      for (const Event& event : block.events) {
        if (!detaches(event, holders)) continue;
        if (event.has(facts::EventFlag::discarded)) {
          report(event.location, "is taken out of its lease and dropped");
        } else if (const Event* end = deleted(event.target)) {
          report(end->location, "is taken out of its lease and destroyed");
        }
      }
    }
  }

  [[nodiscard]] bool detaches(const Event& event, const std::set<Place>& holders) const {
    const facts::Function* callee = subject_.program.function(event.callee);
    if (event.kind != EventKind::call || !callee || !holders.contains(event.object.place)) {
      return false;
    }
    return subject_.roles.handle_of_type(callee->record_type, last_component(callee->name.text()))
               .role == model::HandleRole::detach;
  }

  [[nodiscard]] const Event* deleted(const Place& place) const {
    for (const facts::Block& block : graph_->blocks) {
      for (const Event& event : block.events) {
        if (event.kind == EventKind::delete_ && !event.arguments.empty() &&
            event.arguments.front().place == place) {
          return &event;
        }
      }
    }
    return nullptr;
  }

  void report(const facts::Location& location, std::string_view what) {
    Finding finding = at(subject_, get_);
    finding.place = inventory::to_place(location);
    const std::string way = way_to_tell(*get_.role.model);
    finding.message = "object taken from " + names_of(subject_, get_) + " " + std::string(what) +
                      "; its place is lost for good" + (way.empty() ? "" : ", use " + way);
    finding.notes.push_back({get_.place, "taken here"});
    out_.push_back(std::move(finding));
  }

  const Subject& subject_;
  const inventory::Taken& get_;
  std::shared_ptr<const FlowGraph> graph_;
  std::vector<Finding>& out_;
};

void check(const Subject& subject, const Settings&, std::vector<Finding>& out) {
  for (const inventory::Taken& get : subject.taken) {
    if (get.role.model && is_strict(*get.role.model)) Search(subject, get, out).run();
  }
}

}  // namespace

extern const Rule unbalanced_discard;
const Rule unbalanced_discard = {
    .id = "pool-unbalanced-discard",
    .summary = "an object of a strict pool is destroyed without telling the pool",
    .category = Category::design,
    .scope = Scope::function,
    .fix = Fix::none,
    .on_by_default = true,
    .options = {},
    .check = check,
};

}  // namespace pool_audit::rules
