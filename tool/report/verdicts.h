// Verdicts in words and numbers, shared by the text and the Markdown report. Nothing of it is clean
// (canvas.h): names and reasons come from files.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tool/report/model.h"

namespace pool_audit::report {

struct VerdictRow {
  size_t pool = 0;  // index
  verdict::Class class_ = verdict::Class::unmeasured;
  // "12.4k" gets per second; "" when nobody knows.
  std::string peak;
  std::string mean;
  std::string hits;   // "93 %", "" likewise
  std::string drops;  // likewise
  std::string action;
};

// One a pool, hot ones first, then by their peak, then in the order of the inventory. Nothing
// without telemetry.
[[nodiscard]] std::vector<VerdictRow> verdict_rows(const Report& report);

// "leave it alone", "measure it".
[[nodiscard]] std::string action_text(verdict::Action action);

// {"3 hot", "2 warm", "4 cold", "5 unmeasured"} without those of which there are none.
[[nodiscard]] std::vector<std::string> class_parts(const verdict::Assessment& assessment);

// "the telemetry covers 9 of 14 pools; 1 of 10 measurements joined none".
[[nodiscard]] std::string coverage_text(const verdict::Assessment& assessment);

// What is known of one pool, as label and text: "rate", "at peak 12.4k gets/s, ...".
[[nodiscard]] std::vector<std::pair<std::string_view, std::string>> verdict_facts(
    const verdict::PoolVerdict& known);

}  // namespace pool_audit::report
