// Made-up reports for the tests of the HTML page.
#pragma once

#include <cstddef>

#include "tool/report/html.h"

namespace pool_audit::report {

struct HtmlSample {
  Report report;
  RuleInfos rules;
  SourceLine source;
};

// A service of a dozen pools: hot, warm, cold and unmeasured ones, with findings, history, and a
// comparison.
[[nodiscard]] HtmlSample service_sample();

// The same without telemetry, history and comparison, and with a unit that failed.
[[nodiscard]] HtmlSample unmeasured_sample();

// `pools` pools, each with sites; every third has a finding.
[[nodiscard]] HtmlSample large_sample(size_t pools);

// Every text of it is full of what HTML, CSS, scripts and addresses mean something by; names, ids
// and fingerprints occur twice.
[[nodiscard]] HtmlSample hostile_sample();

}  // namespace pool_audit::report
