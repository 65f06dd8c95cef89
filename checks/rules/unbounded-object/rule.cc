#include <algorithm>

#include "checks/analysis/member_calls.h"
#include "checks/inventory/describe.h"
#include "checks/rules/pooled_contents.h"
#include "checks/rules/say.h"

namespace pool_audit::rules {

namespace {

using analysis::MemberCall;
using analysis::PartOf;

struct Growing {
  std::string path;
  facts::Location at;
  facts::Location grown_at;
};

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

class Search : PooledContents {
 public:
  explicit Search(const Subject& subject) : PooledContents(subject) {}

  void run(std::vector<Finding>& out) {
    for (size_t i = 0; i < subject_.pools.size(); ++i) {
      const inventory::Pool& pool = subject_.pools[i];
      const facts::Record* record = types_.record(pool);
      if (record == nullptr || !keeps_everything(pool)) continue;
      std::vector<std::pair<PartOf, Symbol>> parts;
      contents_.each_part(*record, [&](const PartOf& part) {
        if (part.traits && part.traits->grows && part.field) parts.emplace_back(part, Symbol());
      });
      if (parts.empty() || assigned_whole(*record)) continue;
      const std::set<Symbol> back = lives_.on_the_way_back(i);
      std::vector<Growing> growing;
      for (const auto& [part, unused] : parts) {
        if (const auto found = growth_of(part, back)) growing.push_back(*found);
      }
      if (!growing.empty()) report(pool, growing, out);
    }
  }

 private:
  // Drops no object, whatever its size, and constructs none anew.
  bool keeps_everything(const inventory::Pool& pool) const {
    return pool.kind != "connection pool" && pool.kind != "arena" &&
           lives_.stay_constructed(pool) && count_of(pool, inventory::SiteKind::discard) == 0;
  }

  const analysis::MemberCalls& calls() {
    if (!calls_) calls_.emplace(subject_.program);
    return *calls_;
  }

  // `*object = Foo()` gives back what the object held.
  bool assigned_whole(const facts::Record& record) {
    return calls().assigned_records().contains(record.id);
  }

  std::optional<Growing> growth_of(const PartOf& part, const std::set<Symbol>& back) {
    std::optional<Growing> grown;
    for (const MemberCall& call : calls().of(part.field->id)) {
      const std::string_view name = call.method.text();
      if (contains(part.traits->shrinks_by, name)) return std::nullopt;
      // Somebody asks how large it is before it goes back.
      if (contains(part.traits->capacity_by, name)) {
        if (name != "empty" && back.contains(call.function)) return std::nullopt;
        continue;
      }
      const bool grows = !call.is_const && !contains(part.traits->clears_by, name);
      if (grows && !grown) grown = Growing{part.path, part.field->location, call.at};
    }
    return grown;
  }

  void report(const inventory::Pool& pool, const std::vector<Growing>& growing,
              std::vector<Finding>& out) const {
    Finding finding = at(pool);
    finding.message = "'" + pool.name + "' keeps objects however large '" + growing.front().path +
                      "' has grown; nothing shrinks it or drops the object";
    for (const Growing& each : growing) {
      finding.notes.push_back({inventory::to_place(each.at), "'" + each.path + "' can grow"});
      finding.notes.push_back({inventory::to_place(each.grown_at), "it grows here"});
    }
    out.push_back(std::move(finding));
  }

  std::optional<analysis::MemberCalls> calls_;
};

void check(const Subject& subject, const Settings&, std::vector<Finding>& out) {
  Search(subject).run(out);
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
