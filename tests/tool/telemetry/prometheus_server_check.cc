// Asks a server as the tool does and prints what it measured as JSON; 1 and the error otherwise.
//
//   prometheus_server_check URL KEY=VALUE...    keys: end window step selector token ca tries
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "tool/telemetry/prometheus_server.h"
#include "tool/telemetry/rates.h"

using namespace pool_audit::telemetry;

namespace {

bool set(ServerOptions& options, const std::string& key, const std::string& value) {
  if (key == "end") {
    options.end = std::stod(value);
  } else if (key == "window") {
    options.window_seconds = std::stod(value);
  } else if (key == "step") {
    options.step_seconds = std::stod(value);
  } else if (key == "selector") {
    options.selector = value;
  } else if (key == "token") {
    options.token_file = value;
  } else if (key == "ca") {
    options.ca_file = value;
  } else if (key == "tries") {
    options.tries = static_cast<uint32_t>(std::stoul(value));
  } else {
    return false;
  }
  return true;
}

nlohmann::json to_json(const Measured& measured) {
  nlohmann::json out;
  out["pool"] = measured.pool.name;
  out["site"] = measured.pool.file + ":" + std::to_string(measured.pool.line);
  out["peak"] = measured.process.peak;
  out["mean"] = measured.process.mean;
  out["p99"] = measured.process.p99;
  out["fleet_peak"] = measured.fleet.peak;
  out["gets"] = measured.gets;
  out["window"] = measured.window_seconds;
  out["covered"] = measured.covered_seconds;
  out["points"] = measured.points;
  out["resets"] = measured.resets;
  out["hit_rate"] = measured.hit_rate().value_or(-1);
  out["drop_rate"] = measured.drop_rate().value_or(-1);
  for (const Instance& each : measured.instances) {
    out["instances"].push_back({each.id, each.revision});
  }
  return out;
}

}  // namespace

int main(int count, char** arguments) {
  ServerOptions options;
  options.first_pause_seconds = 0.01;
  if (count < 2) return 2;
  options.url = arguments[1];
  for (int i = 2; i < count; ++i) {
    const std::string word = arguments[i];
    const size_t equals = word.find('=');
    if (equals == std::string::npos ||
        !set(options, word.substr(0, equals), word.substr(equals + 1))) {
      return 2;
    }
  }
  const auto telemetry = read_prometheus_server(options);
  if (!telemetry) {
    std::cout << telemetry.error().to_string() << "\n";
    return 1;
  }
  nlohmann::json out = {{"pools", nlohmann::json::array()}, {"notes", telemetry->notes}};
  for (const Measured& each : measure_all(*telemetry)) out["pools"].push_back(to_json(each));
  std::cout << out.dump() << "\n";
  return 0;
}
