// A made-up inventory that has every enumerator, and strings that are hard to print.
#pragma once

#include "checks/inventory/inventory.h"
#include "tool/report/model.h"

namespace pool_audit::report {

[[nodiscard]] inventory::Inventory sample_inventory();

// Of that inventory, with telemetry, verdicts and an earlier report.
[[nodiscard]] Report sample_report();

// The same, every text of it full of what Markdown and HTML mean something by.
[[nodiscard]] inventory::Inventory hostile_inventory();
[[nodiscard]] Report hostile_report();

}  // namespace pool_audit::report
