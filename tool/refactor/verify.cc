#include "tool/refactor/verify.h"

#include <algorithm>
#include <utility>

namespace pool_audit::refactor {

namespace {

// Why a group cannot be kept when those that it stands on are looked at; "" when it can.
std::string missing(const Group& group, const Verified& so_far) {
  for (const std::string& title : group.needs) {
    const auto is_meant = [&](const Group& other) {
      return (other.pool == group.pool || group.needs_others) && other.title == title;
    };
    if (std::ranges::any_of(so_far.withdrawn, is_meant, &Withdrawn::group)) {
      return "it needs '" + title + "', which was withdrawn";
    }
    if (std::ranges::none_of(so_far.kept, is_meant)) {
      return "it needs '" + title + "', which is not done";
    }
  }
  return {};
}

}  // namespace

Result<Verified> verify(const std::string& root, std::vector<Group> groups, const Judge& judge) {
  Verified out;
  EditSet all(root);
  for (Group& group : groups) {
    if (std::string reason = missing(group, out); !reason.empty()) {
      out.withdrawn.push_back({std::move(group), std::move(reason)});
    } else if (auto added = all.add(group.edits); !added) {
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
    if (std::string reason = missing(group, out); !reason.empty()) {
      out.withdrawn.push_back({std::move(group), std::move(reason)});
      continue;
    }
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
