// Telemetry and verdicts in the JSON report, written and read. docs/formats/inventory.md is the
// manual.
#include <iterator>
#include <utility>

#include "tool/report/json_parts.h"

namespace pool_audit::report {

using telemetry::Instance;
using telemetry::Measured;
using telemetry::PoolLabel;
using telemetry::Rate;
using verdict::Assessment;
using verdict::Leftover;
using verdict::PoolVerdict;
using verdict::Thresholds;
using Json = nlohmann::json;
using OrderedJson = nlohmann::ordered_json;

namespace {

OrderedJson json_of(const Rate& rate) {
  OrderedJson json;
  json["mean"] = rate.mean;
  json["p99"] = rate.p99;
  json["peak"] = rate.peak;
  return json;
}

OrderedJson json_of(const std::optional<double>& share) {
  return share ? OrderedJson(*share) : OrderedJson(nullptr);
}

OrderedJson json_of(const Measured& measured) {
  OrderedJson json;
  OrderedJson& label = json["label"];
  label["name"] = measured.pool.name;
  label["kind"] = measured.pool.kind;
  label["type"] = measured.pool.type;
  label["file"] = measured.pool.file;
  label["line"] = measured.pool.line;
  json["process"] = json_of(measured.process);
  json["fleet"] = json_of(measured.fleet);
  json["hit_rate"] = json_of(measured.hit_rate());
  json["drop_rate"] = json_of(measured.drop_rate());
  json["gets"] = measured.gets;
  json["hits"] = measured.hits;
  json["created"] = measured.created;
  json["unserved"] = measured.unserved;
  json["unknown"] = measured.unknown;
  json["puts"] = measured.puts;
  json["dropped"] = measured.dropped;
  json["end"] = measured.end;
  json["window_seconds"] = measured.window_seconds;
  json["covered_seconds"] = measured.covered_seconds;
  json["gap_seconds"] = measured.gap_seconds;
  json["resolution_seconds"] = measured.resolution_seconds;
  json["points"] = measured.points;
  json["resets"] = measured.resets;
  json["instances"] = OrderedJson::array();
  for (const Instance& instance : measured.instances) {
    json["instances"].push_back(
        {{"id", instance.id}, {"build_id", instance.build_id}, {"revision", instance.revision}});
  }
  json["sources"] = measured.sources;
  return json;
}

}  // namespace

void write_verdict(OrderedJson& pool, const PoolVerdict* known) {
  pool["telemetry"] = known != nullptr && known->measured ? json_of(*known->measured) : nullptr;
  OrderedJson& json = pool["verdict"];  // null: no telemetry was given
  if (known == nullptr) return;
  json["class"] = text_of(known->verdict.class_);
  json["action"] = text_of(known->verdict.action);
  json["confidence"] = text_of(known->confidence);
  json["reasons"] = known->verdict.reasons;
  json["missing"] = known->verdict.missing;
}

OrderedJson json_of(const Assessment& assessment) {
  OrderedJson json;
  json["measurements"] = assessment.measurements;
  json["joined"] = assessment.joined;
  json["leftovers"] = OrderedJson::array();
  for (const Leftover& leftover : assessment.leftovers) {
    json["leftovers"].push_back({{"what", leftover.what}, {"reason", leftover.reason}});
  }
  json["notes"] = assessment.notes;
  return json;
}

OrderedJson json_of(const Thresholds& thresholds) {
  OrderedJson json;
  json["hot_above"] = thresholds.hot_above;
  json["cold_below"] = thresholds.cold_below;
  json["hysteresis"] = thresholds.hysteresis;
  json["window_seconds"] = thresholds.window_seconds;
  json["covered_share"] = thresholds.covered_share;
  json["points"] = thresholds.points;
  return json;
}

OrderedJson json_of(const Earlier& earlier) {
  OrderedJson json;
  json["label"] = earlier.label;
  json["end"] = earlier.time;
  json["pools"] = OrderedJson::array();
  for (const auto& [id, known] : earlier.pools) {
    OrderedJson& pool = json["pools"].emplace_back();
    pool["id"] = id;
    write_verdict(pool, &known);
  }
  return json;
}

bool read_value(JsonReader& in, const Json& json, const Path& path, PoolLabel& out) {
  return in.object(json, path) && in.member(json, path, "name", out.name) &&
         in.member(json, path, "kind", out.kind) && in.member(json, path, "type", out.type) &&
         in.member(json, path, "file", out.file) && in.member(json, path, "line", out.line);
}

bool read_value(JsonReader& in, const Json& json, const Path& path, Instance& out) {
  return in.object(json, path) && in.member(json, path, "id", out.id) &&
         in.member(json, path, "build_id", out.build_id) &&
         in.member(json, path, "revision", out.revision);
}

bool read_value(JsonReader& in, const Json& json, const Path& path, Rate& out) {
  return in.object(json, path) && in.member(json, path, "mean", out.mean) &&
         in.member(json, path, "p99", out.p99) && in.member(json, path, "peak", out.peak);
}

// The hit rate and the drop rate are not read: they follow from the counts.
bool read_value(JsonReader& in, const Json& json, const Path& path, Measured& out) {
  return in.object(json, path) && in.member(json, path, "label", out.pool) &&
         in.member(json, path, "process", out.process) &&
         in.member(json, path, "fleet", out.fleet) && in.member(json, path, "gets", out.gets) &&
         in.member(json, path, "hits", out.hits) && in.member(json, path, "created", out.created) &&
         in.member(json, path, "unserved", out.unserved) &&
         in.member(json, path, "unknown", out.unknown) && in.member(json, path, "puts", out.puts) &&
         in.member(json, path, "dropped", out.dropped) && in.member(json, path, "end", out.end) &&
         in.member(json, path, "window_seconds", out.window_seconds) &&
         in.member(json, path, "covered_seconds", out.covered_seconds) &&
         in.member(json, path, "gap_seconds", out.gap_seconds) &&
         in.member(json, path, "resolution_seconds", out.resolution_seconds) &&
         in.member(json, path, "points", out.points) &&
         in.member(json, path, "resets", out.resets) &&
         in.member(json, path, "instances", out.instances) &&
         in.member(json, path, "sources", out.sources);
}

bool read_value(JsonReader& in, const Json& json, const Path& path, PoolVerdict& out) {
  if (!in.object(json, path) || !in.member(json, path, "telemetry", out.measured)) return false;
  const auto found = json.find("verdict");
  if (found == json.end()) return in.missing(path, "verdict");
  const Path inner{&path, "verdict"};
  return in.object(*found, inner) && in.member(*found, inner, "class", out.verdict.class_) &&
         in.member(*found, inner, "action", out.verdict.action) &&
         in.member(*found, inner, "confidence", out.confidence) &&
         in.member(*found, inner, "reasons", out.verdict.reasons) &&
         in.member(*found, inner, "missing", out.verdict.missing);
}

bool read_value(JsonReader& in, const Json& json, const Path& path,
                std::pair<std::string, PoolVerdict>& out) {
  return in.object(json, path) && in.member(json, path, "id", out.first) &&
         read_value(in, json, path, out.second);
}

bool read_value(JsonReader& in, const Json& json, const Path& path, Leftover& out) {
  return in.object(json, path) && in.member(json, path, "what", out.what) &&
         in.member(json, path, "reason", out.reason);
}

bool read_value(JsonReader& in, const Json& json, const Path& path, Assessment& out) {
  return in.object(json, path) && in.member(json, path, "measurements", out.measurements) &&
         in.member(json, path, "joined", out.joined) &&
         in.member(json, path, "leftovers", out.leftovers) &&
         in.member(json, path, "notes", out.notes);
}

bool read_value(JsonReader& in, const Json& json, const Path& path, Thresholds& out) {
  return in.object(json, path) && in.member(json, path, "hot_above", out.hot_above) &&
         in.member(json, path, "cold_below", out.cold_below) &&
         in.member(json, path, "hysteresis", out.hysteresis) &&
         in.member(json, path, "window_seconds", out.window_seconds) &&
         in.member(json, path, "covered_share", out.covered_share) &&
         in.member(json, path, "points", out.points);
}

bool read_value(JsonReader& in, const Json& json, const Path& path, Earlier& out) {
  std::vector<std::pair<std::string, PoolVerdict>> pools;
  if (!in.object(json, path) || !in.member(json, path, "label", out.label) ||
      !in.member(json, path, "end", out.time) || !in.member(json, path, "pools", pools)) {
    return false;
  }
  out.pools = {std::make_move_iterator(pools.begin()), std::make_move_iterator(pools.end())};
  return true;
}

}  // namespace pool_audit::report
