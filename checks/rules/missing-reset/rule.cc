#include <algorithm>
#include <optional>

#include "checks/inventory/describe.h"
#include "checks/rules/leftovers.h"
#include "checks/rules/mends.h"
#include "checks/rules/pooled_type.h"
#include "checks/rules/say.h"

namespace pool_audit::rules {

namespace {

using analysis::Members;
using analysis::Origin;
using facts::FlowGraph;
using inventory::Taken;

class Check {
 public:
  explicit Check(const Subject& subject)
      : subject_(subject), types_(subject), resets_(subject), leftovers_(subject), safe_(subject) {}

  void run(std::vector<Finding>& out) {
    for (size_t i = 0; i < subject_.pools.size(); ++i) visit(i, out);
  }

 private:
  struct Put {
    const PutSite* site = nullptr;
    std::optional<Origin> origin;
    std::vector<Cleaner> cleaners;  // that clean what comes back
    bool cleans = false;            // one of them cleans what this function wrote
    bool open = false;              // nobody can tell whether what is cleaned there is this object
  };

  struct Get {
    const Taken* taken = nullptr;
    std::shared_ptr<const FlowGraph> graph;
    std::vector<Cleaner> cleaners;  // behind it, wherever
  };

  std::vector<Put> puts_of(size_t pool) const {
    std::vector<Put> out;
    for (const PutSite& site : resets_.puts()) {
      if (!site.pools.contains(pool)) continue;
      Put put;
      put.site = &site;
      const auto graph = subject_.program.graph(site.function);
      put.origin = resets_.origin_of(*graph, site.object.place);
      if (put.origin) put.cleaners = resets_.cleaners_before(site, *put.origin);
      put.cleans = std::ranges::any_of(put.cleaners, [&](const Cleaner& each) {
        return put.origin->kind != Origin::Kind::event || !comes_first(each, *graph, *put.origin);
      });
      put.open = !put.origin && cleans_something(*graph);
      out.push_back(std::move(put));
    }
    return out;
  }

  bool cleans_something(const FlowGraph& graph) const {
    return std::ranges::any_of(graph.blocks, [&](const facts::Block& block) {
      return std::ranges::any_of(block.events, [&](const facts::Event& event) {
        const facts::Function* callee = subject_.program.function(event.callee);
        return callee &&
               (resets_.is_reset(event.callee) || (callee->has(facts::FunctionFlag::copy_or_move) &&
                                                   !callee->has(facts::FunctionFlag::constructor)));
      });
    });
  }

  std::vector<Get> gets_of(size_t pool) const {
    std::vector<Get> out;
    for (const Taken& taken : subject_.taken) {
      if (std::ranges::count(taken.pools, pool) == 0 || Resets::is_clean(taken)) continue;
      // Whoever calls the wrapper uses the object.
      if (taken.outcome.returned && taken.outcome.fate == analysis::Fate::handed_over) continue;
      auto graph = subject_.program.graph(taken.function);
      if (!graph) continue;
      std::vector<Cleaner> cleaners = resets_.cleaners(*graph, taken.origin);
      out.push_back({&taken, std::move(graph), std::move(cleaners)});
    }
    return out;
  }

  void visit(size_t pool, std::vector<Finding>& out) {
    const facts::Record* record = types_.record(subject_.pools[pool]);
    const PoolReset& own = resets_.of(pool);
    if (!record || own.beyond_doubt || !own.own.empty() || own.restored.is_everything()) return;
    const std::vector<Put> puts = puts_of(pool);
    const std::vector<Get> gets = gets_of(pool);
    if (std::ranges::any_of(puts, &Put::open)) return;
    if (std::ranges::any_of(puts, &Put::cleans)) {
      for (const Put& put : puts) {
        if (put.cleaners.empty() && put.origin) judge_put(pool, put, puts, gets, out);
      }
      return;
    }
    const std::vector<Leaf> leaves = leaves_of(subject_.program, *record);
    for (const Get& get : gets) judge_get(pool, get, gets, *record, leaves, out);
  }

  // Whether nothing is written to the object before it is cleaned: that is a reset behind the get.
  bool comes_first(const Cleaner& cleaner, const FlowGraph& graph, const Origin& origin) const {
    return subject_.member_writes.overwritten_before(graph, origin, cleaner.block, cleaner.event)
        .empty();
  }

