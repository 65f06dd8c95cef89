#include "tool/report/markdown_compare.h"

#include <algorithm>

#include "tool/report/markdown_escape.h"
#include "tool/report/phrases.h"
#include "tool/verdict/classify.h"

namespace pool_audit::report {
namespace {

constexpr size_t kListed = 50;  // of a list that is longer the rest is counted

// A bullet each, and what comes behind it.
template <class List, class Bullet>
void write_list(std::string& out, std::string_view title, const List& list, const Bullet& bullet) {
  if (list.empty()) return;
  out += "**" + std::string(title) + ": " + std::to_string(list.size()) + "**\n\n";
  for (size_t i = 0; i < std::min(list.size(), kListed); ++i) out += "- " + bullet(list[i]) + '\n';
  if (list.size() > kListed) out += "- and " + std::to_string(list.size() - kListed) + " more\n";
  out += '\n';
}

std::string finding_text(const inventory::Finding& finding) {
  return markdown_code(place_text(finding.place)) + ": **" + markdown(finding.rule) +
         "**: " + markdown(finding.message);
}

}  // namespace

std::string markdown_comparison(const compare::Comparison& comparison) {
  std::string out = "### Compared with " + markdown(comparison.before) + "\n\n";
  out += "**" + counted(comparison.introduced.size(), "new finding") + "**, " +
         std::to_string(comparison.fixed.size()) + " fixed, " +
         std::to_string(comparison.unchanged.size()) + " known";
  if (!comparison.unchecked.empty()) {
    out += ", " + std::to_string(comparison.unchecked.size()) + " not checked";
  }
  out += "\n\n";
  write_list(out, "Fixed", comparison.fixed, finding_text);
  write_list(out, "New pools", comparison.added_pools,
             [](const std::string& name) { return markdown_code(name); });
  write_list(out, "Pools that are gone", comparison.removed_pools,
             [](const std::string& name) { return markdown_code(name); });
  write_list(out, "Pools of another class", comparison.classes,
             [](const compare::ClassChange& each) {
               return markdown_code(each.name) + ": " + std::string(to_text(each.before)) +
                      " before, " + std::string(to_text(each.after)) + " now";
             });
  return out;
}

}  // namespace pool_audit::report
