#include "tool/refactor/verify.h"

#include <utility>

namespace pool_audit::refactor {

Result<Verified> verify(const std::string& root, std::vector<Group> groups, const Judge& judge) {
  Verified out;
  EditSet all(root);
  for (Group& group : groups) {
    if (auto added = all.add(group.edits); !added) {
      out.withdrawn.push_back({std::move(group), added.error().to_string()});
    } else {
      out.kept.push_back(std::move(group));
    }
  }
  out.changes = all.changes();
  if (out.changes.empty()) return out;
  auto verdict = judge(out.changes);
  if (!verdict) return tl::unexpected<Error>(verdict.error());
  if (verdict->empty()) return out;
  if (out.kept.size() == 1) {
    out.withdrawn.push_back({std::move(out.kept.front()), *verdict});
    out.kept.clear();
    out.changes.clear();
    return out;
  }
  // Each on top of those that were kept before it: what is right alone may be wrong together.
  std::vector<Group> candidates = std::exchange(out.kept, {});
  EditSet kept(root);
  for (Group& group : candidates) {
    EditSet tried = kept;
    if (auto added = tried.add(group.edits); !added) {
      out.withdrawn.push_back({std::move(group), added.error().to_string()});
      continue;
    }
    auto each = judge(tried.changes());
    if (!each) return tl::unexpected<Error>(each.error());
    if (each->empty()) {
      kept = std::move(tried);
      out.kept.push_back(std::move(group));
    } else {
      out.withdrawn.push_back({std::move(group), *each});
    }
  }
  out.changes = kept.changes();
  return out;
}

}  // namespace pool_audit::refactor