  // ---- objects that are cleaned before they are put ---------------------------------------------

  void judge_put(size_t pool, const Put& put, const std::vector<Put>& puts,
                 const std::vector<Get>& gets, std::vector<Finding>& out) const {
    // Only where somebody gets it as it is, and where it was used.
    const bool matters = std::ranges::any_of(gets, [&](const Get& get) {
      return get.cleaners.empty() || (get.taken->outcome.puts.size() == get.cleaners.size() &&
                                      std::ranges::none_of(get.cleaners, [&](const Cleaner& each) {
                                        return comes_first(each, *get.graph, get.taken->origin);
                                      }));
    });
    const bool taken_here = put.origin->kind == Origin::Kind::event;
    if (!matters || !taken_here) return;
    const auto graph = subject_.program.graph(put.site->function);
    const Members before = subject_.member_writes.overwritten_before(
        *graph, *put.origin, put.site->block, put.site->event);
    if (before.empty() || before.is_everything()) return;
    Finding finding = at(subject_.pools[pool]);
    finding.place = put.site->place;
    if (const facts::Function* function = subject_.program.function(put.site->function)) {
      finding.function = function->name.text();
    }
    finding.message = "object is put back into '" + subject_.pools[pool].name +
                      "' without the reset that other places give it";
    for (const Put& other : puts) {
      if (other.cleaners.empty()) continue;
      finding.notes.push_back(
          {inventory::to_place(other.cleaners.back().call), "reset here before it is put back"});
      break;
    }
    if (const auto edit = reset_before(put, puts, *graph)) finding.edits.push_back(*edit);
    out.push_back(std::move(finding));
  }

  // The reset of the other places, on the line before the put.
  std::optional<inventory::Edit> reset_before(const Put& put, const std::vector<Put>& puts,
                                              const FlowGraph& graph) const {
    std::vector<Cleaner> cleaners;
    for (const Put& other : puts) {
      cleaners.insert(cleaners.end(), other.cleaners.begin(), other.cleaners.end());
    }
    const auto reset = SafeResets::common(cleaners);
    if (!reset || !safe_.is_plain(reset->function, reset->parameter)) return std::nullopt;
    const facts::Event& event = graph.blocks[put.site->block].events[put.site->event];
    const facts::Event& get = graph.blocks[put.origin->block].events[put.origin->event];
    const auto call = call_of(subject_, reset->function, reset->parameter, graph,
                              put.site->object.place, event.location);
    const bool direct = event.kind == facts::EventKind::call && !put.site->object.address_of;
    if (!call || !direct || !subject_.effects.never_fails(get)) return std::nullopt;
    return line_before(event, *call + ";");
  }

  // ---- objects that are cleaned behind the get, or nowhere --------------------------------------

  void judge_get(size_t pool, const Get& get, const std::vector<Get>& gets,
                 const facts::Record& record, const std::vector<Leaf>& leaves,
                 std::vector<Finding>& out) {
    if (!get.cleaners.empty()) return;
    const Members later = subject_.member_writes.overwritten_after(
        *get.graph, get.taken->origin, get.taken->block, get.taken->event);
    Finding finding = at(subject_, *get.taken);
    finding.message =
        "object taken from " + names_of(subject_, *get.taken) + " is used as its last user left it";
    const Get* sibling = nullptr;
    for (const Get& other : gets) {
      if (&other != &get && !other.cleaners.empty() && !sibling) sibling = &other;
    }
    std::vector<std::string> read;
    std::vector<analysis::Member> members;
    for (const analysis::MemberRead& each :
         subject_.member_writes.read_first(*get.graph, get.taken->origin)) {
      const auto leaf = std::ranges::find(leaves, each.member, &Leaf::member);
      if (leaf == leaves.end() || resets_.written_in_wrapper(*get.taken, each.member)) continue;
      if (resets_.of(pool).restored.touches(each.member)) continue;  // by the pool
      if (leftovers_.is_kept_on_purpose(*leaf, leaves, later)) continue;
      const analysis::MemberWrite* write = leftovers_.written(*leaf, record, resets_.of(pool));
      if (!write) continue;
      read.push_back(leaf->name);
      members.push_back(each.member);
      finding.notes.push_back({inventory::to_place(each.at), "'" + leaf->name + "' is read here"});
      finding.notes.push_back(
          {inventory::to_place(write->at), "'" + leaf->name + "' is written here"});
    }
    const std::vector<const facts::Function*> methods = reset_methods(record);
    const facts::Function* method = methods.empty() ? nullptr : methods.front();
    if (read.empty() || (!sibling && !method && !written_elsewhere(get, finding))) return;
    finding.message += ": " + list_of(read) + (read.size() == 1 ? " is" : " are") +
                       " read before anything is written there";
    if (sibling) {
      finding.notes.push_back(
          {inventory::to_place(sibling->cleaners.front().call), "other places reset it, as here"});
    } else if (method) {
      finding.notes.push_back({inventory::to_place(method->location),
                               "'" + std::string(method->name.text()) + "()' would clean it"});
    }
    if (const auto edit = reset_behind(get, gets, members, record)) finding.edits = {*edit};
    out.push_back(std::move(finding));
  }

