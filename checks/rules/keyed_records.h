// Structs of which the program makes one for each tenant, user or the like, as tables in C do.
#pragma once

#include <map>
#include <string>

#include "checks/rules/rule.h"

namespace pool_audit::rules {

// How a function finds such a struct: it compares `key` with one of its parameters, and makes a new
// one where there is none.
struct KeyedRecord {
  const facts::Field* key = nullptr;
  facts::Location compared_at;
};

// By record. Only where the name of the member, the parameter or the struct says whose it is. One
// pass over the graphs of the program.
[[nodiscard]] std::map<Symbol, KeyedRecord> keyed_records(const Subject& subject);

}  // namespace pool_audit::rules
