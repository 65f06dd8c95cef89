// The linked program: the facts of many translation units with one identity per type, record,
// function and variable.
//
//   TuFacts... --add--> Program --graph(id)--> FlowGraph, decoded on demand
//
// Declarations of all units are merged as they come; flow graphs stay in their encoded units until
// somebody asks for them, and then in memory as far as there is room.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "checks/facts/disk.h"
#include "checks/facts/facts.h"
#include "checks/support/result.h"

namespace pool_audit::analysis {

class Program {
 public:
  Program();
  Program(Program&&) noexcept;
  Program& operator=(Program&&) noexcept;
  ~Program();

  // Units must come in an order that depends on the program alone (sorted by main file): of several
  // graphs with one id the first wins, an instantiated one before a dependent one.
  void add(facts::FactsReader unit);
  void add(const facts::TuFacts& unit);  // through the disk form; for tests and single units

  [[nodiscard]] const facts::Type& type(facts::TypeId id) const { return types_[id]; }
  [[nodiscard]] size_t type_count() const { return types_.size(); }
  [[nodiscard]] const facts::Record* record(Symbol id) const;
  // The record of a record type, of what a pointer or reference points to, or of an array element.
  [[nodiscard]] const facts::Record* record_of(facts::TypeId id) const;
  [[nodiscard]] facts::TypeId pointee(facts::TypeId id) const;  // through pointers and references
  [[nodiscard]] const facts::Function* function(Symbol id) const;
  [[nodiscard]] const facts::Variable* variable(Symbol id) const;
  // A field and the record that holds it.
  struct FieldRef {
    const facts::Record* record = nullptr;
    const facts::Field* field = nullptr;
  };
  [[nodiscard]] FieldRef field(Symbol id) const;

  [[nodiscard]] const std::vector<Symbol>& graph_ids() const;  // sorted
  [[nodiscard]] bool has_graph(Symbol function) const;
  // A function of the project that is declared, and whose body no unit has shown.
  [[nodiscard]] bool lacks_body(Symbol function) const;
  // The graph with the program's type ids; null when there is none or its unit is damaged.
  [[nodiscard]] std::shared_ptr<const facts::FlowGraph> graph(Symbol function) const;

  // Every record, function and variable, sorted by id; until the next add().
  [[nodiscard]] const std::vector<const facts::Record*>& records() const;
  [[nodiscard]] const std::vector<const facts::Function*>& functions() const;
  [[nodiscard]] const std::vector<const facts::Variable*>& variables() const;
  // Methods that override `method`, directly or further down, sorted; without itself.
  [[nodiscard]] std::vector<Symbol> overriders(Symbol method) const;
  // True when `derived` is `base` or inherits it, by the ids of records or of their patterns.
  [[nodiscard]] bool inherits(Symbol derived, Symbol base) const;

 private:
  struct Impl;
  void intern(const facts::TuFacts& unit, facts::TypeId id, std::vector<facts::TypeId>& map);
  facts::TypeId place(const facts::Type& from, const std::vector<facts::TypeId>& map);

  std::vector<facts::Type> types_;
  std::unique_ptr<Impl> impl_;
};

}  // namespace pool_audit::analysis
