#include "tool/refactor/remove_initialisers.h"

#include <set>
#include <string>

#include "tool/refactor/members.h"
#include "tool/refactor/unused_parameters.h"

namespace pool_audit::refactor {

void remove_initialisers(const analysis::Program& program, Sources& sources,
                         const std::vector<const Uses*>& members, Tidying& tidying) {
  std::set<Symbol> constructors;
  for (const Uses* uses : members) {
    for (const Symbol id : uses->functions) {
      if (program.function(id)->has(facts::FunctionFlag::constructor)) constructors.insert(id);
    }
  }
  std::set<Stretch> seen;
  for (const Symbol id : constructors) {
    const auto at = sources.stretch(program.function(id)->location);
    if (at.empty() || !seen.insert(at.front()).second) continue;
    const Stretch& function = at.front();
    const Source& source = *sources.find(function.file);
    const auto opening = body_of(source, function.range);
    if (!opening) continue;
    std::set<size_t> goes;
    for (const Uses* uses : members) {
      for (const Stretch& each : uses->ours) {
        if (each.file == function.file && holds(function.range, each.range)) {
          goes.insert(source.token_at(each.range.begin));
        }
      }
    }
    const auto ranges = initialisers(source, source.token_at(function.range.begin), *opening,
                                     [&](size_t i) { return goes.contains(i); });
    for (const Range& range : ranges) tidying.change(function.file, range, "");
    for (const facts::Parameter& each : program.function(id)->parameters) {
      const auto name = unused_in_initialisers(source, function.range, ranges, each);
      if (name) tidying.change(function.file, *name, "/*" + std::string(source.of(*name)) + "*/");
    }
  }
}

}  // namespace pool_audit::refactor
