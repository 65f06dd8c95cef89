// What one event of a get or a put does to the spares and to the object.
#pragma once

#include "tool/refactor/way_state.h"

namespace pool_audit::refactor {

// Carries an event into the state: what the variables hold behind it, and the marks of the way.
void observe(const WayScene& scene, const facts::Event& event, WayState& state);

// What a get gives on this way.
void give(Value value, const inventory::Place& place, WayState& state);

}  // namespace pool_audit::refactor
