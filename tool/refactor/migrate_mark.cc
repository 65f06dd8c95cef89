#include "tool/refactor/migrate_mark.h"

#include <algorithm>
#include <set>
#include <sstream>

#include "checks/support/words.h"

namespace pool_audit::refactor {

namespace {

constexpr size_t kColumns = 77;  // of a comment, without what makes it one
constexpr std::string_view kLine = "// ";

// Words in lines of at most so many columns, or one word.
std::vector<std::string> lines_of(const std::string& text, size_t columns) {
  std::vector<std::string> out = {""};
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    if (!out.back().empty() && out.back().size() + 1 + word.size() > columns) out.emplace_back();
    out.back() += (out.back().empty() ? "" : " ") + word;
  }
  return out;
}

std::string head_of(const std::string& new_name) {
  return "pool-audit migrating: to " + new_name + ". Callers left:";
}

// The lines from `begin` on up to the one that ends the sentence; nothing when they are no comment.
std::optional<Range> sentence_at(const Source& source, size_t begin) {
  for (size_t at = begin; at < source.text().size(); at = source.next_line(at)) {
    const std::string_view line = trimmed(source.of({at, source.next_line(at)}));
    if (!line.starts_with(trimmed(kLine))) return std::nullopt;
    if (line.ends_with('.')) return Range{begin, source.next_line(at)};
  }
  return std::nullopt;
}

}  // namespace

std::string migration_mark(const std::string& new_name, const std::vector<std::string>& callers,
                           const std::string& indentation, const std::string& line_end) {
  std::string text = head_of(new_name);
  for (const std::string& each : callers) text += (each == callers.front() ? " " : ", ") + each;
  text += callers.empty() ? " none." : ".";
  std::string out;
  const size_t columns = kColumns - std::min(kColumns / 2, indentation.size());
  for (const std::string& line : lines_of(text, columns)) {
    out += indentation + std::string(kLine) + line + line_end;
  }
  return out;
}

std::vector<inventory::Edit> renewed_marks(Sources& sources, const std::string& old_name,
                                           const std::string& new_name,
                                           const std::vector<std::string>& callers) {
  std::set<std::string> files;
  for (const Stretch& each : sources.occurrences(old_name)) files.insert(each.file);
  // The list may begin in the next line.
  const std::string head = std::string(kLine) + "pool-audit migrating: to " + new_name + ".";
  std::vector<inventory::Edit> out;
  for (const std::string& file : files) {
    const Source& source = *sources.find(file);
    for (size_t at = source.text().find(head); at != std::string::npos;
         at = source.text().find(head, at + 1)) {
      const auto lines = sentence_at(source, source.line_begin(at));
      if (!lines) continue;
      const std::string text =
          migration_mark(new_name, callers, source.indentation(at), source.line_end(at));
      if (source.of(*lines) != text) out.push_back({source.place(file, *lines), text});
    }
  }
  return out;
}

}  // namespace pool_audit::refactor
