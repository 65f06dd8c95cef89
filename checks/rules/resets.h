// Who cleans the objects of each pool between two users: for the rules about resets.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "checks/analysis/member_aliases.h"
#include "checks/analysis/members.h"
#include "checks/rules/rule.h"

namespace pool_audit::rules {

// A function that cleans what its parameter (analysis::kOwnObject: its object) points to. Without a
// function the object is cleaned as a whole: memset(object, ...), *object = T().
struct Cleaner {
  Symbol function;
  int parameter = analysis::kOwnObject;
  facts::Location call;
  uint32_t block = 0;
  uint32_t event = 0;
};

// A call that gives an object back, outside of the pool's own code.
struct PutSite {
  Symbol function;
  uint32_t block = 0;
  uint32_t event = 0;
  facts::Operand object;
  inventory::Place place;
  std::set<size_t> pools;  // indices into Subject::pools
};

struct PoolReset {
  // The pool cleans in a way that nobody can see, or it constructs its objects each time; or its
  // objects are taken, or put, in a function that has too many to look at each.
  bool beyond_doubt = false;
  std::vector<Cleaner> own;    // what the pool calls
  analysis::Members restored;  // what its code overwrites besides
  std::set<Symbol> code;       // its functions
};

// Whether a way leads from one event to another.
[[nodiscard]] bool leads(const facts::FlowGraph& graph, uint32_t from, uint32_t from_event,
                         uint32_t to, uint32_t to_event);

// Built once a rule; the subject outlives it. Not thread-safe.
class Resets {
 public:
  explicit Resets(const Subject& subject);

  [[nodiscard]] const std::vector<PutSite>& puts() const { return puts_; }
  [[nodiscard]] const PoolReset& of(size_t pool) const { return pools_[pool]; }
  // How a function cleans one object, in the order of its blocks.
  [[nodiscard]] std::vector<Cleaner> cleaners(const facts::FlowGraph& graph,
                                              const analysis::Origin& origin) const;
  // Those of them that clean what comes back: nothing is written between them and the put.
  [[nodiscard]] std::vector<Cleaner> cleaners_before(const PutSite& put,
                                                     const analysis::Origin& origin) const;
  // Whether the event overwrites the object as a whole: *object = T().
  [[nodiscard]] bool assigns_whole(const facts::Event& event,
                                   const analysis::MemberAliases& aliases) const;
  // Where a pointer comes into the hands of the function; nothing when that is not one place.
  [[nodiscard]] std::optional<analysis::Origin> origin_of(const facts::FlowGraph& graph,
                                                          const facts::Place& pointer) const;
  // What a cleaner overwrites; everything when its body cannot be seen.
  [[nodiscard]] analysis::Members cleaned_by(const Cleaner& cleaner) const;
  // Whether a function is there to clean what it is called for.
  [[nodiscard]] bool is_reset(Symbol function) const;
  // Whether the member is overwritten on every path behind the get, or in the wrapper that it
  // calls.
  [[nodiscard]] bool written_at_once(const inventory::Taken& get,
                                     const analysis::Member& member) const;
  // Whether the wrapper that the get calls overwrites the member.
  [[nodiscard]] bool written_in_wrapper(const inventory::Taken& get,
                                        const analysis::Member& member) const;
  // The events that were looked at so far, for one object each.
  [[nodiscard]] uint64_t looks() const { return looks_; }
  // Whether the get gives its result a body of its own, cleaned by the get itself.
  [[nodiscard]] static bool is_clean(const inventory::Taken& get);

 private:
  bool writes(const facts::Event& event, const analysis::MemberAliases& aliases) const;
  bool writes_behind(const inventory::Taken& get, const analysis::Member& member) const;
  // Events that may clean an object as a whole, whichever it is.
  const std::vector<analysis::EventAt>& cleanings_in(const facts::FlowGraph& graph) const;
  void look_through(const facts::FlowGraph& graph) const;
  void find_puts();
  void leave_out_crowds();
  void describe(size_t pool);
  void add_hooks(size_t pool, const model::PoolModel& model, PoolReset& out) const;
  void add_bodies(size_t pool, PoolReset& out) const;
  void add_methods(Symbol record, const std::vector<std::string>& names, int parameter,
                   PoolReset& out) const;
  void add_body(Symbol function, const analysis::Origin& origin, PoolReset& out) const;
  void add_result(Symbol function, PoolReset& out) const;

  const Subject& subject_;
  std::vector<PutSite> puts_;
  std::vector<PoolReset> pools_;
  std::set<Symbol> crowds_;
  std::map<Symbol, std::vector<const inventory::Taken*>> taken_in_;  // by function
  mutable std::map<Symbol, std::vector<analysis::EventAt>> cleanings_;
  mutable std::map<const inventory::Taken*, analysis::Members> behind_;
  mutable uint64_t looks_ = 0;
};

}  // namespace pool_audit::rules
