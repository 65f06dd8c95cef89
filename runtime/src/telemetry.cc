// The snapshot as JSON; metrics.cc has its other text forms.
#include "pool/telemetry.h"

#include <cstdio>

#include "telemetry_fields.h"

namespace pool {
namespace {

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(c));
      out += escape;
    } else {
      out += c;
    }
  }
  out += '"';
}

void append_number(std::string& out, const char* key, std::uint64_t value) {
  out.append(", \"").append(key).append("\": ").append(std::to_string(value));
}

void append_waits(std::string& out, const wait_times& waits) {
  append_number(out, "waits_sampled", waits.count());
  append_number(out, "waits_nanoseconds", waits.nanoseconds);
  // Pairs of an upper bound in nanoseconds and the number of waits in that class; null: no bound.
  out += ", \"waits\": [";
  for (std::size_t at = 0; at < waits.classes.size(); ++at) {
    if (at != 0) out += ", ";
    out += '[';
    out += at < wait_times::kBounds.size() ? std::to_string(wait_times::kBounds[at]) : "null";
    out.append(", ").append(std::to_string(waits.classes[at])).append("]");
  }
  out += ']';
}

}  // namespace

std::string to_json(const std::vector<pool_report>& pools, const build_info& build) {
  std::string out = "{\n  \"schema_version\": 1,\n  \"build_id\": ";
  append_json_string(out, build.build_id);
  out += ",\n  \"revision\": ";
  append_json_string(out, build.revision);
  if (build.process != 0) out += ",\n  \"process\": " + std::to_string(build.process);
  if (build.taken_ms != 0) {
    out += ",\n  \"started_ms\": " + std::to_string(build.started_ms);
    out += ",\n  \"taken_ms\": " + std::to_string(build.taken_ms);
  }
  out += ",\n  \"pools\": [";
  const char* separator = "\n";
  for (const pool_report& pool : pools) {
    out += separator;
    separator = ",\n";
    out += "    {\"name\": ";
    append_json_string(out, pool.name);
    out += ", \"kind\": ";
    append_json_string(out, pool.kind);
    out += ", \"type\": ";
    append_json_string(out, pool.type);
    out += ", \"site\": ";
    append_json_string(out, detail::site_of(pool));
    out += pool.bypassed ? ", \"bypassed\": true" : ", \"bypassed\": false";
    out += pool.closed ? ", \"closed\": true" : ", \"closed\": false";
    for (const detail::field& each : detail::kFields) {
      append_number(out, each.json, pool.stats.*each.value);
    }
    append_number(out, "object_bytes", pool.object_bytes);
    append_number(out, "live_bytes", pool.live_bytes());
    append_number(out, "idle_bytes", pool.idle_bytes());
    if (pool.can_wait) append_waits(out, pool.stats.waits);
    out += '}';
  }
  out += pools.empty() ? "]\n}\n" : "\n  ]\n}\n";
  return out;
}

}  // namespace pool
