// What calls do to a pooled object, for the walk of object_flow.h: roles first, then owners and
// their methods, then summaries of the functions that the program defines, then what is known of
// libraries.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "checks/analysis/borrowers.h"
#include "checks/analysis/constants.h"
#include "checks/analysis/fixpoint.h"
#include "checks/analysis/object_flow.h"
#include "checks/analysis/program.h"
#include "checks/analysis/roles.h"
#include "checks/analysis/throws.h"
#include "checks/analysis/writes.h"
#include "checks/model/model.h"

namespace pool_audit::analysis {

// Summaries are computed when first asked for and kept; not thread-safe.
class Effects final : public Oracle {
 public:
  Effects(const Program& program, const Roles& roles, const model::ModelSet& models)
      : program_(program), roles_(roles), models_(models) {}

  [[nodiscard]] CallEffect effect(const facts::FlowGraph& graph, const facts::Event& event,
                                  int index, bool address) const override;
  [[nodiscard]] CallEffect effect_inside(const facts::FlowGraph& graph, const facts::Event& event,
                                         int index, Symbol field) const override;
  [[nodiscard]] CallEffect capture_effect(Symbol function, uint32_t capture) const override;
  [[nodiscard]] bool is_owner(facts::TypeId type) const override;
  [[nodiscard]] bool destroys(facts::TypeId type) const override;
  [[nodiscard]] bool puts_member(Symbol function, Symbol field) const override;
  [[nodiscard]] bool always_puts_member(Symbol function, Symbol field) const override;
  // Looks into the destructor and into what that calls on the same object, not further.
  [[nodiscard]] Happens calls_member(Symbol function, Symbol field) const override;
  [[nodiscard]] const facts::Type& type(facts::TypeId id) const override {
    return program_.type(id);
  }
  [[nodiscard]] bool never_fails(const facts::Event& event) const override;
  [[nodiscard]] Failing failing(const facts::Event& event) const override;
  // From here on `function` is known to pass on what it gets, and to fail in this way.
  // `gives_null`: it is certain that it may give none, and shows that by a null object.
  void note_wrapper(Symbol function, Failing failing, bool gives_null) {
    wrappers_[function] = {failing, gives_null};
  }
  // Arguments of functions without a body that stay the caller's.
  void note_left(std::set<Argument> arguments) { left_ = std::move(arguments); }
  // Hand-written gets that may give none, and show that by a null object.
  void note_null_gets(std::set<Symbol> functions) { null_gets_ = std::move(functions); }
  [[nodiscard]] bool may_give_null(const facts::Event& event) const override;
  [[nodiscard]] std::string name(Symbol entity) const override;
  // Looks into the body that is called, not further.
  [[nodiscard]] bool comes_back(const facts::Event& call) const override;
  // Of what has no body, two functions that do something behind such a call show it.
  [[nodiscard]] bool surely_comes_back(const facts::Event& event) const override;
  // Looks through the functions that the call runs to the puts themselves.
  [[nodiscard]] bool ends_use(const facts::FlowGraph& graph,
                              const facts::Event& put) const override;
  // Looks into the body that is called, not further; of the C library it knows what copies, fills
  // and compares memory.
  [[nodiscard]] bool dereferences(const facts::FlowGraph& graph, const facts::Event& call,
                                  int index) const override;
  [[nodiscard]] bool dereferences_capture(Symbol function, uint32_t capture) const override;
  [[nodiscard]] bool may_write(const facts::Event& call, Symbol entity) const override {
    return writes_.may_write(call, entity);
  }
  [[nodiscard]] bool copies_owner(const facts::Event& call) const override;
  [[nodiscard]] bool makes_deleter(const facts::Event& call) const override;
  [[nodiscard]] bool dereferences_at_once(const facts::Event& call, int index) const override;
  [[nodiscard]] bool destroys_members(facts::TypeId type) const override;
  [[nodiscard]] bool writes_through(const facts::Event& call, int index) const override;
  [[nodiscard]] bool writes_capture(Symbol function, uint32_t capture) const override;
  [[nodiscard]] bool is_variable(Symbol entity) const override;
  [[nodiscard]] std::vector<Thrown> thrown_by(const facts::Event& call) const override {
    return throws_.of(call);
  }
  [[nodiscard]] bool survives_exceptions(Symbol function) const override;
  [[nodiscard]] std::optional<int64_t> constant(Symbol variable) const override {
    return constants_.value(variable);
  }
  [[nodiscard]] bool keeps_pointers(facts::TypeId type) const override;
  [[nodiscard]] ContainerUse container_use(const facts::Event& call) const override;
  [[nodiscard]] Symbol storage_of(Symbol field) const override;
  // Knows the classes of the program and their bases.
  [[nodiscard]] Catch catches(facts::TypeId handler, facts::TypeId thrown) const override;
  [[nodiscard]] uint64_t* work_left(Symbol function) const override {
    return &work_left_.try_emplace(function, kMostWork).first->second;
  }
  void note_time(Symbol function, double seconds) const override { seconds_[function] += seconds; }
  // What following objects through one function took.
  struct Cost {
    Symbol function;     // none: nothing was followed
    uint64_t work = 0;   // of kMostWork
    double seconds = 0;  // of CPU
  };
  // That of the function with most work.
  [[nodiscard]] Cost highest_cost() const;
  // Whether `function` puts something that it gets out of the member `field` of its object.
  [[nodiscard]] bool puts_out_of(Symbol function, Symbol field) const;
  // Functions of the program that were asked for so far and whose body nobody has seen.
  [[nodiscard]] const std::set<Symbol>& missing_bodies() const { return missing_bodies_; }

