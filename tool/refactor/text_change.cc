#include "tool/refactor/text_change.h"

#include <algorithm>

namespace pool_audit::refactor {

std::string text_after(const Source& source, const std::string& file, Range range,
                       const std::vector<TextChange>& changes) {
  std::vector<const TextChange*> here;
  for (const TextChange& each : changes) {
    const bool meets = each.range.begin < range.end && range.begin < each.range.end;
    const bool inserts = each.range.begin == each.range.end && each.range.begin >= range.begin &&
                         each.range.begin < range.end;
    if (each.file == file && (meets || inserts)) here.push_back(&each);
  }
  // The outer one of two that begin together first.
  std::ranges::sort(here, [](const TextChange* a, const TextChange* b) {
    return a->range.begin != b->range.begin ? a->range.begin < b->range.begin
                                            : a->range.end > b->range.end;
  });
  std::string out;
  size_t at = range.begin;
  for (const TextChange* each : here) {
    if (each->range.end < at || (each->range.begin < at && at != range.begin)) continue;
    if (each->range.begin > at) out += source.of({at, each->range.begin});
    out += each->text;
    at = std::max(at, each->range.end);
  }
  if (at < range.end) out += source.of({at, range.end});
  return out;
}

}  // namespace pool_audit::refactor
