// What calls do to a pooled object, for the walk of object_flow.h: roles first, then summaries of
// the functions that the program defines, then what is known of libraries.
#pragma once

#include <map>
#include <string>
#include <tuple>

#include "checks/analysis/fixpoint.h"
#include "checks/analysis/object_flow.h"
#include "checks/analysis/program.h"
#include "checks/analysis/roles.h"
#include "checks/model/model.h"

namespace pool_audit::analysis {

// Summaries are computed when first asked for and kept; not thread-safe.
class Effects final : public Oracle {
 public:
  Effects(const Program& program, const Roles& roles, const model::ModelSet& models)
      : program_(program), roles_(roles), models_(models) {}

  [[nodiscard]] CallEffect effect(const facts::FlowGraph& graph, const facts::Event& event,
                                  int index, bool address) const override;
  [[nodiscard]] CallEffect capture_effect(Symbol function, uint32_t capture) const override;
  [[nodiscard]] bool is_owner(facts::TypeId type) const override;
  [[nodiscard]] const facts::Type& type(facts::TypeId id) const override {
    return program_.type(id);
  }
  [[nodiscard]] bool never_fails(const facts::Event& event) const override;

 private:
  // Parameter `index` of `function`, -1: its object; captures count from kCaptureBase.
  CallEffect summary(Symbol function, int index) const;
  CallEffect summarise(Symbol function, int index) const;
  CallEffect library_effect(const facts::Function& callee, const facts::Event& event, int index,
                            bool address) const;
  bool borrows_nothing_known(const facts::Function& callee, int index) const;
  bool destructor_puts(const facts::Record& record) const;

  const Program& program_;
  const Roles& roles_;
  const model::ModelSet& models_;
  struct SameEffect {
    bool operator()(const CallEffect& a, const CallEffect& b) const { return a.effect == b.effect; }
  };
  mutable Fixpoint<std::pair<Symbol, int>, CallEffect, SameEffect> summaries_{
      {.least = {Effect::borrows, ""},
       .top = {Effect::unknown, "passed through functions that call each other"},
       .too_deep = {Effect::unknown, "passed through too many calls"}}};
  mutable std::map<facts::TypeId, bool> owners_;
};

}  // namespace pool_audit::analysis
