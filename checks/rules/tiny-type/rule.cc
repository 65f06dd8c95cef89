#include <algorithm>

#include "checks/rules/pooled_type.h"
#include "checks/rules/say.h"

namespace pool_audit::rules {

namespace {

// A struct that ends in an array is often the head of more memory than its size says.
bool ends_in_array(const Subject& subject, const facts::Record& record) {
  if (record.fields.empty()) return false;
  return subject.program.type(record.fields.back().type).kind == facts::TypeKind::array;
}

void check(const Subject& subject, const Settings& settings, std::vector<Finding>& out) {
  const PooledTypes types(subject);
  const auto minimum = static_cast<uint64_t>(std::max(settings.get("MinimumBytes"), 0L));
  for (const inventory::Pool& pool : subject.pools) {
    const uint64_t size = pool.pooled.size_bytes;
    if (size == 0 || size >= minimum || !makes_objects(pool)) continue;
    const facts::Record* record = types.record(pool);
    // What its destructor frees is what a pool could save.
    if (!record || !record->has_trivial_destructor || ends_in_array(subject, *record)) continue;
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
    .options = {{"MinimumBytes", 64, "objects of fewer bytes are tiny"}},
    .check = check,
};

}  // namespace pool_audit::rules
