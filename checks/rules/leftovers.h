// What users leave in pooled objects: the members of a class, and who writes them while the object
// is in use.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "checks/rules/resets.h"

namespace pool_audit::rules {

// A member without members of its own that the program could name.
struct Leaf {
  analysis::Member member;
  const facts::Field* field = nullptr;
  const facts::Record* record = nullptr;  // that declares it
  std::string name;                       // "name", "address.street"
};

// Those of the class, its bases and the objects in it.
[[nodiscard]] std::vector<Leaf> leaves_of(const analysis::Program& program,
                                          const facts::Record& record);

// Built once a rule; the subject outlives it. Not thread-safe.
class Leftovers {
 public:
  explicit Leftovers(const Subject& subject) : subject_(subject) {}

  // A write of the member, in an object of class `pooled`, by somebody who uses the object and
  // leaves the value there; null when there is none that is certain. Constructors, resets, the
  // pool's own code, what happens to fresh objects, and what keeps a resource for the next user do
  // not count; nor does what nobody reads.
  [[nodiscard]] const analysis::MemberWrite* written(const Leaf& leaf, const facts::Record& pooled,
                                                     const PoolReset& pool);

  // Whether the member is kept on purpose though nothing overwrites it: storage whose length is
  // overwritten, what a flag says is not there, links of lists.
  [[nodiscard]] bool is_kept_on_purpose(const Leaf& leaf, const std::vector<Leaf>& all,
                                        const analysis::Members& overwritten) const;

 private:
  bool counts(const analysis::MemberWrite& write, const Leaf& leaf, const facts::Record& pooled,
              const PoolReset& pool);
  bool is_user(Symbol function, const PoolReset& pool) const;
  bool belongs(const analysis::MemberWrite& write, const Leaf& leaf, const facts::Record& pooled,
               const facts::FlowGraph& graph) const;
  bool on_fresh_object(const facts::FlowGraph& graph, const facts::Place& object, int depth);
  bool called_on_fresh_objects(Symbol function, int parameter, int depth);
  bool makes_when_needed(const facts::FlowGraph& graph, const analysis::MemberWrite& write,
                         const Leaf& leaf) const;
  bool left_there(const facts::FlowGraph& graph, const analysis::MemberWrite& write,
                  const Leaf& leaf) const;
  facts::TypeId type_of(const facts::FlowGraph& graph, const facts::Place& place) const;

  const Subject& subject_;
  std::map<std::pair<Symbol, int>, bool> fresh_;
};

}  // namespace pool_audit::rules
