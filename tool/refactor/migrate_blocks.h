// Pools of libraries that hand out memory of one size become pool::block_pool.
//
//   static Poco::MemoryPool pool_;        static pool::block_pool pool_blocks_;
//   void* p = pool_.get();           -->  void* p = pool_blocks_.get();
//   pool_.release(p);                     pool_blocks_.put(p);
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checks/inventory/subject.h"
#include "tool/refactor/migrate.h"
#include "tool/refactor/plan.h"
#include "tool/refactor/sources.h"
#include "tool/refactor/uses.h"

namespace pool_audit::refactor {

// What the old pool's declaration says of its blocks, as it is spelled there.
struct BlockShape {
  std::string bytes;          // "sizeof(Node)"
  std::string prefilled;      // "16"; "": none
  bool freed_at_end = false;  // what is out when the pool ends
  bool may_be_null = false;   // the get gives null where there is no memory, else it throws

  friend bool operator==(const BlockShape&, const BlockShape&) = default;
};

// The model of a pool all of whose gets hand out one block of memory; null for any other pool.
[[nodiscard]] const model::PoolModel* block_model(const inventory::Subject& subject, size_t pool);

// Nothing, with the reasons in `manual`, where the shape does not show or a pool of blocks would do
// something else.
[[nodiscard]] std::optional<BlockShape> block_shape(const inventory::Subject& subject, size_t pool,
                                                    const model::PoolModel& model, Sources& sources,
                                                    std::vector<Manual>& manual);

struct BlockMove {
  Step step;                   // of all that use the pool: they share its blocks
  std::vector<Group> end;      // the old pool, then its includes
  std::vector<Manual> manual;  // what is done with it besides; then nothing of the above holds
};

// `name`: of the new pool, where the old one's name stands.
[[nodiscard]] BlockMove move_blocks(const inventory::Subject& subject, size_t pool,
                                    const model::PoolModel& model, const BlockShape& shape,
                                    const std::string& name, Sources& sources);

}  // namespace pool_audit::refactor
