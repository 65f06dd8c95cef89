// Which exceptions leave a call, as far as the program itself shows it: a body throws, and nothing
// between the throw and the call catches. Of libraries the models tell it. What nobody has seen
// throw, or heard of, counts as throwing nothing; nor does memory that runs short count.
#pragma once

#include <vector>

#include "checks/analysis/fixpoint.h"
#include "checks/analysis/object_flow.h"
#include "checks/analysis/program.h"
#include "checks/model/model.h"

namespace pool_audit::analysis {

// Answers are computed when first asked for and kept; not thread-safe. What is passed in outlives
// it.
class Throws {
 public:
  Throws(const Program& program, const Oracle& oracle, const model::ModelSet& models)
      : program_(program), oracle_(oracle), models_(models) {}

  // At most a few, one a type. Of a virtual call those of all overriders, none when one of them
  // throws nothing; none for calls through pointers.
  [[nodiscard]] std::vector<Thrown> of(const facts::Event& call) const;

 private:
  using Answer = std::vector<Thrown>;
  struct SameTypes {
    bool operator()(const Answer& a, const Answer& b) const;
  };

  Answer out_of(Symbol function) const;
  Answer compute(Symbol function) const;
  bool library_throws(const facts::Event& call) const;

  const Program& program_;
  const Oracle& oracle_;
  const model::ModelSet& models_;
  mutable Fixpoint<Symbol, Answer, SameTypes> answers_{{.least = {}, .top = {}, .too_deep = {}}};
};

}  // namespace pool_audit::analysis
