// The inventory of a program as the cache keeps it, by what it is made from.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checks/inventory/build.h"
#include "checks/model/model.h"
#include "checks/rules/rules.h"
#include "checks/support/hash.h"
#include "tool/extract/capture.h"

namespace pool_audit {

// What an inventory is made from, and nothing else: equal keys give equal inventories.
// `order`: of the units, as they are linked.
[[nodiscard]] Digest link_key(const extract_stage::Capturer& capturer,
                              const std::vector<size_t>& order, const model::ModelSet& models,
                              const rules::Selection& selection);

// Without what `model suggest` wants.
[[nodiscard]] std::string to_bytes(const inventory::Built& built);
// Nothing for bytes that to_bytes() did not write.
[[nodiscard]] std::optional<inventory::Built> from_bytes(const std::string& bytes);

}  // namespace pool_audit
