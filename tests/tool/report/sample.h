// A made-up inventory that has every enumerator, and strings that are hard to print.
#pragma once

#include "checks/inventory/inventory.h"

namespace pool_audit::report {

[[nodiscard]] inventory::Inventory sample_inventory();

// The same, every text of it full of what Markdown and HTML mean something by.
[[nodiscard]] inventory::Inventory hostile_inventory();

}  // namespace pool_audit::report
