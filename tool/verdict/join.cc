#include "tool/verdict/join.h"

#include <algorithm>
#include <map>
#include <utility>

#include "checks/support/words.h"

namespace pool_audit::verdict {

namespace {

using inventory::Place;
using inventory::Pool;
using telemetry::PoolLabel;

// "std::vector<char, std::allocator<char>>" and "std::vector<char,std::allocator<char> >" are one.
std::string without_blanks(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c != ' ') out += c;
  }
  return out;
}

bool holds_line(const Place& place, uint32_t line) {
  return place.line <= line && line <= std::max(place.end_line, place.line);
}

class Joining {
 public:
  Joining(std::span<const Pool> pools, const Rules& rules) : pools_(pools), rules_(rules) {
    for (size_t i = 0; i < pools.size(); ++i) {
      by_name_[pools[i].name].push_back(i);
      if (!pools[i].runtime_name.empty() && pools[i].runtime_name != pools[i].name) {
        by_name_[pools[i].runtime_name].push_back(i);
      }
      if (!pools[i].pooled.name.empty()) {
        by_type_[without_blanks(pools[i].pooled.name)].push_back(i);
      }
      // A free list without a class of its own has the type of what is in it.
      if (pools[i].model.empty() && pools[i].type != pools[i].pooled.name) {
        by_class_[plain_type(pools[i].type)].push_back(i);
      }
    }
    for (const auto& [pool, name] : rules.names) {
      for (size_t i = 0; i < pools.size(); ++i) {
        if (pools[i].name == pool) by_name_[name].push_back(i);
      }
    }
  }

  // The pool, or why there is none.
  std::pair<std::optional<Match>, std::string> find(const Label& label) const {
    std::string reason = "it has neither a name nor a site nor a type";
    if (!label.pool.name.empty()) {
      const auto found = by_name_.find(label.pool.name);
      if (found != by_name_.end()) return one(found->second, Confidence::name, label);
      const auto same = by_class_.find(plain_type(label.pool.name));
      if (same != by_class_.end()) return of_class(same->second, label);
      reason = "no pool is called '" + label.pool.name + "'";
    }
    if (label.pool.line != 0) {
      auto [match, why] = at_site(label);
      if (match) return {match, ""};
      reason = why;
    }
    if (!label.pool.type.empty()) {
      const auto found = by_type_.find(without_blanks(label.pool.type));
      if (found != by_type_.end()) return one(found->second, Confidence::type, label);
    }
    return {std::nullopt, reason};
  }

 private:
  [[nodiscard]] bool is_present(const Label& label) const {
    return label.revision.empty() || rules_.revision.empty() || label.revision == rules_.revision;
  }

  // All pools of the class are in the counts, wherever they stand: nothing tells one from another.
  std::pair<std::optional<Match>, std::string> of_class(const std::vector<size_t>& found,
                                                        const Label& label) const {
    if (found.size() == 1) {
      // At another revision the class may have had more of them.
      const Confidence confidence = is_present(label) ? Confidence::name : Confidence::type;
      return {Match{0, found.front(), confidence}, ""};
    }
    std::string names;
    for (const size_t each : found) names += (names.empty() ? "" : ", ") + pools_[each].name;
    return {std::nullopt,
            "it counts " + std::to_string(found.size()) + " pools of one class together: " + names};
  }

  std::pair<std::optional<Match>, std::string> at_site(const Label& label) const {
    const PoolLabel& pool = label.pool;
    const bool present = is_present(label);
    Where at{pool.file, pool.line};
    const std::string where = pool.file + ":" + std::to_string(pool.line);
    if (!present) {
      const auto mapped =
          rules_.map_line ? rules_.map_line(label.revision, pool.file, pool.line) : std::nullopt;
      if (!mapped) {
        return {std::nullopt, "the line of " + where + " at revision " + label.revision +
                                  " is not there any more, or the revision is not known"};
      }
      at = *mapped;
    }
    std::vector<size_t> found;
    for (size_t i = 0; i < pools_.size(); ++i) {
      const auto is_here = [&](const Place& place) {
        return same_path(place.file, at.file) && holds_line(place, at.line);
      };
      if (is_here(pools_[i].place) || std::ranges::any_of(pools_[i].made_at, is_here)) {
        found.push_back(i);
      }
    }
    if (found.empty()) return {std::nullopt, "no pool is declared at " + where};
    return one(found, present || at.untouched ? Confidence::site : Confidence::mapped, label);
  }

  // Of several, the one whose type and place fit too.
  std::pair<std::optional<Match>, std::string> one(std::vector<size_t> found, Confidence confidence,
                                                   const Label& label) const {
    const auto narrow = [&](auto fits) {
      if (found.size() < 2) return;
      std::vector<size_t> left;
      std::ranges::copy_if(found, std::back_inserter(left), fits);
      if (!left.empty()) found = std::move(left);
    };
    narrow([&](size_t i) { return same_path(pools_[i].place.file, label.pool.file); });
    narrow([&](size_t i) {
      return without_blanks(pools_[i].pooled.name) == without_blanks(label.pool.type);
    });
    if (found.size() == 1) return {Match{0, found.front(), confidence}, ""};
    const std::string what = confidence == Confidence::type   ? "the type '" + label.pool.type + "'"
                             : confidence == Confidence::name ? "the name '" + label.pool.name + "'"
                                                              : "its place";
    return {std::nullopt, std::to_string(found.size()) + " pools have " + what};
  }

  std::span<const Pool> pools_;
  const Rules& rules_;
  std::map<std::string, std::vector<size_t>, std::less<>> by_name_;
  std::map<std::string, std::vector<size_t>, std::less<>> by_class_;
  std::map<std::string, std::vector<size_t>, std::less<>> by_type_;
};

}  // namespace

bool same_path(std::string_view a, std::string_view b) {
  while (a.starts_with("./")) a.remove_prefix(2);
  while (b.starts_with("./")) b.remove_prefix(2);
  if (a.size() < b.size()) std::swap(a, b);
  if (b.empty() || !a.ends_with(b)) return false;
  return a.size() == b.size() || b.front() == '/' || a[a.size() - b.size() - 1] == '/';
}

Joined join(std::span<const Pool> pools, std::span<const Label> labels, const Rules& rules) {
  const Joining joining(pools, rules);
  Joined out;
  std::vector<bool> measured(pools.size());
  for (size_t i = 0; i < labels.size(); ++i) {
    auto [match, reason] = joining.find(labels[i]);
    if (match) {
      match->label = i;
      measured[match->pool] = true;
      out.matches.push_back(*match);
    } else {
      out.labels.push_back({i, std::move(reason)});
    }
  }
  for (size_t i = 0; i < pools.size(); ++i) {
    if (!measured[i]) out.unmeasured.push_back(i);
  }
  return out;
}

}  // namespace pool_audit::verdict
