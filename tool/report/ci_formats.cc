// The formats of one line, one element or one object a finding.
#include "tool/report/ci_formats.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "tool/report/labels.h"
#include "tool/report/utf8.h"

namespace pool_audit::report {

namespace {

using namespace inventory;
using Json = nlohmann::ordered_json;

Level level_of(const RuleInfos& rules, const std::string& id) {
  const auto found = std::ranges::find(rules, id, &RuleInfo::id);
  return found == rules.end() ? Level::warning : found->level;
}

std::string where(const Place& place) {
  return clean_utf8(place.file) + ":" + std::to_string(place.line) + ":" +
         std::to_string(place.column);
}

// Workflow commands end at a line feed, and properties at ',' and ':'.
std::string for_github(std::string_view text, bool property) {
  std::string out;
  for (const char c : clean_utf8(text)) {
    if (c == '%') {
      out += "%25";
    } else if (c == '\n') {
      out += "%0A";
    } else if (property && c == ':') {
      out += "%3A";
    } else if (property && c == ',') {
      out += "%2C";
    } else {
      out += c;
    }
  }
  return out;
}

std::string for_xml(std::string_view text) {
  std::string out;
  for (const char c : clean_utf8(text)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\n':
        out += "&#10;";
        break;
      case '\t':
        out += "&#9;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

// A field that a spreadsheet takes for a formula begins with an apostrophe.
std::string for_csv(std::string_view text) {
  std::string clean = clean_utf8(text);
  if (!clean.empty() && std::string_view("=+-@\t").find(clean.front()) != std::string_view::npos) {
    clean.insert(clean.begin(), '\'');
  }
  if (clean.find_first_of(",\"\n") == std::string::npos) return clean;
  std::string out = "\"";
  for (const char c : clean) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

// Of the pool of a finding; "" without telemetry, or without a pool.
std::string class_of(const Report& report, std::vector<Pool>::const_iterator pool) {
  const auto index = static_cast<size_t>(pool - report.inventory.pools.begin());
  const verdict::PoolVerdict* known = report.verdict_of(index);
  return known == nullptr ? "" : std::string(text_of(known->verdict.class_));
}

std::string with_notes(const Finding& finding) {
  std::string out = finding.message + " [" + finding.rule + "]";
  for (const Note& note : finding.notes) out += "\n" + where(note.place) + ": " + note.text;
  return out;
}

}  // namespace

std::string render_github(const Report& report, const RuleInfos& rules) {
  const Inventory& inventory = report.inventory;
  std::string out;
  for (const Finding& finding : inventory.findings) {
    if (finding.suppressed) continue;
    const Level level = level_of(rules, finding.rule);
    const Place& place = finding.place;
    out += level == Level::error ? "::error " : level == Level::note ? "::notice " : "::warning ";
    out += "file=" + for_github(place.file, true) + ",line=" + std::to_string(place.line);
    if (place.end_line > place.line) out += ",endLine=" + std::to_string(place.end_line);
    // Columns are of use within one line alone.
    if (place.column != 0 && place.end_line <= place.line) {
      out += ",col=" + std::to_string(place.column);
      if (place.end_column > place.column) out += ",endColumn=" + std::to_string(place.end_column);
    }
    out += ",title=" + for_github(finding.rule, true);
    out += "::" + for_github(with_notes(finding), false) + "\n";
  }
  return out;
}

std::string render_gitlab(const Report& report, const RuleInfos& rules) {
  const Inventory& inventory = report.inventory;
  Json out = Json::array();
  for (const Finding& finding : inventory.findings) {
    if (finding.suppressed) continue;
    const Level level = level_of(rules, finding.rule);
    Json each;
    each["type"] = "issue";
    each["check_name"] = finding.rule;
    each["description"] = clean_utf8(finding.message);
    each["content"]["body"] = clean_utf8(with_notes(finding));
    each["categories"] = Json::array({"Bug Risk"});
    each["severity"] = level == Level::error ? "major" : level == Level::note ? "info" : "minor";
    each["fingerprint"] = finding.fingerprint;
    each["location"]["path"] = clean_utf8(finding.place.file);
    each["location"]["lines"]["begin"] = finding.place.line;
    each["location"]["lines"]["end"] = std::max(finding.place.end_line, finding.place.line);
    out.push_back(std::move(each));
  }
  return out.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string render_junit(const Report& report, const RuleInfos& rules) {
  const Inventory& inventory = report.inventory;
  size_t failures = 0;
  std::string cases;
  for (const RuleInfo& rule : rules) {
    std::string found;
    size_t count = 0;
    for (const Finding& finding : inventory.findings) {
      if (finding.rule != rule.id || finding.suppressed) continue;
      if (count++ != 0) found += "\n";
      found += where(finding.place) + ": " + with_notes(finding);
    }
    cases += "    <testcase classname=\"pool-audit\" name=\"" + for_xml(rule.id) + "\"";
    if (count == 0) {
      cases += "/>\n";
      continue;
    }
    ++failures;
    cases += ">\n      <failure type=\"" + for_xml(rule.id) + "\" message=\"" +
             std::to_string(count) + (count == 1 ? " finding" : " findings") + "\">" +
             for_xml(found) + "</failure>\n    </testcase>\n";
  }
  // A unit that was not read could hide anything.
  size_t errors = 0;
  for (const Unit& unit : inventory.units) {
    if (unit.state != UnitState::failed) continue;
    ++errors;
    cases += "    <testcase classname=\"pool-audit.units\" name=\"" + for_xml(unit.file) +
             "\">\n      <error message=\"" + for_xml(unit.reason) + "\"/>\n    </testcase>\n";
  }
  const std::string counts = " tests=\"" + std::to_string(rules.size() + errors) +
                             "\" failures=\"" + std::to_string(failures) + "\" errors=\"" +
                             std::to_string(errors) + "\"";
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" + counts +
         ">\n  <testsuite name=\"pool-audit\"" + counts + ">\n" + cases +
         "  </testsuite>\n</testsuites>\n";
}

std::string render_csv(const Report& report) {
  const Inventory& inventory = report.inventory;
  std::string out = "rule,file,line,column,function,pool,message,fingerprint,suppressed,class\r\n";
  for (const Finding& finding : inventory.findings) {
    const auto pool = std::ranges::find(inventory.pools, finding.pool, &Pool::id);
    out += for_csv(finding.rule) + ',' + for_csv(finding.place.file) + ',' +
           std::to_string(finding.place.line) + ',' + std::to_string(finding.place.column) + ',' +
           for_csv(finding.function) + ',' +
           for_csv(pool == inventory.pools.end() ? std::string() : pool->name) + ',' +
           for_csv(finding.message) + ',' + finding.fingerprint + ',' +
           (finding.suppressed
                ? for_csv(finding.suppressed->reason.empty() ? std::string("yes")
                                                             : finding.suppressed->reason)
                : std::string()) +
           ',' + class_of(report, pool) + "\r\n";
  }
  return out;
}

}  // namespace pool_audit::report
