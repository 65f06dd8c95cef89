#include "checks/rules/rule.h"

#include <algorithm>

#include "checks/inventory/describe.h"
#include "checks/rules/say.h"

namespace pool_audit::rules {

namespace {

using analysis::Misuse;

constexpr size_t kMostCalls = 4;  // shown of those that may throw

std::string called(const Subject& subject, const Misuse& misuse) {
  return misuse.callee ? subject.effects.name(misuse.callee) + "()" : "a call";
}

// What a local pool lends goes with the pool, whichever way the function is left.
bool dies_with_the_function(const Subject& subject, const inventory::Taken& get) {
  return std::ranges::any_of(get.pools, [&](size_t pool) {
    return subject.keys[pool].kind == inventory::PoolKey::Kind::local;
  });
}

// Where the exception comes from: a throw that stands somewhere, or a library's word.
inventory::Note source_of(const Subject& subject, const Misuse& misuse) {
  const facts::Type& type = subject.program.type(misuse.thrown.type);
  const std::string what =
      type.spelling.empty() ? "" : " '" + std::string(type.spelling.text()) + "'";
  if (misuse.thrown.at.line == 0) {
    return {inventory::to_place(misuse.at), called(subject, misuse) + " may throw" + what};
  }
  return {inventory::to_place(misuse.thrown.at), "throws" + what + " here"};
}

void check(const Subject& subject, const Settings&, std::vector<Finding>& out) {
  for (const inventory::Taken& get : subject.taken) {
    std::vector<const Misuse*> calls;
    for (const Misuse& each : get.misuses) {
      if (each.kind == Misuse::Kind::unguarded) calls.push_back(&each);
    }
    if (calls.empty() || dies_with_the_function(subject, get)) continue;
    Finding finding = at(subject, get);
    finding.message = "object taken from " + names_of(subject, get) + " is lost when " +
                      called(subject, *calls.front()) + " throws";
    finding.notes = notes_of(calls.front()->steps);
    for (size_t i = 0; i < std::min(calls.size(), kMostCalls); ++i) {
      finding.notes.push_back(
          {inventory::to_place(calls[i]->at),
           i == 0 ? "an exception may leave this call" : "so may one leave this call"});
      finding.notes.push_back(source_of(subject, *calls[i]));
    }
    for (const facts::Location& put : get.outcome.puts) {
      finding.notes.push_back({inventory::to_place(put), "put back here, by hand"});
    }
    out.push_back(std::move(finding));
  }
}

}  // namespace

extern const Rule unguarded_put;
const Rule unguarded_put = {
    .id = "pool-unguarded-put",
    .summary = "an object is put back by hand, and lost when a call before that throws",
    .category = Category::checkout,
    .scope = Scope::function,
    .fix = Fix::review,
    .on_by_default = false,
    .options = {},
    .check = check,
};

}  // namespace pool_audit::rules
