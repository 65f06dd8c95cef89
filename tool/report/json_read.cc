// The reader of docs/formats/inventory.md; json_write.cc is its writer.
#include "tool/report/json_locate.h"
#include "tool/report/json_parts.h"
#include "tool/report/report.h"
#include "tool/report/schema_version.h"

namespace pool_audit::report {

using namespace inventory;
using Json = nlohmann::json;

bool read_value(JsonReader& in, const Json& json, const Path& path, Place& out) {
  if (json.is_null()) return true;
  return in.object(json, path) && in.member(json, path, "file", out.file) &&
         in.member(json, path, "line", out.line) && in.member(json, path, "column", out.column) &&
         in.member(json, path, "end_line", out.end_line) &&
         in.member(json, path, "end_column", out.end_column) &&
         in.later_member(json, path, "macro", out.macro);
}

bool read_value(JsonReader& in, const Json& json, const Path& path, Evidence& out) {
  return in.object(json, path) && in.member(json, path, "text", out.text) &&
         in.member(json, path, "points", out.points) && in.member(json, path, "place", out.place);
}

bool read_value(JsonReader& in, const Json& json, const Path& path, Site& out) {
  return in.object(json, path) && in.member(json, path, "kind", out.kind) &&
         in.member(json, path, "place", out.place) &&
         in.member(json, path, "function", out.function) && in.member(json, path, "api", out.api) &&
         in.member(json, path, "through", out.through) &&
         in.member(json, path, "pairing", out.pairing) &&
         in.member(json, path, "reason", out.reason) &&
         in.member(json, path, "related", out.related);
}

bool read_value(JsonReader& in, const Json& json, const Path& path, PooledType& out) {
  return in.object(json, path) && in.member(json, path, "name", out.name) &&
         in.member(json, path, "size_bytes", out.size_bytes) &&
         in.member(json, path, "place", out.place);
}

bool read_value(JsonReader& in, const Json& json, const Path& path, Factory& out) {
  return in.object(json, path) && in.member(json, path, "text", out.text) &&
         in.member(json, path, "place", out.place);
}

bool read_value(JsonReader& in, const Json& json, const Path& path, Bound& out) {
  return in.object(json, path) && in.member(json, path, "kind", out.kind) &&
         in.member(json, path, "capacity", out.capacity);
}

bool read_value(JsonReader& in, const Json& json, const Path& path, ResetInfo& out) {
  return in.object(json, path) && in.member(json, path, "by", out.by) &&
         in.member(json, path, "method", out.method) && in.member(json, path, "places", out.places);
}

bool read_value(JsonReader& in, const Json& json, const Path& path, Pool& out) {
  return in.object(json, path) && in.member(json, path, "id", out.id) &&
         in.member(json, path, "name", out.name) && in.member(json, path, "kind", out.kind) &&
         in.member(json, path, "origin", out.origin) && in.member(json, path, "model", out.model) &&
         in.member(json, path, "library", out.library) && in.member(json, path, "type", out.type) &&
         in.member(json, path, "pooled", out.pooled) &&
         in.member(json, path, "factory", out.factory) &&
         in.member(json, path, "storage", out.storage) &&
         in.member(json, path, "visibility", out.visibility) &&
         in.member(json, path, "bound", out.bound) && in.member(json, path, "reset", out.reset) &&
         in.member(json, path, "guard", out.guard) &&
         in.member(json, path, "documentation", out.documentation) &&
         in.member(json, path, "place", out.place) &&
         // Since version 1.3.
         in.later_member(json, path, "runtime_name", out.runtime_name) &&
         in.later_member(json, path, "made_at", out.made_at) &&
         in.member(json, path, "score", out.score) &&
         in.member(json, path, "evidence", out.evidence) &&
         in.member(json, path, "sites", out.sites) && in.member(json, path, "notes", out.notes);
}

bool read_value(JsonReader& in, const Json& json, const Path& path, Candidate& out) {
  return in.object(json, path) && in.member(json, path, "name", out.name) &&
         in.member(json, path, "place", out.place) && in.member(json, path, "score", out.score) &&
         in.member(json, path, "why_not", out.why_not) &&
         in.member(json, path, "evidence", out.evidence);
}

bool read_value(JsonReader& in, const Json& json, const Path& path, Unit& out) {
  return in.object(json, path) && in.member(json, path, "file", out.file) &&
         in.member(json, path, "state", out.state) && in.member(json, path, "reason", out.reason) &&
         in.member(json, path, "notes", out.notes);
}

bool read_value(JsonReader& in, const Json& json, const Path& path, Note& out) {
  return in.object(json, path) && in.member(json, path, "place", out.place) &&
         in.member(json, path, "text", out.text);
}

bool read_value(JsonReader& in, const Json& json, const Path& path, Edit& out) {
  return in.object(json, path) && in.member(json, path, "place", out.place) &&
         in.member(json, path, "text", out.text);
}
bool read_value(JsonReader& in, const Json& json, const Path& path, Finding& out) {
  return in.object(json, path) && in.member(json, path, "rule", out.rule) &&
         in.member(json, path, "place", out.place) &&
         in.member(json, path, "message", out.message) && in.member(json, path, "pool", out.pool) &&
         in.member(json, path, "function", out.function) &&
         in.member(json, path, "notes", out.notes) &&
         // Reports of version 1.1 have no edits.
         in.later_member(json, path, "edits", out.edits) &&
         // Since version 1.2.
         in.later_member(json, path, "fingerprint", out.fingerprint) &&
         in.later_member(json, path, "suppressed", out.suppressed);
}

bool read_value(JsonReader& in, const Json& json, const Path& path, Suppressed& out) {
  return in.object(json, path) && in.member(json, path, "kind", out.kind) &&
         in.member(json, path, "reason", out.reason) && in.member(json, path, "place", out.place);
}

bool read_value(JsonReader& in, const Json& json, const Path& path, Suppression& out) {
  return in.object(json, path) && in.member(json, path, "kind", out.kind) &&
         in.member(json, path, "state", out.state) && in.member(json, path, "rule", out.rule) &&
         in.member(json, path, "place", out.place) && in.member(json, path, "reason", out.reason) &&
         in.member(json, path, "message", out.message) &&
         in.member(json, path, "hidden", out.hidden);
}

namespace {

bool read_version(JsonReader& in, const Json& json, const Path& root) {
  std::string found;
  if (!in.member(json, root, "schema_version", found)) return false;
  const std::string_view major = kSchemaVersion.substr(0, kSchemaVersion.find('.') + 1);
  if (found.starts_with(major) && found.size() > major.size() &&
      found.find_first_not_of("0123456789", major.size()) == std::string::npos) {
    return true;
  }
  return in.wrong(Path{&root, "schema_version"},
                  "version " + std::string(major) + "x; read it with the pool-audit that wrote it",
                  json["schema_version"]);
}

// The summary is not read: it follows from the pools and the units.
bool read_report(JsonReader& in, const Json& json, Report& report) {
  const Path root;
  Inventory& out = report.inventory;
  if (!in.object(json, root) || !read_version(in, json, root)) return false;
  const auto tool = json.find("tool");
  const Path tool_path{&root, "tool"};
  if (tool == json.end()) return in.missing(root, "tool");
  return in.object(*tool, tool_path) && in.member(*tool, tool_path, "version", out.tool_version) &&
         in.member(json, root, "pools", out.pools) &&
         // Reports of version 1.0 have no findings, those of 1.1 no suppressions.
         in.later_member(json, root, "findings", out.findings) &&
         in.later_member(json, root, "suppressions", out.suppressions) &&
         in.member(json, root, "candidates", out.candidates) &&
         in.member(json, root, "units", out.units) && in.member(json, root, "notes", out.notes) &&
         // Since version 1.3.
         in.later_member(json, root, "telemetry", report.assessment) &&
         in.later_member(json, root, "thresholds", report.thresholds) &&
         in.later_member(json, root, "history", report.history) &&
         in.later_member(json, root, "rules", report.rules) &&
         in.later_member(json, root, "comparison", report.comparison) &&
         (!report.assessment || in.member(json, root, "pools", report.assessment->pools));
}

}  // namespace

Result<Report> parse_json(const std::string& json, const std::string& file) {
  Json parsed;
  try {
    parsed = Json::parse(json);
  } catch (const Json::parse_error& error) {
    // "[json.exception.parse_error.101] parse error at line 1, column 2: syntax error while ..."
    std::string message(error.what());
    const size_t colon = message.find(": ");
    if (colon != std::string::npos) message.erase(0, colon + 2);
    const Position position = position_of(json, error.byte == 0 ? 0 : error.byte - 1);
    return fail("not JSON: " + message, file, position.line, position.column);
  } catch (const Json::exception& error) {
    return fail(std::string("not JSON: ") + error.what(), file);
  }
  JsonReader in(json, file);
  Report report;
  if (!read_report(in, parsed, report)) return tl::unexpected(in.error());
  if (report.comparison) resolve(*report.comparison, report.inventory);
  return report;
}

}  // namespace pool_audit::report
