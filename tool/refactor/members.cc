#include "tool/refactor/members.h"

#include <algorithm>

namespace pool_audit::refactor {

namespace {

std::vector<std::string_view> lines_in(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    out.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return out;
}

}  // namespace

std::optional<size_t> body_of(const Source& source, Range range) {
  const size_t behind = source.token_at(range.end);
  if (behind == 0 || !source.tokens()[behind - 1].is("}")) return std::nullopt;
  const auto opening = source.partner(behind - 1);
  if (!opening || source.tokens()[*opening].range.begin < range.begin) return std::nullopt;
  return opening;
}

std::vector<Range> initialisers(const Source& source, size_t begin, size_t opening,
                                const std::function<bool(size_t)>& goes) {
  struct Entry {
    size_t first = 0;
    size_t last = 0;
    bool gone = false;
  };
  const auto& tokens = source.tokens();
  std::vector<Entry> entries;
  // The colon stands behind the bracket that closes the parameters.
  size_t at = begin;
  size_t colon = opening;
  for (; at < opening; ++at) {
    if (tokens[at].is("(")) {
      at = source.partner(at).value_or(opening);
      continue;
    }
    const bool qualifies = tokens[at].is(":") && (tokens[at + 1].is(":") || tokens[at - 1].is(":"));
    if (tokens[at].is(":") && !qualifies) {
      colon = at;
      break;
    }
  }
  if (colon == opening) return {};
  for (at = colon + 1; at < opening; ++at) {
    Entry entry{.first = at};
    while (at < opening && !tokens[at].is("(") && !tokens[at].is("{")) {
      entry.gone = goes(at);
      ++at;
    }
    const auto closing = at < opening ? source.partner(at) : std::nullopt;
    if (!closing || *closing >= opening) return {};
    entry.last = *closing;
    at = *closing + 1;
    entries.push_back(entry);
    if (at < opening && !tokens[at].is(",")) break;  // `...`
  }
  std::vector<Range> out;
  if (std::ranges::all_of(entries, &Entry::gone)) {
    return {{tokens[colon - 1].range.end, tokens[entries.back().last].range.end}};
  }
  for (size_t i = 0; i < entries.size(); ++i) {
    if (!entries[i].gone) continue;
    size_t last = i;
    while (last + 1 < entries.size() && entries[last + 1].gone) ++last;
    if (i == 0) {
      out.push_back(
          {tokens[entries[0].first].range.begin, tokens[entries[last + 1].first].range.begin});
    } else {
      out.push_back({tokens[entries[i - 1].last].range.end, tokens[entries[last].last].range.end});
    }
    i = last;
  }
  return out;
}

std::vector<LineChange> line_changes(size_t begin, const std::string& before,
                                     const std::string& after) {
  const auto old_lines = lines_in(before);
  const auto new_lines = lines_in(after);
  const size_t width = new_lines.size() + 1;
  // Lengths of the longest common sequences of what is left.
  std::vector<uint32_t> common((old_lines.size() + 1) * width, 0);
  for (size_t i = old_lines.size(); i-- > 0;) {
    for (size_t j = new_lines.size(); j-- > 0;) {
      common[i * width + j] = old_lines[i] == new_lines[j] ? common[(i + 1) * width + j + 1] + 1
                                                           : std::max(common[(i + 1) * width + j],
                                                                      common[i * width + j + 1]);
    }
  }
  std::vector<LineChange> out;
  size_t i = 0;
  size_t j = 0;
  size_t at = begin;
  while (i < old_lines.size() || j < new_lines.size()) {
    if (i < old_lines.size() && j < new_lines.size() && old_lines[i] == new_lines[j]) {
      at += old_lines[i].size();
      ++i;
      ++j;
      continue;
    }
    LineChange change{{at, at}, ""};
    while (i < old_lines.size() || j < new_lines.size()) {
      const bool same =
          i < old_lines.size() && j < new_lines.size() && old_lines[i] == new_lines[j];
      if (same) break;
      const bool drop =
          j == new_lines.size() ||
          (i < old_lines.size() && common[(i + 1) * width + j] >= common[i * width + j + 1]);
      if (drop) {
        at += old_lines[i++].size();
      } else {
        change.text += new_lines[j++];
      }
    }
    change.range.end = at;
    out.push_back(std::move(change));
  }
  return out;
}

}  // namespace pool_audit::refactor
