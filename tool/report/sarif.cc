// SARIF 2.1.0. What each member is for stands in the standard; what is left out here is optional.
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "tool/report/ci_formats.h"
#include "tool/report/labels.h"
#include "tool/report/utf8.h"

namespace pool_audit::report {

namespace {

using namespace inventory;
using Json = nlohmann::ordered_json;

constexpr const char* kRoot = "SRCROOT";
constexpr const char* kSchema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

// The standard wants an address that tells about the tool. This one needs no server: it is the
// text.
constexpr const char* kInformation =
    "data:text/plain,pool-audit%20finds%20object%20pools%20in%20C%20and%20C%2B%2B%20code%20and%20"
    "what%20is%20wrong%20with%20their%20use.%20'pool-audit%20explain%20RULE'%20prints%20the%20page"
    "%20of%20a%20rule.";

std::string_view level_of(Level level) {
  switch (level) {
    case Level::note:
      return "note";
    case Level::warning:
      return "warning";
    case Level::error:
      return "error";
  }
  return "";
}

// A path as a relative reference of RFC 3986.
std::string uri_of(const std::string& path) {
  constexpr std::string_view kPlain = "-._~/!$&'()*+,;=@";
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (letter || kPlain.find(c) != std::string_view::npos) {
      out += c;
    } else {
      out += '%';
      out += kDigits[byte >> 4U];
      out += kDigits[byte & 0xFU];
    }
  }
  return out;
}

// "pool-missing-put" as a name: "MissingPut".
std::string pascal_case(std::string_view id) {
  constexpr std::string_view kPrefix = "pool-";
  if (id.starts_with(kPrefix)) id.remove_prefix(kPrefix.size());
  std::string out;
  bool upper = true;
  for (const char c : id) {
    if (c == '-') {
      upper = true;
      continue;
    }
    out += upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    upper = false;
  }
  return out;
}

Json text(std::string_view words) {
  return {{"text", clean_utf8(words)}};
}

std::string sentence(std::string_view words) {
  std::string out = clean_utf8(words);
  if (!out.empty() && out.front() >= 'a' && out.front() <= 'z') {
    out.front() = static_cast<char>(out.front() - 'a' + 'A');
  }
  return out.ends_with('.') ? out : out + '.';
}

class Writer {
 public:
  Writer(const Report& report, const RuleInfos& rules, const SourceLine& source)
      : report_(report),
        inventory_(report.inventory),
        comparison_(report.comparison ? &*report.comparison : nullptr),
        rules_(rules),
        source_(source) {
    if (comparison_ != nullptr) {
      for (const Finding& each : comparison_->unchanged) known_.insert(each.fingerprint);
    }
    for (const Pool& pool : inventory_.pools) pools_.emplace(pool.id, &pool);
  }

  Json log() const {
    Json run;
    run["tool"]["driver"] = driver();
    run["columnKind"] = "unicodeCodePoints";
    run["originalUriBaseIds"][kRoot]["description"] = text("The root of the source tree.");
    run["invocations"] = Json::array({invocation()});
    run["results"] = Json::array();
    for (const Finding& finding : inventory_.findings) {
      Json& each = run["results"].emplace_back(result(finding));
      if (comparison_ == nullptr || finding.suppressed) continue;
      each["baselineState"] = known_.contains(finding.fingerprint) ? "unchanged" : "new";
    }
    if (comparison_ != nullptr) {
      for (const Finding& finding : comparison_->fixed) {
        run["results"].emplace_back(result(finding))["baselineState"] = "absent";
      }
    }
    Json out;
    out["$schema"] = kSchema;
    out["version"] = "2.1.0";
    out["runs"] = Json::array({std::move(run)});
    return out;
  }

 private:
  Json driver() const {
    Json out;
    out["name"] = "pool-audit";
    out["semanticVersion"] = inventory_.tool_version;
    out["informationUri"] = kInformation;
    out["rules"] = Json::array();
    for (const RuleInfo& rule : rules_) {
      Json each;
      each["id"] = rule.id;
      each["name"] = pascal_case(rule.id);
      each["shortDescription"] = text(sentence(rule.summary));
      each["fullDescription"] = text(sentence(rule.summary));
      each["defaultConfiguration"] = {{"enabled", rule.on_by_default},
                                      {"level", level_of(rule.level)}};
      each["help"] = {{"text", clean_utf8(rule.page)}, {"markdown", clean_utf8(rule.page)}};
      each["properties"] = {{"tags", Json::array({"object-pool", rule.category})},
                            {"precision", "high"}};
      out["rules"].push_back(std::move(each));
    }
    return out;
  }

  Json invocation() const {
    Json out;
    const bool whole = std::ranges::none_of(
        inventory_.units, [](const Unit& unit) { return unit.state == UnitState::failed; });
    out["executionSuccessful"] = whole;
    for (const Unit& unit : inventory_.units) {
      if (unit.state != UnitState::failed) continue;
      Json note;
      note["level"] = "error";
      note["message"] = text(sentence(unit.reason));
      note["locations"] = Json::array({{{"physicalLocation", artifact(unit.file)}}});
      out["toolExecutionNotifications"].push_back(std::move(note));
    }
    return out;
  }

