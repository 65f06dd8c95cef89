#include "tool/plan.h"

#include <set>

namespace pool_audit {

struct Plan::Impl {
  const load::WorkList& list;
  std::set<size_t> taken;
};

Plan::Plan(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Plan::Plan(Plan&&) noexcept = default;
Plan::~Plan() = default;

Plan Plan::make(const load::WorkList& list, bool, cache::Store&, cache::FileDigests&) {
  return Plan(std::unique_ptr<Impl>(new Impl{list, {}}));
}
void Plan::select(const std::vector<std::string>&) {}
bool Plan::selected(size_t) const { return true; }
std::string Plan::reason(size_t) const { return {}; }
std::vector<size_t> Plan::take_new() {
  std::vector<size_t> out;
  for (size_t i = 0; i < impl_->list.units.size(); ++i) {
    if (impl_->taken.insert(i).second) out.push_back(i);
  }
  return out;
}
extract_stage::Job Plan::job(size_t unit) const { return {impl_->list.units[unit], {}, ""}; }
std::string Plan::dump(const load::WorkList&) const { return {}; }

}  // namespace pool_audit
