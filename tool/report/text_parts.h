// The parts of the text report, in the order in which they appear.
#pragma once

#include <string_view>

#include "checks/inventory/inventory.h"
#include "tool/compare/compare.h"
#include "tool/report/canvas.h"
#include "tool/report/model.h"

namespace pool_audit::report {

// One row a pool, grouped by where the pools come from.
void write_table(Canvas& canvas, const inventory::Inventory& inventory);

// One line a finding, "file:line:column: warning: text [rule]", and one a note of its path. Never
// wrapped: editors and CI logs read them. Suppressed ones, if asked for, with their reason.
void write_findings(Canvas& canvas, const inventory::Inventory& inventory, bool show_suppressed);

// The suppressions with which something is wrong, in the same style.
void write_suppressions(Canvas& canvas, const inventory::Inventory& inventory);

// What stopped the proof of gets, of the pools that match.
void write_unproven(Canvas& canvas, const inventory::Inventory& inventory,
                    std::string_view pattern);

// Findings by rule, what of the gets is proven, and the units.
void write_findings_summary(Canvas& canvas, const inventory::Inventory& inventory, bool details);

// Findings that are gone, pools that came and went, pools of another class, a line each; with
// `details` also findings that are known.
void write_comparison(Canvas& canvas, const compare::Comparison& comparison, bool details);

// The numbers of a comparison in one row.
void write_comparison_summary(Canvas& canvas, const compare::Comparison& comparison);

// Everything that is known of a pool, its sites in the compiler's style. Null: no telemetry.
void write_details(Canvas& canvas, const inventory::Pool& pool,
                   const verdict::PoolVerdict* measured);

// A label and what stands behind it, below the title of a pool.
void write_fact(Canvas& canvas, std::string_view label, Line value);

// The pools with their classes, and the measurements of none. Nothing without telemetry.
void write_verdicts(Canvas& canvas, const Report& report, bool details);

// How many pools there are of each class, and how much of them the telemetry covers.
void write_verdict_summary(Canvas& canvas, const Report& report);

// What looked like a pool, and why it is none.
void write_candidates(Canvas& canvas, const inventory::Inventory& inventory);

// The gets that are proven wrong, in the compiler's style.
void write_wrong_gets(Canvas& canvas, const inventory::Inventory& inventory);

// The numbers, the failed units and the notes; with `details` the skipped units too.
void write_summary(Canvas& canvas, const inventory::Inventory& inventory, bool details);

// A row of numbers behind their label.
void write_row(Canvas& canvas, const std::string& label, const Line& value);

// Pools, sites, gets and units, with those that failed; the notes on the run.
void write_totals(Canvas& canvas, const inventory::Inventory& inventory, bool details);

}  // namespace pool_audit::report