  static Json artifact(const std::string& file) {
    Json out;
    out["artifactLocation"]["uri"] = uri_of(file);
    if (!file.starts_with('/')) out["artifactLocation"]["uriBaseId"] = kRoot;
    return out;
  }

  uint32_t column(const Place& place, uint32_t line, uint32_t at) const {
    if (!source_) return at;
    const auto found = source_(place.file, line);
    return found ? character_column(*found, at) : at;
  }

  Json region(const Place& place) const {
    Json out;
    out["startLine"] = std::max(place.line, 1U);
    if (place.column != 0) out["startColumn"] = column(place, place.line, place.column);
    if (place.end_line > place.line) out["endLine"] = place.end_line;
    if (place.end_column != 0 && place.end_line >= place.line) {
      out["endColumn"] = column(place, place.end_line, place.end_column);
    }
    if (const auto line = source_ ? source_(place.file, place.line) : std::nullopt) {
      out["snippet"] = text(*line);
    }
    return out;
  }

  Json location(const Place& place, const std::string& function) const {
    Json out;
    out["physicalLocation"] = artifact(place.file);
    out["physicalLocation"]["region"] = region(place);
    if (!function.empty()) {
      out["logicalLocations"] =
          Json::array({{{"fullyQualifiedName", clean_utf8(function)}, {"kind", "function"}}});
    }
    return out;
  }

  // The notes as steps, ending where the finding stands when they do not say so themselves.
  Json flow(const Finding& finding) const {
    Json steps = Json::array();
    for (const Note& note : finding.notes) {
      Json step;
      step["location"] = location(note.place, "");
      step["location"]["message"] = text(sentence(note.text));
      steps.push_back(std::move(step));
    }
    Json thread;
    thread["locations"] = std::move(steps);
    return {{"threadFlows", Json::array({std::move(thread)})}};
  }

  Json fix(const Finding& finding) const {
    std::map<std::string, Json> by_file;
    for (const Edit& edit : finding.edits) {
      Json replacement;
      replacement["deletedRegion"] = region(edit.place);
      replacement["deletedRegion"].erase("snippet");
      replacement["insertedContent"] = text(edit.text);
      Json& change = by_file[edit.place.file];
      change["artifactLocation"] = artifact(edit.place.file)["artifactLocation"];
      change["replacements"].push_back(std::move(replacement));
    }
    Json out;
    out["description"] = text("Mends it.");
    out["artifactChanges"] = Json::array();
    for (auto& [file, change] : by_file) out["artifactChanges"].push_back(std::move(change));
    return out;
  }

  Json result(const Finding& finding) const {
    Json out;
    out["ruleId"] = finding.rule;
    const auto rule = std::ranges::find(rules_, finding.rule, &RuleInfo::id);
    if (rule != rules_.end()) {
      out["ruleIndex"] = rule - rules_.begin();
      out["level"] = level_of(rule->level);
    }
    out["message"] = text(sentence(finding.message));
    out["locations"] = Json::array({location(finding.place, finding.function)});
    if (!finding.notes.empty()) {
      out["codeFlows"] = Json::array({flow(finding)});
      for (size_t i = 0; i < finding.notes.size(); ++i) {
        Json related = location(finding.notes[i].place, "");
        related["id"] = i + 1;
        related["message"] = text(sentence(finding.notes[i].text));
        out["relatedLocations"].push_back(std::move(related));
      }
    }
    if (!finding.fingerprint.empty()) {
      out["partialFingerprints"]["poolAudit/v1"] = finding.fingerprint;
    }
    if (!finding.edits.empty()) out["fixes"] = Json::array({fix(finding)});
    if (finding.suppressed) {
      const bool in_source = finding.suppressed->kind == SuppressionKind::nolint;
      Json suppression;
      suppression["kind"] = in_source ? "inSource" : "external";
      if (!finding.suppressed->reason.empty()) {
        suppression["justification"] = clean_utf8(finding.suppressed->reason);
      }
      out["suppressions"] = Json::array({std::move(suppression)});
    }
    if (const auto pool = pools_.find(finding.pool); pool != pools_.end()) {
      out["properties"]["pool"] = clean_utf8(pool->second->name);
      add_verdict(out["properties"], pool->second);
    }
    return out;
  }

  void add_verdict(Json& properties, const Pool* pool) const {
    const auto index = static_cast<size_t>(pool - inventory_.pools.data());
    const verdict::PoolVerdict* known = report_.verdict_of(index);
    if (known == nullptr) return;
    properties["poolClass"] = text_of(known->verdict.class_);
    properties["poolAction"] = text_of(known->verdict.action);
    if (!known->measured || !(known->measured->window_seconds > 0)) return;
    properties["peakGetsPerSecond"] = known->measured->process.peak;
  }

  const Report& report_;
  const Inventory& inventory_;
  const compare::Comparison* comparison_;  // null: nothing to compare with
  const RuleInfos& rules_;
  const SourceLine& source_;
  std::map<std::string, const Pool*> pools_;
  std::set<std::string_view> known_;  // fingerprints
};

}  // namespace

std::string render_sarif(const Report& report, const RuleInfos& rules, const SourceLine& source) {
  return Writer(report, rules, source).log().dump(1, ' ', false, Json::error_handler_t::replace) +
         "\n";
}

}  // namespace pool_audit::report
