// What the objects of a class are made of: members, bases, and what smart pointers and containers
// among them own.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "checks/analysis/program.h"
#include "checks/model/model.h"

namespace pool_audit::analysis {

// A member at some depth, or a base class.
struct PartOf {
  std::string path;                          // "conn_.socket_"; the class's name for a base
  std::vector<Symbol> fields;                // entity ids, outermost first; empty for a base
  const facts::Field* field = nullptr;       // the innermost
  facts::TypeId type = facts::kNoType;       // what it is, or what it owns
  const model::TypeModel* traits = nullptr;  // what models say of the type; null: nothing
};

// Remembers what models say of types; not thread-safe. What it is made from outlives it.
class Contents {
 public:
  Contents(const Program& program, const model::ModelSet& models)
      : program_(program), models_(models) {}

  // Calls `each` for every part of the record, outer before inner, in the order of declaration,
  // bases first. Raw pointers and references lead nowhere. Looks at no more than kMostParts parts,
  // and into each class once.
  using Each = std::function<void(const PartOf&)>;
  void each_part(const facts::Record& record, const Each& each) const;
  // Of the type itself; null when no model speaks of it.
  [[nodiscard]] const model::TypeModel* traits(facts::TypeId type) const;

  static constexpr size_t kMostParts = 2000;

 private:
  struct Walk {
    const Each& each;
    std::set<Symbol> entered;  // records on the way or done
    size_t parts = 0;
  };
  void enter(const facts::Record& record, const PartOf& from, Walk& walk) const;
  void visit(const PartOf& part, Walk& walk) const;

  const Program& program_;
  const model::ModelSet& models_;
  mutable std::unordered_map<facts::TypeId, const model::TypeModel*> known_;
};

}  // namespace pool_audit::analysis
