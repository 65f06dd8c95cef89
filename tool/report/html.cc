#include "tool/report/html.h"

#include <algorithm>
#include <array>

#include "tool/report/html_parts.h"
#include "tool/report/phrases.h"
#include "tool/verdict/words.h"

namespace pool_audit::report {

using namespace inventory;

namespace {

const HtmlAsset& asset(std::string_view name) {
  static const HtmlAsset kNone;
  const auto all = html_assets();
  const auto found = std::ranges::find(all, name, &HtmlAsset::name);
  return found == all.end() ? kNone : *found;
}

// "3 hot, 4 warm"; "" when there is no pool.
std::string classes_of(const View& view) {
  using verdict::Class;
  std::string out;
  for (const Class class_ : {Class::hot, Class::warm, Class::cold, Class::unmeasured}) {
    const auto count = std::ranges::count_if(
        view.pools, [&](const PoolView& pool) { return pool.class_of() == class_; });
    if (count == 0) continue;
    out += (out.empty() ? "" : ", ") + std::to_string(count) + ' ' +
           std::string(verdict::to_text(class_));
  }
  return out;
}

std::string title_of(const View& view) {
  std::string out = counted(view.pools.size(), "pool");
  if (view.measured && !view.pools.empty()) out += ": " + classes_of(view);
  return out + "; " + counted(view.open_findings(), "finding");
}

// What is to be done, as links that the script makes filters.
void write_actions(Html& out, const View& view) {
  using verdict::Action;
  struct Words {
    Action action;
    Markup one;
  };
  constexpr std::array kWords = {
      Words{Action::review, "to review"},     Words{Action::remove, "to remove"},
      Words{Action::replace, "to replace"},   Words{Action::observe, "to watch for longer"},
      Words{Action::leave, "to leave alone"}, Words{Action::instrument, "to instrument"}};
  out << "<ul class=\"actions\">";
  for (const auto& [action, words] : kWords) {
    const auto count = static_cast<uint64_t>(std::ranges::count_if(
        view.pools, [&](const auto& p) { return p.verdict->verdict.action == action; }));
    if (count == 0) continue;
    out << "<li><a href=\"#pools\" data-hash=\"action=" << Text{verdict::to_text(action)}
        << "\"><b>" << count << "</b> " << words << "</a></li>";
  }
  out << "</ul>\n";
}

void write_number(Html& out, Markup term, const Line& line) {
  if (line.empty()) return;
  out << "<div><dt>" << term << "</dt><dd>";
  for (const Span& span : line) out << Text{span.text};
  out << "</dd></div>";
}

void write_policy(Html& out, const HtmlAsset& style, const HtmlAsset& script) {
  out << "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src "
         "'sha256-"
      << Base64{script.sha256} << "'; style-src 'sha256-" << Base64{style.sha256}
      << "'; img-src data:; base-uri 'none'; form-action 'none'\">\n";
}

void write_help(Html& out) {
  out << "<dialog id=\"keys\" aria-labelledby=\"keys-title\"><h2 id=\"keys-title\">Keys</h2><dl>"
         "<dt><kbd>/</kbd></dt><dd>filter</dd><dt><kbd>j</kbd> <kbd>k</kbd></dt><dd>next and "
         "previous pool</dd><dt><kbd>Enter</kbd></dt><dd>open the pool</dd><dt><kbd>Esc</kbd></dt>"
         "<dd>back to the table; empty the filter</dd><dt><kbd>a</kbd></dt><dd>everything on one "
         "page, to search or print</dd><dt><kbd>?</kbd></dt><dd>this help</dd></dl><form "
         "method=\"dialog\"><button>Close</button></form></dialog>\n";
}

void write_footer(Html& out, const View& view) {
  out << "<footer><p>pool-audit " << Text{view.report.inventory.tool_version}
      << "<span class=\"scripted\"> \xC2\xB7 <a href=\"#all\">everything on one page</a> \xC2\xB7 "
         "<button id=\"help\" type=\"button\">keys</button></span></p></footer>\n";
}

}  // namespace

void write_head(Html& out, const View& view) {
  const Summary summary = summarise(view.report.inventory);
  out << "<header><h1>" << Text{title_of(view)} << "</h1>\n";
  if (summary.failed > 0) {
    out << "<p class=\"alert\" role=\"note\"><b>Incomplete:</b> "
        << Text{counted(summary.failed, "unit")}
        << " could not be analysed. <a href=\"#units\">Which, and why</a></p>\n";
  }
  if (view.measured) write_actions(out, view);
  out << "<dl class=\"numbers\">";
  write_number(out, "pools", joined(pool_parts(summary)));
  write_number(out, "sites", joined(site_parts(summary)));
  write_number(out, "gets", joined(proof_parts(summary)));
  write_number(out, "units", joined(unit_parts(summary)));
  if (view.suppressed_findings() > 0) {
    write_number(out, "findings",
                 {{std::to_string(view.open_findings()) + " open \xC2\xB7 " +
                   std::to_string(view.suppressed_findings()) + " suppressed"}});
  }
  out << "</dl></header>\n";
}

std::string render_html(const Report& report, const RuleInfos& rules, const SourceLine& source,
                        const HtmlOptions& options) {
  const View view(report, rules, source, options);
  const HtmlAsset& style = asset("report.css");
  const HtmlAsset& script = asset("report.js");
  Html out;
  out << "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
  write_policy(out, style, script);
  out << "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
         "<meta name=\"color-scheme\" content=\"light dark\">\n"
         "<meta name=\"referrer\" content=\"no-referrer\">\n"
         "<link rel=\"icon\" href=\"data:,\">\n<title>"
      << Text{title_of(view)} << " \xE2\x80\x93 pool-audit</title>\n<style>" << style
      << "</style>\n</head>\n<body>\n"
      << "<a class=\"skip\" href=\"#pools\">to the table of pools</a>\n";
  write_head(out, view);
  out << "<main>\n";
  write_strip(out, view);
  write_changes(out, view);
  write_pool_table(out, view);
  // Behind the table and before the pools: the table works while the rest is still being read.
  out << "<script>" << script << "</script>\n";
  if (!view.pools.empty()) {
    out << "<section id=\"pages\" aria-label=\"The pools one by one\">\n";
    for (const PoolView& pool : view.pools) write_pool(out, view, pool);
    out << "</section>\n";
  }
  write_rest(out, view);
  out << "</main>\n";
  write_footer(out, view);
  write_help(out);
  out << "</body>\n</html>\n";
  return out.take();
}

}  // namespace pool_audit::report
