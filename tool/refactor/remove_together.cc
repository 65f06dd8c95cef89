#include "tool/refactor/remove_together.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "tool/refactor/emptied.h"
#include "tool/refactor/remove_tidy.h"

namespace pool_audit::refactor {

void plan_together(const analysis::Program& program, Sources& sources, Plan& plan) {
  std::set<std::string> pools;
  std::vector<Stretch> gone;
  std::vector<Stretch> deleted;
  Written written;
  for (const Group& group : plan.groups) {
    pools.insert(group.pool);
    for (const inventory::Edit& edit : group.edits) {
      const Source* source = sources.find(edit.place.file);
      const auto range = source != nullptr ? source->range(edit.place) : std::nullopt;
      add_words(edit.text, written[edit.place.file]);
      if (!range || range->begin == range->end) continue;
      gone.push_back({edit.place.file, *range});
      if (edit.text.empty()) deleted.push_back(gone.back());
    }
  }
  if (pools.size() < 2) return;
  std::ranges::sort(gone);
  const std::vector<std::string> emptied = emptied_files(sources, deleted);
  Group group;
  group.pool = plan.groups.back().pool;
  group.pool_name = plan.groups.back().pool_name;
  group.title = "remove includes that only these pools needed";
  group.evidence = "With all of them gone none of what these headers declare is named in the file.";
  group.needs_others = true;
  for (inventory::Edit& edit : include_edits(sources, program, gone, emptied, written)) {
    const Range line = *sources.find(edit.place.file)->range(edit.place);
    const bool done = std::ranges::any_of(gone, [&](const Stretch& each) {
      return each.file == edit.place.file && each.range.begin < line.end &&
             line.begin < each.range.end;
    });
    if (!done) group.edits.push_back(std::move(edit));
  }
  std::vector<Manual> files = deletions(sources, emptied, group.pool);
  std::erase_if(files, [&](const Manual& each) {
    return std::ranges::any_of(plan.manual, [&](const Manual& other) {
      return other.place == each.place && other.reason == each.reason;
    });
  });
  std::ranges::move(files, std::back_inserter(plan.manual));
  if (group.edits.empty()) return;
  for (const Group& each : plan.groups) {
    if (std::ranges::find(group.needs, each.title) == group.needs.end()) {
      group.needs.push_back(each.title);
    }
  }
  plan.groups.push_back(std::move(group));
}

}  // namespace pool_audit::refactor
