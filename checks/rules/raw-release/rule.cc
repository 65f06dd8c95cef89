#include <algorithm>
#include <map>
#include <set>

#include "checks/inventory/describe.h"
#include "checks/rules/mends.h"
#include "checks/rules/say.h"
#include "checks/rules/steps.h"

namespace pool_audit::rules {

namespace {

class Check {
 public:
  Check(const Subject& subject, const Settings& settings)
      : subject_(subject),
        least_(static_cast<size_t>(settings.get("MinimumSites"))),
        resets_(subject),
        returns_(returns_of(subject, resets_)) {}

  void run(std::vector<Finding>& out) const {
    for (size_t pool = 0; pool < subject_.pools.size(); ++pool) visit(pool, out);
  }

 private:
  // How often the function is called, by others than itself.
  size_t uses_of(Symbol function) const {
    const auto& calls = subject_.member_sites.calls_of(function);
    return static_cast<size_t>(std::ranges::count_if(
        calls, [&](const analysis::CallSite& call) { return call.function != function; }));
  }

  void visit(size_t pool, std::vector<Finding>& out) const {
    std::vector<const Return*> wrappers;
    std::vector<const Return*> raw;
    for (const Return& each : returns_) {
      if (!each.site->pools.contains(pool)) continue;
      if (!each.origin && !each.loaded) return;  // who knows what that one is
      if (is_wrapper(each) && !each.steps.empty() && uses_of(each.site->function) >= least_) {
        wrappers.push_back(&each);
      } else {
        raw.push_back(&each);
      }
    }
    if (wrappers.size() != 1) return;
    // What hangs in something that is taken down need not be taken out of it first.
    if (std::ranges::none_of(wrappers.front()->steps, &Step::cleans)) {
      std::erase_if(raw, [](const Return* each) { return each->loaded; });
    }
    if (raw.size() != 1) return;
    judge(pool, *wrappers.front(), *raw.front(), out);
  }

  void judge(size_t pool, const Return& wrapper, const Return& raw,
             std::vector<Finding>& out) const {
    if (wrapper.type != raw.type || raw.site->function == wrapper.site->function) return;
    // Nothing to undo; or the object says that there is none; or another way to undo it.
    if (raw.untouched || raw.by_its_state || !raw.steps.empty()) return;
    const bool cleans = std::ranges::any_of(wrapper.steps, &Step::cleans);
    if (!cleans && raw.origin->kind == analysis::Origin::Kind::event) return;
    const facts::Function* through = subject_.program.function(wrapper.site->function);
    if (!through || called_by_wrapper(raw, wrapper)) return;
    Finding finding = at(subject_.pools[pool]);
    finding.place = raw.site->place;
    if (const facts::Function* function = subject_.program.function(raw.site->function)) {
      finding.function = function->name.text();
    }
    const size_t uses = uses_of(wrapper.site->function);
    finding.message = "object is put into '" + subject_.pools[pool].name +
                      "' directly; the other " + std::to_string(uses) + " places use '" +
                      std::string(through->name.text()) + "()'";
    finding.notes.push_back(
        {inventory::to_place(wrapper.steps.front().at), "which does this before the put"});
    if (const auto edit = through_wrapper(raw, wrapper)) finding.edits.push_back(*edit);
    out.push_back(std::move(finding));
  }

  // The wrapper instead of the put, where the source spells the call out.
  std::optional<inventory::Edit> through_wrapper(const Return& raw, const Return& wrapper) const {
    const auto graph = subject_.program.graph(raw.site->function);
    const facts::Event& put = graph->blocks[raw.site->block].events[raw.site->event];
    const inventory::Place place = inventory::to_place(put.location);
    if (put.kind != facts::EventKind::call || !put.has(facts::EventFlag::discarded) ||
        !place.macro.empty() || raw.site->object.address_of) {
      return std::nullopt;
    }
    const auto call =
        call_of(subject_, wrapper.site->function, 0, *graph, raw.site->object.place, put.location);
    return call ? std::optional<inventory::Edit>({place, *call}) : std::nullopt;
  }

  // The wrapper hands on to it.
  bool called_by_wrapper(const Return& raw, const Return& wrapper) const {
    return std::ranges::any_of(
        subject_.member_sites.calls_of(raw.site->function),
        [&](const analysis::CallSite& call) { return call.function == wrapper.site->function; });
  }

  const Subject& subject_;
  const size_t least_;
  const Resets resets_;
  const std::vector<Return> returns_;
};

void check(const Subject& subject, const Settings& settings, std::vector<Finding>& out) {
  Check(subject, settings).run(out);
}

}  // namespace

extern const Rule raw_release;
const Rule raw_release = {
    .id = "pool-raw-release",
    .summary = "an object is put back past the function that all others use for it",
    .category = Category::checkout,
    .scope = Scope::program,
    .fix = Fix::review,
    .on_by_default = true,
    .options = {{"MinimumSites", 2, "calls of the wrapper, from which on it counts as the rule"}},
    .check = check,
};

}  // namespace pool_audit::rules
