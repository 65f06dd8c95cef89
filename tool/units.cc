#include "tool/units.h"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <tuple>

namespace pool_audit {

std::string dump_work_list(const load::WorkList& list) {
  nlohmann::ordered_json out;
  out["units"] = nlohmann::ordered_json::array();
  for (const load::TranslationUnit& unit : list.units) {
    out["units"].push_back({{"file", load::relative_to_root(unit.file, list.root)},
                            {"arguments", unit.arguments},
                            {"notes", unit.notes}});
  }
  out["bad"] = nlohmann::ordered_json::array();
  for (const load::BadEntry& bad : list.bad) {
    out["bad"].push_back({{"index", bad.index}, {"file", bad.file}, {"reason", bad.reason}});
  }
  out["notes"] = list.notes;
  return out.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

void list_units(const load::WorkList& list, const Plan& plan,
                const std::map<size_t, extract_stage::Captured>& captured,
                const std::set<size_t>& damaged, RunResult& out) {
  using inventory::UnitState;
  for (size_t i = 0; i < list.units.size(); ++i) {
    inventory::Unit unit;
    unit.file = load::relative_to_root(list.units[i].file, list.root);
    unit.notes = list.units[i].notes;
    const auto found = captured.find(i);
    if (!plan.selected(i)) {
      unit.state = UnitState::skipped;
      unit.reason = plan.reason(i);
    } else if (found == captured.end()) {
      unit.state = UnitState::failed;
      unit.reason = "not reached: the run was interrupted";
    } else if (!found->second.error.empty() || damaged.contains(i)) {
      unit.state = UnitState::failed;
      unit.reason = found->second.error.empty() ? "its facts are damaged" : found->second.error;
    } else if (!found->second.errors.empty()) {
      unit.state = UnitState::failed;
      unit.reason = "compile errors, analysed as far as it could be parsed";
      unit.notes.insert(unit.notes.end(), found->second.errors.begin(), found->second.errors.end());
    }
    out.incomplete = out.incomplete || unit.state == UnitState::failed;
    out.report.inventory.units.push_back(std::move(unit));
  }
  for (const load::BadEntry& bad : list.bad) {
    inventory::Unit unit;
    unit.file = bad.file;
    unit.state = UnitState::failed;
    unit.reason = bad.reason;
    out.incomplete = true;
    out.report.inventory.units.push_back(std::move(unit));
  }
  std::ranges::sort(out.report.inventory.units, [](const auto& a, const auto& b) {
    return std::tie(a.file, a.reason, a.notes) < std::tie(b.file, b.reason, b.notes);
  });
}

std::vector<std::string> analysed_files(const std::map<size_t, extract_stage::Captured>& captured,
                                        const std::string& root) {
  std::set<std::string> files;
  for (const auto& [index, unit] : captured) {
    if (!unit.ok()) continue;
    for (const std::string& file : unit.files) files.insert(load::relative_to_root(file, root));
  }
  return {files.begin(), files.end()};
}

std::string compile_errors(const inventory::Unit& unit, bool all) {
  // Other notes, as of flags that were dropped, are about no place.
  const auto is_error = [](const std::string& note) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const auto number_ends = [&](size_t at) {
      const size_t begin = at;
      while (at < note.size() && is_digit(note[at])) ++at;
      return at > begin && at < note.size() && note[at] == ':' ? at + 1 : 0;
    };
    for (size_t at = note.find(':'); at != std::string::npos; at = note.find(':', at + 1)) {
      const size_t column = number_ends(at + 1);
      if (column != 0 && number_ends(column) != 0) return true;
    }
    return false;
  };
  std::vector<std::string> errors;
  std::ranges::copy_if(unit.notes, std::back_inserter(errors), is_error);
  std::string out;
  for (const std::string& each : errors) {
    if (!out.empty() && !all) {
      return out + " (and " + std::to_string(errors.size() - 1) + " more)";
    }
    out += (out.empty() ? "" : "\n") + each;
  }
  return out;
}

}  // namespace pool_audit
