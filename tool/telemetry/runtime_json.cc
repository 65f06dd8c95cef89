#include "tool/telemetry/runtime_json.h"

#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "tool/telemetry/site.h"

namespace pool_audit::telemetry {

namespace {

using Json = nlohmann::json;

constexpr double kMillisecondsASecond = 1000;
constexpr uint64_t kSchemaVersion = 1;

std::string text_at(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::optional<double> number_at(const Json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_number()) return std::nullopt;
  const auto value = found->get<double>();
  return value >= 0 ? std::optional(value) : std::nullopt;
}

// A whole number that fits; anything else is as if it were not there.
std::optional<uint64_t> whole_at(const Json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_number_unsigned()) return std::nullopt;
  return found->get<uint64_t>();
}

// A counter that is missing is one of a version that does not have it.
double sum_of(const Json& pool, std::initializer_list<const char*> keys) {
  double out = 0;
  for (const char* key : keys) out += number_at(pool, key).value_or(0);
  return out;
}

Counters counters_of(const Json& pool) {
  Counters out;
  out.hits =
      sum_of(pool, {"gets_private", "gets_local", "gets_depot", "gets_victim", "gets_waited"});
  out.created = sum_of(pool, {"gets_created"});
  out.unserved = sum_of(pool, {"gets_failed", "gets_timeout"});
  out.kept = sum_of(pool, {"puts_kept"});
  out.dropped = sum_of(pool, {"puts_dropped_policy", "puts_dropped_bound", "puts_dropped_bypass"});
  return out;
}

// Number of the line on which this byte stands.
uint32_t line_of(std::string_view text, size_t byte) {
  uint32_t line = 1;
  for (size_t i = 0; i < byte && i < text.size(); ++i) line += text[i] == '\n' ? 1U : 0U;
  return line;
}

}  // namespace

Result<Telemetry> read_runtime_json(std::string_view text, const std::string& file) {
  Json root;
  try {
    root = Json::parse(text);
  } catch (const Json::parse_error& error) {
    return fail("expected the JSON of pool::to_json(); it is no JSON, or cut off", file,
                line_of(text, error.byte));
  } catch (const Json::exception&) {  // a number that no double holds
    return fail("expected the JSON of pool::to_json(); it has a number that is out of range", file);
  }
  const auto version = root.is_object() ? number_at(root, "schema_version") : std::nullopt;
  const auto pools = root.is_object() ? root.find("pools") : root.end();
  if (!version || pools == root.end() || !pools->is_array()) {
    return fail(
        "expected the JSON of pool::to_json(): an object with \"schema_version\" and \"pools\"",
        file);
  }
  if (*version != static_cast<double>(kSchemaVersion)) {
    return fail("expected schema_version 1; found " + root["schema_version"].dump() +
                    ". A newer pool-audit reads newer snapshots",
                file);
  }
  Telemetry out;
  Instance instance{file, text_at(root, "build_id"), text_at(root, "revision")};
  const auto taken = number_at(root, "taken_ms");
  const auto started = number_at(root, "started_ms");
  const auto process = whole_at(root, "process");
  const auto since = whole_at(root, "started_ms");
  if (process && since) instance.id = std::to_string(*process) + "@" + std::to_string(*since);
  if (!taken) {
    out.notes.push_back(file +
                        ": it does not say when it was taken, so that it has no rates; a "
                        "newer version of the pool library writes that");
  }
  std::map<PoolLabel, size_t> known;
  for (size_t i = 0; i < pools->size(); ++i) {
    const Json& pool = (*pools)[i];
    if (!pool.is_object()) {
      return fail("expected an object for /pools/" + std::to_string(i), file);
    }
    Series series;
    series.pool.name = text_at(pool, "name");
    series.pool.kind = text_at(pool, "kind");
    series.pool.type = text_at(pool, "type");
    const Site site = parse_site(text_at(pool, "site"));
    series.pool.file = site.file;
    series.pool.line = site.line;
    series.instance = instance;
    series.sources = {file};
    if (taken) {
      if (started && *started < *taken) {
        series.points.push_back({*started / kMillisecondsASecond, {}});
      }
      series.points.push_back({*taken / kMillisecondsASecond, counters_of(pool)});
    }
    // Pools that share all labels, such as those made in a loop, are one.
    const auto [same, first] = known.emplace(series.pool, out.series.size());
    if (first) {
      out.series.push_back(std::move(series));
    } else if (!series.points.empty()) {
      out.series[same->second].points.back().counters += series.points.back().counters;
    }
  }
  return out;
}

}  // namespace pool_audit::telemetry
