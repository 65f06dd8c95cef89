#include "tool/report/json_locate.h"

#include <algorithm>

namespace pool_audit::report {
namespace {

// Steps over parts of valid JSON; on anything else it stops early, inside the text.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) { skip_blanks(); }

  [[nodiscard]] size_t offset() const { return at_; }

  // From the start of a value to that of its part. Stays where it is when there is no such part.
  bool enter(const Step& step) {
    const size_t start = at_;
    if (peek() != (step.is_index ? '[' : '{')) return false;
    ++at_;
    skip_blanks();
    for (size_t index = 0; at_ < text_.size() && peek() != ']' && peek() != '}'; ++index) {
      bool found = step.is_index && index == step.index;
      if (!step.is_index) {
        const size_t key = at_;
        skip_string();
        // Members that the reader asks for need no escapes; others are not looked for.
        found = text_.substr(key, at_ - key) == '"' + step.key + '"';
        skip_blanks();
        if (peek() == ':') ++at_;
        skip_blanks();
      }
      if (found) return true;
      skip_value();
      skip_blanks();
      if (peek() == ',') ++at_;
      skip_blanks();
    }
    at_ = start;
    return false;
  }

 private:
  [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  void skip_blanks() { at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()); }

  void skip_string() {
    ++at_;
    while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
    at_ = std::min(at_ + 1, text_.size());
  }

  void skip_value() {
    size_t depth = 0;
    do {
      const char c = peek();
      if (c == '"') {
        skip_string();
        continue;
      }
      if (c == '{' || c == '[') ++depth;
      if ((c == '}' || c == ']') && depth > 0) --depth;
      ++at_;
      if (depth == 0 && (c == '}' || c == ']')) return;
      if (depth == 0) {  // number, true, false, null
        at_ = std::min(text_.find_first_of(",]} \t\r\n", at_), text_.size());
        return;
      }
    } while (at_ < text_.size() && depth > 0);
  }

  std::string_view text_;
  size_t at_ = 0;
};

}  // namespace

Position position_of(std::string_view text, size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const size_t line_feeds = static_cast<size_t>(std::ranges::count(before, '\n'));
  const size_t line_start = before.rfind('\n') + 1;  // npos + 1 == 0
  return {static_cast<uint32_t>(line_feeds + 1),
          static_cast<uint32_t>(before.size() - line_start + 1)};
}

Position locate(std::string_view text, const std::vector<Step>& steps) {
  Scanner scanner(text);
  for (const Step& step : steps) {
    if (!scanner.enter(step)) break;
  }
  return position_of(text, scanner.offset());
}

}  // namespace pool_audit::report
