#include <algorithm>

#include "checks/analysis/survey_names.h"
#include "checks/rules/pooled_type.h"
#include "checks/rules/say.h"
#include "checks/support/words.h"

namespace pool_audit::rules {

namespace {

// A struct that ends in an array is often the head of more memory than its size says.
bool ends_in_array(const Subject& subject, const facts::Record& record) {
  if (record.fields.empty()) return false;
  return subject.program.type(record.fields.back().type).kind == facts::TypeKind::array;
}

// Pool<int>, but not Pool<int *>; single bytes are memory for something else.
bool holds_numbers(const Subject& subject, size_t pool) {
  const facts::TypeId type =
      subject.roles.pool_behind(inventory::type_of(subject.keys[pool], subject.program));
  const std::vector<facts::TypeId>& arguments = subject.program.type(type).arguments;
  if (arguments.empty()) return false;
  const facts::Type& object = subject.program.type(arguments.front());
  const bool number =
      object.kind == facts::TypeKind::integer || object.kind == facts::TypeKind::floating;
  return number && object.size_bytes > 1 &&
         object.spelling.text() == subject.pools[pool].pooled.name;
}

// One spare that waits in a variable, without a lock: taking it costs two moves of a pointer.
bool is_single_spare(const inventory::Pool& pool) {
  return pool.origin == inventory::Origin::hand_written && pool.bound.capacity == "1" &&
         pool.guard.empty();
}

// A function that hands out memory or an object which somebody has to free: by its model, or by its
// name.
bool makes_something(const Subject& subject, const facts::Event& event) {
  if (event.kind == facts::EventKind::new_) return true;
  const facts::Function* callee = subject.program.function(event.callee);
  if (event.kind != facts::EventKind::call || callee == nullptr) return false;
  const model::FunctionModel* known = subject.models.effects_of(callee->name.text());
  if (known != nullptr && known->can(model::Does::allocates)) return true;
  const std::string name = analysis::lower(last_component(callee->name.text()));
  return name.find("dup") != std::string::npos ||
         std::ranges::any_of(analysis::kMakerWords, [&](const char* word) {
           return name.find(word) != std::string::npos;
         });
}

// Whether a write stores what was made for it, maybe in a local first: `p = realloc(b->text, n);
// if (p) b->text = p;`.
bool stores_something_made(const Subject& subject, const facts::FlowGraph& graph,
                           const facts::Event& write, int copies = 0) {
  constexpr int kMostCopies = 3;
  if (makes_something(subject, write)) return true;
  if (write.kind != facts::EventKind::assign || write.arguments.empty() || copies == kMostCopies) {
    return false;
  }
  const facts::Place& from = write.arguments.front().place;
  const bool held = from.root == facts::Root::temp || from.root == facts::Root::local;
  if (!held || !from.steps.empty() || write.arguments.front().address_of) return false;
  return std::ranges::any_of(graph.blocks, [&](const facts::Block& block) {
    return std::ranges::any_of(block.events, [&](const facts::Event& each) {
      return each.target == from && stores_something_made(subject, graph, each, copies + 1);
    });
  });
}

// Whether a pointer among its members is given something that was made for it: without a
// destructor, that is freed by hand.
bool is_given_something(const Subject& subject, const facts::Record& record) {
  for (const facts::Field& field : record.fields) {
    const facts::Type& type = subject.program.type(field.type);
    const facts::Record* linked = subject.program.record_of(field.type);
    if (type.kind != facts::TypeKind::pointer || (linked && linked->id == record.id)) continue;
    for (const analysis::MemberWrite& write : subject.member_sites.writes_of(field.id)) {
      const auto graph = subject.program.graph(write.function);
      if (write.allocates) return true;
      if (graph &&
          stores_something_made(subject, *graph, graph->blocks[write.block].events[write.event])) {
        return true;
      }
    }
  }
  return false;
}

// What its destructor frees is what a pool could save.
bool owns_nothing(const Subject& subject, const PooledTypes& types, size_t pool) {
  if (holds_numbers(subject, pool)) return true;
  const facts::Record* record = types.record(subject.pools[pool]);
  return record && record->has_trivial_destructor && !ends_in_array(subject, *record) &&
         !is_given_something(subject, *record);
}

void check(const Subject& subject, const Settings& settings, std::vector<Finding>& out) {
  const PooledTypes types(subject);
  const auto minimum = static_cast<uint64_t>(std::max(settings.get("MinimumBytes"), 0L));
  for (size_t i = 0; i < subject.pools.size(); ++i) {
    const inventory::Pool& pool = subject.pools[i];
    const uint64_t size = pool.pooled.size_bytes;
    if (size == 0 || size >= minimum || !makes_objects(pool)) continue;
    if (!owns_nothing(subject, types, i) || is_single_spare(pool)) continue;
    Finding finding = at(pool);
    finding.message = "'" + pool.name + "' pools objects of " + std::to_string(size) +
                      " bytes that own nothing; making one costs less than taking it from a pool";
    if (pool.pooled.place.line != 0) {
      finding.notes.push_back({pool.pooled.place, "'" + pool.pooled.name + "' is declared here"});
    }
    out.push_back(std::move(finding));
  }
}

}  // namespace

extern const Rule tiny_type;
const Rule tiny_type = {
    .id = "pool-tiny-type",
    .summary = "the pooled object is cheaper to make than to fetch from a pool",
    .category = Category::design,
    .scope = Scope::pool,
    .fix = Fix::none,
    .on_by_default = true,
    .doubts_pool = true,
    .options = {{"MinimumBytes", 64, "objects of fewer bytes are tiny"}},
    .check = check,
};

}  // namespace pool_audit::rules
