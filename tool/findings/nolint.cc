#include "tool/findings/nolint.h"

#include <algorithm>
#include <tuple>

#include "checks/support/words.h"
#include "tool/scan/lexer.h"

namespace pool_audit::findings {
namespace {

constexpr std::string_view kWord = "NOLINT";
constexpr std::string_view kNextLine = "NOLINTNEXTLINE";
constexpr std::string_view kBegin = "NOLINTBEGIN";
constexpr std::string_view kEnd = "NOLINTEND";

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_word(char c) {
  return is_letter(c) || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

// What is left when the marks in front of a reason are taken away: "why" of " : why */".
std::string reason_in(std::string_view text) {
  text = text.substr(0, text.find('\n'));
  const auto first = std::ranges::find_if(text, is_word);
  if (first == text.end()) return {};
  // An opening bracket or quote belongs to what follows.
  auto from = static_cast<size_t>(first - text.begin());
  while (from > 0 && std::string_view("(\"'`<#").find(text[from - 1]) != std::string_view::npos) {
    --from;
  }
  return std::string(trimmed(text.substr(from)));
}

// Counts lines along a text; offsets must not decrease.
class Positions {
 public:
  explicit Positions(std::string_view text) : text_(text) {}

  void set(size_t offset, Nolint& out) {
    for (; at_ < offset; ++at_) {
      if (text_[at_] != '\n') continue;
      ++line_;
      line_start_ = at_ + 1;
    }
    out.line = line_;
    out.column = static_cast<uint32_t>(offset - line_start_ + 1);
  }

 private:
  std::string_view text_;
  size_t at_ = 0;
  size_t line_start_ = 0;
  uint32_t line_ = 1;
};

// The words of one comment; `start` is its offset in the file.
void read_comment(std::string_view comment, size_t start, Positions& positions,
                  std::vector<Nolint>& out) {
  if (comment.starts_with("/*") && comment.ends_with("*/") && comment.size() >= 4) {
    comment.remove_suffix(2);
  }
  size_t at = comment.find(kWord);
  while (at != std::string_view::npos) {
    size_t behind = at + kWord.size();
    while (behind < comment.size() && is_letter(comment[behind])) ++behind;
    const std::string_view word = comment.substr(at, behind - at);
    const bool known = word == kWord || word == kNextLine || word == kBegin || word == kEnd;
    Nolint one;
    if (known) {
      one.word = word;
      one.patterns = {"*"};
      if (behind < comment.size() && comment[behind] == '(') {
        const size_t close = comment.find_first_of("\n)", behind);
        if (close != std::string_view::npos && comment[close] == ')') {
          one.patterns = split_at_commas(comment.substr(behind + 1, close - behind - 1));
          behind = close + 1;
        }
      }
      positions.set(start + at, one);
    }
    const size_t next = comment.find(kWord, behind);
    if (known) {
      one.reason = reason_in(comment.substr(
          behind, next == std::string_view::npos ? std::string_view::npos : next - behind));
      out.push_back(std::move(one));
    }
    at = next;
  }
}

// Joins each NOLINTEND to its NOLINTBEGIN. Blocks nest whole, as in clang-tidy: an END ends the
// innermost block that is open, if the names are the same.
std::vector<Nolint> with_blocks(std::vector<Nolint> all) {
  std::vector<size_t> open;
  std::vector<Nolint> out;
  for (Nolint& each : all) {
    if (each.word == kEnd) {
      if (!open.empty() && out[open.back()].patterns == each.patterns) {
        Nolint& block = out[open.back()];
        block.matched = true;
        block.end_line = each.line;
        block.end_column = each.column;
        open.pop_back();
        continue;
      }
      each.matched = false;
    } else if (each.word == kBegin) {
      each.matched = false;
      open.push_back(out.size());
    }
    out.push_back(std::move(each));
  }
  return out;
}

}  // namespace

bool Nolint::covers(const inventory::Place& place) const {
  if (!matched) return false;
  if (word == kNextLine) return place.line == line + 1;
  if (word == kWord) return place.line == line;
  return std::tie(line, column) <= std::tie(place.line, place.column) &&
         std::tie(place.line, place.column) < std::tie(end_line, end_column);
}

std::vector<Nolint> read_nolints(std::string_view text) {
  if (text.find(kWord) == std::string_view::npos) return {};
  std::vector<std::string_view> comments;
  scan::Lexer lexer(text);
  lexer.collect_comments(comments);
  while (lexer.next().kind != scan::TokenKind::end) {
  }
  Positions positions(text);
  std::vector<Nolint> out;
  for (const std::string_view comment : comments) {
    read_comment(comment, static_cast<size_t>(comment.data() - text.data()), positions, out);
  }
  return with_blocks(std::move(out));
}

}  // namespace pool_audit::findings
