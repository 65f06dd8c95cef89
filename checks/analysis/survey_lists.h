// Lists that are not containers of a library: heads and links that are records of their own, and
// functions that put into such a list or take out of it.
//
//   struct list { struct node *first; int count; };      a list record
//   append(&pool->free, node);                           a helper, applied to the slot pool::free
#pragma once

#include <unordered_map>
#include <vector>

#include "checks/analysis/program.h"

namespace pool_audit::analysis {

// What a function does to the list that one of its parameters points to. Parameters count from 0;
// kThis is the object of a method, kNobody none.
struct ListHelper {
  static constexpr int kThis = -1;
  static constexpr int kNobody = -2;

  int list = kNobody;     // the list
  int stores = kNobody;   // the object that is put into it
  bool at_head = false;   // and becomes its first
  bool removes = false;   // the list goes on behind the object that was its first
  int unlinks = kNobody;  // the object that is taken out of whatever list it hangs in

  friend bool operator==(const ListHelper&, const ListHelper&) = default;
};

// Answers are computed when first asked for and kept; not thread-safe.
class Lists {
 public:
  explicit Lists(const Program& program) : program_(program) {}

  // A record of a few pointers that are named like the ends of a list or the links of a node, with
  // at most a count beside them: `struct list_head { struct list_head *next, *prev; }`.
  [[nodiscard]] bool is_list(Symbol record) const;
  // Whether `field` is one of the pointers of such a record, and leads to its far end.
  [[nodiscard]] bool in_list(Symbol field) const;
  [[nodiscard]] bool at_tail(Symbol field) const;
  [[nodiscard]] const ListHelper& helper(Symbol function) const;

 private:
  ListHelper compute(Symbol function) const;

  const Program& program_;
  mutable std::unordered_map<Symbol, bool> lists_;
  mutable std::unordered_map<Symbol, ListHelper> helpers_;
};

// object->link.next->prev = object->link.prev and its like: the neighbours of an object are linked
// to each other. The place of the object, or null.
[[nodiscard]] const facts::Place* unlinked_object(const facts::Event& event, const Lists& lists);

}  // namespace pool_audit::analysis
