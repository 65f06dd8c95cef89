#include "checks/analysis/members.h"

#include <algorithm>

namespace pool_audit::analysis {

namespace {

bool is_prefix(const Member& prefix, const Member& of) {
  return prefix.size() <= of.size() && std::equal(prefix.begin(), prefix.end(), of.begin());
}

}  // namespace

Members Members::everything() {
  Members out;
  out.parts_.insert(Member{});
  return out;
}

void Members::add(const Member& member) {
  if (covers(member)) return;
  std::erase_if(parts_, [&](const Member& part) { return is_prefix(member, part); });
  parts_.insert(member);
}

void Members::add(const Members& others) {
  for (const Member& part : others.parts_) add(part);
}

void Members::add_inside(const Member& member, const Members& others) {
  for (const Member& part : others.parts_) {
    Member whole = member;
    whole.insert(whole.end(), part.begin(), part.end());
    add(whole);
  }
}

void Members::keep_common(const Members& others) {
  Members common;
  for (const Member& part : parts_) {
    if (others.covers(part)) common.add(part);
  }
  for (const Member& part : others.parts_) {
    if (covers(part)) common.add(part);
  }
  *this = std::move(common);
}

bool Members::covers(const Member& member) const {
  return std::ranges::any_of(parts_, [&](const Member& part) { return is_prefix(part, member); });
}

bool Members::touches(const Member& member) const {
  return std::ranges::any_of(parts_, [&](const Member& part) {
    return is_prefix(part, member) || is_prefix(member, part);
  });
}

}  // namespace pool_audit::analysis
