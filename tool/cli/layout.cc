#include "tool/cli/layout.h"

namespace pool_audit::cli {

std::string filled(std::string_view text, size_t indent) {
  std::string out;
  std::string line;
  const auto flush = [&] {
    if (!line.empty()) out += std::string(indent, ' ') + line + '\n';
    line.clear();
  };
  size_t at = 0;
  while (at < text.size()) {
    if (text.substr(at).starts_with("\n\n")) {
      flush();
      out += '\n';
      at += 2;
      continue;
    }
    size_t end = text.find_first_of(" \n", at);
    if (end == std::string_view::npos) end = text.size();
    const std::string_view word = text.substr(at, end - at);
    if (!word.empty()) {
      if (!line.empty() && indent + line.size() + 1 + word.size() > kHelpWidth) flush();
      if (!line.empty()) line += ' ';
      line += word;
    }
    at = end;
    while (at < text.size() &&
           (text[at] == ' ' || (text[at] == '\n' && !text.substr(at).starts_with("\n\n")))) {
      ++at;
    }
  }
  flush();
  return out;
}

std::string item(std::string_view term, std::string_view text, size_t column) {
  std::string head = "  " + std::string(term);
  const std::string body = filled(text, column);
  if (body.empty()) return head + '\n';
  if (head.size() + 2 > column) return head + '\n' + body;
  head.resize(column, ' ');
  return head + body.substr(column);
}

}  // namespace pool_audit::cli
