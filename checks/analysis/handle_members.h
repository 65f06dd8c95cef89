// Members that hold handles which their type does not show: an int that socket() was stored into, a
// pointer to void that goes to curl_easy_cleanup(). Read from every flow graph of the program.
#pragma once

#include <map>
#include <set>

#include "checks/analysis/program.h"
#include "checks/model/model.h"

namespace pool_audit::analysis {

struct HandleMember {
  model::HandleKind kind = model::HandleKind::none;
  facts::Location shown_at;    // where it is opened, or else closed
  std::set<Symbol> closed_in;  // functions that close it
};

struct HandleUses {
  std::map<Symbol, HandleMember> members;  // by field; also those whose type shows it
  // Classes whose destructor somebody calls by hand: entity ids of the destructors.
  std::set<Symbol> destructors_called;
};

[[nodiscard]] HandleUses handle_uses(const Program& program, const model::ModelSet& models);

}  // namespace pool_audit::analysis