  // The reset of the other places, or the only one of the class, on the line behind the get. That
  // one nobody calls as yet: new objects have to stay as they are.
  std::optional<inventory::Edit> reset_behind(const Get& get, const std::vector<Get>& gets,
                                              const std::vector<analysis::Member>& members,
                                              const facts::Record& record) const {
    std::vector<Cleaner> cleaners;
    for (const Get& other : gets) {
      cleaners.insert(cleaners.end(), other.cleaners.begin(), other.cleaners.end());
    }
    std::optional<Cleaner> reset = SafeResets::common(cleaners);
    if (cleaners.empty()) {
      const std::vector<const facts::Function*> methods = reset_methods(record);
      if (methods.size() == 1 && safe_.keeps_new_objects(methods.front()->id, record)) {
        reset = Cleaner{.function = methods.front()->id, .call = {}};
      }
    }
    if (!reset || !safe_.is_plain(reset->function, reset->parameter)) return std::nullopt;
    const analysis::Members cleaned = resets_.cleaned_by(*reset);
    const bool mends = std::ranges::all_of(
        members, [&](const analysis::Member& member) { return cleaned.covers(member); });
    const facts::Event& event = event_of(*get.graph, *get.taken);
    if (!mends || !subject_.effects.never_fails(event)) return std::nullopt;
    const facts::Event* statement = initialised_by(get.graph->blocks[get.taken->block], event);
    if (!statement || declares_later(*get.graph, statement->location)) return std::nullopt;
    const auto call = call_of(subject_, reset->function, reset->parameter, *get.graph,
                              statement->target, statement->location);
    return call ? line_behind(*statement, *call + ";") : std::nullopt;
  }

  // A note of a write stands outside of the function that takes the object.
  bool written_elsewhere(const Get& get, const Finding& finding) const {
    const facts::Function* function = subject_.program.function(get.taken->function);
    if (!function) return false;
    const inventory::Place body = inventory::to_place(function->location);
    return std::ranges::any_of(finding.notes, [&](const inventory::Note& note) {
      const bool inside = note.place.file == body.file && note.place.line >= body.line &&
                          note.place.line <= body.end_line;
      return !inside && note.text.ends_with("is written here");
    });
  }

  // The methods that clean objects of the class and need no arguments.
  std::vector<const facts::Function*> reset_methods(const facts::Record& record) const {
    std::vector<const facts::Function*> out;
    for (const facts::Function* function : subject_.program.functions()) {
      const bool own = function->record == record.id || function->record == record.pattern ||
                       (function->record && subject_.program.inherits(record.id, function->record));
      if (!own || !function->record || !function->parameters.empty()) continue;
      if (function->access == facts::Access::public_ && resets_.is_reset(function->id)) {
        out.push_back(function);
      }
    }
    return out;
  }

  const Subject& subject_;
  const PooledTypes types_;
  const Resets resets_;
  Leftovers leftovers_;
  const SafeResets safe_;
};

void check(const Subject& subject, const Settings&, std::vector<Finding>& out) {
  Check(subject).run(out);
}

}  // namespace

extern const Rule missing_reset;
const Rule missing_reset = {
    .id = "pool-missing-reset",
    .summary = "an object is used with what its last user left in it",
    .category = Category::checkout,
    .scope = Scope::program,
    .fix = Fix::safe,
    .on_by_default = false,
    .options = {},
    .check = check,
};

}  // namespace pool_audit::rules
