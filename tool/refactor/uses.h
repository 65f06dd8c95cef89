// Which tokens of a name stand for one field or variable: facts tell where names alone cannot.
#pragma once

#include <string>
#include <vector>

#include "checks/analysis/program.h"
#include "tool/refactor/sources.h"

namespace pool_audit::refactor {

struct Uses {
  std::string name;
  std::vector<Stretch> declarations;  // whole ones, without the semicolon
  std::vector<Stretch> ours;          // tokens in the definitions of functions
  std::vector<Stretch> unclear;       // tokens that may be

  // The functions in whose definitions `ours` are, each once.
  std::vector<Symbol> functions;
};

// Of a field of a class of the project, or of a variable.
[[nodiscard]] Uses uses_of(Sources& sources, const analysis::Program& program, Symbol id);

// The text of the member initialiser that the token names what it sets of, in the file of the
// token, as initialisers() cuts it out. Empty when the token is in none.
[[nodiscard]] std::vector<Range> initialisers_at(Sources& sources, const analysis::Program& program,
                                                 const Uses& uses, const Stretch& token);

}  // namespace pool_audit::refactor
