// Unmeasured: exports are rare, and no process that is measured has made one.
#include <string>
#include <vector>

#include "pool/pool.h"
#include "quotes.h"

namespace quotes {
namespace {

struct Batch {
  std::vector<double> rows;
};

using Batches = pool::sharded_pool<Batch>;

// Rows of an export, made with the first one: rate unknown. Unbounded; rotation trims it, and what
// grew beyond 10,000 rows is dropped. Not measured.
Batches& export_batches() {
  static Batches batches(
      {.reset = [](Batch& batch) { batch.rows.clear(); },
       .retain = [](const Batch& batch) { return batch.rows.capacity() <= 10000; }},
      {.name = "quotes.export_batches"});
  return batches;
}

}  // namespace

std::size_t export_quotes(std::size_t rows) {
  const auto batch = export_batches().acquire();
  for (std::size_t row = 0; row < rows; ++row) {
    batch->rows.push_back(price_of("ACME", static_cast<std::uint32_t>(row % 100 + 1)));
  }
  return batch->rows.size();
}

}  // namespace quotes
