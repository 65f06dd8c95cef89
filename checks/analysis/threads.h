// Threads that a function starts, and what runs beside them for certain.
//
//   FlowGraph --spawns_of--> Spawn --run_beside--> Beside
//
// A thread counts as running from where it is started to the first thing that may wait for it. When
// in doubt it has ended: what is reported does run at the same time.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "checks/analysis/program.h"
#include "checks/model/model.h"

namespace pool_audit::analysis {

// One place at which a function starts another one in a thread of its own.
struct Spawn {
  uint32_t block = 0;
  uint32_t event = 0;
  Symbol entry;          // what the thread runs: a function, or the body of a lambda
  bool on_this = false;  // with the object of the function that starts it
};

// An event of the same function that happens while the thread of `spawn` runs; it may be another
// spawn, or in a loop the same one again.
struct Beside {
  size_t spawn = 0;  // index into the spawns
  uint32_t block = 0;
  uint32_t event = 0;
};

// Calls of what starts a thread by the models, of functions and lambdas that the source names
// there. Of std::async() those with std::launch::async.
[[nodiscard]] std::vector<Spawn> spawns_of(const facts::FlowGraph& graph, const Program& program,
                                           const model::ModelSet& models);

// Calls and spawns alone. Linear in the graph for each spawn.
[[nodiscard]] std::vector<Beside> run_beside(const facts::FlowGraph& graph, const Program& program,
                                             const model::ModelSet& models,
                                             const std::vector<Spawn>& spawns);

// Whether a call takes a lock, waits, or orders threads in any other way that a name tells.
[[nodiscard]] bool orders_threads(const facts::Event& event, const Program& program);

}  // namespace pool_audit::analysis
