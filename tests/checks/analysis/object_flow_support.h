// Small graphs, written as text, and an oracle that reads effects off the callee's name.
//
//   get_*        takes an object and never fails        try_*    may give null
//   status_*     fills its first argument, 0 is success false_*  the same, true is success
//   fill_*       the same, and how it fails is unknown
//   puts_* borrows_* keeps_* returns_* moves_* resets_* owns_* destroys_* isnull_* inside_*
//   unknown_* unseen_*
//                what it does to every argument and to its object; some_*: puts on some paths
//   assign_*     its object's old value is destroyed, and it holds what its argument held
//   into0_*      keeps its other arguments in what the first one points to
//   other names  borrow
//
// Types whose name starts with Lease are owners, those that start with Unique destroy what they
// hold, and what a function stores in Guard::held its object's destructor puts. Lambdas are named
// like functions; `lambda puts_it(..)` puts what it captures. Event n of block b stands on line
// 100 * b + n + 1, the terminator of block b on line 100 * b + 99.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "checks/analysis/object_flow.h"
#include "checks/facts/facts.h"

namespace pool_audit::analysis {

class NamedOracle : public Oracle {
 public:
  explicit NamedOracle(const facts::TuFacts& facts) : facts_(facts) {}
  [[nodiscard]] CallEffect effect(const facts::FlowGraph& graph, const facts::Event& event,
                                  int index, bool address) const override;
  [[nodiscard]] CallEffect capture_effect(Symbol function, uint32_t capture) const override;
  [[nodiscard]] bool is_owner(facts::TypeId type) const override;
  [[nodiscard]] bool destroys(facts::TypeId type) const override;
  [[nodiscard]] bool puts_member(Symbol function, Symbol field) const override;
  [[nodiscard]] const facts::Type& type(facts::TypeId type) const override;
  [[nodiscard]] bool never_fails(const facts::Event& event) const override;
  [[nodiscard]] Failing failing(const facts::Event& event) const override;

 private:
  const facts::TuFacts& facts_;
};

struct Program {
  facts::TuFacts facts;
  facts::FlowGraph graph;
};

// The function `f` with its locations numbered. `body` is what stands between its braces and `head`
// its parameter list.
[[nodiscard]] Program program(std::string_view body, std::string_view head);
// The same for a function with the parameters of kHead, which may start with `local` and `try`
// lines of its own. It has the locals o, p, q: Obj*, r: Obj**, ok: bool, rc, k: int, s, s2: Holder,
// a: Obj*[3], l, l2: Lease, v: List and f, g for lambdas; the block `exit` is added.
[[nodiscard]] Program program(std::string_view blocks);
inline constexpr std::string_view kHead =
    "c: bool, d: bool, n: int, m: unsigned int, out: Obj**, srv: Server*, obj: Obj*, own: Lease";

// The object of the first call of an acquiring function.
[[nodiscard]] Origin first_get(const facts::FlowGraph& graph);
// show() of what explore() says of that object, or of the given one.
[[nodiscard]] std::string flow(std::string_view blocks);
[[nodiscard]] std::string flow(std::string_view blocks, const Origin& origin);
[[nodiscard]] Outcome follow(const Program& program, const Origin& origin,
                             const Limits& limits = {});

[[nodiscard]] std::vector<uint32_t> lines(const std::vector<facts::Location>& locations);
// "some_paths puts 201 misses 101 handed 301: put on some paths only"
[[nodiscard]] std::string show(const Outcome& outcome);

}  // namespace pool_audit::analysis
