#include <optional>

#include "checks/inventory/describe.h"
#include "checks/rules/growing_buffers.h"
#include "checks/rules/growing_objects.h"
#include "checks/rules/say.h"

namespace pool_audit::rules {

namespace {

std::string message_of(const inventory::Pool& pool, const std::string& member) {
  return "'" + pool.name + "' keeps objects however large '" + member +
         "' has grown; nothing shrinks it or drops the object";
}

// What realloc() makes larger; members of one pool make one finding.
void check_buffers(const Subject& subject, std::vector<Finding>& out) {
  std::optional<size_t> last;
  for (const GrowingBuffer& each : growing_buffers(subject)) {
    const inventory::Pool& pool = subject.pools[each.pool];
    if (last != each.pool) {
      out.push_back(at(pool));
      out.back().message = message_of(pool, each.path);
    }
    last = each.pool;
    out.back().notes.push_back(
        {inventory::to_place(each.field->location), "'" + each.path + "' can grow"});
    out.back().notes.push_back({inventory::to_place(each.grown_at), "it grows here"});
  }
}

void check(const Subject& subject, const Settings&, std::vector<Finding>& out) {
  for (const GrowingObjects& growing : growing_objects(subject)) {
    const inventory::Pool& pool = subject.pools[growing.pool];
    Finding finding = at(pool);
    finding.message = message_of(pool, growing.members.front().path);
    for (const GrowingObjects::Member& each : growing.members) {
      finding.notes.push_back(
          {inventory::to_place(each.field->location), "'" + each.path + "' can grow"});
      finding.notes.push_back({inventory::to_place(each.grown_at), "it grows here"});
    }
    out.push_back(std::move(finding));
  }
  check_buffers(subject, out);
}

}  // namespace

extern const Rule unbounded_object;
const Rule unbounded_object = {
    .id = "pool-unbounded-object",
    .summary = "a pooled object keeps the memory of the largest use that it ever had",
    .category = Category::design,
    .scope = Scope::pool,
    .fix = Fix::none,
    .on_by_default = true,
    .options = {},
    .check = check,
};

}  // namespace pool_audit::rules
