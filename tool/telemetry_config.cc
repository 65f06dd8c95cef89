#include "tool/telemetry_config.h"

#include <charconv>
#include <cmath>

#include "checks/model/reader.h"
#include "checks/model/yaml_tree.h"

namespace pool_audit {

namespace {

namespace yaml = model::yaml;
using model::Reader;
using Pairs = std::vector<std::pair<std::string, std::string>>;

constexpr double kSecondsADay = 86400;

class ConfigReader {
 public:
  ConfigReader(Reader& reader, TelemetryConfig& out) : reader_(reader), out_(out) {}

  void read(const yaml::Node& node) {
    reader_.map(node, "'telemetry'",
                {"hot_above", "cold_below", "hysteresis", "window_days", "points", "covered_share",
                 "names", "path_map"},
                [this](std::string_view key, const yaml::Node& value) { read_member(key, value); });
    if (reader_.failed()) return;
    const verdict::Thresholds& all = out_.thresholds;
    if (all.cold_below > all.hot_above) {
      reader_.error(node, "expected 'cold_below' to be at most 'hot_above'");
    }
  }

 private:
  void read_member(std::string_view key, const yaml::Node& value) {
    verdict::Thresholds& all = out_.thresholds;
    if (key == "hot_above") {
      number(value, key, 0, kLargest, all.hot_above);
    } else if (key == "cold_below") {
      number(value, key, 0, kLargest, all.cold_below);
    } else if (key == "hysteresis") {
      number(value, key, 0, 0.99, all.hysteresis);
    } else if (key == "window_days") {
      double days = 0;
      if (number(value, key, 0, 36500, days)) all.window_seconds = days * kSecondsADay;
    } else if (key == "points") {
      double points = 0;
      if (!number(value, key, 0, kLargest, points)) return;
      if (points != std::floor(points)) {
        reader_.error(value, "expected a whole number for 'points'");
        return;
      }
      all.points = static_cast<uint64_t>(points);
    } else if (key == "covered_share") {
      number(value, key, 0, 1, all.covered_share);
    } else if (key == "names") {
      pairs(value, "'names'", "a name of telemetry", out_.names);
    } else {
      pairs(value, "'path_map'", "a path of the source", out_.path_map);
    }
  }

  bool number(const yaml::Node& node, std::string_view key, double low, double high, double& out) {
    double read = 0;
    const char* const end = node.text.data() + node.text.size();
    const auto [last, error] = std::from_chars(node.text.data(), end, read);
    const bool good = node.kind == yaml::Kind::scalar && error == std::errc() && last == end &&
                      low <= read && read <= high;
    if (good) {
      out = read;
    } else {
      reader_.error(node, "expected a number " +
                              (high == kLargest ? std::string("that is not negative")
                                                : "from " + spelled(low) + " to " + spelled(high)) +
                              " for '" + std::string(key) + "', found " + yaml::describe(node));
    }
    return good;
  }

  static std::string spelled(double value) {
    std::string out = std::to_string(value);
    while (out.ends_with('0')) out.pop_back();
    if (out.ends_with('.')) out.pop_back();
    return out;
  }

  // A map of any keys to texts.
  void pairs(const yaml::Node& node, std::string_view what, std::string_view value_is, Pairs& out) {
    if (node.kind != yaml::Kind::map) {
      reader_.error(node,
                    "expected a map for " + std::string(what) + ", found " + yaml::describe(node));
      return;
    }
    for (size_t i = 0; i + 1 < node.children.size(); i += 2) {
      const std::string key = reader_.text(node.children[i], "a name");
      std::string value = reader_.text(node.children[i + 1], value_is);
      if (!key.empty() && !value.empty()) out.emplace_back(key, std::move(value));
    }
  }

  static constexpr double kLargest = 1e15;

  Reader& reader_;
  TelemetryConfig& out_;
};

}  // namespace

tl::expected<void, std::vector<Error>> read_telemetry_config(std::string_view text,
                                                             const std::string& name,
                                                             TelemetryConfig& config) {
  const Result<yaml::Node> tree = yaml::parse(text, name);
  if (!tree) return tl::unexpected<std::vector<Error>>({tree.error()});
  if (tree->kind != yaml::Kind::map) return {};  // said by the reader of the models
  for (size_t i = 0; i + 1 < tree->children.size(); i += 2) {
    const yaml::Node& node = tree->children[i + 1];
    if (tree->children[i].text != "telemetry" || node.kind == yaml::Kind::nothing) continue;
    Reader reader(name);
    TelemetryConfig out = config;
    ConfigReader(reader, out).read(node);
    if (reader.failed()) return tl::unexpected<std::vector<Error>>(reader.take_errors());
    config = std::move(out);
  }
  return {};
}

}  // namespace pool_audit
