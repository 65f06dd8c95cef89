// Where one pool is taken from and given back to.
#include <algorithm>

#include "tool/report/html_parts.h"
#include "tool/report/labels.h"
#include "tool/report/phrases.h"

namespace pool_audit::report {

using namespace inventory;

namespace {

constexpr size_t kManySites = 12;  // are folded
constexpr size_t kLongestCode = 120;

Markup class_of(Pairing pairing) {
  switch (style_of(pairing)) {
    case Style::good:
      return "<span class=\"good\">";
    case Style::bad:
      return "<span class=\"bad\">";
    default:
      return "<span class=\"open\">";
  }
}

// The line of a site, as far as it tells more than the name of the call; "" when nobody has it.
std::string code_of(const View& view, const Site& site) {
  const auto line = view.source ? view.source(site.place.file, site.place.line) : std::nullopt;
  if (!line) return {};
  const size_t start = line->find_first_not_of(" \t");
  if (start == std::string::npos) return {};
  std::string code = line->substr(start, line->find_last_not_of(" \t\r") + 1 - start);
  if (code.size() <= kLongestCode) return code;
  size_t end = kLongestCode;
  while (end > 0 && (static_cast<unsigned char>(code[end]) & 0xC0U) == 0x80U) --end;
  return code.substr(0, end) + "\xE2\x80\xA6";
}

void write_outcome(Html& out, const Site& site) {
  if (site.pairing != Pairing::none) {
    out << class_of(site.pairing) << Text{text_of(site.pairing)} << "</span>";
    if (!site.reason.empty()) out << ": ";
  }
  out << Text{site.reason};
  if (site.related.empty()) return;
  const bool is_wrong = style_of(site.pairing) == Style::bad;
  out << " <span class=\"place\">(" << (is_wrong ? Markup("leaves at ") : Markup("put at "));
  for (size_t i = 0; i < site.related.size(); ++i) {
    if (i > 0) out << ", ";
    const Place& place = site.related[i];
    if (place.file == site.place.file && place.line != 0) {
      out << "line " << place.line;
    } else {
      write_place(out, place);
    }
  }
  out << ")</span>";
}

void write_site(Html& out, const View& view, const Site& site) {
  out << "<tr><td>" << Text{text_of(site.kind)} << "</td><td><span class=\"place\">";
  write_place(out, site.place);
  out << "</span>";
  if (!site.function.empty()) out << "<small>" << Text{site.function} << "</small>";
  out << "</td><td>";
  if (const std::string code = code_of(view, site); !code.empty()) {
    out << "<code>" << Text{code} << "</code>";
  } else {
    out << "<code>" << Text{site.api} << "</code>";
  }
  if (!site.through.empty()) out << " <small>through " << Text{site.through} << "</small>";
  out << "</td><td>";
  write_outcome(out, site);
  out << "</td></tr>\n";
}

}  // namespace

void write_sites(Html& out, const View& view, const Pool& pool) {
  if (pool.sites.empty()) {
    out << "<h4>Sites</h4><p>Nobody takes from it or gives to it.</p>";
    return;
  }
  const Summary summary = summarise(pool);
  out << "<h4>" << Text{counted(summary.sites, "site")} << " <small>";
  write_proof(out, summary);
  out << "</small></h4>";
  const bool is_folded = pool.sites.size() > kManySites;
  if (is_folded) {
    out << "<details class=\"sites\"><summary>" << Text{counted(summary.gets, "get")} << ", "
        << Text{counted(summary.puts, "put")} << ", "
        << Text{counted(summary.sites - summary.gets - summary.puts, "other")} << "</summary>";
  }
  out << "<div class=\"wide\"><table class=\"small sites\"><thead><tr><th "
         "scope=\"col\">what</th><th "
         "scope=\"col\">where</th><th scope=\"col\">code</th><th scope=\"col\">what becomes of the "
         "object</th></tr></thead><tbody>\n";
  for (const Site& site : pool.sites) write_site(out, view, site);
  out << "</tbody></table></div>";
  if (is_folded) out << "</details>";
}

}  // namespace pool_audit::report
