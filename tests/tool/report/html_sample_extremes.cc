// The samples that are large, or full of what is not meant well.
#include <cmath>

#include "tests/tool/report/html_sample.h"
#include "tests/tool/report/html_sample_parts.h"
#include "tests/tool/report/sample.h"
#include "tool/verdict/assess.h"

namespace pool_audit::report {

using namespace inventory;

HtmlSample large_sample(size_t pools) {
  HtmlSample out;
  out.rules = sample_rules();
  out.source = sample_line;
  std::vector<SamplePool> specs;
  for (size_t i = 0; i < pools; ++i) {
    SamplePool spec = service_pools()[i % service_pools().size()];
    const std::string number = std::to_string(i);
    spec.name = "service" + std::to_string(i % 40) + "::module" + std::to_string(i % 7) +
                "::Worker" + number + "::pool_";
    spec.file = "src/service" + std::to_string(i % 40) + "/module" + number + ".cc";
    if (spec.peak > 0) {
      // Spread over the decades, the same on every machine.
      const double spread = std::pow(10, static_cast<double>(i * 7919 % 1000) / 1000 * 3 - 1.5);
      spec.peak *= spread;
      spec.mean *= spread;
    }
    specs.push_back(spec);
    out.report.inventory.pools.push_back(sample_pool(spec));
    Pool& pool = out.report.inventory.pools.back();
    if (i % 3 == 0) {
      std::string fingerprint = std::to_string(i);
      fingerprint.insert(0, 32 - fingerprint.size(), '0');
      out.report.inventory.findings.push_back(
          i % 2 == 0 ? sample_lost(pool, fingerprint)
                     : sample_finding(pool, "pool-tiny-type",
                                      "objects are cheaper to make than to pool", fingerprint));
    }
  }
  out.report.inventory.tool_version = "0.1.0";
  // One point in time is enough for the numbers; measuring them all would take the test's time.
  verdict::Assessment assessment;
  for (size_t i = 0; i < pools; ++i) {
    verdict::PoolVerdict each;
    if (specs[i].peak >= 0) {
      each.measured.emplace();
      each.measured->process = {specs[i].mean, specs[i].peak * 0.8, specs[i].peak};
      each.measured->fleet = {specs[i].mean * 3, specs[i].peak * 2, specs[i].peak * 3};
      each.measured->hits = each.measured->gets = specs[i].mean * 4e6;
      each.measured->window_seconds = each.measured->covered_seconds = 4e6;
      each.measured->points = 4000;
      each.measured->instances = {{"gw-1:9464", "", ""}, {"gw-2:9464", "", ""}};
      each.confidence = verdict::Confidence::name;
    }
    verdict::Evidence evidence;
    evidence.measured = each.measured;
    evidence.confidence = each.confidence;
    evidence.open_findings = i % 6 == 0 ? 1 : 0;
    evidence.design_findings = i % 6 == 3 ? 1 : 0;
    each.verdict = verdict::judge(evidence, {});
    assessment.pools.push_back(std::move(each));
  }
  assessment.measurements = assessment.joined = pools;
  out.report.assessment = std::move(assessment);
  return out;
}

HtmlSample hostile_sample() {
  HtmlSample out;
  Report& report = out.report;
  report.inventory = hostile_inventory();
  const std::string evil =
      "</script></style></noscript><script>alert(1)</script><img src=x onerror=alert(1)>\"' "
      "onmouseover=alert(1) javascript:alert(1) &lt;b&gt; --> ]]> {{x}} \xE2\x80\xAEgpj.exe "
      "\xFF\x01";
  Pool again = report.inventory.pools.front();
  report.inventory.pools.push_back(again);  // the same id twice
  again.id = evil;
  again.name = evil;
  again.place.file = evil + ".cc";
  report.inventory.pools.push_back(again);
  Finding finding;
  finding.rule = finding.message = finding.function = finding.fingerprint = evil;
  finding.pool = evil;
  finding.place = {evil, 1, 3, 1, 9, evil};
  finding.notes = {{{evil, 2, 1, 2, 2, ""}, evil}};
  finding.edits = {{{evil, 1, 1, 1, 1, ""}, evil}};
  report.inventory.findings.insert(report.inventory.findings.end(), {finding, finding});
  out.rules = {{evil, evil, evil, evil, Level::error, true}};
  out.source = [evil](const std::string&, uint32_t) { return std::optional<std::string>(evil); };
  verdict::Assessment assessment;
  for (size_t i = 0; i < report.inventory.pools.size(); ++i) {
    verdict::PoolVerdict each;
    each.verdict.reasons = each.verdict.missing = {evil};
    each.verdict.class_ = static_cast<verdict::Class>(i % 4);
    each.verdict.action = static_cast<verdict::Action>(i % 6);
    each.measured.emplace();
    each.measured->sources = {evil};
    each.measured->window_seconds = 10;
    each.measured->process = {std::pow(10, static_cast<double>(i) - 4), 1e300, 1e300};
    if (i == 3) each.measured->process = {std::nan(""), std::nan(""), std::nan("")};
    assessment.pools.push_back(std::move(each));
  }
  assessment.leftovers = {{evil, evil}};
  assessment.notes = {evil};
  Earlier earlier;
  earlier.label = evil;
  earlier.time = -1e300;
  earlier.pools[evil] = assessment.pools.front();
  report.history = {earlier};
  report.assessment = std::move(assessment);
  compare::Comparison comparison;
  comparison.before = evil;
  comparison.introduced = comparison.fixed = comparison.unchecked = {finding};
  comparison.added_pools = comparison.removed_pools = {evil, evil};
  comparison.classes = {{evil, evil, finding.place, verdict::Class::hot, verdict::Class::cold}};
  report.comparison = std::move(comparison);
  report.inventory.notes = {evil};
  return out;
}

}  // namespace pool_audit::report
