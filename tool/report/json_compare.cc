// The comparison in the JSON report: findings that the report holds by their fingerprints, those
// that are gone in whole.
#include <map>

#include "tool/report/json_parts.h"
#include "tool/report/labels.h"

namespace pool_audit::report {

using Json = nlohmann::ordered_json;
using compare::ClassChange;
using compare::Comparison;
using inventory::Finding;

namespace {

Json fingerprints(const std::vector<Finding>& findings) {
  Json out = Json::array();
  for (const Finding& each : findings) out.push_back(each.fingerprint);
  return out;
}

Json whole(const std::vector<Finding>& findings) {
  Json out = Json::array();
  for (const Finding& each : findings) out.push_back(finding_json(each));
  return out;
}

bool read_fingerprints(JsonReader& in, const nlohmann::json& json, const Path& path,
                       std::string_view key, std::vector<Finding>& out) {
  std::vector<std::string> read;
  if (!in.member(json, path, key, read)) return false;
  for (std::string& each : read) out.emplace_back().fingerprint = std::move(each);
  return true;
}

}  // namespace

Json json_of(const Comparison& comparison) {
  Json json;
  json["before"] = comparison.before;
  json["introduced"] = fingerprints(comparison.introduced);
  json["unchanged"] = fingerprints(comparison.unchanged);
  json["fixed"] = whole(comparison.fixed);
  json["unchecked"] = whole(comparison.unchecked);
  json["added_pools"] = comparison.added_pools;
  json["removed_pools"] = comparison.removed_pools;
  json["classes"] = Json::array();
  for (const ClassChange& each : comparison.classes) {
    Json& one = json["classes"].emplace_back();
    one["pool"] = each.pool;
    one["name"] = each.name;
    one["place"] = place_json(each.place);
    one["before"] = text_of(each.before);
    one["after"] = text_of(each.after);
  }
  return json;
}

bool read_value(JsonReader& in, const nlohmann::json& json, const Path& path, ClassChange& out) {
  return in.object(json, path) && in.member(json, path, "pool", out.pool) &&
         in.member(json, path, "name", out.name) && in.member(json, path, "place", out.place) &&
         in.member(json, path, "before", out.before) && in.member(json, path, "after", out.after);
}

bool read_value(JsonReader& in, const nlohmann::json& json, const Path& path, Comparison& out) {
  return in.object(json, path) && in.member(json, path, "before", out.before) &&
         read_fingerprints(in, json, path, "introduced", out.introduced) &&
         read_fingerprints(in, json, path, "unchanged", out.unchanged) &&
         in.member(json, path, "fixed", out.fixed) &&
         in.member(json, path, "unchecked", out.unchecked) &&
         in.member(json, path, "added_pools", out.added_pools) &&
         in.member(json, path, "removed_pools", out.removed_pools) &&
         in.member(json, path, "classes", out.classes);
}

void resolve(Comparison& comparison, const inventory::Inventory& inventory) {
  std::map<std::string_view, const Finding*> known;
  for (const Finding& each : inventory.findings) known.emplace(each.fingerprint, &each);
  for (auto* list : {&comparison.introduced, &comparison.unchanged}) {
    for (Finding& each : *list) {
      const auto found = known.find(each.fingerprint);
      if (found != known.end()) each = *found->second;
    }
  }
}

}  // namespace pool_audit::report
