// A get and puts that are paired by hand become a local that owns its object.
//
//   Buffer* b = buffers.get();     const auto put_b = [](Buffer* object) { buffers.put(object); };
//   fill(b);                 -->   std::unique_ptr<Buffer, decltype(put_b)> b(buffers.get(),
//   put_b); buffers.put(b);                fill(b.get());
//
// Where the model of the pool has leases of its own: auto b = buffers.acquire();
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checks/inventory/subject.h"
#include "tool/refactor/plan.h"
#include "tool/refactor/sources.h"

namespace pool_audit::refactor {

// What one get needs, or where and why it is not certain; neither for a get that is not paired by
// hand within its function.
struct Guarded {
  std::vector<inventory::Edit> edits;
  inventory::Place place;  // of what is in the way
  std::string reason;
};
[[nodiscard]] Guarded guarded(const inventory::Subject& subject, Sources& sources,
                              const inventory::Taken& get);

// One group a get of the pool. A put after which the function does something else becomes
// `b.reset()`, so that it happens where it did; the others go.
void plan_guards(const inventory::Subject& subject, size_t pool, Sources& sources, Plan& plan);

}  // namespace pool_audit::refactor
