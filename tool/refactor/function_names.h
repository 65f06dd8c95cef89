// What the tokens stand for that are the name of a function: one that is to go has to know all of
// them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "checks/analysis/program.h"
#include "tool/refactor/function_index.h"
#include "tool/refactor/sources.h"

namespace pool_audit::refactor {

enum class NameUse {
  other,        // something else
  declaration,  // declares or defines the function
  call,         // facts say so
  likely_call,  // a call in code that facts do not tell of: it is, unless something else has the
                // name
  unclear,
};

class FunctionNames {
 public:
  FunctionNames(Sources& sources, const analysis::Program& program)
      : sources_(sources), program_(program), index_(sources, program) {}

  // Every function that the program knows by this last part of its name; of several facts about one
  // piece of source one.
  [[nodiscard]] const std::vector<const facts::Function*>& called(const std::string& name);
  // `token` is the last part of the function's name.
  [[nodiscard]] NameUse use(const facts::Function& function, const Stretch& token);
  // The functions around a place, lambdas among them.
  [[nodiscard]] std::vector<const facts::Function*> around(const Stretch& place);

 private:
  [[nodiscard]] bool in_head(const facts::Function& function, const Stretch& token);
  [[nodiscard]] bool declares(const facts::Function& function, const Stretch& token);
  [[nodiscard]] NameUse in_code(const facts::Function& function, const Stretch& token);
  [[nodiscard]] bool is_callee(const Stretch& call, const Stretch& token);

  Sources& sources_;
  const analysis::Program& program_;
  FunctionIndex index_;
  std::map<std::string, std::vector<const facts::Function*>> by_name_;
};

}  // namespace pool_audit::refactor
