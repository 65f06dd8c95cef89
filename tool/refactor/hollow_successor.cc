#include "tool/refactor/hollow_successor.h"

#include <algorithm>

namespace pool_audit::refactor {

namespace {

bool is_one_of(const std::vector<analysis::Part>& parts, Symbol function) {
  return std::ranges::any_of(parts,
                             [&](const analysis::Part& part) { return part.function == function; });
}

// Members of an object that point at another one.
std::set<std::string> links_of(const analysis::Program& program, facts::TypeId element) {
  std::set<std::string> out;
  const facts::Record* pooled = program.record_of(element);
  if (pooled == nullptr) return out;
  for (const facts::Field& each : pooled->fields) {
    if (program.record_of(each.type) == pooled) out.emplace(each.name.text());
  }
  return out;
}

}  // namespace

std::optional<Successor> successor_in(const analysis::Program& program,
                                      const analysis::HandWritten& own,
                                      const facts::Function& function, const Source& source,
                                      const std::set<size_t>& slots, const Disposal& disposal,
                                      std::string& why) {
  const auto prefix = prefix_of(source, slots);
  const bool get = is_one_of(own.gets, function.id);
  const bool put = is_one_of(own.puts, function.id);
  if (!prefix) why = "the spares of several pools are named here";
  if (get && put) why = "this function both takes and puts objects";
  if (!prefix || (get && put)) return std::nullopt;
  const bool edge = function.has(facts::FunctionFlag::constructor) ||
                    function.has(facts::FunctionFlag::destructor);
  Successor out;
  out.part = get    ? Successor::Part::get
             : put  ? Successor::Part::put
             : edge ? Successor::Part::edge
                    : Successor::Part::other;
  out.prefix = *prefix;
  out.ending = disposal.text;
  out.owners = disposal.text.empty();
  out.replaces = own.single;
  out.links = links_of(program, own.element);
  if (const auto graph = program.graph(function.id)) {
    for (const facts::Local& each : graph->locals) out.locals.emplace(each.name.text());
  }
  return out;
}

}  // namespace pool_audit::refactor
