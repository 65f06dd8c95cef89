// Cold and sound: twice a second, which needs no pool. Its comment speaks of better days.
#include <string>

#include "pool/pool.h"
#include "quotes.h"

namespace quotes {
namespace {

// Pages of the report: about 15K gets/s. Unbounded; rotation trims it, and what grew beyond 64 KiB
// is dropped. Measured by runtime/bench.
pool::sharded_pool<std::string> report_pages(
    {.reset = [](std::string& page) { page.clear(); },
     .retain = [](const std::string& page) { return page.capacity() <= 65536; }},
    {.name = "quotes.report_pages"});

}  // namespace

std::size_t daily_report() {
  const auto page = report_pages.acquire();
  for (int row = 0; row < 100; ++row) page->append("ACME 300 3000.00\n");
  return page->size();
}

}  // namespace quotes
