// The block of one pool: what is known of it, and every site.
#include "tool/report/labels.h"
#include "tool/report/phrases.h"
#include "tool/report/text_parts.h"
#include "tool/report/verdicts.h"

namespace pool_audit::report {
namespace {

using namespace inventory;

constexpr size_t kLabelWidth = 14;  // "  documented  "
constexpr size_t kSiteIndent = 4;

void add(Line& line, const std::string& text, Style style = Style::plain) {
  if (text.empty()) return;
  if (!line.empty()) line.push_back({", "});
  line.push_back({text, style});
}

void add(Line& line, const Place& place) {
  if (place.file.empty()) return;
  add(line, place_text(place), Style::place);
  line.back().keep = true;
}

std::string macro_note(const Place& place) {
  return place.macro.empty() ? std::string() : "in macro " + clean(place.macro);
}

// The comment as it was laid out, line by line.
void write_documentation(Canvas& canvas, std::string_view text) {
  std::string_view label = "documented";
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string line = clean(text.substr(0, end));
    if (line.find_first_not_of(' ') != std::string::npos) {
      write_fact(canvas, label, {{line}});
      label = "";
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

void write_facts(Canvas& canvas, const Pool& pool) {
  Line what;
  add(what, clean(pool.kind));
  add(what, pool.type.empty() ? "" : "a " + clean(pool.type));
  if (pool.origin == Origin::hand_written) {
    add(what, "hand-written, score " + std::to_string(pool.score));
  } else {
    if (pool.origin == Origin::annotated) add(what, "annotated in the source");
    if (!pool.model.empty()) add(what, "model " + clean(pool.model));
    if (!pool.library.empty()) add(what, "of " + clean(pool.library));
  }
  write_fact(canvas, "is", what);

  Line pooled;
  add(pooled, pooled_text(pool.pooled));
  add(pooled, size_text(pool.pooled.size_bytes));
  add(pooled, pool.pooled.place);
  write_fact(canvas, "hands out", pooled);

  Line factory;
  add(factory, clean(pool.factory.text));
  add(factory, pool.factory.place);
  write_fact(canvas, "factory", factory);

  Line storage;
  add(storage, std::string(text_of(pool.storage)));
  add(storage, std::string(text_of(pool.visibility)));
  write_fact(canvas, "storage", storage);

  Line bound;
  add(bound, bound_text(pool.bound));
  write_fact(canvas, "bound", bound);

  Line reset;
  add(reset, reset_text(pool.reset));
  add(reset, clean(pool.reset.method));
  for (const Place& place : pool.reset.places) add(reset, place);
  write_fact(canvas, "reset", reset);

  Line guard;
  add(guard, clean(pool.guard));
  write_fact(canvas, "guarded by", guard);
  write_documentation(canvas, pool.documentation);
}

void write_evidence(Canvas& canvas, const std::vector<Evidence>& evidence) {
  for (size_t i = 0; i < evidence.size(); ++i) {
    const Evidence& signal = evidence[i];
    std::string points = std::to_string(signal.points);
    if (signal.points >= 0) points.insert(0, 1, '+');
    points.insert(0, points.size() < 3 ? 3 - points.size() : 0, ' ');
    Line line{{points + "  " + clean(signal.text)}};
    add(line, signal.place);
    write_fact(canvas, i == 0 ? "evidence" : "", line);
  }
}

void write_site(Canvas& canvas, const Site& site) {
  Line line{{place_text(site.place), Style::place},
            {": " + std::string(text_of(site.kind)), Style::plain}};
  const std::string call = call_text(site);
  if (!call.empty()) line.push_back({": " + call});
  // A get that claims no pairing counts as unproven (summary.h), so that is what it is called.
  const bool is_undecided = site.kind == SiteKind::get && site.pairing == Pairing::none;
  const Pairing pairing = is_undecided ? Pairing::unproven : site.pairing;
  if (pairing != Pairing::none) {
    line.push_back({": "});
    line.push_back({std::string(text_of(pairing)), style_of(pairing)});
  }
  if (!site.reason.empty()) line.push_back({": " + clean(site.reason)});
  const std::string macro = macro_note(site.place);
  if (!macro.empty()) line.push_back({" (" + macro + ')', Style::faint});
  canvas.fill(kSiteIndent, kSiteIndent + 4, line);

  const bool misses = site.pairing == Pairing::some_paths || site.pairing == Pairing::never;
  for (const Place& place : site.related) {
    canvas.fill(kSiteIndent + 2, kSiteIndent + 4,
                {{place_text(place), Style::place},
                 {misses ? ": leaves without a put" : ": put back here", Style::faint}});
  }
}

void write_sites(Canvas& canvas, const Pool& pool) {
  if (pool.sites.empty()) {
    write_fact(canvas, "sites", {{"none"}});
    return;
  }
  write_fact(canvas, "sites", joined(site_parts(summarise(pool))));
  for (const Site& site : pool.sites) write_site(canvas, site);
}

}  // namespace

// "  factory    new Foo, src/a.cc:12:3".
void write_fact(Canvas& canvas, std::string_view label, Line value) {
  if (value.empty()) return;
  std::string head(label);
  head.resize(kLabelWidth - 2, ' ');
  value.insert(value.begin(), {head, Style::faint});
  canvas.fill(2, kLabelWidth, value);
}

void write_details(Canvas& canvas, const Pool& pool, const verdict::PoolVerdict* measured) {
  Line title{{pool.name.empty() ? "(unnamed)" : clean(pool.name), Style::strong}};
  const std::string place = place_text(pool.place);
  if (!place.empty()) {
    title.push_back({"  "});
    title.push_back({place, Style::place, true});
  }
  canvas.blank();
  canvas.fill(0, 2, title);
  write_facts(canvas, pool);
  if (measured != nullptr) {
    std::string_view last;
    for (const auto& [label, text] : verdict_facts(*measured)) {
      write_fact(canvas, label == last ? "" : label, {{clean(text)}});
      last = label;
    }
  }
  write_evidence(canvas, pool.evidence);
  for (const std::string& note : pool.notes) write_fact(canvas, "note", {{clean(note)}});
  write_sites(canvas, pool);
}

void write_candidates(Canvas& canvas, const Inventory& inventory) {
  canvas.blank();
  canvas.put(0, {{"looked like a pool", Style::strong},
                 {" · " + counted(inventory.candidates.size(), "candidate"), Style::faint}});
  for (const Candidate& candidate : inventory.candidates) {
    Line line{{place_text(candidate.place), Style::place},
              {": "},
              {clean(candidate.name), Style::strong},
              {": score " + std::to_string(candidate.score)}};
    if (!candidate.why_not.empty()) line.push_back({": " + clean(candidate.why_not)});
    canvas.fill(2, 6, line);
    write_evidence(canvas, candidate.evidence);
  }
}

}  // namespace pool_audit::report
