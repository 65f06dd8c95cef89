#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "checks/analysis/threads.h"
#include "checks/inventory/describe.h"
#include "checks/rules/holders.h"
#include "checks/rules/pooled_type.h"
#include "checks/rules/say.h"
#include "checks/rules/shared_use.h"

namespace pool_audit::rules {

namespace {

using namespace std::string_view_literals;

// Containers that are not meant for several threads; a list of nodes has none.
constexpr std::array kPlain = {"std::vector"sv,      "std::deque"sv, "std::list"sv,
                               "std::stack"sv,       "std::queue"sv, "std::array"sv,
                               "std::forward_list"sv};

// Of a hand-written pool: neither it nor the functions that take and put do anything that would
// keep threads apart.
bool is_plain(const Subject& subject, const analysis::HandWritten& pool) {
  if (!pool.guard.empty()) return false;
  const auto field = subject.program.field(pool.slot);
  const facts::Variable* variable = subject.program.variable(pool.slot);
  if (!field.field && !variable) return false;
  const facts::Type& slot = subject.program.type(field.field ? field.field->type : variable->type);
  const bool list = slot.kind == facts::TypeKind::pointer;
  if (!list && std::ranges::find(kPlain, slot.template_name.text()) == kPlain.end()) return false;
  const auto orders = [&](const analysis::Part& part) {
    const auto graph = subject.program.graph(part.function);
    if (!graph) return true;
    return std::ranges::any_of(graph->blocks, [&](const facts::Block& block) {
      return std::ranges::any_of(block.events, [&](const facts::Event& event) {
        return analysis::orders_threads(event, subject.program) ||
               event.callee.text().starts_with("__");
      });
    });
  };
  return std::ranges::none_of(pool.gets, orders) && std::ranges::none_of(pool.puts, orders);
}

// Whether calling `api` from several threads at once is wrong.
bool unsynchronised(const Subject& subject, size_t pool, std::string_view api) {
  if (const model::PoolModel* model = model_of(subject, subject.pools[pool])) {
    return model->bounds.same_thread &&
           std::ranges::find(model->bounds.thread_safe, api) == model->bounds.thread_safe.end();
  }
  if (subject.pools[pool].origin != inventory::Origin::hand_written) return false;
  const analysis::HandWritten* found = hand_written(subject, pool);
  return found && is_plain(subject, *found);
}

// The lambda that makes the body `entry`.
const facts::Event* lambda_of(const facts::FlowGraph& graph, Symbol entry) {
  for (const facts::Block& block : graph.blocks) {
    for (const facts::Event& event : block.events) {
      if (event.kind == facts::EventKind::lambda && event.callee == entry) return &event;
    }
  }
  return nullptr;
}

// Where the body puts what its capture `index` holds, by an operation for the thread that took it.
const facts::Event* put_of_capture(const Subject& subject, const facts::FlowGraph& body,
                                   uint32_t index) {
  for (const facts::Block& block : body.blocks) {
    for (const facts::Event& event : block.events) {
      const analysis::Role& role = subject.roles.of(event);
      if (role.kind != analysis::RoleKind::put || !role.operation || role.operation->any_thread ||
          role.object != analysis::ObjectAt::argument) {
        continue;
      }
      const auto argument = static_cast<size_t>(std::max(role.index, 0));
      if (argument >= event.arguments.size()) continue;
      const facts::Place& place = event.arguments[argument].place;
      if (place.root == facts::Root::capture && place.index == index) return &event;
    }
  }
  return nullptr;
}

// An object that goes to a thread which puts it into a pool that wants it back from its own.
void strangers(const Subject& subject, const inventory::Taken& get, std::vector<Finding>& out) {
  if (!get.role.model ||
      std::ranges::all_of(get.role.model->release, &model::Operation::any_thread)) {
    return;
  }
  const auto graph = subject.program.graph(get.function);
  if (!graph) return;
  const std::set<facts::Place> object = holders_of(subject, *graph, event_of(*graph, get).target);
  for (const analysis::Spawn& spawn :
       analysis::spawns_of(*graph, subject.program, subject.models)) {
    const facts::Event* lambda = lambda_of(*graph, spawn.entry);
    const auto body = subject.program.graph(spawn.entry);
    if (!lambda || !body) continue;
    for (uint32_t i = 0; i < lambda->arguments.size(); ++i) {
      if (!object.contains(lambda->arguments[i].place)) continue;
      const facts::Event* put = put_of_capture(subject, *body, i);
      if (!put) continue;
      Finding finding = at(subject, get);
      finding.place = inventory::to_place(put->location);
      finding.message = "object taken from " + names_of(subject, get) +
                        " is put by another thread than the one that took it";
      finding.notes.push_back({get.place, "taken here"});
      const facts::Event& start = graph->blocks[spawn.block].events[spawn.event];
      finding.notes.push_back({inventory::to_place(start.location), "the thread is started here"});
      out.push_back(std::move(finding));
    }
  }
}

void check(const Subject& subject, const Settings&, std::vector<Finding>& out) {
  for (const inventory::Taken& get : subject.taken) strangers(subject, get, out);
  for (const SharedUse& use : shared_uses(subject, false)) {
    const bool here = unsynchronised(subject, use.pool, use.api);
    if (!here && !unsynchronised(subject, use.pool, use.there_api)) continue;
    Finding finding = at(subject.pools[use.pool]);
    finding.place = use.here;
    finding.function = use.function;
    finding.message = "'" + subject.pools[use.pool].name + "' is for one thread at a time, and " +
                      (use.many ? "several threads run this" : "another thread uses it meanwhile");
    finding.notes.push_back({use.spawn, use.many ? "these threads are started here, in a loop or "
                                                   "one after the other"
                                                 : "the thread is started here"});
    if (use.there != use.here) finding.notes.push_back({use.there, "used here at the same time"});
    out.push_back(std::move(finding));
  }
}

}  // namespace

extern const Rule thread_misuse;
const Rule thread_misuse = {
    .id = "pool-thread-misuse",
    .summary = "a pool for one thread is used by several at once",
    .category = Category::design,
    .scope = Scope::program,
    .fix = Fix::none,
    .on_by_default = true,
    .options = {},
    .check = check,
};

}  // namespace pool_audit::rules
