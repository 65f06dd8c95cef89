#include "tool/report/canvas.h"

#include <utf8proc.h>

#include <algorithm>

namespace pool_audit::report {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// The character at `at` and its length in bytes; -1 and 1 where the bytes are not UTF-8.
std::pair<utf8proc_int32_t, size_t> decode(std::string_view text, size_t at) {
  utf8proc_int32_t code = -1;
  const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + at,
                                       static_cast<utf8proc_ssize_t>(text.size() - at), &code);
  if (length <= 0) return {-1, 1};
  return {code, static_cast<size_t>(length)};
}

bool is_harmful(utf8proc_int32_t code) {
  if (code < 0) return true;
  if (code >= 0x202A && code <= 0x202E) return true;  // embeddings and overrides
  if (code >= 0x2066 && code <= 0x2069) return true;  // isolates
  const utf8proc_category_t category = utf8proc_category(code);
  return category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_ZL ||
         category == UTF8PROC_CATEGORY_ZP;
}

bool may_break_after(std::string_view text, size_t at) {
  switch (text[at]) {
    case ' ':
    case '/':
    case ',':
    case '<':
    case '(':
      return true;
    case ':':
      return at > 0 && text[at - 1] == ':';
    default:
      return false;
  }
}

// The parts of a text that stay together, each with the blank at which it may be broken.
std::vector<std::string_view> pieces_of(std::string_view text) {
  std::vector<std::string_view> pieces;
  size_t start = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (i + 1 != text.size() && !may_break_after(text, i)) continue;
    pieces.push_back(text.substr(start, i + 1 - start));
    start = i + 1;
  }
  return pieces;
}

// The longest start of `text` that fits into `width` columns, one character at least; shorter when
// that ends it after a '_' or '-' in its second half.
size_t fitting_prefix(std::string_view text, size_t width) {
  size_t at = 0;
  size_t used = 0;
  while (at < text.size()) {
    const auto [code, length] = decode(text, at);
    const size_t columns = static_cast<size_t>(std::max(utf8proc_charwidth(code), 0));
    if (at != 0 && used + columns > width) break;
    used += columns;
    at += length;
  }
  const size_t mark = text.substr(0, at).find_last_of("_-");
  const bool breaks_well = at < text.size() && mark != std::string_view::npos && mark >= at / 2;
  return breaks_well ? mark + 1 : at;
}

void append(Line& line, std::string_view text, Style style) {
  if (!line.empty() && line.back().style == style) {
    line.back().text += text;
  } else if (!text.empty()) {
    line.push_back({std::string(text), style});
  }
}

void trim(Line& line) {
  while (!line.empty()) {
    std::string& text = line.back().text;
    text.erase(text.find_last_not_of(' ') + 1);  // npos + 1 == 0
    if (!text.empty()) return;
    line.pop_back();
  }
}

std::string_view escape_of(Style style) {
  switch (style) {
    case Style::plain:
      return "";
    case Style::strong:
      return "\x1b[1m";
    case Style::good:
      return "\x1b[32m";
    case Style::bad:
      return "\x1b[1;31m";
    case Style::doubtful:
      return "\x1b[33m";
    case Style::place:
      return "\x1b[36m";
    case Style::faint:
      return "\x1b[2m";
  }
  return "";
}

}  // namespace

std::string clean(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c >= ' ' && c < 0x7F) {
      out += c;
      ++at;
      continue;
    }
    if (c == '\n' || c == '\t') {
      out += ' ';
      ++at;
      continue;
    }
    const auto [code, length] = decode(text, at);
    out += is_harmful(code) ? kReplacement : text.substr(at, length);
    at += length;
  }
  return out;
}

size_t width_of(std::string_view text) {
  size_t width = 0;
  for (size_t at = 0; at < text.size();) {
    const auto [code, length] = decode(text, at);
    width += static_cast<size_t>(std::max(utf8proc_charwidth(code), 0));
    at += length;
  }
  return width;
}

size_t width_of(const Line& line) {
  size_t width = 0;
  for (const Span& span : line) width += width_of(span.text);
  return width;
}

std::vector<Line> wrap(const Line& line, size_t width, size_t first) {
  if (width == 0 || width_of(line) <= first) return {line};
  std::vector<Line> lines(1);
  size_t room = first;  // of the last line
  size_t used = 0;
  const auto next_line = [&] {
    trim(lines.back());
    lines.emplace_back();
    room = width;
    used = 0;
  };
  for (size_t i = 0; i < line.size(); ++i) {
    const Span& span = line[i];
    const bool keep = span.keep && width_of(span.text) <= width;
    const std::vector<std::string_view> pieces =
        keep ? std::vector<std::string_view>{span.text} : pieces_of(span.text);
    for (size_t j = 0; j < pieces.size(); ++j) {
      std::string_view piece = pieces[j];
      const bool has_blank = piece.ends_with(' ');
      if (has_blank) piece.remove_suffix(1);
      size_t columns = width_of(piece);
      size_t needed = columns;
      for (size_t k = i + 1; j + 1 == pieces.size() && k < line.size() && line[k].glued; ++k) {
        needed += longest_piece({line[k]});
      }
      const bool may_break = j != 0 || !span.glued;
      if (used != 0 && used + needed > room && may_break) next_line();
      while (columns > room - std::min(used, room)) {
        const size_t cut = fitting_prefix(piece, room - std::min(used, room));
        if (cut == piece.size()) break;  // one character that is wider than the line
        const std::string_view head = piece.substr(0, cut);
        append(lines.back(), head, span.style);
        piece.remove_prefix(cut);
        columns -= width_of(head);
        next_line();
      }
      append(lines.back(), piece, span.style);
      used += columns;
      if (!has_blank || (used == 0 && lines.size() > 1)) continue;
      append(lines.back(), " ", span.style);
      ++used;
    }
  }
  trim(lines.back());
  if (lines.size() > 1 && lines.back().empty()) lines.pop_back();
  return lines;
}

size_t longest_piece(const Line& line) {
  size_t longest = 0;
  for (const Span& span : line) {
    for (std::string_view piece : pieces_of(span.text)) {
      if (piece.ends_with(' ')) piece.remove_suffix(1);
      longest = std::max(longest, width_of(piece));
    }
  }
  return longest;
}

void Canvas::put(size_t indent, const Line& line) {
  Line trimmed = line;
  trim(trimmed);
  if (!trimmed.empty()) out_.append(indent, ' ');
  for (const Span& span : trimmed) {
    const std::string_view escape = color_ ? escape_of(span.style) : "";
    out_ += escape;
    out_ += span.text;
    if (!escape.empty()) out_ += "\x1b[0m";
  }
  out_ += '\n';
}

void Canvas::fill(size_t indent, size_t hang, const Line& line) {
  constexpr size_t kNarrowest = 20;
  const auto room = [&](size_t margin) {
    return width_ == 0 ? 0 : std::max(width_ - std::min(width_, margin), kNarrowest);
  };
  size_t at = indent;
  for (const Line& part : wrap(line, room(hang), room(indent))) {
    put(at, part);
    at = hang;
  }
}

}  // namespace pool_audit::report
