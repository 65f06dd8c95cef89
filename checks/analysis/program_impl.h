// What a linked program holds, shared by the files that make it up:
//
//   program_link.cc  units come in: one identity a type, record, function, variable
//   program.cc       questions to the result
#pragma once

#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

#include "checks/analysis/program.h"

namespace pool_audit::analysis {

struct Program::Impl {
  struct Unit {
    facts::FactsReader reader;
    std::vector<facts::TypeId> types;  // the unit's type ids -> the program's
  };

  struct GraphAt {
    uint32_t unit = 0;
    uint32_t index = 0;
    bool dependent = false;
    std::weak_ptr<const facts::FlowGraph> decoded = {};
    std::shared_ptr<const facts::FlowGraph> kept = {};  // the same, while there is room
  };

  // Two classes of one name in different files are told apart by their records, and pointers to
  // them by what they point to.
  struct TypeKey {
    Symbol spelling;
    Symbol record;
    facts::TypeKind kind;
    facts::TypeId target;  // the program's
    friend bool operator==(const TypeKey&, const TypeKey&) = default;
  };
  struct TypeKeyHash {
    size_t operator()(const TypeKey& key) const {
      const size_t names = size_t{key.spelling.raw()} << 32 | key.record.raw();
      return (names * 31 + static_cast<size_t>(key.kind)) * 31 + key.target;
    }
  };

  std::vector<Unit> units;
  std::unordered_map<TypeKey, facts::TypeId, TypeKeyHash> type_ids;
  std::unordered_map<Symbol, facts::Record> records;
  std::unordered_map<Symbol, facts::Function> functions;
  std::unordered_map<Symbol, facts::Variable> variables;
  mutable std::unordered_map<Symbol, GraphAt> graphs;
  std::unordered_map<Symbol, std::pair<Symbol, uint32_t>> fields;  // field -> record, index
  // Every rule that looks at all graphs decodes them once more, which costs more than most rules
  // do: the first ones stay, as many as kMostKeptBytes holds.
  static constexpr size_t kMostKeptBytes = size_t{512} << 20;
  mutable size_t kept_bytes = 0;
  mutable std::unordered_map<Symbol, std::vector<Symbol>> overriders;
  mutable bool overriders_built = false;
  // Sorted, empty until somebody asks.
  mutable std::vector<Symbol> sorted_graphs;
  mutable std::vector<const facts::Record*> sorted_records;
  mutable std::vector<const facts::Function*> sorted_functions;
  mutable std::vector<const facts::Variable*> sorted_variables;
};

}  // namespace pool_audit::analysis
