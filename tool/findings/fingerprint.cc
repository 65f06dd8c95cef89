#include "tool/findings/fingerprint.h"

#include <map>

#include "checks/support/hash.h"
#include "tool/scan/lexer.h"

namespace pool_audit::findings {
namespace {

using inventory::Finding;
using inventory::Inventory;

// Offset of a place, npos when the text ends before it. Lines and columns count from 1.
size_t offset_of(std::string_view text, uint32_t line, uint32_t column) {
  constexpr size_t kNowhere = std::string_view::npos;
  if (line == 0 || column == 0) return kNowhere;
  size_t at = 0;
  for (uint32_t i = 1; i < line; ++i) {
    at = text.find('\n', at);
    if (at == kNowhere) return kNowhere;
    ++at;
  }
  const size_t offset = at + column - 1;
  return offset <= text.size() ? offset : kNowhere;
}

bool is_plain_string(const scan::Token& token) {
  return token.kind == scan::TokenKind::literal && token.text.size() >= 2 &&
         token.text.starts_with('"') && token.text.ends_with('"');
}

// What formatters turn round or leave out, and what no finding depends on.
bool is_qualifier(const scan::Token& token) {
  return token.kind == scan::TokenKind::name && (token.text == "const" || token.text == "volatile");
}

// Digits without their separators; 1'000 and 1000 are one number.
std::string digits_of(std::string_view number) {
  std::string out(number);
  std::erase(out, '\'');
  return out;
}

// Scope of a declaration: "net::Server" of "net::Server::buffers_".
std::string scope_of(const std::string& name) {
  const size_t at = name.rfind("::");
  return at == std::string::npos ? "" : name.substr(0, at);
}

}  // namespace

std::string normalised_tokens(std::string_view text, const inventory::Place& place) {
  const size_t begin = offset_of(text, place.line, place.column);
  const size_t end = offset_of(text, place.end_line, place.end_column);
  if (begin == std::string_view::npos || end == std::string_view::npos || end < begin) return {};
  scan::Lexer lexer(text.substr(begin, end - begin));
  std::string out;
  bool behind_string = false;
  for (scan::Token token = lexer.next(); token.kind != scan::TokenKind::end; token = lexer.next()) {
    if (token.kind == scan::TokenKind::line_end || is_qualifier(token)) continue;
    const bool string = is_plain_string(token);
    if (string && behind_string) {
      out.pop_back();  // the quote that closed the last one
      out += token.text.substr(1);
    } else {
      if (!out.empty()) out += ' ';
      out +=
          token.kind == scan::TokenKind::number ? digits_of(token.text) : std::string(token.text);
    }
    behind_string = string;
  }
  return out;
}

void set_fingerprints(Inventory& inventory, const std::vector<std::string>& tokens) {
  std::map<std::string, std::string> scopes;  // by the pool's id
  for (const inventory::Pool& pool : inventory.pools) scopes[pool.id] = scope_of(pool.name);
  std::map<std::string, size_t> seen;
  for (size_t i = 0; i < inventory.findings.size(); ++i) {
    Finding& finding = inventory.findings[i];
    // Zero bytes stand in none of the parts.
    std::string key;
    for (const std::string& part :
         {finding.rule, finding.place.file,
          finding.function.empty() ? scopes[finding.pool] : finding.function, tokens[i]}) {
      key += part;
      key += '\0';
    }
    const size_t ordinal = seen[key]++;
    finding.fingerprint = digest_of(key + std::to_string(ordinal)).hex();
  }
}

}  // namespace pool_audit::findings
