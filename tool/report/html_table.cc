// The filters, and one row a pool. The script sorts by `data-v`, or by the text where a cell has
// none; it filters by what the rows say of themselves in `data-c`, `data-a` and `data-r`.
#include <algorithm>
#include <array>
#include <map>

#include "tool/report/html_parts.h"
#include "tool/report/phrases.h"
#include "tool/verdict/words.h"

namespace pool_audit::report {

using namespace inventory;

namespace {

using verdict::Action;
using verdict::Class;

constexpr std::array kClasses = {Class::hot, Class::warm, Class::cold, Class::unmeasured};
constexpr std::array kActions = {Action::review,  Action::remove, Action::replace,
                                 Action::observe, Action::leave,  Action::instrument};

void write_option(Html& out, std::string_view value, uint64_t count) {
  if (count == 0) return;
  out << "<option value=\"" << Text{value} << "\">" << Text{value} << " (" << count << ")</option>";
}

template <class Matches>
uint64_t count_if(const View& view, Matches matches) {
  return static_cast<uint64_t>(std::ranges::count_if(view.pools, matches));
}

// By rule, the number of pools with an open finding of it.
std::map<std::string, uint64_t> rules_of(const View& view) {
  std::map<std::string, uint64_t> out;
  for (const PoolView& pool : view.pools) {
    std::set<std::string> rules;
    for (const Finding* const finding : pool.open) rules.insert(finding->rule);
    for (const std::string& rule : rules) ++out[rule];
  }
  return out;
}

void write_filters(Html& out, const View& view, const std::map<std::string, uint64_t>& rules) {
  out << "<form id=\"filter\" role=\"search\" aria-label=\"filter the pools\"><label class=\"q\">"
         "<span>filter</span> <input id=\"q\" type=\"search\" autocomplete=\"off\" "
         "spellcheck=\"false\" placeholder=\"name, file, type\"></label>";
  if (view.measured) {
    out << "<label><span>class</span> <select id=\"class\"><option value=\"\">all</option>";
    for (const Class class_ : kClasses) {
      write_option(out, verdict::to_text(class_),
                   count_if(view, [&](const PoolView& p) { return p.class_of() == class_; }));
    }
    out << "</select></label><label><span>action</span> <select id=\"action\"><option value=\"\">"
           "all</option>";
    for (const Action action : kActions) {
      write_option(out, verdict::to_text(action), count_if(view, [&](const PoolView& p) {
                     return p.verdict->verdict.action == action;
                   }));
    }
    out << "</select></label>";
  }
  if (!rules.empty()) {
    out << "<label><span>rule</span> <select id=\"rule\"><option value=\"\">all</option>";
    write_option(out, "any finding",
                 count_if(view, [](const PoolView& p) { return !p.open.empty(); }));
    for (const auto& [rule, count] : rules) write_option(out, rule, count);
    out << "</select></label>";
  }
  if (view.report.comparison) {
    out << "<label><input id=\"changed\" type=\"checkbox\"> changed</label>";
  }
  out << "<output id=\"count\" aria-live=\"polite\"></output></form>\n";
}

void write_columns(Html& out, const View& view) {
  out << "<thead><tr><th scope=\"col\" data-k=\"name\">Pool</th>";
  if (view.measured) {
    out << "<th scope=\"col\" data-k=\"class\">Class</th><th scope=\"col\" data-k=\"action\">Action"
           "</th><th scope=\"col\" class=\"n\" data-k=\"mean\">Mean<small>/s</small></th><th "
           "scope=\"col\" class=\"n\" data-k=\"peak\">Peak<small>/s</small></th>";
    if (!view.report.history.empty()) out << "<th scope=\"col\">Trend</th>";
    out << "<th scope=\"col\" class=\"n\" data-k=\"reuse\">Reuse</th>";
  } else {
    out << "<th scope=\"col\" data-k=\"kind\">Kind</th><th scope=\"col\" data-k=\"bound\">Bound"
           "</th>";
  }
  out << "<th scope=\"col\" class=\"n\" data-k=\"findings\">Findings</th><th scope=\"col\" "
         "class=\"n\" data-k=\"gets\">Gets</th><th scope=\"col\" data-k=\"proof\">Proven</th><th "
         "scope=\"col\" data-k=\"size\">Objects</th></tr></thead>";
}

void write_rate(Html& out, double rate) {
  out << "<td class=\"n\" data-v=\"" << Fixed{rate, 4} << "\">" << Text{rate_number(rate)}
      << "</td>";
}

void write_measured_cells(Html& out, const View& view, const PoolView& pool) {
  const Class class_ = pool.class_of();
  const Action action = pool.verdict->verdict.action;
  const auto urgency = static_cast<uint64_t>(kActions.end() - std::ranges::find(kActions, action));
  out << "<td class=\"" << Text{verdict::to_text(class_)} << "\" data-v=\""
      << static_cast<uint64_t>(class_) << "\">" << Text{verdict::to_text(class_)};
  if (pool.changed != nullptr) {
    out << "<small>was " << Text{verdict::to_text(pool.changed->before)} << "</small>";
  }
  out << "</td><td class=\"a-" << Text{verdict::to_text(action)} << "\" data-v=\"" << urgency
      << "\">" << Text{verdict::to_text(action)} << "</td>";
  const telemetry::Measured* const measured = pool.measured();
  if (measured == nullptr) {
    out << "<td class=\"n\" data-v=\"-1\"></td><td class=\"n\" data-v=\"-1\"></td>";
  } else {
    write_rate(out, measured->process.mean);
    write_rate(out, measured->process.peak);
  }
  if (!view.report.history.empty()) {
    out << "<td>";
    write_spark(out, pool, view.report.thresholds);
    out << "</td>";
  }
  const auto hits = pool.verdict->measured ? pool.verdict->measured->hit_rate() : std::nullopt;
  out << "<td class=\"n\" data-v=\"" << Fixed{hits ? *hits : -1, 6} << "\">"
      << Text{hits ? verdict::percent(*hits) : std::string()} << "</td>";
}

void write_row(Html& out, const View& view, const PoolView& pool,
               const std::map<std::string, uint64_t>& rules) {
  out << "<tr";
  if (view.measured) {
    out << " data-c=\"" << Text{verdict::to_text(pool.class_of())} << "\" data-a=\""
        << Text{verdict::to_text(pool.verdict->verdict.action)} << "\"";
  }
  if (!pool.open.empty()) {
    out << " data-r=\"";
    std::set<std::ptrdiff_t> numbers;  // of options
    for (const Finding* const finding : pool.open) {
      numbers.insert(std::distance(rules.begin(), rules.find(finding->rule)));
    }
    for (const std::ptrdiff_t number : numbers) out << static_cast<uint64_t>(number) << " ";
    out << "\"";
  }
  const bool has_new = std::ranges::any_of(
      pool.open, [&](const Finding* finding) { return view.is_introduced(*finding); });
  if (pool.added || pool.changed != nullptr || has_new) out << " data-n=\"1\"";
  out << "><td><a href=\"#" << Text{pool.anchor} << "\">";
  write_name(out, *pool.pool);
  out << "</a>";
  if (pool.added) out << " <span class=\"tag new\">new</span>";
  out << "<small>" << Text{pool.pool->place.file};
  if (pool.pool->place.line != 0) out << ":" << pool.pool->place.line;
  out << "</small></td>";
  if (view.measured) {
    write_measured_cells(out, view, pool);
  } else {
    out << "<td>" << Text{pool.pool->kind} << "</td><td>" << Text{bound_text(pool.pool->bound)}
        << "</td>";
  }
  const Summary summary = summarise(*pool.pool);
  out << "<td class=\"n\" data-v=\"" << pool.open.size() << "\">";
  if (!pool.open.empty()) out << "<b class=\"bad\">" << pool.open.size() << "</b>";
  if (has_new) out << " <span class=\"tag new\">new</span>";
  out << "</td><td class=\"n\">" << summary.gets << "</td><td data-v=\""
      << summary.proven_wrong() * 1000 + summary.unproven() << "\">";
  write_proof(out, summary);
  out << "</td><td data-v=\"" << pool.pool->pooled.size_bytes << "\">";
  write_type(out, pooled_text(pool.pool->pooled));
  if (pool.pool->pooled.size_bytes != 0) {
    out << ", " << pool.pool->pooled.size_bytes << "\xC2\xA0" << "B";
  }
  out << "</td></tr>\n";
}

}  // namespace

void write_pool_table(Html& out, const View& view) {
  const std::map<std::string, uint64_t> rules = rules_of(view);
  out << "<section id=\"pools\" aria-labelledby=\"pools-title\"><h2 "
         "id=\"pools-title\">Pools</h2>\n";
  if (view.pools.empty()) {
    out << "<p>No pool was found.</p></section>\n";
    return;
  }
  write_filters(out, view, rules);
  out << "<table id=\"table\" class=\"" << (view.measured ? Markup("measured") : Markup("plain"))
      << (view.report.history.empty() ? Markup("") : Markup(" trend")) << "\">";
  write_columns(out, view);
  out << "<tbody>\n";
  for (const PoolView& pool : view.pools) write_row(out, view, pool, rules);
  out << "</tbody></table>\n<p id=\"none\" hidden>No pool fits the filter.</p></section>\n";
}

}  // namespace pool_audit::report
