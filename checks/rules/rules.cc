#include "checks/rules/rules.h"

#include <algorithm>
#include <tuple>

#include "checks/support/spelling.h"
#include "checks/support/words.h"

namespace pool_audit::rules {

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

bool any_matches(std::string_view pattern) {
  return std::ranges::any_of(
      all(), [&](const Entry& entry) { return matches_stars(pattern, entry.rule->id); });
}

std::string did_you_mean(std::string_view id) {
  const std::string name = nearest(id);
  return name.empty() ? "" : "; did you mean " + name + "?";
}

bool Selection::runs(const Rule& rule) const {
  const bool from_defaults = patterns.empty() || patterns.front().starts_with('-');
  bool on = from_defaults && rule.on_by_default;
  for (const std::string& pattern : patterns) {
    const bool take_away = pattern.starts_with('-');
    const std::string_view bare = std::string_view(pattern).substr(take_away ? 1 : 0);
    if (matches_stars(bare, rule.id)) on = !take_away;
  }
  return on;
}

long Selection::value_of(const Rule& rule, const Option& option) const {
  const auto of_rule = options.find(std::string(rule.id));
  if (of_rule == options.end()) return option.value;
  const auto set = of_rule->second.find(std::string(option.name));
  return set == of_rule->second.end() ? option.value : set->second;
}

Selection layered(Selection base, const Selection& over) {
  const bool takes_away = !over.patterns.empty() && over.patterns.front().starts_with('-');
  if (!over.patterns.empty() && !takes_away) base.patterns.clear();
  base.patterns.insert(base.patterns.end(), over.patterns.begin(), over.patterns.end());
  for (const auto& [rule, options] : over.options) {
    for (const auto& [name, value] : options) base.options[rule][name] = value;
  }
  return base;
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
    if (!any_matches(bare)) {
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

namespace {

// Adds what `look` finds for each rule that runs.
template <class Look>
std::vector<Finding> run_each(const Selection& selection, const Look& look) {
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
    look(rule, settings, out);
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

}  // namespace

std::vector<Finding> run(const Subject& subject, const Selection& selection) {
  return run_each(selection,
                  [&](const Rule& rule, const Settings& settings, std::vector<Finding>& out) {
                    if (rule.check) rule.check(subject, settings, out);
                  });
}

std::vector<Finding> run_measured(std::span<const MeasuredPool> pools, const Selection& selection) {
  return run_each(selection,
                  [&](const Rule& rule, const Settings& settings, std::vector<Finding>& out) {
                    if (!rule.judge) return;
                    for (const MeasuredPool& each : pools) rule.judge(each, settings, out);
                  });
}

Selection without_telemetry(Selection selection) {
  for (const Entry& entry : all()) {
    if (entry.rule->scope != Scope::telemetry) continue;
    selection.patterns.push_back("-" + std::string(entry.rule->id));
  }
  return selection;
}

std::string_view to_text(Heat heat) {
  switch (heat) {
    case Heat::unmeasured:
      return "unmeasured";
    case Heat::cold:
      return "cold";
    case Heat::warm:
      return "warm";
    case Heat::hot:
      return "hot";
  }
  return "";
}

}  // namespace pool_audit::rules