 private:
  // Functions that a call hands to parameters of the one that it calls.
  using Handed = std::vector<std::pair<uint32_t, Symbol>>;
  struct Asked {
    Symbol function;
    int index = 0;
    Symbol field;  // what that member of it holds; none: it itself
    Handed handed;

    friend auto operator<=>(const Asked&, const Asked&) = default;
  };

  // effects.cc
  // What `function` does with one of the values handed to it; -1 is its object, others count from
  // 0, kPointeeBase or kCaptureBase.
  CallEffect summary(Symbol function, int index, Symbol field = {}, Handed handed = {}) const;
  CallEffect summarise(const Asked& asked) const;
  [[nodiscard]] Handed handed_by(const facts::FlowGraph& graph, const facts::Event& call) const;
  // The functions that a call may run, as far as the program contains them; none where others may
  // be.
  std::vector<Symbol> candidates(const facts::FlowGraph& graph, const facts::Event& call) const;
  std::vector<Symbol> pointed_to(const facts::FlowGraph& graph, const facts::Place& pointer) const;
  CallEffect common_effect(const facts::FlowGraph& graph, const facts::Event& call,
                           const facts::Function& callee, const std::vector<Symbol>& candidates,
                           int index, Symbol field = {}) const;
  CallEffect effect_by_address(const facts::FlowGraph& graph, const facts::Event& call,
                               const facts::Function& callee, const std::vector<Symbol>& candidates,
                               int index) const;
  // effects_returns.cc
  bool body_comes_back(Symbol function, int depth) const;
  bool surely_comes_back(const facts::Event& event, int depth) const;
  const std::set<Symbol>& seen_to_come_back() const;
  // effects_library.cc
  static std::string_view last_component(const facts::Function& function);
  static std::string in_words(const facts::Function& function);
  static bool is_keeper(const facts::Function& function);
  [[nodiscard]] CallEffect nameless_effect(const facts::Event& event) const;
  CallEffect library_effect(const facts::Function& callee, const facts::Event& event, int index,
                            bool address) const;
  bool borrows_nothing_known(const facts::Function& callee, int index) const;
  // effects_owners.cc
  std::optional<CallEffect> holder_effect(const facts::Function& callee, const facts::Event& event,
                                          int index) const;
  // The members whose objects the destructor of the record puts.
  const std::set<Symbol>& put_members(const facts::Record& record) const;
  const std::set<Symbol>& members_put_by(Symbol function) const;
  bool shows_member(const facts::Function& method) const;
  bool deleted_plainly(facts::TypeId type) const;
  bool only_writes(const facts::Type& deleter) const;
  // effects_uses.cc
  bool ends_use(const facts::FlowGraph& in, const facts::Event& put, int depth) const;
  bool unrefs(const facts::FlowGraph& in, const facts::Event& call, int depth) const;

  const Program& program_;
  const Roles& roles_;
  const model::ModelSet& models_;
  struct SameEffect {
    bool operator()(const CallEffect& a, const CallEffect& b) const {
      return a.effect == b.effect && a.into == b.into && a.member == b.member &&
             a.exact == b.exact && a.ways == b.ways;
    }
  };
  mutable Fixpoint<Asked, CallEffect, SameEffect> summaries_{
      {.least = {Effect::diverges, ""},
       .top = {Effect::unknown, "passed through functions that call each other"},
       .too_deep = {Effect::unknown, "passed through too many calls"}}};
  mutable const Asked* summed_ = nullptr;  // the innermost one that is being computed
  Throws throws_{program_, *this, models_};
  Writes writes_{program_, roles_};
  Constants constants_{program_};
  mutable std::unordered_map<Symbol, Symbol> storage_;  // of fields
  struct Wrapped {
    Failing failing = Failing::unknown;
    bool gives_null = false;
  };
  std::map<Symbol, Wrapped> wrappers_;
  mutable std::unordered_map<Symbol, uint64_t> work_left_;  // by function, of kMostWork
  mutable std::unordered_map<Symbol, double> seconds_;      // by function, of CPU
  std::set<Argument> left_;
  std::set<Symbol> null_gets_;
  mutable std::unordered_map<Symbol, bool> comes_back_;
  mutable std::optional<std::set<Symbol>> seen_to_come_back_;
  mutable std::set<Symbol> missing_bodies_;
  mutable std::map<facts::TypeId, bool> owners_;
  mutable std::map<facts::TypeId, bool> destroyers_;
  mutable std::map<Symbol, std::set<Symbol>> put_members_;  // by function
};

}  // namespace pool_audit::analysis
