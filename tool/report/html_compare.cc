// What changed since another report.
#include "tool/report/html_parts.h"
#include "tool/report/phrases.h"

namespace pool_audit::report {

using namespace inventory;

namespace {

constexpr size_t kMany = 20;  // entries are folded in any case

void write_entry(Html& out, const View& view, const Finding& finding) {
  const Finding* const now = view.with_fingerprint(finding.fingerprint);
  out << "<li><span class=\"place\">";
  write_place(out, finding.place);
  out << "</span> ";
  if (now != nullptr) {
    out << "<a href=\"#" << Text{view.anchor_of(*now)} << "\">" << Text{finding.message} << "</a>";
  } else {
    out << Text{finding.message};
  }
  out << " <span class=\"rule\">" << Text{finding.rule} << "</span></li>\n";
}

// Folded; what is introduced is what people come for, and open.
void open_list(Html& out, Markup title, size_t size, bool is_open = false) {
  out << (is_open && size <= kMany ? Markup("<details class=\"list\" open><summary>")
                                   : Markup("<details class=\"list\"><summary>"))
      << title << " <small>" << size << "</small></summary><ul>\n";
}

void close_list(Html& out) {
  out << "</ul></details>\n";
}

void write_list(Html& out, const View& view, Markup title, const std::vector<Finding>& findings,
                bool is_open) {
  if (findings.empty()) return;
  open_list(out, title, findings.size(), is_open);
  for (const Finding& finding : findings) write_entry(out, view, finding);
  close_list(out);
}

void write_pools(Html& out, const View& view, const compare::Comparison& comparison) {
  if (!comparison.added_pools.empty()) {
    open_list(out, "Pools that are new", comparison.added_pools.size());
    for (const PoolView& pool : view.pools) {
      if (!pool.added) continue;
      out << "<li><a href=\"#" << Text{pool.anchor} << "\">";
      write_name(out, *pool.pool);
      out << "</a> <span class=\"place\">";
      write_place(out, pool.pool->place);
      out << "</span></li>\n";
    }
    close_list(out);
  }
  if (!comparison.removed_pools.empty()) {
    open_list(out, "Pools that are gone", comparison.removed_pools.size());
    for (const std::string& name : comparison.removed_pools) {
      out << "<li>" << Text{name} << "</li>\n";
    }
    close_list(out);
  }
}

void write_classes(Html& out, const View& view, const std::vector<compare::ClassChange>& changes) {
  if (changes.empty()) return;
  open_list(out, "Pools of another class", changes.size());
  for (const compare::ClassChange& change : changes) {
    out << "<li>";
    write_class(out, change.before);
    out << " \xE2\x86\x92 ";
    write_class(out, change.after);
    out << " ";
    if (const PoolView* const pool = view.with_id(change.pool); pool != nullptr) {
      out << "<a href=\"#" << Text{pool->anchor} << "\">";
      write_name(out, *pool->pool);
      out << "</a>";
    } else {
      out << Text{change.name};
    }
    out << " <span class=\"place\">";
    write_place(out, change.place);
    out << "</span></li>\n";
  }
  close_list(out);
}

void write_counts(Html& out, const compare::Comparison& comparison) {
  out << "<p><b>" << comparison.introduced.size() << "</b> introduced, <b>"
      << comparison.fixed.size() << "</b> fixed, " << comparison.unchanged.size() << " unchanged";
  const auto more = [&](size_t count, Markup words) {
    if (count > 0) out << ", " << count << words;
  };
  more(comparison.unchecked.size(), " gone where nobody looked");
  out << ".";
  const size_t added = comparison.added_pools.size();
  const size_t removed = comparison.removed_pools.size();
  const size_t classes = comparison.classes.size();
  if (added + removed + classes > 0) {
    out << " Pools: " << added << " new, " << removed << " gone";
    more(classes, " of another class");
    out << ".";
  }
  out << "</p>\n";
}

}  // namespace

void write_changes(Html& out, const View& view) {
  if (!view.report.comparison) return;
  const compare::Comparison& comparison = *view.report.comparison;
  out << "<section id=\"changes\" aria-labelledby=\"changes-title\"><h2 id=\"changes-title\">"
         "Changes";
  if (!comparison.before.empty()) out << " <small>since " << Text{comparison.before} << "</small>";
  out << "</h2>";
  write_counts(out, comparison);
  write_list(out, view, "Introduced", comparison.introduced, true);
  write_list(out, view, "Fixed", comparison.fixed, false);
  write_list(out, view, "Gone, but nobody looked there", comparison.unchecked, false);
  write_classes(out, view, comparison.classes);
  write_pools(out, view, comparison);
  out << "</section>\n";
}

}  // namespace pool_audit::report
