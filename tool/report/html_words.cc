// What several parts of the HTML page write.
#include <cmath>

#include "tool/report/canvas.h"
#include "tool/report/html_parts.h"
#include "tool/report/phrases.h"
#include "tool/verdict/words.h"

namespace pool_audit::report {

using namespace inventory;

namespace {

// Where the last component of a qualified name begins; "::" inside of <> and () does not count.
size_t last_component(std::string_view name) {
  int depth = 0;
  for (size_t at = name.size(); at-- > 0;) {
    const char c = name[at];
    if (c == '>' || c == ')') ++depth;
    if (c == '<' || c == '(') --depth;
    if (depth <= 0 && c == ':' && at > 0 && name[at - 1] == ':') return at + 1;
  }
  return 0;
}

}  // namespace

void write_type(Html& out, std::string_view name) {
  size_t at = 0;
  for (size_t i = 1; i + 1 < name.size(); ++i) {
    const bool breaks = (name[i] == ':' && name[i - 1] == ':') || name[i] == ',' || name[i] == '<';
    if (!breaks) continue;
    out << Text{name.substr(at, i + 1 - at)} << "<wbr>";
    at = i + 1;
  }
  out << Text{name.substr(at)};
}

void write_name(Html& out, const Pool& pool) {
  const std::string_view name = pool.name.empty() ? std::string_view("(unnamed)") : pool.name;
  const size_t last = last_component(name);
  if (last > 0) {
    write_type(out, name.substr(0, last));
    out << "<wbr>";
  }
  out << "<b>" << Text{name.substr(last)} << "</b>";
}

void write_place(Html& out, const Place& place) {
  out << Text{place_text(place)};
  if (!place.macro.empty()) out << " (in " << Text{place.macro} << ")";
}

void write_class(Html& out, verdict::Class class_) {
  const std::string_view word = verdict::to_text(class_);
  out << "<span class=\"tag " << Text{word} << "\">" << Text{word} << "</span>";
}

void write_shape(Html& out, verdict::Action action, double x, double y, double radius) {
  const double r = radius;
  const auto to = [&](double dx, double dy) { out << Fixed{x + dx} << " " << Fixed{y + dy}; };
  const auto polygon = [&](std::initializer_list<std::pair<double, double>> points) {
    out << "M";
    for (const auto& [dx, dy] : points) {  // the points behind the first are lines without an L
      to(dx, dy);
      out << " ";
    }
    out << "Z";
  };
  const auto circle = [&](double radius_) {
    // As it is written: two arcs whose ends are not two radii apart are no circle.
    const double around = std::round(radius_ * 10) / 10;
    out << "M";
    to(-around, 0);
    out << "a" << Fixed{around} << " " << Fixed{around} << " 0 1 0 " << Fixed{2 * around} << " 0";
    out << "a" << Fixed{around} << " " << Fixed{around} << " 0 1 0 " << Fixed{-2 * around} << " 0Z";
  };
  switch (action) {
    case verdict::Action::leave:
      return circle(r * 0.9);
    case verdict::Action::review:
      return polygon({{0, -r * 1.15}, {r * 1.15, 0}, {0, r * 1.15}, {-r * 1.15, 0}});
    case verdict::Action::remove: {
      const double thin = r * 0.38;
      return polygon({{-r, -r + thin},
                      {-r + thin, -r},
                      {0, -thin},
                      {r - thin, -r},
                      {r, -r + thin},
                      {thin, 0},
                      {r, r - thin},
                      {r - thin, r},
                      {0, thin},
                      {-r + thin, r},
                      {-r, r - thin},
                      {-thin, 0}});
    }
    case verdict::Action::observe:
      circle(r * 0.9);
      return circle(r * 0.5);
    case verdict::Action::replace:
      return polygon({{-r * 0.85, -r * 0.85},
                      {r * 0.85, -r * 0.85},
                      {r * 0.85, r * 0.85},
                      {-r * 0.85, r * 0.85}});
    case verdict::Action::instrument:
      return polygon({{0, -r}, {r, r * 0.8}, {-r, r * 0.8}});
  }
}

void write_action(Html& out, verdict::Action action) {
  out << "<svg class=\"shape\" viewBox=\"0 0 14 14\" width=\"14\" height=\"14\" "
         "aria-hidden=\"true\"><path d=\"";
  write_shape(out, action, 7, 7, 5);
  out << "\"/></svg>" << Text{verdict::to_text(action)};
}

std::string rate_number(double per_second) {
  if (per_second >= 1e12) return "over 10^12";
  std::string out = verdict::rate(per_second);
  constexpr std::string_view kUnit = " gets/s";
  if (out.ends_with(kUnit)) out.resize(out.size() - kUnit.size());
  constexpr std::string_view kUnder = "under ";
  return out.starts_with(kUnder) ? "< " + out.substr(kUnder.size()) : out;
}

void write_proof(Html& out, const Summary& summary) {
  bool first = true;
  const auto part = [&](uint64_t count, Markup open, Markup close) {
    if (count == 0) return;
    if (!first) out << " \xC2\xB7 ";
    first = false;
    out << open << count << close;
  };
  part(summary.proven_wrong(), "<b class=\"bad\">", "\xC2\xA0wrong</b>");
  part(summary.proven_right(), "", "\xC2\xA0right");
  part(summary.unproven(), "", "\xC2\xA0unproven");
}

}  // namespace pool_audit::report
