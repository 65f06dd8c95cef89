// What stopped the proof of gets, largest group first.
#include "tool/report/phrases.h"
#include "tool/report/text_parts.h"
#include "tool/report/unproven.h"

namespace pool_audit::report {

using namespace inventory;

void write_unproven(Canvas& canvas, const Inventory& inventory, std::string_view pattern) {
  const Unproven unproven = why_unproven(inventory, pattern);
  if (!canvas.empty()) canvas.blank();
  canvas.put(0, {{std::to_string(unproven.summary.unproven()) + " of " +
                      counted(unproven.summary.gets, "get") + " unproven",
                  Style::strong}});
  for (const UnprovenCause& cause : unproven.causes) {
    canvas.fill(2, 6,
                {{std::to_string(cause.count) + "  ", Style::strong},
                 {clean(cause.text), Style::doubtful}});
    for (const UnprovenReason& reason : cause.reasons) {
      const bool says_more = reason.text != cause.text;
      if (says_more) {
        canvas.fill(4, 8, {{std::to_string(reason.gets.size()) + "  "}, {clean(reason.text)}});
      }
      for (const UnprovenGet& get : reason.gets) {
        const std::string call = call_text(*get.site);
        canvas.fill(says_more ? 6 : 4, 10,
                    {{place_text(get.site->place), Style::place},
                     {": " + (call.empty() ? "something" : call) + " takes from "},
                     {clean(get.pool->name), Style::strong}});
      }
    }
  }
}

}  // namespace pool_audit::report
