#include "tool/refactor/remove_initialisers.h"

#include <algorithm>
#include <set>
#include <string>

#include "tool/refactor/members.h"

namespace pool_audit::refactor {

namespace {

// The name of a parameter that only the initialisers used that are gone.
void comment_out(const Source& source, const Stretch& function, const std::vector<Range>& gone,
                 const std::string& name, Tidying& tidying) {
  const auto& tokens = source.tokens();
  std::vector<size_t> named;
  bool used = false;
  for (size_t i = source.token_at(function.range.begin);
       i < tokens.size() && tokens[i].range.end <= function.range.end; ++i) {
    if (name.empty() || !tokens[i].is(name)) continue;
    const bool goes = std::ranges::any_of(
        gone, [&](const Range& range) { return holds(range, tokens[i].range); });
    used = used || goes;
    if (!goes) named.push_back(i);
  }
  if (used && named.size() == 1) {
    tidying.change(function.file, tokens[named[0]].range, "/*" + name + "*/");
  }
}

}  // namespace

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
      comment_out(source, function, ranges, std::string(each.name.text()), tidying);
    }
  }
}

}  // namespace pool_audit::refactor
