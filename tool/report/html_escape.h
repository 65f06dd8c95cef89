// HTML out of data. What is markup stands in the program as a literal; all else is escaped on its
// way in, and nothing else is accepted: a string of the data cannot be written as markup by
// mistake.
//
//   Html out;
//   out << "<td title=\"" << Text{pool.id} << "\">" << Text{pool.name} << "</td>";
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace pool_audit::report {

// Safe as the text of an element and inside a quoted attribute, on one line: valid UTF-8 without
// control characters and without those that reverse the direction of text (canvas.h: clean).
[[nodiscard]] std::string html(std::string_view text);

// "&lt;" for '<', "" for characters that mean nothing in HTML.
[[nodiscard]] std::string_view html_entity(char c);

// Markup of the program. Only literals become one.
class Markup {
 public:
  template <size_t N>
  consteval Markup(const char (&literal)[N]) : text_(literal, N - 1) {}
  [[nodiscard]] std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

// One of the files in tool/report/html, embedded when the program is built.
struct HtmlAsset {
  std::string_view name;    // "report.css"
  std::string_view text;    // holds no "</" that would end its element
  std::string_view sha256;  // of the text, 64 hexadecimal digits
};

// Any bytes, shown on one line.
struct Text {
  std::string_view bytes;
};
// Any bytes; line feeds and tabs stay, for elements that keep blanks.
struct Lines {
  std::string_view bytes;
};
// A number with so many digits behind the point; "0" when it is none.
struct Fixed {
  double value = 0;
  int digits = 1;
};
// The bytes of hexadecimal digits in base 64, as a content security policy names a hash.
struct Base64 {
  std::string_view hex;
};

class Html {
 public:
  Html& operator<<(Markup markup) { return append(markup.text()); }
  Html& operator<<(const HtmlAsset& asset) { return append(asset.text); }
  Html& operator<<(const Html& part) { return append(part.out_); }
  Html& operator<<(Text text) { return append(html(text.bytes)); }
  Html& operator<<(Lines lines);
  Html& operator<<(Fixed number);
  Html& operator<<(Base64 hash);
  Html& operator<<(uint64_t number) { return append(std::to_string(number)); }

  [[nodiscard]] bool empty() const { return out_.empty(); }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  Html& append(std::string_view text) {
    out_ += text;
    return *this;
  }
  std::string out_;
};

// A name for `id` and for the part of an address behind '#': ASCII letters, digits, '_', '.' and
// '-'; runs of anything else become one '-'. At most `longest` characters.
[[nodiscard]] std::string html_slug(std::string_view text, size_t longest);

}  // namespace pool_audit::report
