#include <algorithm>

#include "checks/inventory/describe.h"
#include "checks/model/vocabulary.h"
#include "checks/rules/pooled_contents.h"
#include "checks/rules/say.h"

namespace pool_audit::rules {

namespace {

using analysis::PartOf;

struct Owned {
  std::string path;
  std::string what;  // "memory", "a mutex"
  facts::Location at;
};

class Search : PooledContents {
 public:
  explicit Search(const Subject& subject) : PooledContents(subject) {}

  void run(std::vector<Finding>& out) {
    for (size_t i = 0; i < subject_.pools.size(); ++i) {
      const inventory::Pool& pool = subject_.pools[i];
      if (pool.kind == "arena" || !lives_.never_destroyed(i)) continue;
      const facts::Record* record = types_.record(pool);
      // Nothing is lost with a destructor that does nothing.
      if (record == nullptr || record->has_trivial_destructor) continue;
      const std::vector<Owned> owned = owned_by(*record);
      if (owned.empty() || destroyed_by_hand(*record)) continue;
      report(pool, owned, out);
    }
  }

 private:
  std::vector<Owned> owned_by(const facts::Record& record) const {
    std::vector<Owned> out;
    contents_.each_part(record, [&](const PartOf& part) {
      if (part.traits == nullptr || is_pointer(part.type)) return;
      if (!out.empty() && part.path.starts_with(out.back().path)) return;
      const bool handle = part.traits->holds != model::HandleKind::none;
      if (!handle && !part.traits->owns_memory) return;
      Owned each{
          part.path, handle ? std::string(model::in_words(part.traits->holds)) : "memory", {}};
      if (part.field != nullptr) each.at = part.field->location;
      out.push_back(std::move(each));
    });
    return out;
  }

  bool is_pointer(facts::TypeId type) const {
    return subject_.program.type(type).kind == facts::TypeKind::pointer;
  }

  // Somebody calls the destructor, of the class or of one that derives from it.
  bool destroyed_by_hand(const facts::Record& record) {
    return std::ranges::any_of(uses().destructors_called, [&](Symbol id) {
      const facts::Function* destructor = subject_.program.function(id);
      return destructor && (subject_.program.inherits(destructor->record, record.id) ||
                            subject_.program.inherits(record.id, destructor->record));
    });
  }

  void report(const inventory::Pool& pool, const std::vector<Owned>& owned,
              std::vector<Finding>& out) const {
    Finding finding = at(pool);
    finding.message = "'" + pool.name + "' never runs the destructor of '" + pool.pooled.name +
                      "', whose member '" + owned.front().path + "' owns " + owned.front().what;
    for (const Owned& each : owned) {
      if (each.at.line == 0) continue;
      finding.notes.push_back(
          {inventory::to_place(each.at), "'" + each.path + "' owns " + each.what});
    }
    out.push_back(std::move(finding));
  }
};

void check(const Subject& subject, const Settings&, std::vector<Finding>& out) {
  Search(subject).run(out);
}

}  // namespace

extern const Rule no_destruct;
const Rule no_destruct = {
    .id = "pool-no-destruct",
    .summary = "a pool that never runs destructors holds objects that own memory or handles",
    .category = Category::design,
    .scope = Scope::pool,
    .fix = Fix::none,
    .on_by_default = false,
    .options = {},
    .check = check,
};

}  // namespace pool_audit::rules
