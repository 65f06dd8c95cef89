#include "checks/rules/rule.h"

#include <algorithm>

#include "checks/rules/say.h"
#include "checks/support/words.h"

namespace pool_audit::rules {

namespace {

// What the comment of a pool says that is on its way out:
//   pool-audit migrating: to buffers_pool. Callers left: net::send, net::receive.
struct Leaving {
  std::string successor;
  std::vector<std::string> callers;
};

constexpr std::string_view kMark = "pool-audit migrating: to ";
constexpr std::string_view kCallers = "Callers left:";

// A comment on one line, with one blank between its words.
std::string on_one_line(std::string_view comment) {
  std::string out;
  for (const char c : comment) {
    const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (blank && (out.empty() || out.back() == ' ')) continue;
    out += blank ? ' ' : c;
  }
  return out;
}

Leaving leaving_of(std::string_view comment) {
  Leaving out;
  const std::string text = on_one_line(comment);
  const size_t at = text.find(kMark);
  if (at == std::string::npos) return out;
  const std::string_view rest = std::string_view(text).substr(at + kMark.size());
  const size_t callers = rest.find(kCallers);
  std::string_view successor = trimmed(rest.substr(0, std::min(callers, rest.find(' '))));
  while (successor.ends_with('.')) successor.remove_suffix(1);
  out.successor = successor;
  if (callers == std::string_view::npos) return out;
  std::string_view list = rest.substr(callers + kCallers.size());
  list = list.substr(0, list.find(". "));
  while (list.ends_with('.') || list.ends_with(' ')) list.remove_suffix(1);
  out.callers = split_at_commas(list);
  return out;
}

void check(const Subject& subject, const Settings&, std::vector<Finding>& out) {
  for (const inventory::Pool& pool : subject.pools) {
    const Leaving leaving = leaving_of(pool.documentation);
    if (leaving.successor.empty()) continue;
    for (const inventory::Site& site : pool.sites) {
      const bool moves =
          site.kind == inventory::SiteKind::get || site.kind == inventory::SiteKind::put;
      const bool listed = std::ranges::any_of(leaving.callers, [&](const std::string& caller) {
        return matches_last_parts(caller, site.function);
      });
      // Who calls a wrapper uses whatever pool the wrapper does.
      if (!moves || listed || !site.through.empty()) continue;
      Finding finding = at(pool);
      finding.place = site.place;
      finding.function = site.function;
      finding.message = "'" + pool.name + "' is on its way out; use '" + leaving.successor +
                        "', or add this function to the callers that are left";
      finding.notes = {{pool.place, "its comment says so"}};
      out.push_back(std::move(finding));
    }
  }
}

}  // namespace

extern const Rule migrating;
const Rule migrating = {
    .id = "pool-migrating",
    .summary = "a new caller of a pool that its callers leave one by one",
    .category = Category::design,
    .scope = Scope::pool,
    .fix = Fix::none,
    .on_by_default = true,
    .options = {},
    .check = check,
};

}  // namespace pool_audit::rules
