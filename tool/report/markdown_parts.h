// The parts of the Markdown report that have a file of their own.
#pragma once

#include <string>

#include "tool/report/model.h"

namespace pool_audit::report {

// The table of classes and what joined; nothing without telemetry.
void write_verdicts(std::string& out, const Report& report);

// What is known of one pool, as items of a list; nothing for null.
void write_verdict_facts(std::string& out, const verdict::PoolVerdict* known);

}  // namespace pool_audit::report
