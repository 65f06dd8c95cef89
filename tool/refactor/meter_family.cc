#include "tool/refactor/meter_family.h"

#include <algorithm>
#include <map>
#include <set>

#include "checks/inventory/describe.h"
#include "checks/support/words.h"

namespace pool_audit::refactor {

using analysis::HandWritten;
using analysis::Part;
using analysis::Program;
using inventory::Subject;

namespace {

bool is_own(const Subject& subject, int index, const HandWritten& own) {
  return index >= 0 && &subject.recognised.pools[static_cast<size_t>(index)] == &own;
}

std::vector<size_t> sharing(const Subject& subject, const HandWritten& own, size_t pool) {
  std::set<size_t> out = {pool};
  for (const auto* list : {&subject.taken, &subject.given}) {
    for (const inventory::Taken& each : *list) {
      if (is_own(subject, each.role.hand_written, own)) {
        out.insert(each.pools.begin(), each.pools.end());
      }
    }
  }
  for (size_t i = 0; own.owner && i < subject.keys.size(); ++i) {
    const facts::TypeId type =
        subject.roles.pool_behind(inventory::type_of(subject.keys[i], subject.program));
    if (is_own(subject, subject.roles.hand_written_of_type(type), own)) out.insert(i);
  }
  return {out.begin(), out.end()};
}

bool is_dependent(const Program& program, const facts::Function& function) {
  const facts::Record* record = program.record(function.record);
  return function.has(facts::FunctionFlag::template_pattern) ||
         function.has(facts::FunctionFlag::instantiation) ||
         (record != nullptr && (record->pattern || record->is_template_pattern));
}

bool is_method_of_owner(const Program& program, const facts::Function& function,
                        const HandWritten& own) {
  const facts::Record* record = program.record(function.record);
  return own.owner && record != nullptr &&
         (record->id == own.owner || record->pattern == own.owner);
}

std::string class_of(const inventory::Pool& pool) {
  const std::string type = plain_type(pool.type);
  return type.substr(0, type.find('<'));
}

}  // namespace

Family family_of(const Subject& subject, const HandWritten& own, size_t pool) {
  Family out;
  out.pools = sharing(subject, own, pool);
  std::vector<Part> parts = own.gets;
  parts.insert(parts.end(), own.puts.begin(), own.puts.end());
  for (const Part& part : parts) {
    const facts::Function* function = subject.program.function(part.function);
    if (function == nullptr || !is_dependent(subject.program, *function)) continue;
    out.is_template = true;
    if (!is_method_of_owner(subject.program, *function, own)) {
      out.place = inventory::to_place(function->location);
      out.reason = "its code is a template, and of no class that is the pool";
      return out;
    }
  }
  out.by_class = out.is_template || out.pools.size() > 1;
  if (!out.by_class) return out;
  out.place = subject.pools[pool].place;
  for (const size_t each : out.pools) {
    const inventory::Pool& other = subject.pools[each];
    if (!own.owner) {
      if (each == pool) continue;
      out.reason = "'" + other.name + "' shares its code: one count would be that of both";
    } else if (class_of(other) != plain_type(own.name)) {
      out.reason = "the pool '" + other.name + "' is of the type " + other.type +
                   ": telemetry would not find it by a meter of " + own.name;
    }
    if (!out.reason.empty()) return out;
  }
  return out;
}

std::string counted_as_one(const Subject& subject, const Family& family) {
  std::map<std::string, std::vector<std::string>> by_type;
  for (const size_t each : family.pools) {
    by_type[plain_type(subject.pools[each].type)].push_back(subject.pools[each].name);
  }
  std::string out;
  for (auto& [type, names] : by_type) {
    if (names.size() < 2) continue;
    std::ranges::sort(names);
    if (!out.empty()) out += ", and ";
    for (size_t i = 0; i < names.size(); ++i) {
      out += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
    }
  }
  return out;
}

}  // namespace pool_audit::refactor
