#include <algorithm>
#include <string>
#include <vector>

#include "checks/inventory/describe.h"
#include "checks/rules/pooled_type.h"
#include "checks/rules/say.h"

namespace pool_audit::rules {

namespace {

using model::MemberKind;

struct Members {
  std::vector<const facts::Field*> identities;
  size_t others = 0;
  bool strong = false;  // one of them can be of nothing but a request
};

void count(const Subject& subject, const facts::Record& record, int depth, Members& out) {
  constexpr int kMostBases = 8;
  if (depth > kMostBases) return;
  for (const facts::Base& base : record.bases) {
    const facts::Record* next = subject.program.record_of(base.type);
    if (next != nullptr) count(subject, *next, depth + 1, out);
  }
  for (const facts::Field& field : record.fields) {
    const MemberKind kind = subject.models.kind_of_member(field.name.text());
    if (kind == MemberKind::request || kind == MemberKind::user) {
      out.identities.push_back(&field);
      out.strong = out.strong || kind == MemberKind::request;
    } else if (kind == MemberKind::other) {
      ++out.others;
    }
  }
}

std::string words(const std::vector<const facts::Field*>& fields) {
  std::string out;
  for (size_t i = 0; i < fields.size(); ++i) {
    if (i != 0) out += i + 1 == fields.size() ? " and " : ", ";
    out += '\'' + std::string(fields[i]->name.text()) + '\'';
  }
  return out;
}

void check(const Subject& subject, const Settings& settings, std::vector<Finding>& out) {
  const PooledTypes types(subject);
  const auto least = static_cast<size_t>(std::max(settings.get("MinimumMembers"), 1L));
  for (const inventory::Pool& pool : subject.pools) {
    // Connections stand for a peer, arenas for whatever is put into them.
    if (pool.kind == "connection pool" || pool.kind == "arena") continue;
    const facts::Record* record = types.record(pool);
    if (record == nullptr || record->is_union) continue;
    Members members;
    count(subject, *record, 0, members);
    const size_t identities = members.identities.size();
    if (identities < least || identities <= members.others || !members.strong) continue;
    Finding finding = at(pool);
    finding.message = "'" + pool.name + "' pools '" + pool.pooled.name +
                      "', which is the identity of one request: " + words(members.identities);
    for (const facts::Field* field : members.identities) {
      finding.notes.push_back({inventory::to_place(field->location),
                               "'" + std::string(field->name.text()) + "' is of one request"});
    }
    out.push_back(std::move(finding));
  }
}

}  // namespace

extern const Rule request_state;
const Rule request_state = {
    .id = "pool-request-state",
    .summary = "the pooled object is the identity of one request, not a container for it",
    .category = Category::design,
    .scope = Scope::pool,
    .fix = Fix::none,
    .on_by_default = true,
    .doubts_pool = true,
    .options = {{"MinimumMembers", 2, "fewer members that name a request make none"}},
    .check = check,
};

}  // namespace pool_audit::rules
