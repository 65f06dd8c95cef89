#include "checks/rules/growing_objects.h"

#include <algorithm>
#include <optional>

#include "checks/analysis/member_calls.h"
#include "checks/rules/pooled_contents.h"

namespace pool_audit::rules {

namespace {

using analysis::MemberCall;
using analysis::PartOf;

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

class Search : PooledContents {
 public:
  explicit Search(const Subject& subject) : PooledContents(subject) {}

  std::vector<GrowingObjects> run() {
    std::vector<GrowingObjects> out;
    for (size_t i = 0; i < subject_.pools.size(); ++i) {
      const inventory::Pool& pool = subject_.pools[i];
      const facts::Record* record = types_.record(pool);
      if (record == nullptr || !keeps_everything(pool)) continue;
      std::vector<PartOf> parts;
      contents_.each_part(*record, [&](const PartOf& part) {
        if (!part.traits || !part.traits->grows || !part.field) return;
        // The elements of a container go with it, and calls are those of the container.
        const bool inside = std::ranges::any_of(
            parts, [&](const PartOf& outer) { return outer.field == part.field; });
        if (!inside) parts.push_back(part);
      });
      if (parts.empty() || assigned_whole(*record)) continue;
      GrowingObjects growing;
      growing.pool = i;
      growing.on_the_way_back = lives_.on_the_way_back(i);
      for (const PartOf& part : parts) {
        if (auto found = growth_of(part, growing.on_the_way_back)) {
          growing.members.push_back(std::move(*found));
        }
      }
      if (!growing.members.empty()) out.push_back(std::move(growing));
    }
    return out;
  }

 private:
  const analysis::MemberCalls& calls() {
    if (!calls_) calls_.emplace(subject_.program);
    return *calls_;
  }

  // `*object = Foo()` gives back what the object held.
  bool assigned_whole(const facts::Record& record) {
    return calls().assigned_records().contains(record.id);
  }

  std::optional<GrowingObjects::Member> growth_of(const PartOf& part,
                                                  const std::set<Symbol>& back) {
    std::optional<GrowingObjects::Member> grown;
    std::vector<facts::Location> cleared;
    for (const MemberCall& call : calls().of(part.field->id)) {
      const std::string_view name = call.method.text();
      if (contains(part.traits->shrinks_by, name)) return std::nullopt;
      // Somebody asks how large it is before it goes back.
      if (contains(part.traits->capacity_by, name)) {
        if (name != "empty" && back.contains(call.function)) return std::nullopt;
        continue;
      }
      const bool clears = contains(part.traits->clears_by, name);
      if (clears && back.contains(call.function)) cleared.push_back(call.at);
      if (call.is_const || clears || grown) continue;
      grown = GrowingObjects::Member{part.path, part.field, part.traits, call.at, {}};
    }
    if (grown) grown->cleared_at = std::move(cleared);
    return grown;
  }

  std::optional<analysis::MemberCalls> calls_;
};

}  // namespace

std::vector<GrowingObjects> growing_objects(const Subject& subject) {
  return Search(subject).run();
}

}  // namespace pool_audit::rules
