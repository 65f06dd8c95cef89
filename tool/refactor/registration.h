// Statements that tell a collector of measurements of a pool.
#pragma once

#include <optional>

#include "tool/refactor/source.h"

namespace pool_audit::refactor {

// The statement that the token with this index stands in, when it is nothing but a call, in whose
// name there is a word as metrics, gauge or telemetry: `metrics::watch("buffers", &buffers);`. With
// the pool it has nothing to tell of. Nothing otherwise.
[[nodiscard]] std::optional<Statement> registration_at(const Source& source, size_t index);

}  // namespace pool_audit::refactor
