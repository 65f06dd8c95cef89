#include "tool/report/markdown_escape.h"

#include "tool/report/canvas.h"
#include "tool/report/html_escape.h"

namespace pool_audit::report {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

std::string markdown(std::string_view text) {
  constexpr std::string_view kEscaped = "\\`*_[]~#";
  std::string out;
  for (const char c : clean(text)) {
    if (const std::string_view entity = html_entity(c); !entity.empty()) {
      out += entity;
    } else if (c == '|') {
      out += "&#124;";
    } else if (c == '$') {  // mathematics, in some dialects also behind a backslash
      out += "&#36;";
    } else {
      if (kEscaped.find(c) != std::string_view::npos) out += '\\';
      out += c;
    }
  }
  return out;
}

std::string markdown_start(std::string_view text) {
  std::string out = markdown(text);
  size_t at = out.find_first_not_of(' ');
  if (at == std::string::npos) return out;
  while (at < out.size() && is_digit(out[at])) ++at;
  const bool is_number = at > 0 && is_digit(out[at - 1]);
  if (at < out.size()) {
    const char c = out[at];
    if (is_number ? c == '.' || c == ')' : c == '-' || c == '+' || c == '=')
      out.insert(at, 1, '\\');
  }
  return out;
}

std::string markdown_code(std::string_view text) {
  return text.empty() ? std::string() : "<code>" + markdown(text) + "</code>";
}

std::string markdown_block(std::string_view text) {
  std::string out = "<pre>";
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    out += html(text.substr(0, end)) + '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out + "</pre>\n";
}

}  // namespace pool_audit::report
