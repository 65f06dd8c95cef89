// Lines of styled text for a terminal: width in columns, wrapping, colour.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pool_audit::report {

enum class Style { plain, strong, good, bad, doubtful, place, faint };

struct Span {
  std::string text;
  Style style = Style::plain;
  bool keep = false;   // breaking the line in front of it is better than breaking it
  bool glued = false;  // the line is not broken in front of it

  friend bool operator==(const Span&, const Span&) = default;
};

using Line = std::vector<Span>;

// `text` as it is safe to show: valid UTF-8 on one line. Bytes that are none, control characters
// and the characters that reverse the direction of text become U+FFFD; line feeds and tabs a blank.
[[nodiscard]] std::string clean(std::string_view text);

// Columns that a terminal needs for clean text: 2 for wide characters, 0 for combining ones.
[[nodiscard]] size_t width_of(std::string_view text);
[[nodiscard]] size_t width_of(const Line& line);

// Lines of at most `width` columns (0: no limit), the first of at most `first`, broken where names
// and sentences may break: after blanks, "::", '/', ',', '<' and '('; a piece that is longer is
// broken after '_' or '-', or anywhere. Blanks at breaks go. At least one line.
[[nodiscard]] std::vector<Line> wrap(const Line& line, size_t width, size_t first);

// Columns of the longest part of `line` that wrap() breaks only when it must.
[[nodiscard]] size_t longest_piece(const Line& line);

// Collects lines. Nothing it writes ends in a blank.
class Canvas {
 public:
  Canvas(size_t width, bool color) : width_(width), color_(color) {}

  [[nodiscard]] bool empty() const { return out_.empty(); }
  [[nodiscard]] size_t width() const { return width_; }  // 0: no limit
  void blank() { out_ += '\n'; }
  // The line as it is, behind `indent` blanks.
  void put(size_t indent, const Line& line);
  // The same, wrapped; continuation lines stand behind `hang` blanks.
  void fill(size_t indent, size_t hang, const Line& line);
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  size_t width_;
  bool color_;
  std::string out_;
};

}  // namespace pool_audit::report
