// One pass over every flow graph of the program, keeping what later steps ask for.
#pragma once

#include <map>
#include <set>
#include <unordered_map>
#include <vector>

#include "checks/analysis/program.h"
#include "checks/analysis/structure.h"

namespace pool_audit::inventory {

struct LocalAt {
  Symbol function;
  uint32_t local = 0;
};

struct SurveyPass {
  std::map<Symbol, analysis::Survey> surveys;
  std::unordered_map<Symbol, std::vector<Symbol>> callers;  // callee -> functions, in order
  std::set<Symbol> news;    // functions that use a class-scope operator new or delete
  std::set<Symbol> macros;  // functions with macro events
  // Spelled or constant arguments of the constructor call of a member, by its field.
  std::map<Symbol, std::vector<std::string>> member_arguments;
  // What is stored into members that are pointers or references to objects, by the member.
  struct Stored {
    Symbol function;
    facts::Operand value;
  };
  std::unordered_map<Symbol, std::vector<Stored>> member_values;
  // Where a fresh object of class type, or a smart pointer to one, goes first: a variable, member
  // or local. Pools that somebody owns are among them.
  struct Owned {
    Symbol function;
    facts::Place place;
  };
  std::map<facts::TypeId, std::vector<Owned>> owned;       // by the type of the object
  std::unordered_map<Symbol, std::vector<Symbol>> makers;  // lambda body -> functions that make it
  // Locals of class type, by type: the pools among them are found later.
  std::map<facts::TypeId, std::vector<LocalAt>> locals;
};

[[nodiscard]] SurveyPass run_survey(const analysis::Program& program);

}  // namespace pool_audit::inventory
