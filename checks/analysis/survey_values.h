// Where the values of one function come from: parameters, the elements of a slot, fresh objects.
// Flow-insensitive: what a local ever held, it may hold everywhere.
#pragma once

#include <algorithm>
#include <compare>
#include <initializer_list>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "checks/analysis/program.h"
#include "checks/analysis/survey_lists.h"

namespace pool_audit::analysis {

enum class AtomKind : uint8_t { parameter, this_, element, made, loaded };
struct Atom {
  AtomKind kind;
  int index = -1;  // parameter
  Symbol slot;     // element: taken out by an operation; loaded: read from it
  friend auto operator<=>(const Atom&, const Atom&) = default;
};

// A set in one piece of memory, sorted: most have one member or none, and there are many.
class Atoms {
 public:
  Atoms() = default;
  Atoms(std::initializer_list<Atom> atoms) {
    for (const Atom& each : atoms) insert(each);
  }

  // Whether it is new.
  bool insert(const Atom& atom) {
    const auto at = std::ranges::lower_bound(atoms_, atom);
    if (at != atoms_.end() && *at == atom) return false;
    atoms_.insert(at, atom);
    return true;
  }
  // How many of them are new.
  size_t insert(const Atoms& others) {
    size_t out = 0;
    for (const Atom& each : others.atoms_) out += insert(each) ? 1 : 0;
    return out;
  }
  template <class Condition>
  void erase_if(Condition condition) {
    std::erase_if(atoms_, condition);
  }
  [[nodiscard]] bool contains(const Atom& atom) const {
    return std::ranges::binary_search(atoms_, atom);
  }
  [[nodiscard]] bool empty() const { return atoms_.empty(); }
  [[nodiscard]] auto begin() const { return atoms_.begin(); }
  [[nodiscard]] auto end() const { return atoms_.end(); }

 private:
  std::vector<Atom> atoms_;
};

// A slot is named by the field or global variable in which its spares hang. Where that is a list
// record (survey_lists.h) inside an object, it is the member that holds the record.
class Values {
 public:
  Values(const facts::FlowGraph& graph, const Program& program, const Lists& lists);

  // The slot itself: nothing but elements behind the field or variable; empty for anything else.
  [[nodiscard]] Symbol exact_slot(const facts::Place& place) const;
  // The slot of what an operand points to: `&pool->free`, or a reference to it.
  [[nodiscard]] Symbol slot_behind(const facts::Operand& operand) const {
    return exact_slot(operand.place);
  }
  // Whether `place` is the far end of a list record.
  [[nodiscard]] bool at_tail(const facts::Place& place) const;
  // Of a value that is handed on. Reading a member of an object is no longer the object; the
  // address of a link inside it is.
  [[nodiscard]] Atoms atoms(const facts::Operand& operand) const;
  // Of what a pointer or local holds.
  [[nodiscard]] Atoms atoms_of(const facts::Place& place) const;
  [[nodiscard]] std::string_view callee_name(const facts::Event& event) const;
  // Whether the event makes an object: new, malloc(), create_buffer().
  [[nodiscard]] bool makes(const facts::Event& event, std::string_view name) const;

 private:
  void find_aliases();
  void flow(const facts::Event& event);
  void flow_call(const facts::Event& event);
  void add(const facts::Place& target, const Atoms& atoms);
  bool counted_array(const facts::Place& place, size_t deref) const;
  Atoms part_of_object(const facts::Operand& operand) const;

  const facts::FlowGraph& graph_;
  const Program& program_;
  const Lists& lists_;
  [[nodiscard]] Atoms* held_by(const facts::Place& place);
  [[nodiscard]] const Atoms* held_by(const facts::Place& place) const;

  std::vector<Atoms> locals_, temps_, captures_;  // by index
  std::map<uint32_t, Symbol> aliases_;            // locals that stand for a slot
  size_t size_ = 0;
};

}  // namespace pool_audit::analysis
