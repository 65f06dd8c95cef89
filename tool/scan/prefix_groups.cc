#include "tool/scan/prefix_groups.h"

#include <algorithm>
#include <iterator>
#include <map>

namespace pool_audit::scan {
namespace {

constexpr size_t kSmallest = 4;
constexpr double kCost = 1.2;  // of making a precompiled header, in parses of the same text

struct Row {
  std::vector<uint32_t> items;     // numbers of keys
  std::vector<uint32_t> includes;  // how many the items up to here have
  const PrefixCandidate* candidate = nullptr;
};

// A group to be: rows that share their first `depth` items.
struct Group {
  std::vector<size_t> rows;
  size_t depth = 0;
};

struct Choice {
  double worth = 0;
  std::vector<Group> groups;
};

// Rows are sorted, so that those with a common beginning are neighbours: a tree of prefixes.
class Chooser {
 public:
  explicit Chooser(const std::vector<Row>& rows) : rows_(rows) {}

  // The best for rows [first, last), which share their first `depth` items.
  [[nodiscard]] Choice best(size_t first, size_t last, size_t depth) const {
    const size_t shared = common(first, last, depth);
    Choice split;
    Group rest{{}, shared};
    for (size_t begin = first; begin < last;) {
      const size_t end = end_of_branch(begin, last, shared);
      Choice branch;
      if (end - begin >= kSmallest && end - begin < last - first) {
        branch = best(begin, end, shared);
      }
      if (branch.worth > 0) {
        split.worth += branch.worth;
        std::move(branch.groups.begin(), branch.groups.end(), std::back_inserter(split.groups));
      } else {
        for (size_t row = begin; row < end; ++row) rest.rows.push_back(row);
      }
      begin = end;
    }
    if (const double worth = worth_of(rest.rows.size(), first, shared); worth > 0) {
      split.worth += worth;
      split.groups.push_back(std::move(rest));
    }
    const double together = worth_of(last - first, first, shared);
    if (split.worth > together || together <= 0) return split;
    Choice whole{together, {Group{{}, shared}}};
    for (size_t row = first; row < last; ++row) whole.groups[0].rows.push_back(row);
    return whole;
  }

  [[nodiscard]] PrefixGroup make(const Group& group) const {
    PrefixGroup out;
    for (const size_t row : group.rows) out.units.push_back(rows_[row].candidate->unit);
    std::sort(out.units.begin(), out.units.end());
    // Text behind the last #include is not worth sharing.
    const std::vector<SharedItem>& items = rows_[group.rows.front()].candidate->items;
    size_t useful = group.depth;
    while (useful > 0 && items[useful - 1].includes == 0) --useful;
    for (size_t i = 0; i < useful; ++i) out.lines.push_back(items[i].line);
    return out;
  }

 private:
  [[nodiscard]] size_t common(size_t first, size_t last, size_t depth) const {
    const auto& low = rows_[first].items;
    const auto& high = rows_[last - 1].items;
    while (depth < low.size() && depth < high.size() && low[depth] == high[depth]) ++depth;
    return depth;
  }

  // Behind the rows that go on from `begin` with the same item; a row that ends stands alone.
  [[nodiscard]] size_t end_of_branch(size_t begin, size_t last, size_t shared) const {
    size_t end = begin + 1;
    if (rows_[begin].items.size() <= shared) return end;
    while (end < last && rows_[end].items[shared] == rows_[begin].items[shared]) ++end;
    return end;
  }

  [[nodiscard]] double worth_of(size_t members, size_t row, size_t depth) const {
    if (members < kSmallest || depth == 0) return 0;
    return (static_cast<double>(members) - kCost) * rows_[row].includes[depth - 1];
  }

  const std::vector<Row>& rows_;
};

}  // namespace

std::vector<PrefixGroup> choose_prefix_groups(std::vector<PrefixCandidate> candidates) {
  // Numbers in the order of the keys' text, so that sorting rows is cheap and always the same.
  std::map<std::string_view, uint32_t> numbers;
  for (const PrefixCandidate& candidate : candidates) {
    for (const SharedItem& item : candidate.items) numbers.emplace(item.key, 0);
  }
  uint32_t next = 0;
  for (auto& [key, number] : numbers) number = next++;

  std::map<std::string_view, std::vector<Row>> by_flags;
  for (const PrefixCandidate& candidate : candidates) {
    Row row;
    row.candidate = &candidate;
    uint32_t includes = 0;
    for (const SharedItem& item : candidate.items) {
      row.items.push_back(numbers.at(item.key));
      row.includes.push_back(includes += item.includes);
    }
    if (!row.items.empty()) by_flags[candidate.flags].push_back(std::move(row));
  }
  std::vector<PrefixGroup> groups;
  for (auto& [flags, rows] : by_flags) {
    if (rows.size() < kSmallest) continue;
    std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
      if (a.items != b.items) return a.items < b.items;
      return a.candidate->unit < b.candidate->unit;
    });
    const Chooser chooser(rows);
    for (const Group& group : chooser.best(0, rows.size(), 0).groups) {
      groups.push_back(chooser.make(group));
    }
  }
  std::sort(groups.begin(), groups.end(),
            [](const PrefixGroup& a, const PrefixGroup& b) { return a.units < b.units; });
  return groups;
}

}  // namespace pool_audit::scan
