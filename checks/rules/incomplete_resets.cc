#include "checks/rules/incomplete_resets.h"

#include <algorithm>
#include <map>

#include "checks/inventory/describe.h"
#include "checks/rules/pooled_type.h"
#include "checks/rules/say.h"

namespace pool_audit::rules {

namespace {

using analysis::Members;

// The resets of one pool, wherever they stand.
struct Relied {
  std::vector<Cleaner> cleaners;
  Members overwritten;
};

class Search {
 public:
  explicit Search(const Subject& subject)
      : subject_(subject), types_(subject), resets_(subject), leftovers_(subject) {}

  std::vector<IncompleteReset> run() {
    for (size_t i = 0; i < subject_.pools.size(); ++i) visit(i);
    std::vector<IncompleteReset> out;
    for (auto& [where, found] : found_) out.push_back(std::move(found));
    return out;
  }

 private:
  Relied relied_on(size_t pool) const {
    Relied out;
    const PoolReset& own = resets_.of(pool);
    out.cleaners = own.own;
    out.overwritten = own.restored;
    for (const inventory::Taken& get : subject_.taken) {
      if (std::ranges::count(get.pools, pool) == 0) continue;
      if (const auto graph = subject_.program.graph(get.function)) {
        for (const Cleaner& each : resets_.cleaners(*graph, get.origin)) {
          out.cleaners.push_back(each);
        }
      }
    }
    for (const PutSite& put : resets_.puts()) {
      if (!put.pools.contains(pool)) continue;
      const auto graph = subject_.program.graph(put.function);
      const auto origin = resets_.origin_of(*graph, put.object.place);
      if (!origin) continue;
      const std::vector<Cleaner> found = resets_.cleaners(*graph, *origin);
      out.cleaners.insert(out.cleaners.end(), found.begin(), found.end());
      // What a function that gives back does besides.
      if (origin->kind == analysis::Origin::Kind::parameter ||
          origin->kind == analysis::Origin::Kind::this_) {
        out.overwritten.add(subject_.member_writes.overwritten_by(
            put.function, origin->kind == analysis::Origin::Kind::this_
                              ? analysis::kOwnObject
                              : static_cast<int>(origin->index)));
      }
    }
    for (const Cleaner& each : out.cleaners) out.overwritten.add(resets_.cleaned_by(each));
    return out;
  }

  // Whether every user writes the member right after the get.
  bool written_by_every_user(size_t pool, const Leaf& leaf) const {
    bool any = false;
    for (const inventory::Taken& get : subject_.taken) {
      if (std::ranges::count(get.pools, pool) == 0 || Resets::is_clean(get)) continue;
      if (get.outcome.returned && get.outcome.fate == analysis::Fate::handed_over) continue;
      any = true;
      if (!resets_.written_at_once(get, leaf.member)) return false;
    }
    return any;
  }

  void visit(size_t pool) {
    const facts::Record* record = types_.record(subject_.pools[pool]);
    const PoolReset& own = resets_.of(pool);
    if (!record || own.beyond_doubt) return;
    const bool taken = std::ranges::any_of(subject_.taken, [&](const inventory::Taken& get) {
      return std::ranges::count(get.pools, pool) != 0 && !Resets::is_clean(get);
    });
    if (!taken) return;
    const Relied relied = relied_on(pool);
    if (relied.cleaners.empty() || relied.overwritten.is_everything()) return;
    const std::vector<Leaf> leaves = leaves_of(subject_.program, *record);
    std::vector<IncompleteReset::Left> left;
    for (const Leaf& leaf : leaves) {
      if (relied.overwritten.touches(leaf.member)) continue;
      if (leftovers_.is_kept_on_purpose(leaf, leaves, relied.overwritten)) continue;
      const analysis::MemberWrite* write = leftovers_.written(leaf, *record, own);
      if (write && !written_by_every_user(pool, leaf)) left.push_back({leaf, write});
    }
    if (!left.empty()) note(pool, relied, std::move(left));
  }

  // What overwrites least leaves most: the outermost reset of the class itself, where there is one.
  const Cleaner* blamed(const Relied& relied) const {
    for (const Cleaner& each : relied.cleaners) {
      const facts::Function* function = subject_.program.function(each.function);
      if (function && subject_.program.has_graph(each.function)) return &each;
    }
    return nullptr;
  }

  void note(size_t pool, const Relied& relied, std::vector<IncompleteReset::Left> left) {
    const Cleaner* reset = blamed(relied);
    if (!reset) return;
    // Several pools may rely on one.
    auto [found, first] = found_.try_emplace(reset->function);
    found->second.pools.push_back(pool);
    if (!first) return;
    found->second.reset = subject_.program.function(reset->function);
    found->second.parameter = reset->parameter;
    found->second.left = std::move(left);
    for (const Cleaner& each : relied.cleaners) {
      if (each.function != reset->function || each.call == found->second.reset->location) continue;
      found->second.called_at = each.call;
      break;
    }
  }

  const Subject& subject_;
  const PooledTypes types_;
  const Resets resets_;
  Leftovers leftovers_;
  std::map<Symbol, IncompleteReset> found_;
};

}  // namespace

std::vector<IncompleteReset> incomplete_resets(const Subject& subject) {
  return Search(subject).run();
}

}  // namespace pool_audit::rules
