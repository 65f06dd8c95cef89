// Recognises hand-written pools by structure: something that stores spare objects (a container, an
// intrusive list, an array with a free index), a function that takes one out or makes one, and a
// function that puts one back. No name alone makes a pool, and none is made without a pool-like
// name either (hints.h), so that `scan` and this component agree on what can matter.
//
//   FlowGraph --survey--> what each function does to each slot
//                         --recognise--> pools with their evidence
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "checks/analysis/program.h"
#include "checks/analysis/roles_marks.h"
#include "checks/analysis/survey_lists.h"
#include "checks/facts/facts.h"

namespace pool_audit::analysis {

// A slot is a field or variable in which spare objects may wait; it is named by its entity id.
// Instead of the number of a parameter: the object moves between the slot and something that an
// argument holds, so that a call alone does not show it.
inline constexpr int kInside = -2;

// What one function does to one slot.
struct SlotUse {
  bool takes = false;              // removes an element
  bool yields = false;             // and returns it, or hands it out through a parameter
  bool makes = false;              // returns a fresh object on some path
  bool stores = false;             // puts a parameter (or this) into the slot
  bool prefills = false;           // puts a fresh object into the slot
  bool guarded = false;            // holds a lock meanwhile
  bool resets = false;             // calls a reset-like method of the element
  bool checks_capacity = false;    // compares the slot's size before it stores
  bool runs = false;               // calls the element: a task, not an object
  bool linked = false;             // the spares hang on each other: last in, first out
  bool alone = false;              // with `stores`: disposes of the spare that was there before
  bool looks_up = false;           // reaches elements by key
  bool is_link = false;            // hangs in a list that is headed elsewhere
  int stored_parameter = -1;       // with `stores`: index, -1: this, or kInside
  int yielded_parameter = -1;      // with `yields`: out-parameter, -1: the result, or kInside
  std::set<Symbol> refilled_from;  // slots whose elements are put into this one
  Symbol reset_method;             // entity id
  facts::Location take_at;
  facts::Location make_at;
  facts::Location store_at;
  facts::Location reset_at;
  facts::TypeId element = facts::kNoType;  // type of what is stored or yielded
  std::string make_text;                   // "new Node", "createObject()"
};

// Uses of one function, by slot.
using Survey = std::map<Symbol, SlotUse>;
[[nodiscard]] Survey survey(const facts::FlowGraph& graph, const Program& program,
                            const Lists& lists);

// One signal with its weight and where it was seen.
struct Signal {
  std::string text;
  int points = 0;
  facts::Location location;
};

// A function that plays a part.
struct Part {
  Symbol function;
  // get: out-parameter or -1 for the result; put: parameter or -1 for this; kInside for neither
  int argument = -1;
  facts::Location location;
  // get: the slot into which it hangs what it took, of which the pool knows what is in use; or none
  Symbol kept_in;
};

struct HandWritten {
  Symbol slot;       // field or variable that stores the spares
  Symbol owner;      // record whose instances are the pools; empty: the slot is the pool
  std::string name;  // "ns::Pool" or "ns::free_nodes"
  facts::TypeId element = facts::kNoType;  // the pooled type, pointers removed
  std::vector<Part> gets;                  // sorted by function
  std::vector<Part> puts;
  Symbol reset_method;
  bool resets_on_get = false;
  bool resets_on_put = false;
  bool bounded = false;
  bool single = false;  // bounded, by one: what is put takes the place of the spare before it
  bool prefilled = false;
  bool makes = false;   // a get makes an object where there is no spare
  std::string guard;    // "std::mutex", "thread_local", ""
  std::string factory;  // "new Node"
  facts::Location factory_at;
  bool marked = false;  // in the source, as a pool
  std::vector<Signal> evidence;
  int score = 0;
  std::string why_not;  // set for candidates: what keeps it from being a pool
};

struct Recognised {
  std::vector<HandWritten> pools;       // sorted by name, then slot
  std::vector<HandWritten> candidates;  // scored, but not enough
  // Names of slots that a function takes from, or stores into, which speaks of a pool when the slot
  // itself does not: the other half may stand in a unit that was skipped. Sorted.
  std::set<std::string> halves;
};

// From this score on a structure with a get and a put is reported.
inline constexpr int kReportScore = 7;

// A mark in the source outweighs the score, either way.
[[nodiscard]] Recognised recognise(const Program& program, const std::map<Symbol, Survey>& surveys,
                                   const Marks& marks);

}  // namespace pool_audit::analysis
