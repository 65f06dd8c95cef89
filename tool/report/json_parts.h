// The parts of the JSON report, written and read. json_write.cc and json_read.cc put them together.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "checks/inventory/inventory.h"
#include "tool/report/json_reader.h"
#include "tool/report/model.h"

namespace pool_audit::report {

// ---- telemetry and verdicts

// Members `telemetry` and `verdict` of a pool.
void write_verdict(nlohmann::ordered_json& pool, const verdict::PoolVerdict* known);
[[nodiscard]] nlohmann::ordered_json json_of(const verdict::Assessment& assessment);
[[nodiscard]] nlohmann::ordered_json json_of(const verdict::Thresholds& thresholds);
[[nodiscard]] nlohmann::ordered_json json_of(const Earlier& earlier);

bool read_value(JsonReader& in, const nlohmann::json& json, const Path& path,
                telemetry::PoolLabel& out);
bool read_value(JsonReader& in, const nlohmann::json& json, const Path& path,
                telemetry::Instance& out);
bool read_value(JsonReader& in, const nlohmann::json& json, const Path& path, telemetry::Rate& out);
bool read_value(JsonReader& in, const nlohmann::json& json, const Path& path,
                telemetry::Measured& out);
bool read_value(JsonReader& in, const nlohmann::json& json, const Path& path,
                verdict::PoolVerdict& out);
bool read_value(JsonReader& in, const nlohmann::json& json, const Path& path,
                std::pair<std::string, verdict::PoolVerdict>& out);
bool read_value(JsonReader& in, const nlohmann::json& json, const Path& path,
                verdict::Leftover& out);
bool read_value(JsonReader& in, const nlohmann::json& json, const Path& path,
                verdict::Thresholds& out);
bool read_value(JsonReader& in, const nlohmann::json& json, const Path& path, Earlier& out);
// All but the verdicts of the pools, which stand in the pools.
bool read_value(JsonReader& in, const nlohmann::json& json, const Path& path,
                verdict::Assessment& out);

// ---- comparison

[[nodiscard]] nlohmann::ordered_json json_of(const compare::Comparison& comparison);
bool read_value(JsonReader& in, const nlohmann::json& json, const Path& path,
                compare::ClassChange& out);
// The findings that the report holds have their fingerprints alone: see resolve().
bool read_value(JsonReader& in, const nlohmann::json& json, const Path& path,
                compare::Comparison& out);
// Takes the findings from the inventory by their fingerprints.
void resolve(compare::Comparison& comparison, const inventory::Inventory& inventory);

// ---- the inventory

[[nodiscard]] nlohmann::ordered_json finding_json(const inventory::Finding& finding);
[[nodiscard]] nlohmann::ordered_json place_json(const inventory::Place& place);

bool read_value(JsonReader& in, const nlohmann::json& json, const Path& path,
                inventory::Place& out);
bool read_value(JsonReader& in, const nlohmann::json& json, const Path& path,
                inventory::Evidence& out);
bool read_value(JsonReader& in, const nlohmann::json& json, const Path& path, inventory::Site& out);
bool read_value(JsonReader& in, const nlohmann::json& json, const Path& path,
                inventory::PooledType& out);
bool read_value(JsonReader& in, const nlohmann::json& json, const Path& path,
                inventory::Factory& out);
bool read_value(JsonReader& in, const nlohmann::json& json, const Path& path,
                inventory::Bound& out);
bool read_value(JsonReader& in, const nlohmann::json& json, const Path& path,
                inventory::ResetInfo& out);
bool read_value(JsonReader& in, const nlohmann::json& json, const Path& path, inventory::Pool& out);
bool read_value(JsonReader& in, const nlohmann::json& json, const Path& path,
                inventory::Candidate& out);
bool read_value(JsonReader& in, const nlohmann::json& json, const Path& path, inventory::Unit& out);
bool read_value(JsonReader& in, const nlohmann::json& json, const Path& path, inventory::Note& out);
bool read_value(JsonReader& in, const nlohmann::json& json, const Path& path, inventory::Edit& out);
bool read_value(JsonReader& in, const nlohmann::json& json, const Path& path,
                inventory::Finding& out);
bool read_value(JsonReader& in, const nlohmann::json& json, const Path& path,
                inventory::Suppressed& out);
bool read_value(JsonReader& in, const nlohmann::json& json, const Path& path,
                inventory::Suppression& out);

}  // namespace pool_audit::report
