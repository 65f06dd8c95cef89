// What the calls of a program do to pools: every function gets at most one role, from a model, from
// an annotation in the source, or from the structure that was recognised.
#pragma once

#include <set>
#include <string>
#include <unordered_map>

#include "checks/analysis/program.h"
#include "checks/analysis/roles_marks.h"
#include "checks/analysis/structure.h"
#include "checks/model/model.h"

namespace pool_audit::analysis {

enum class RoleKind : uint8_t { none, get, put, reset };

// Where in a call the pooled object stands.
enum class ObjectAt : uint8_t {
  none,
  result,    // the target of the event
  out,       // what argument `index` points to
  argument,  // the value of argument `index`
  deref,     // the pointer that argument `index` points to
  object,    // the object of the call
};

struct Role {
  RoleKind kind = RoleKind::none;
  ObjectAt object = ObjectAt::none;
  int index = 0;
  const model::PoolModel* model = nullptr;      // modelled
  const model::Operation* operation = nullptr;  // modelled
  int hand_written = -1;                        // index into Recognised::pools
  bool annotated = false;                       // marked in the source, recognised or not
  int pool_argument = -1;                       // annotated: the argument that is the pool

  explicit operator bool() const { return kind != RoleKind::none; }
};

// Immutable once built.
class Roles {
 public:
  // What is passed in outlives the roles.
  Roles(const Program& program, const model::ModelSet& models, const Recognised& recognised,
        const Marks& marks);

  // The role of a call, new, delete or macro event; kind `none` for most.
  [[nodiscard]] const Role& of(const facts::Event& event) const;
  [[nodiscard]] const Role& of_function(Symbol function) const;
  // Functions with a role, sorted.
  [[nodiscard]] std::vector<Symbol> functions() const;
  // The model of a pool type (looked for through pointers, references and bases), or null; and the
  // hand-written pool whose class it is, or -1.
  [[nodiscard]] const model::PoolModel* model_of_type(facts::TypeId type) const;
  [[nodiscard]] int hand_written_of_type(facts::TypeId type) const;
  // A class that the source marks as a pool, or a class of which a method is marked.
  [[nodiscard]] bool marked_type(facts::TypeId type) const;
  // Every hand-written pool that a function takes from, or gives back to, first the one of its
  // role.
  [[nodiscard]] const std::vector<int>& pools_of(Symbol function) const;
  // The parameter through which a function is marked to take ownership of an object, or -1.
  [[nodiscard]] int consumed_argument(const facts::Function& function) const;
  [[nodiscard]] const Marks& marks() const { return marks_; }
  // The type of a pool that `type` owns or leads to: itself, or what a smart pointer, an array or a
  // container of the standard library holds, over any number of these. kNoType when there is none.
  [[nodiscard]] facts::TypeId pool_behind(facts::TypeId type) const;
  [[nodiscard]] const model::HandleMatch handle_of_type(facts::TypeId type,
                                                        std::string_view method) const;

 private:
  Role role_of(const facts::Function& function);
  Role annotated_role(const facts::Function& function);

  const Program& program_;
  const model::ModelSet& models_;
  const Marks& marks_;
  std::unordered_map<Symbol, Role> roles_;
  std::unordered_map<Symbol, std::vector<int>> pools_;
  std::unordered_map<Symbol, int> consumers_;  // annotated functions
  std::unordered_map<Symbol, int> owners_;     // record or pattern id -> hand-written pool
  mutable std::unordered_map<uint32_t, const model::PoolModel*> type_models_;
  mutable std::unordered_map<uint32_t, facts::TypeId> behind_;
  mutable std::unordered_map<Symbol, Role> macros_;
  mutable std::unordered_map<uint64_t, Role> news_;
  Role none_;
};

}  // namespace pool_audit::analysis
