// The parts of the HTML page, in the order in which they appear.
#pragma once

#include <span>
#include <string_view>

#include "tool/report/html_escape.h"
#include "tool/report/html_view.h"
#include "tool/report/summary.h"

namespace pool_audit::report {

// report.css and report.js.
[[nodiscard]] std::span<const HtmlAsset> html_assets();

// The sentence with the counts, what is proven, and what could not be read.
void write_head(Html& out, const View& view);
// Rates on a logarithmic axis with the thresholds; without telemetry, how to give some.
void write_strip(Html& out, const View& view);
// What changed since the other report; nothing when there is none.
void write_changes(Html& out, const View& view);
// The filters and one row a pool.
void write_pool_table(Html& out, const View& view);
// Everything that is known of a pool.
void write_pool(Html& out, const View& view, const PoolView& pool);
// Findings of no pool, measurements that joined none, suppressions, candidates, units, notes,
// rules.
void write_rest(Html& out, const View& view);

// ---- what several of them write

// "net::Server::<b>buffers_</b>", with places to break.
void write_name(Html& out, const inventory::Pool& pool);
// A type or a qualified name, with places to break behind "::", ',' and '<'.
void write_type(Html& out, std::string_view name);
// "src/a.cc:12:7", and the macro.
void write_place(Html& out, const inventory::Place& place);
void write_class(Html& out, verdict::Class class_);
// The shape that stands for an action in the strip, as a picture beside its name.
void write_action(Html& out, verdict::Action action);
// A shape of the strip around a point: the path of an SVG element.
void write_shape(Html& out, verdict::Action action, double x, double y, double radius);
// "12.4k", "0.3", without the unit.
[[nodiscard]] std::string rate_number(double per_second);
// A finding with its path and the source around it. Its title is a heading below those of its pool,
// or below that of the section of those that have none.
void write_finding(Html& out, const View& view, const inventory::Finding& finding);
// The lines around a finding and its notes; nothing when nobody has them.
void write_excerpt(Html& out, const View& view, const inventory::Finding& finding);
// The rates of earlier reports and of now. A spark is a line in the table; a history has the
// numbers.
void write_spark(Html& out, const PoolView& pool, const verdict::Thresholds& thresholds);
void write_history(Html& out, const View& view, const PoolView& pool);
// What production says of the pool: what to do about it and why, the rates.
void write_verdict(Html& out, const PoolView& pool);
void write_measured(Html& out, const View& view, const PoolView& pool);
void write_sites(Html& out, const View& view, const inventory::Pool& pool);
// Gets by what is proven: "3 right · 1 wrong".
void write_proof(Html& out, const Summary& summary);

}  // namespace pool_audit::report
