#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "checks/inventory/describe.h"
#include "checks/rules/pooled_type.h"
#include "checks/rules/say.h"

namespace pool_audit::rules {

namespace {

using namespace std::string_view_literals;

// What tells one request, or one user, from another; written without '_', 'm' and capitals.
constexpr std::array kIdentities = {
    "requestid"sv,     "reqid"sv,       "sessionid"sv,    "sid"sv,           "userid"sv,
    "uid"sv,           "username"sv,    "user"sv,         "accountid"sv,     "customerid"sv,
    "tenantid"sv,      "tenant"sv,      "clientid"sv,     "transactionid"sv, "txid"sv,
    "txnid"sv,         "xid"sv,         "traceid"sv,      "spanid"sv,        "parentspanid"sv,
    "correlationid"sv, "callid"sv,      "orderid"sv,      "jobid"sv,         "messageid"sv,
    "token"sv,         "authtoken"sv,   "accesstoken"sv,  "sessiontoken"sv,  "csrftoken"sv,
    "refreshtoken"sv,  "bearertoken"sv, "apikey"sv,       "sessionkey"sv,    "password"sv,
    "credentials"sv,   "principal"sv,   "email"sv,        "role"sv,          "permissions"sv,
    "clientip"sv,      "remoteaddr"sv,  "remoteaddress"sv};
// Of these at least one has to be there: an id of a user alone may name an account.
constexpr std::array kStrong = {
    "requestid"sv, "reqid"sv,  "sessionid"sv,   "transactionid"sv, "txid"sv,
    "txnid"sv,     "xid"sv,    "traceid"sv,     "correlationid"sv, "token"sv,
    "authtoken"sv, "userid"sv, "accesstoken"sv, "sessiontoken"sv,  "csrftoken"sv};
// Hang objects on each other; say nothing of what they are.
constexpr std::array kLinks = {"next"sv, "prev"sv, "link"sv,    "links"sv,
                               "list"sv, "node"sv, "refcount"sv};

// "m_requestId_" as "requestid".
std::string plain(std::string_view name) {
  if (name.starts_with("m_")) name.remove_prefix(2);
  std::string out;
  for (const char c : name) {
    if (c == '_') continue;
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

template <class Words>
bool among(const Words& words, const std::string& name) {
  return std::ranges::find(words, std::string_view(name)) != words.end();
}

struct Members {
  std::vector<const facts::Field*> identities;
  size_t others = 0;
  bool strong = false;
};

void count(const Subject& subject, const facts::Record& record, int depth, Members& out) {
  constexpr int kMostBases = 8;
  if (depth > kMostBases) return;
  for (const facts::Base& base : record.bases) {
    const facts::Record* next = subject.program.record_of(base.type);
    if (next != nullptr) count(subject, *next, depth + 1, out);
  }
  for (const facts::Field& field : record.fields) {
    const std::string name = plain(field.name.text());
    if (among(kIdentities, name)) {
      out.identities.push_back(&field);
      out.strong = out.strong || among(kStrong, name);
    } else if (!among(kLinks, name)) {
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
    .options = {{"MinimumMembers", 2, "fewer members that name a request make none"}},
    .check = check,
};

}  // namespace pool_audit::rules
