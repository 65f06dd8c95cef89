#include "tool/statistics.h"

#include <cstdio>
#include <nlohmann/json.hpp>

#include "checks/analysis/object_flow.h"

namespace pool_audit {

namespace {

double seconds_of(const Statistics& statistics, Phase phase) {
  return statistics.seconds[static_cast<size_t>(phase)];
}

// What linking, analysis and rules cost, as a part of extraction; 0 when nothing was extracted.
double ratio_of(const Statistics& statistics) {
  const double extraction = seconds_of(statistics, Phase::extract);
  if (statistics.extracted == 0 || extraction <= 0) return 0;
  return (seconds_of(statistics, Phase::link) + seconds_of(statistics, Phase::analyse) +
          seconds_of(statistics, Phase::rules)) /
         extraction;
}

std::string rounded(double value) {
  std::array<char, 32> out{};
  std::snprintf(out.data(), out.size(), "%.3f", value);
  return out.data();
}

std::string as_json(const Statistics& statistics) {
  nlohmann::ordered_json out = {{"units", statistics.units},   {"selected", statistics.selected},
                                {"cached", statistics.cached}, {"extracted", statistics.extracted},
                                {"failed", statistics.failed}, {"prefixes", statistics.prefixes},
                                {"rounds", statistics.rounds}};
  for (size_t i = 0; i < kPhaseCount; ++i) {
    out["cpu_seconds"][std::string(to_text(static_cast<Phase>(i)))] = statistics.seconds[i];
  }
  out["analysis_of_extraction"] = ratio_of(statistics);
  if (const auto& cost = statistics.highest_cost; !cost.function.empty()) {
    out["highest_cost"] = {{"function", cost.function},
                           {"steps", cost.steps},
                           {"most_steps", analysis::kMostWork},
                           {"cpu_seconds", cost.seconds}};
  }
  out["peak_mib"] = {{"self", statistics.memory.self_mib},
                     {"worker", statistics.memory.worker_mib}};
  return out.dump() + "\n";
}

}  // namespace

void measure_cost(Statistics& statistics, Phases& phases) {
  for (size_t i = 0; i < kPhaseCount; ++i) {
    statistics.seconds[i] = phases.seconds(static_cast<Phase>(i));
  }
  statistics.memory = peak_memory();
}

std::string to_text(const Statistics& statistics, cli::StatsForm form) {
  if (form == cli::StatsForm::none) return {};
  if (form == cli::StatsForm::json) return as_json(statistics);
  std::string out =
      std::to_string(statistics.units) + " units, " + std::to_string(statistics.selected) +
      " selected, " + std::to_string(statistics.cached) + " from the cache, " +
      std::to_string(statistics.extracted) + " extracted, " + std::to_string(statistics.failed) +
      " failed, " + std::to_string(statistics.prefixes) + " shared prefix headers\nCPU seconds:";
  for (size_t i = 0; i < kPhaseCount; ++i) {
    out += (i == 0 ? " " : ", ") + std::string(to_text(static_cast<Phase>(i))) + " " +
           rounded(statistics.seconds[i]);
  }
  out += "; " + std::to_string(statistics.rounds) + " rounds";
  if (const double ratio = ratio_of(statistics); ratio > 0) {
    out += "; link, analysis and rules cost " + rounded(ratio) + " of extraction";
  }
  if (const auto& cost = statistics.highest_cost; !cost.function.empty()) {
    out += "\nmost work for one function: " + cost.function + ", " + std::to_string(cost.steps) +
           " of " + std::to_string(analysis::kMostWork) + " steps, " + rounded(cost.seconds) +
           " CPU seconds";
  }
  return out + "\nmemory: " + std::to_string(statistics.memory.self_mib) + " MiB, largest worker " +
         std::to_string(statistics.memory.worker_mib) + " MiB\n";
}

}  // namespace pool_audit
