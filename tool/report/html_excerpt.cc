// The source around a finding: a few lines, those that it speaks of marked.
#include <algorithm>
#include <map>
#include <set>

#include "tool/report/html_parts.h"

namespace pool_audit::report {

using namespace inventory;

namespace {

constexpr size_t kLongestLine = 300;  // bytes; what is longer is no text for people
constexpr uint32_t kNoteContext = 1;
constexpr uint32_t kSmallestGap = 2;  // lines that are shown rather than left out

// What is said of one line.
struct Said {
  const Place* hit = nullptr;  // the finding stands here
  std::vector<size_t> notes;   // numbers of the notes that stand here, from 1
};

using Marks = std::map<uint32_t, Said>;  // by line

// Lines that are shown of one file.
struct Shown {
  const std::string* file = nullptr;
  Marks marks;
  std::set<uint32_t> lines;
};

void show_around(Shown& shown, uint32_t line, uint32_t context) {
  const uint32_t first = line > context ? line - context : 1;
  for (uint32_t at = first; at <= line + context && at >= first; ++at) shown.lines.insert(at);
}

// The file of the finding first, then those of its notes in their order.
std::vector<Shown> files_of(const Finding& finding, uint32_t context) {
  std::vector<Shown> out;
  const auto in_file = [&](const std::string& file) -> Shown& {
    const auto known = std::ranges::find_if(out, [&](const Shown& s) { return *s.file == file; });
    if (known != out.end()) return *known;
    Shown& made = out.emplace_back();
    made.file = &file;
    return made;
  };
  if (!finding.place.file.empty() && finding.place.line != 0) {
    Shown& shown = in_file(finding.place.file);
    shown.marks[finding.place.line].hit = &finding.place;
    show_around(shown, finding.place.line, context);
  }
  for (size_t i = 0; i < finding.notes.size(); ++i) {
    const Place& place = finding.notes[i].place;
    if (place.file.empty() || place.line == 0) continue;
    Shown& shown = in_file(place.file);
    shown.marks[place.line].notes.push_back(i + 1);
    show_around(shown, place.line, std::min(context, kNoteContext));
  }
  return out;
}

// Fills gaps that are not worth their mark.
void close_gaps(std::set<uint32_t>& lines) {
  std::vector<uint32_t> missing;
  uint32_t last = 0;
  for (const uint32_t line : lines) {
    if (last != 0 && line - last > 1 && line - last <= kSmallestGap) {
      for (uint32_t at = last + 1; at < line; ++at) missing.push_back(at);
    }
    last = line;
  }
  lines.insert(missing.begin(), missing.end());
}

// The start of the character that holds byte `at`.
size_t boundary(std::string_view line, size_t at) {
  at = std::min(at, line.size());
  while (at > 0 && at < line.size() && (static_cast<unsigned char>(line[at]) & 0xC0U) == 0x80U)
    --at;
  return at;
}

void write_code(Html& out, std::string_view line, const Place* hit) {
  while (line.ends_with('\r')) line.remove_suffix(1);
  const bool is_cut = line.size() > kLongestLine;
  line = line.substr(0, boundary(line, kLongestLine));
  size_t from = line.size();
  size_t to = line.size();
  if (hit != nullptr && hit->column != 0) {
    from = boundary(line, hit->column - 1);
    to =
        hit->end_line > hit->line ? line.size() : boundary(line, std::max(hit->end_column, 1U) - 1);
  }
  if (from < to) {
    out << Lines{line.substr(0, from)} << "<mark>" << Lines{line.substr(from, to - from)}
        << "</mark>" << Lines{line.substr(to)};
  } else {
    out << Lines{line};
  }
  if (is_cut) out << "\xE2\x80\xA6";
}

// Line numbers are attributes: who copies the code does not get them.
void write_line(Html& out, uint32_t number, const std::string& line, const Said* said) {
  out << (said == nullptr        ? Markup("<span class=\"l\" data-n=\"")
          : said->hit != nullptr ? Markup("<span class=\"l hit\" data-n=\"")
                                 : Markup("<span class=\"l note\" data-n=\""));
  out << number << "\">";
  write_code(out, line, said == nullptr ? nullptr : said->hit);
  if (said != nullptr && !said->notes.empty()) {
    out << "<i data-n=\"";
    for (size_t i = 0; i < said->notes.size(); ++i) {
      if (i > 0) out << ", ";
      out << said->notes[i];
    }
    out << "\"></i>";
  }
  out << "\n</span>";
}

}  // namespace

void write_excerpt(Html& out, const View& view, const Finding& finding) {
  if (!view.source) return;
  std::vector<Shown> files = files_of(finding, view.options.context_lines);
  const bool one_file = files.size() == 1;
  for (Shown& shown : files) {
    close_gaps(shown.lines);
    Html code;
    uint32_t last = 0;
    for (const uint32_t number : shown.lines) {
      const auto line = view.source(*shown.file, number);
      if (!line) continue;
      if (last != 0 && number != last + 1) code << "<span class=\"gap\"></span>";
      last = number;
      const auto said = shown.marks.find(number);
      write_line(code, number, *line, said == shown.marks.end() ? nullptr : &said->second);
    }
    if (code.empty()) continue;
    if (!one_file) out << "<p class=\"file\">" << Text{*shown.file} << "</p>";
    out << "<pre class=\"src\" tabindex=\"0\">" << code << "</pre>";
  }
}

}  // namespace pool_audit::report
