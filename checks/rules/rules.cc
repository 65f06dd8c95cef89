#include "checks/rules/rules.h"

#include <algorithm>
#include <tuple>

#include "checks/support/spelling.h"

namespace pool_audit::rules {

namespace {

// `*` stands for any text.
bool matches(std::string_view pattern, std::string_view text) {
  const size_t star = pattern.find('*');
  if (star == std::string_view::npos) return pattern == text;
  if (!text.starts_with(pattern.substr(0, star))) return false;
  text.remove_prefix(star);
  pattern.remove_prefix(star + 1);
  for (size_t i = 0; i <= text.size(); ++i) {
    if (matches(pattern, text.substr(i))) return true;
  }
  return false;
}

std::string did_you_mean(std::string_view id) {
  const std::string name = nearest(id);
  return name.empty() ? "" : "; did you mean " + name + "?";
}

}  // namespace

Settings::Settings(std::span<const Option> options) : options_(options.begin(), options.end()) {}

long Settings::get(std::string_view name) const {
  const auto found = std::ranges::find(options_, name, &Option::name);
  return found == options_.end() ? 0 : found->value;
}

bool Settings::set(std::string_view name, long value) {
  const auto found = std::ranges::find(options_, name, &Option::name);
  if (found == options_.end()) return false;
  found->value = value;
  return true;
}

const Entry* find(std::string_view id) {
  for (const Entry& entry : all()) {
    if (entry.rule->id == id) return &entry;
  }
  return nullptr;
}

std::string nearest(std::string_view id) {
  std::vector<std::string_view> names;
  for (const Entry& entry : all()) names.push_back(entry.rule->id);
  constexpr std::string_view kPrefix = "pool-";  // may be left out
  return std::string(nearest_word(
      id.starts_with(kPrefix) ? std::string(id) : std::string(kPrefix).append(id), names));
}

bool Selection::runs(const Rule& rule) const {
  bool on = patterns.empty() && rule.on_by_default;
  for (const std::string& pattern : patterns) {
    const bool take_away = pattern.starts_with('-');
    if (matches(std::string_view(pattern).substr(take_away ? 1 : 0), rule.id)) on = !take_away;
  }
  return on;
}

std::string to_text(const Selection& selection) {
  std::string out;
  for (const std::string& pattern : selection.patterns) out += pattern + "\n";
  for (const auto& [rule, options] : selection.options) {
    for (const auto& [name, value] : options) {
      out += "=" + rule + "." + name + "=" + std::to_string(value) + "\n";
    }
  }
  return out;
}

Result<void> validate(const Selection& selection) {
  for (const std::string& pattern : selection.patterns) {
    const std::string bare = pattern.starts_with('-') ? pattern.substr(1) : pattern;
    const bool any = std::ranges::any_of(
        all(), [&](const Entry& entry) { return matches(bare, entry.rule->id); });
    if (!any) {
      return fail("no rule matches '" + bare + "'" + did_you_mean(bare) +
                  "; `pool-audit rules` lists them");
    }
  }
  for (const auto& [id, options] : selection.options) {
    const Entry* entry = find(id);
    if (!entry) return fail("there is no rule '" + id + "'" + did_you_mean(id));
    Settings settings(entry->rule->options);
    for (const auto& [name, value] : options) {
      if (settings.set(name, value)) continue;
      std::string known;
      for (const Option& option : entry->rule->options) known += " " + std::string(option.name);
      return fail("the rule " + id + " has no option '" + name + "'; it has" +
                  (known.empty() ? " none" : ":" + known));
    }
  }
  return {};
}

std::vector<Finding> run(const Subject& subject, const Selection& selection) {
  std::vector<Finding> out;
  for (const Entry& entry : all()) {
    const Rule& rule = *entry.rule;
    if (!selection.runs(rule)) continue;
    Settings settings(rule.options);
    if (const auto found = selection.options.find(std::string(rule.id));
        found != selection.options.end()) {
      for (const auto& [name, value] : found->second) settings.set(name, value);
    }
    const size_t before = out.size();
    rule.check(subject, settings, out);
    for (size_t i = before; i < out.size(); ++i) out[i].rule = rule.id;
  }
  std::ranges::sort(out, [](const Finding& a, const Finding& b) {
    return std::tie(a.place, a.rule, a.pool, a.message) <
           std::tie(b.place, b.rule, b.pool, b.message);
  });
  const auto same = std::ranges::unique(out);
  out.erase(same.begin(), same.end());
  return out;
}

}  // namespace pool_audit::rules
