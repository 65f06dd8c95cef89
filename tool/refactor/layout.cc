#include "tool/refactor/layout.h"

namespace pool_audit::refactor {

std::string indentation_step(const Source& source, const std::string& own) {
  if (own.find('\t') != std::string::npos) return "\t";
  for (const SourceToken& token : source.tokens()) {
    if (!token.is("{") || token.in_directive) continue;
    const size_t next = source.next_line(token.range.begin);
    if (next >= source.text().size()) break;
    const std::string outer = source.indentation(token.range.begin);
    const std::string inner = source.indentation(next);
    if (inner.size() > outer.size() && inner.starts_with(outer)) return inner.substr(outer.size());
  }
  return "  ";
}

}  // namespace pool_audit::refactor
