#include "tests/tool/report/html_sample.h"

#include <array>

#include "tests/tool/report/html_sample_parts.h"
#include "tool/verdict/assess.h"

namespace pool_audit::report {

namespace {

using namespace inventory;

// Two days of counters for each process: `mean` all the time, and `peak` for one interval.
telemetry::Series series_of(const SamplePool& spec, const std::string& process) {
  telemetry::Series out;
  out.pool.name = spec.name;
  out.instance.id = process;
  out.sources = {"metrics/" + process + ".txt"};
  constexpr size_t kPoints = 200;
  const double step = spec.days * 86400 / kPoints;
  telemetry::Counters counters;
  for (size_t i = 0; i <= kPoints; ++i) {
    out.points.push_back({1.79e9 + static_cast<double>(i) * step, counters});
    const double gets = (i == kPoints / 2 ? spec.peak : spec.mean) * step;
    counters +=
        {.hits = gets * 0.97, .created = gets * 0.03, .kept = gets * 0.96, .dropped = gets * 0.04};
  }
  return out;
}

verdict::Assessment assess_all(const Inventory& inventory, std::span<const SamplePool> specs,
                               double factor) {
  telemetry::Telemetry telemetry;
  for (SamplePool spec : specs) {
    if (spec.peak < 0) continue;
    spec.peak *= factor;
    spec.mean *= factor;
    telemetry.series.push_back(series_of(spec, "gw-1:9464"));
    telemetry.series.push_back(series_of(spec, "gw-2:9464"));
  }
  telemetry::Series stray;
  stray.pool.name = "gateway.retired";
  stray.instance.id = "gw-2:9464";
  telemetry.series.push_back(stray);
  telemetry.notes = {"1 line of metrics/gw-2:9464.txt is no sample"};
  verdict::AssessOptions options;
  options.concern = [](const std::string& rule) {
    const bool doubts = rule == "pool-os-handle" || rule == "pool-tiny-type";
    return doubts ? verdict::Concern::design : verdict::Concern::use;
  };
  return verdict::assess(inventory, telemetry, options);
}

Inventory service_inventory() {
  Inventory out;
  out.tool_version = "0.1.0";
  for (const SamplePool& spec : service_pools()) out.pools.push_back(sample_pool(spec));
  out.findings = {
      sample_lost(out.pools[4], "10000000000000000000000000000001"),
      sample_finding(out.pools[5], "pool-os-handle",
                     "objects hold 1 socket each, which may be closed by "
                     "its other end while nobody looks",
                     "10000000000000000000000000000002"),
      sample_lost(out.pools[1], "10000000000000000000000000000003"),
      sample_finding(out.pools[9], "pool-tiny-type",
                     "objects of 4 bytes are cheaper to make than to pool",
                     "10000000000000000000000000000004"),
      sample_finding(out.pools[11], "pool-missing-reset",
                     "'length' is read as the last user left it",
                     "10000000000000000000000000000005"),
      sample_finding(out.pools[2], "pool-tiny-type",
                     "objects of 24 bytes are cheaper to make than to pool",
                     "10000000000000000000000000000006"),
      sample_finding(out.pools[0], "pool-use-after-put", "'object' is read after it was put back",
                     "10000000000000000000000000000007"),
  };
  out.findings[5].suppressed = Suppressed{SuppressionKind::nolint, "measured, see bench/tokens.cc",
                                          sample_place("src/http/parser.cc", 11, 40, 60)};
  out.findings[6].pool.clear();
  out.findings[2].edits = {
      {sample_place("src/http/headers.cc", 13, 3, 3), "objects.put(object);\n"}};
  out.units = {{"src/listener.cc", UnitState::analysed, "", {}},
               {"src/main.cc", UnitState::skipped, "nothing in its includes mentions a pool", {}}};
  Suppression unused;
  unused.state = SuppressionState::unused;
  unused.rule = "pool-tiny-type";
  unused.place = sample_place("src/metrics.cc", 7, 5, 20);
  unused.message = "'pool-tiny-type' suppresses nothing";
  out.suppressions = {unused};
  return out;
}

}  // namespace

HtmlSample service_sample() {
  HtmlSample out;
  out.rules = sample_rules();
  out.source = sample_line;
  out.report.inventory = service_inventory();
  const Inventory& inventory = out.report.inventory;
  out.report.assessment = assess_all(inventory, service_pools(), 1);
  const std::array<double, 5> kFactors = {0.4, 0.7, 0.6, 1.3, 0.9};
  for (size_t i = 0; i < kFactors.size(); ++i) {
    const verdict::Assessment then = assess_all(inventory, service_pools(), kFactors[i]);
    Earlier earlier;
    earlier.label = "2026-0" + std::to_string(i + 5);
    earlier.time = 1.7777e9 + static_cast<double>(i) * 2.6e6;
    for (size_t pool = 0; pool < inventory.pools.size(); ++pool) {
      if (pool == 3 && i < 2) continue;  // was not there yet
      earlier.pools[inventory.pools[pool].id] = then.pools[pool];
    }
    out.report.history.push_back(std::move(earlier));
  }
  compare::Comparison comparison;
  comparison.before = "2026-09.json";
  comparison.introduced = {inventory.findings[2]};
  comparison.fixed = {sample_finding(inventory.pools[3], "pool-missing-put",
                                     "object taken from 'gateway::tls::records' is never put back",
                                     "20000000000000000000000000000001")};
  comparison.unchanged = {inventory.findings[0], inventory.findings[1], inventory.findings[3],
                          inventory.findings[4]};
  comparison.added_pools = {inventory.pools[12].name};
  comparison.removed_pools = {"gateway::legacy::frames_"};
  comparison.classes = {{inventory.pools[7].id, inventory.pools[7].name, inventory.pools[7].place,
                         verdict::Class::warm, verdict::Class::cold}};
  out.report.comparison = std::move(comparison);
  return out;
}

HtmlSample unmeasured_sample() {
  HtmlSample out;
  out.rules = sample_rules();
  out.source = sample_line;
  out.report.inventory = service_inventory();
  out.report.inventory.units.push_back(
      {"src/jobs/huge.cc", UnitState::failed, "time limit of 120 s reached", {}});
  return out;
}

}  // namespace pool_audit::report
