// The pool of the runtime that a pool becomes: its type, its name, how it is made, where it stands.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checks/inventory/subject.h"
#include "tool/refactor/migrate_blocks.h"
#include "tool/refactor/migrate_habits.h"
#include "tool/refactor/plan.h"
#include "tool/refactor/pool_uses.h"
#include "tool/refactor/sources.h"

namespace pool_audit::refactor {

struct Target {
  std::string name;                    // "buffers_pool_", beside "buffers_"
  std::string full;                    // qualified, as the inventory will name it
  std::string type;                    // "pool::sharded_pool<Buffer>"
  std::string header;                  // "<pool/sharded_pool.h>"
  std::vector<std::string> arguments;  // of its constructor
  bool is_there = false;               // an earlier step declared it
  bool may_be_empty = false;  // gets of it are try_get: the old pool gave nothing at its bound
  bool in_place = false;      // it keeps the spares, and nobody but the pool's functions uses it
  std::optional<facts::Location> behind;  // in place: a member that the new one needs
  std::optional<BlockShape> blocks;       // of a pool of memory
  std::vector<inventory::Edit> edits;     // that declare it, unless it is there
  std::vector<inventory::Edit> marks;  // lines above the old pool's declarations, without text yet
};

// Nothing, with the reasons in `manual`, when a person has to choose.
[[nodiscard]] std::optional<Target> target_of(const inventory::Subject& subject, size_t pool,
                                              const PoolUses& uses, Sources& sources,
                                              std::vector<Manual>& manual);

// A pool that keeps the spares of another one.
struct SparesOf {
  Habits habits;                          // what it does with objects
  std::string object;                     // their type as the spares' class writes it, "" if as all
  std::optional<facts::Location> behind;  // a member that stands in front of it
};

// The same for the spares alone, which are `uses.instance()`. Its edits only declare it.
[[nodiscard]] std::optional<Target> target_in_place(const inventory::Subject& subject, size_t pool,
                                                    const PoolUses& uses, const SparesOf& spares,
                                                    Sources& sources, std::vector<Manual>& manual);

}  // namespace pool_audit::refactor
