// The part of the page that tells everything about one pool.
#include <algorithm>

#include "tool/report/html_parts.h"
#include "tool/report/labels.h"
#include "tool/report/phrases.h"

namespace pool_audit::report {

using namespace inventory;

namespace {

void write_term(Html& out, Markup term, std::string_view value) {
  if (!value.empty()) out << "<dt>" << term << "</dt><dd>" << Text{value} << "</dd>";
}

void write_places(Html& out, Markup term, std::string_view words,
                  const std::vector<Place>& places) {
  const auto is_known = [](const Place& place) { return !place.file.empty(); };
  if (words.empty() && std::ranges::none_of(places, is_known)) return;
  out << "<dt>" << term << "</dt><dd>" << Text{words};
  for (const Place& place : places) {
    if (!is_known(place)) continue;
    out << " <span class=\"place\">";
    write_place(out, place);
    out << "</span>";
  }
  out << "</dd>";
}

void write_facts(Html& out, const Pool& pool) {
  out << "<dl>";
  write_term(out, "kind", pool.kind);
  write_term(out, "from", group_of(pool));
  if (!pool.type.empty()) {
    out << "<dt>type</dt><dd>";
    write_type(out, pool.type);
    out << "</dd>";
  }
  std::string objects = pooled_text(pool.pooled);
  if (pool.pooled.size_bytes != 0) objects += ", " + size_text(pool.pooled.size_bytes);
  write_places(out, "objects", objects, {pool.pooled.place});
  write_places(out, "made by", pool.factory.text, {pool.factory.place});
  write_term(out, "storage", text_of(pool.storage));
  write_term(out, "visible", text_of(pool.visibility));
  write_term(out, "bound", bound_text(pool.bound));
  std::string reset = reset_text(pool.reset);
  if (!pool.reset.method.empty()) reset += (reset.empty() ? "" : ", ") + pool.reset.method;
  write_places(out, "reset", reset, pool.reset.places);
  write_term(out, "guarded by", pool.guard);
  write_term(out, "name at run time", pool.runtime_name);
  write_places(out, "constructed at", "", pool.made_at);
  write_term(out, "model", pool.model);
  out << "</dl>";
  if (!pool.documentation.empty()) {
    out << "<pre class=\"plain\">" << Lines{pool.documentation} << "</pre>";
  }
  for (const std::string& note : pool.notes) out << "<p class=\"quiet\">" << Text{note} << "</p>";
}

void write_findings(Html& out, const View& view, const PoolView& pool) {
  if (!pool.open.empty()) {
    out << "<h4>" << Text{counted(pool.open.size(), "finding")} << "</h4>";
    for (const Finding* const finding : pool.open) write_finding(out, view, *finding);
  }
  if (!pool.suppressed.empty()) {
    if (pool.open.empty()) out << "<h4>No open finding</h4>";
    out << "<details class=\"suppressed\"><summary>"
        << Text{counted(pool.suppressed.size(), "suppressed finding")} << "</summary>";
    for (const Finding* const finding : pool.suppressed) write_finding(out, view, *finding);
    out << "</details>";
  }
}

void write_evidence(Html& out, const Pool& pool) {
  if (pool.evidence.empty()) return;
  out << "<details class=\"evidence\"><summary>Why this is a pool</summary><ul>";
  for (const Evidence& each : pool.evidence) {
    out << "<li>" << (each.points < 0 ? Markup("\xE2\x88\x92") : Markup("+"))
        << static_cast<uint64_t>(std::abs(each.points)) << " " << Text{each.text};
    if (!each.place.file.empty()) {
      out << " <span class=\"place\">";
      write_place(out, each.place);
      out << "</span>";
    }
    out << "</li>";
  }
  out << "</ul></details>";
}

}  // namespace

void write_pool(Html& out, const View& view, const PoolView& pool) {
  out << "<article id=\"" << Text{pool.anchor} << "\" tabindex=\"-1\"><h3>";
  write_name(out, *pool.pool);
  if (pool.added) out << " <span class=\"tag new\">new</span>";
  out << "</h3><p class=\"where\"><span class=\"place\">";
  write_place(out, pool.pool->place);
  out << "</span> <a class=\"self\" href=\"#" << Text{pool.anchor}
      << "\" aria-label=\"address of this pool\">#</a> "
         "<a class=\"back\" href=\"#pools\">to the table</a></p>";
  write_verdict(out, pool);
  write_findings(out, view, pool);
  write_sites(out, view, *pool.pool);
  write_measured(out, view, pool);
  write_history(out, view, pool);
  out << "<h4>The pool</h4>";
  write_facts(out, *pool.pool);
  write_evidence(out, *pool.pool);
  out << "</article>\n";
}

}  // namespace pool_audit::report
