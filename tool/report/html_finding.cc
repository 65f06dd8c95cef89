// One finding: what the rule says, the way to it, the source around it.
#include "tool/report/html_parts.h"
#include "tool/report/labels.h"
#include "tool/report/phrases.h"

namespace pool_audit::report {

using namespace inventory;

namespace {

Markup class_of(Level level) {
  switch (level) {
    case Level::note:
      return "<span class=\"tag note\">note</span>";
    case Level::warning:
      return "<span class=\"tag warning\">warning</span>";
    case Level::error:
      break;
  }
  return "<span class=\"tag error\">error</span>";
}

void write_heading(Html& out, const View& view, const Finding& finding) {
  const RuleInfo* const rule = view.rule_of(finding);
  const bool has_pool = view.with_id(finding.pool) != nullptr;
  out << (has_pool ? Markup("<h5 class=\"title\">") : Markup("<h3 class=\"title\">"));
  if (view.is_introduced(finding)) out << "<span class=\"tag new\">new</span> ";
  if (rule != nullptr) out << class_of(rule->level) << " ";
  out << "<span class=\"message\">" << Text{finding.message} << "</span> ";
  const std::string anchor = rule == nullptr ? std::string() : view.anchor_of(*rule);
  if (anchor.empty()) {
    out << "<span class=\"rule\">" << Text{finding.rule} << "</span>";
  } else {
    out << "<a class=\"rule\" href=\"#" << Text{anchor} << "\" title=\"" << Text{rule->summary}
        << "\">" << Text{finding.rule} << "</a>";
  }
  out << (has_pool ? Markup("</h5>") : Markup("</h3>"));
}

void write_notes(Html& out, const std::vector<Note>& notes) {
  if (notes.empty()) return;
  out << "<ol class=\"path\">";
  for (const Note& note : notes) {
    out << "<li>" << Text{note.text} << " <span class=\"place\">";
    write_place(out, note.place);
    out << "</span></li>";
  }
  out << "</ol>";
}

void write_edits(Html& out, const std::vector<Edit>& edits) {
  if (edits.empty()) return;
  out << "<details class=\"fix\"><summary>The fix: " << Text{counted(edits.size(), "edit")}
      << "</summary><ul>";
  for (const Edit& edit : edits) {
    const bool is_insertion =
        edit.place.line == edit.place.end_line && edit.place.column == edit.place.end_column;
    out << "<li><span class=\"place\">";
    write_place(out, edit.place);
    out << "</span> ";
    if (edit.text.empty()) {
      out << "removed</li>";
    } else {
      if (is_insertion) {
        out << "inserted";
      } else {
        out << "becomes";
      }
      out << "<pre class=\"plain\">" << Lines{edit.text} << "</pre></li>";
    }
  }
  out << "</ul></details>";
}

}  // namespace

void write_finding(Html& out, const View& view, const Finding& finding) {
  out << "<section class=\"finding\" id=\"" << Text{view.anchor_of(finding)} << "\">";
  write_heading(out, view, finding);
  out << "<p class=\"where\"><span class=\"place\">";
  write_place(out, finding.place);
  out << "</span>";
  if (!finding.function.empty()) out << " in <code>" << Text{finding.function} << "</code>";
  out << " <a class=\"self\" href=\"#" << Text{view.anchor_of(finding)}
      << "\" aria-label=\"address of this finding\">#</a></p>";
  if (finding.suppressed) {
    out << "<p class=\"quiet\">Suppressed by "
        << (finding.suppressed->kind == SuppressionKind::nolint ? Markup("a comment")
                                                                : Markup("the configuration"));
    if (!finding.suppressed->place.file.empty()) {
      out << " in <span class=\"place\">";
      write_place(out, finding.suppressed->place);
      out << "</span>";
    }
    if (!finding.suppressed->reason.empty()) out << ": " << Text{finding.suppressed->reason};
    out << "</p>";
  }
  write_notes(out, finding.notes);
  write_excerpt(out, view, finding);
  write_edits(out, finding.edits);
  out << "</section>\n";
}

}  // namespace pool_audit::report
