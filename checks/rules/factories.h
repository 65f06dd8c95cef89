// The functions that make the objects of a pool.
#pragma once

#include <set>
#include <vector>

#include "checks/rules/pooled_type.h"

namespace pool_audit::rules {

// Built once a rule; what it is made from outlives it. Not thread-safe.
class Factories {
 public:
  explicit Factories(const Subject& subject);
  // Functions that run when the pool with this index makes an object, sorted: a factory that it was
  // given, the method that it calls, the constructor of the object, and what a hand-written get
  // calls instead. Without what only hands out memory, and without constructors that run at each
  // get anyway.
  [[nodiscard]] std::set<Symbol> of(size_t pool) const;

 private:
  using Out = std::set<Symbol>;
  void add_model(size_t pool, const model::PoolModel& model, Out& out) const;
  void add_hand_written(const analysis::HandWritten& found, Out& out) const;
  void add_constructors(const facts::Record& record, Out& out) const;
  void add_argument_of_construction(size_t pool, int index, Out& out) const;
  void add_arguments_of_gets(size_t pool, Out& out) const;
  void add_value(const facts::Operand& operand, Out& out) const;
  void add_methods(const facts::Record& record, const facts::Record* made, Out& out) const;

  const Subject& subject_;
  PooledTypes types_;
  std::map<Symbol, std::vector<const facts::Function*>> methods_;  // with bodies, by record
};

}  // namespace pool_audit::rules
