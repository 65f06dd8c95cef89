#include "tool/built_cache.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "tool/report/report.h"

namespace pool_audit {

namespace {

bool names(const nlohmann::json& in, const char* key, std::set<std::string>& out) {
  if (!in.contains(key) || !in[key].is_array()) return false;
  for (const auto& name : in[key]) {
    if (!name.is_string()) return false;
    out.insert(name.get<std::string>());
  }
  return true;
}

}  // namespace

Digest link_key(const extract_stage::Capturer& capturer, const std::vector<size_t>& order,
                const model::ModelSet& models, const rules::Selection& selection) {
  Digest key = combine(extract_stage::tool_digest(), models.digest());
  key = combine(key, digest_of(rules::to_text(selection)));
  for (const size_t index : order) {
    const auto unit = capturer.results().find(index);
    if (unit == capturer.results().end() || !unit->second.ok()) continue;
    key = combine(key, unit->second.facts);
  }
  return key;
}

std::string to_bytes(const inventory::Built& built) {
  inventory::Inventory shell;
  shell.pools = built.pools;
  shell.findings = built.findings;
  shell.candidates = built.candidates;
  nlohmann::json out = {{"inventory", report::render_json({shell})},
                        {"wanted", built.wanted_names},
                        {"wanted_by_rules", built.wanted_by_rules},
                        {"partial", built.partial}};
  std::string bytes;
  nlohmann::json::to_msgpack(out, bytes);
  return bytes;
}

std::optional<inventory::Built> from_bytes(const std::string& bytes) {
  const nlohmann::json value = nlohmann::json::from_msgpack(bytes, true, false);
  inventory::Built out;
  if (!value.is_object() || !value.contains("inventory") || !value["inventory"].is_string() ||
      !value.contains("partial") || !value["partial"].is_boolean() ||
      !names(value, "wanted", out.wanted_names) ||
      !names(value, "wanted_by_rules", out.wanted_by_rules)) {
    return std::nullopt;
  }
  auto shell = report::parse_json(value["inventory"].get<std::string>());
  if (!shell) return std::nullopt;
  out.partial = value["partial"].get<bool>();
  out.pools = std::move(shell->inventory.pools);
  out.findings = std::move(shell->inventory.findings);
  out.candidates = std::move(shell->inventory.candidates);
  return out;
}

}  // namespace pool_audit
