// The writer of docs/formats/inventory.md; json_read.cc is its reader.
#include <nlohmann/json.hpp>

#include "tool/report/json_parts.h"
#include "tool/report/labels.h"
#include "tool/report/report.h"
#include "tool/report/schema_version.h"
#include "tool/report/summary.h"
#include "tool/report/unproven.h"

namespace pool_audit::report {
namespace {

using namespace inventory;
using Json = nlohmann::ordered_json;

constexpr size_t kLineWidth = 100;

Json json_of(const std::string& text) {
  return text;
}
Json json_of(const Place& place);
Json json_of(const Evidence& evidence);
Json json_of(const Site& site);
Json json_of(const Pool& pool);
Json json_of(const Candidate& candidate);
Json json_of(const Unit& unit);
Json json_of(const Note& note);
Json json_of(const Edit& edit);
Json json_of(const Finding& finding);
Json json_of(const Suppression& suppression);

template <class T>
Json array_of(const std::vector<T>& values) {
  Json array = Json::array();
  for (const T& value : values) array.push_back(json_of(value));
  return array;
}

// Null: nowhere.
Json json_of(const Place& place) {
  if (place == Place{}) return nullptr;
  Json json;
  json["file"] = place.file;
  json["line"] = place.line;
  json["column"] = place.column;
  json["end_line"] = place.end_line;
  json["end_column"] = place.end_column;
  if (!place.macro.empty()) json["macro"] = place.macro;
  return json;
}

Json json_of(const Evidence& evidence) {
  Json json;
  json["text"] = evidence.text;
  json["points"] = evidence.points;
  json["place"] = json_of(evidence.place);
  return json;
}

Json json_of(const Site& site) {
  Json json;
  json["kind"] = text_of(site.kind);
  json["place"] = json_of(site.place);
  json["function"] = site.function;
  json["api"] = site.api;
  json["through"] = site.through;
  json["pairing"] = text_of(site.pairing);
  json["reason"] = site.reason;
  json["related"] = array_of(site.related);
  return json;
}

Json json_of(const Pool& pool) {
  Json json;
  json["id"] = pool.id;
  json["name"] = pool.name;
  json["kind"] = pool.kind;
  json["origin"] = text_of(pool.origin);
  json["model"] = pool.model;
  json["library"] = pool.library;
  json["type"] = pool.type;
  Json& pooled = json["pooled"];
  pooled["name"] = pool.pooled.name;
  pooled["size_bytes"] = pool.pooled.size_bytes;
  pooled["place"] = json_of(pool.pooled.place);
  Json& factory = json["factory"];
  factory["text"] = pool.factory.text;
  factory["place"] = json_of(pool.factory.place);
  json["storage"] = text_of(pool.storage);
  json["visibility"] = text_of(pool.visibility);
  Json& bound = json["bound"];
  bound["kind"] = text_of(pool.bound.kind);
  bound["capacity"] = pool.bound.capacity;
  Json& reset = json["reset"];
  reset["by"] = pool.reset.by;
  reset["method"] = pool.reset.method;
  reset["places"] = array_of(pool.reset.places);
  json["guard"] = pool.guard;
  json["documentation"] = pool.documentation;
  json["place"] = json_of(pool.place);
  json["runtime_name"] = pool.runtime_name;
  json["made_at"] = array_of(pool.made_at);
  json["score"] = pool.score;
  json["evidence"] = array_of(pool.evidence);
  json["sites"] = array_of(pool.sites);
  json["notes"] = array_of(pool.notes);
  return json;
}

Json json_of(const Candidate& candidate) {
  Json json;
  json["name"] = candidate.name;
  json["place"] = json_of(candidate.place);
  json["score"] = candidate.score;
  json["why_not"] = candidate.why_not;
  json["evidence"] = array_of(candidate.evidence);
  return json;
}

Json json_of(const Unit& unit) {
  Json json;
  json["file"] = unit.file;
  json["state"] = text_of(unit.state);
  json["reason"] = unit.reason;
  json["notes"] = array_of(unit.notes);
  return json;
}

Json json_of(const Note& note) {
  Json json;
  json["place"] = json_of(note.place);
  json["text"] = note.text;
  return json;
}

Json json_of(const Edit& edit) {
  Json json;
  json["place"] = json_of(edit.place);
  json["text"] = edit.text;
  return json;
}

Json json_of(const Finding& finding) {
  Json json;
  json["rule"] = finding.rule;
  json["place"] = json_of(finding.place);
  json["message"] = finding.message;
  json["pool"] = finding.pool;
  json["function"] = finding.function;
  json["notes"] = array_of(finding.notes);
  json["edits"] = array_of(finding.edits);
  json["fingerprint"] = finding.fingerprint;
  Json& suppressed = json["suppressed"];  // null: nothing hides it
  if (finding.suppressed) {
    suppressed["kind"] = text_of(finding.suppressed->kind);
    suppressed["reason"] = finding.suppressed->reason;
    suppressed["place"] = json_of(finding.suppressed->place);
  }
  return json;
}

Json json_of(const Suppression& suppression) {
  Json json;
  json["kind"] = text_of(suppression.kind);
  json["state"] = text_of(suppression.state);
  json["rule"] = suppression.rule;
  json["place"] = json_of(suppression.place);
  json["reason"] = suppression.reason;
  json["message"] = suppression.message;
  json["hidden"] = suppression.hidden;
  return json;
}

Json json_of(const Summary& summary) {
  Json json;
  Json& pools = json["pools"];
  pools["total"] = summary.pools;
  pools["modelled"] = summary.modelled;
  pools["annotated"] = summary.annotated;
  pools["hand-written"] = summary.hand_written;
  Json& sites = json["sites"];
  sites["total"] = summary.sites;
  sites["get"] = summary.gets;
  sites["put"] = summary.puts;
  sites["reset"] = summary.resets;
  sites["discard"] = summary.discards;
  sites["create"] = summary.creates;
  sites["destroy"] = summary.destroys;
  Json& gets = json["gets"];
  gets["proven_right"] = summary.proven_right();
  gets["proven_wrong"] = summary.proven_wrong();
  gets["unproven"] = summary.unproven();
  Json& units = json["units"];
  units["total"] = summary.units;
  units["analysed"] = summary.analysed;
  units["skipped"] = summary.skipped;
  units["failed"] = summary.failed;
  return json;
}

Json json_of(const UnprovenReason& reason) {
  Json json;
  json["text"] = reason.text;
  json["count"] = reason.gets.size();
  json["gets"] = Json::array();
  for (const UnprovenGet& get : reason.gets) {
    json["gets"].push_back({{"pool", get.pool->id},
                            {"place", json_of(get.site->place)},
                            {"function", get.site->function},
                            {"api", get.site->api}});
  }
  return json;
}

Json json_of(const Unproven& unproven) {
  Json json;
  json["gets"] = unproven.summary.gets;
  json["proven_right"] = unproven.summary.proven_right();
  json["proven_wrong"] = unproven.summary.proven_wrong();
  json["unproven"] = unproven.summary.unproven();
  json["causes"] = Json::array();
  for (const UnprovenCause& cause : unproven.causes) {
    Json& one = json["causes"].emplace_back();
    one["text"] = cause.text;
    one["count"] = cause.count;
    for (const UnprovenReason& reason : cause.reasons) one["reasons"].push_back(json_of(reason));
  }
  return json;
}

// ---- layout: what is short stands on one line, so that a place takes one line and not seven
// ------

std::string leaf(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// `json` on one line; gives up and returns false as soon as `room` columns do not hold it.
bool write_line(std::string& out, const Json& json, size_t room) {
  if (!json.is_structured() || json.empty()) {
    const std::string text = leaf(json);
    if (text.size() > room) return false;
    out += text;
    return true;
  }
  const size_t start = out.size();
  out += json.is_object() ? '{' : '[';
  bool first = true;
  for (const auto& [key, value] : json.items()) {
    if (!first) out += ", ";
    first = false;
    if (json.is_object()) out += '"' + key + "\": ";  // names of members are plain ASCII
    const size_t used = out.size() - start + 1;
    if (used > room || !write_line(out, value, room - used)) return false;
  }
  out += json.is_object() ? '}' : ']';
  return out.size() - start <= room;
}

// `used` counts the columns in front of the value.
void write(std::string& out, const Json& json, size_t indent, size_t used) {
  const size_t start = out.size();
  const size_t room = used < kLineWidth ? kLineWidth - used : 0;
  if (!json.is_structured() || json.empty()) {
    out += leaf(json);
    return;
  }
  if (write_line(out, json, room)) return;
  out.resize(start);
  const std::string margin(indent + 2, ' ');
  out += json.is_object() ? "{\n" : "[\n";
  bool first = true;
  for (const auto& [key, value] : json.items()) {
    if (!first) out += ",\n";
    first = false;
    out += margin;
    const std::string name = json.is_object() ? '"' + key + "\": " : "";
    out += name;
    write(out, value, indent + 2, margin.size() + name.size());
  }
  out += '\n' + std::string(indent, ' ') + (json.is_object() ? '}' : ']');
}

}  // namespace

nlohmann::ordered_json finding_json(const Finding& finding) {
  return json_of(finding);
}

nlohmann::ordered_json place_json(const Place& place) {
  return json_of(place);
}

std::string render_json(const Report& report, const JsonOptions& options) {
  const Inventory& inventory = report.inventory;
  Json json;
  json["schema_version"] = kSchemaVersion;
  Json& tool = json["tool"];
  tool["name"] = "pool-audit";
  tool["version"] = inventory.tool_version;
  json["summary"] = json_of(summarise(inventory));
  json["pools"] = Json::array();
  for (size_t i = 0; i < inventory.pools.size(); ++i) {
    write_verdict(json["pools"].emplace_back(json_of(inventory.pools[i])), report.verdict_of(i));
  }
  json["findings"] = array_of(inventory.findings);
  json["suppressions"] = array_of(inventory.suppressions);
  json["candidates"] = array_of(inventory.candidates);
  json["units"] = array_of(inventory.units);
  json["notes"] = array_of(inventory.notes);
  json["telemetry"] = report.assessment ? json_of(*report.assessment) : Json(nullptr);
  json["thresholds"] = json_of(report.thresholds);
  json["rules"] = report.rules;
  json["comparison"] = report.comparison ? json_of(*report.comparison) : Json(nullptr);
  json["history"] = Json::array();
  for (const Earlier& each : report.history) json["history"].push_back(json_of(each));
  if (!options.why_unproven.empty()) {
    json["why_unproven"] = json_of(why_unproven(inventory, options.why_unproven));
  }
  std::string out;
  write(out, json, 0, 0);
  return out + '\n';
}

}  // namespace pool_audit::report
