#include "tool/verdict/line_map.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "tool/git/git.h"

namespace pool_audit::verdict {

namespace {

// "3,2" or "3": a start and a count, which is 1 when left out.
bool read_range(std::string_view text, uint32_t& start, uint32_t& count) {
  const size_t comma = text.find(',');
  const auto number = [](std::string_view digits, uint32_t& out) {
    const char* const end = digits.data() + digits.size();
    const auto [last, error] = std::from_chars(digits.data(), end, out);
    return error == std::errc() && last == end;
  };
  count = 1;
  if (!number(text.substr(0, comma), start)) return false;
  return comma == std::string_view::npos || number(text.substr(comma + 1), count);
}

// The name behind "--- " or "+++ ", without git's "a/" or "b/"; "" for /dev/null.
std::string name_in(std::string_view line) {
  line.remove_prefix(4);
  if (const size_t tab = line.find('\t'); tab != std::string_view::npos) line = line.substr(0, tab);
  if (line == "/dev/null") return "";
  if (line.starts_with("a/") || line.starts_with("b/")) line.remove_prefix(2);
  return std::string(line);
}

}  // namespace

LineMap LineMap::parse(std::string_view diff) {
  LineMap out;
  std::string old_name;
  std::string rename_from;
  File* file = nullptr;
  uint32_t old_left = 0;  // lines of the hunk at hand that are still to come
  uint32_t new_left = 0;
  while (!diff.empty()) {
    const size_t end = diff.find('\n');
    std::string_view line = diff.substr(0, end);
    diff.remove_prefix(end == std::string_view::npos ? diff.size() : end + 1);
    if (old_left > 0 && line.starts_with('-')) {
      --old_left;
    } else if (new_left > 0 && line.starts_with('+')) {
      --new_left;
    } else if (line.starts_with("diff --git ")) {
      file = nullptr;
      old_left = new_left = 0;
    } else if (line.starts_with("rename from ")) {
      rename_from = line.substr(12);
    } else if (line.starts_with("rename to ")) {
      out.files_[rename_from].name = line.substr(10);
    } else if (line.starts_with("--- ")) {
      old_name = name_in(line);
    } else if (line.starts_with("+++ ")) {
      file = old_name.empty() ? nullptr : &out.files_[old_name];
      if (file) file->name = name_in(line);
    } else if (line.starts_with("@@ -") && file) {
      line.remove_prefix(4);
      const size_t plus = line.find(" +");
      if (plus == std::string_view::npos) continue;
      std::string_view after = line.substr(plus + 2);
      after = after.substr(0, after.find(' '));
      Hunk hunk;
      if (!read_range(line.substr(0, plus), hunk.old_line, hunk.old_count) ||
          !read_range(after, hunk.new_line, hunk.new_count)) {
        continue;
      }
      old_left = hunk.old_count;
      new_left = hunk.new_count;
      file->hunks.push_back(hunk);
    }
  }
  return out;
}

std::optional<Where> LineMap::now(std::string_view file, uint32_t line) const {
  const File* found = nullptr;
  std::string_view old_name;
  if (const auto at = files_.find(file); at != files_.end()) {
    found = &at->second;
    old_name = at->first;
  } else {
    // A compiler was given another spelling of the path.
    for (const auto& [name, each] : files_) {
      if (!same_path(name, file)) continue;
      if (found) return std::nullopt;  // two fit
      found = &each;
      old_name = name;
    }
  }
  if (!found) return Where{std::string(file), line, true};
  if (found->name.empty()) return std::nullopt;
  const std::string& name = found->name == old_name ? std::string(file) : found->name;
  int64_t shift = 0;
  for (const Hunk& hunk : found->hunks) {
    // With no old lines the hunk stands behind old_line.
    const uint64_t first = uint64_t{hunk.old_line} + (hunk.old_count == 0 ? 1 : 0);
    if (line < first) break;
    if (line < first + hunk.old_count) {
      if (hunk.old_count != hunk.new_count) return std::nullopt;
      return Where{name, hunk.new_line + static_cast<uint32_t>(line - first)};
    }
    shift += static_cast<int64_t>(hunk.new_count) - static_cast<int64_t>(hunk.old_count);
  }
  const int64_t at = static_cast<int64_t>(line) + shift;
  if (at < 1 || at > std::numeric_limits<uint32_t>::max()) return std::nullopt;
  return Where{name, static_cast<uint32_t>(at)};
}

Result<LineMap> lines_since(const std::string& revision, const std::string& folder) {
  // A revision that looks like an option is none.
  if (revision.starts_with('-')) return fail("'" + revision + "' is no revision");
  auto diff = git::run(folder, {"diff", "-U0", "--no-color", "--no-ext-diff", "-M",
                                "--src-prefix=a/", "--dst-prefix=b/", revision, "--"});
  if (!diff) return tl::unexpected<Error>(diff.error());
  return LineMap::parse(*diff);
}

}  // namespace pool_audit::verdict
