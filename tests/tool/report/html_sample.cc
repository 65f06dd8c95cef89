#include "tests/tool/report/html_sample.h"

#include <array>
#include <cmath>

#include "tests/tool/report/sample.h"
#include "tool/verdict/assess.h"

namespace pool_audit::report {

namespace {

using namespace inventory;

const RuleInfos kRules = {
    {"pool-missing-put", "an object that is taken is not put back on some path",
     "# pool-missing-put\n\n## What\n\nAn object leaves a pool and does not come back.\n",
     "checkout", Level::warning, true},
    {"pool-missing-reset", "an object is used as its last user left it",
     "# pool-missing-reset\n\nWhat the last user wrote is still there.\n", "checkout",
     Level::warning, true},
    {"pool-os-handle", "objects hold handles of the operating system",
     "# pool-os-handle\n\nA socket that is kept is a socket that may be closed.\n", "design",
     Level::note, true},
    {"pool-tiny-type", "objects are cheaper to make than to pool",
     "# pool-tiny-type\n\nThe allocator is faster.\n", "design", Level::note, true},
    {"pool-use-after-put", "an object is used after it was put back", "# pool-use-after-put\n",
     "checkout", Level::warning, true},
};

struct Spec {
  std::string name;
  std::string type;
  uint64_t size = 0;
  std::string file;
  double peak = -1;  // negative: nobody measured it
  double mean = 0;
  double days = 40;
};

const std::array<Spec, 13> kService = {{
    {"gateway::Listener::buffers_", "gateway::Buffer", 16384, "src/listener.cc", 212000, 61000},
    {"gateway::http::headers", "gateway::http::HeaderMap", 1184, "src/http/headers.cc", 48300,
     9100},
    {"gateway::http::Parser::tokens_", "gateway::http::Token", 24, "src/http/parser.cc", 15200,
     3900},
    {"gateway::tls::records", "gateway::tls::Record", 16408, "src/tls/record.cc", 9800, 2100},
    {"gateway::Reply::bodies_", "gateway::Body", 4096, "src/reply.cc", 2350, 610},
    {"gateway::(anonymous namespace)::upstream", "gateway::Connection", 72, "src/upstream.cc", 740,
     96},
    {"gateway::session::sessions", "gateway::session::Session", 344, "src/session/session.cc", 120,
     14},
    {"gateway::metrics::labels_", "std::string", 32, "src/metrics.cc", 96, 21, 45},
    {"gateway::config::Snapshot::nodes_", "gateway::config::Node", 64, "src/config/snapshot.cc",
     3.4, 0.02, 61},
    {"gateway::tickets", "int", 4, "src/tickets.cc", 0.8, 0.05, 61},
    {"gateway::admin::Console::lines_", "gateway::admin::Line", 256, "src/admin/console.cc", 0, 0,
     61},
    {"free_packets", "packet", 1520, "src/packet.c"},
    {"gateway::jobs::Worker::jobs_", "gateway::jobs::Job", 40, "src/jobs/worker.cc"},
}};

Place at(const std::string& file, uint32_t line, uint32_t column, uint32_t end) {
  return {file, line, column, line, end, ""};
}

// What every file of the samples holds: a function that loses an object on its error path.
const std::array<std::string, 22> kSource = {
    "#include \"pool.h\"",
    "",
    "namespace {",
    "",
    "// Objects that are kept for the next request.",
    "Pool<Object> objects;",
    "",
    "}  // namespace",
    "",
    "int serve(const Request& request) {",
    "\tObject* object = objects.get();",
    "\tif (!request.is_valid()) {",
    "\t\treturn -1;  // <- the object stays away",
    "\t}",
    "\tobject->fill(request);",
    "\tconst int sent = send(request.socket(), object->data(), object->size());",
    "\tobjects.put(object);",
    "\treturn sent;",
    "}",
    "",
    "void refresh() { auto lease = objects.lease(); lease->clear(); }",
    ""};

std::optional<std::string> source_line(const std::string& file, uint32_t line) {
  if (file.starts_with("nowhere/") || line == 0 || line > kSource.size()) return std::nullopt;
  return kSource[line - 1];
}

Pool pool_of(const Spec& spec) {
  Pool pool;
  pool.id = "c:@" + spec.name;
  pool.name = spec.name;
  pool.kind = spec.name.find("free") == 0 ? "free list" : "object pool";
  pool.origin = spec.name.find("free") == 0 ? Origin::hand_written : Origin::modelled;
  pool.model = "pool.object_pool";
  pool.library = pool.origin == Origin::modelled ? "pool" : "";
  pool.type = "pool::object_pool<" + spec.type + ">";
  pool.pooled = {spec.type, spec.size, at(spec.file, 6, 6, 12)};
  pool.storage = StorageClass::member;
  pool.bound = {BoundKind::bounded, "64"};
  pool.reset = {"pool on put", spec.type + "::clear", {at(spec.file, 21, 48, 63)}};
  pool.guard = "std::mutex";
  pool.documentation = "Objects that are kept for the next request.";
  pool.place = at(spec.file, 6, 14, 21);
  pool.runtime_name = spec.name;
  pool.sites = {
      {SiteKind::get,
       at(spec.file, 11, 19, 32),
       "serve",
       "get",
       "",
       Pairing::some_paths,
       "put on some paths only",
       {at(spec.file, 13, 3, 12)}},
      {SiteKind::put, at(spec.file, 17, 2, 21), "serve", "put", "", Pairing::none, "", {}},
      {SiteKind::get,
       at(spec.file, 21, 31, 46),
       "refresh",
       "lease",
       "",
       Pairing::lease,
       "owned by 'lease' until the end of the block",
       {}}};
  if (pool.origin == Origin::hand_written) {
    pool.evidence = {{"put() links its argument into " + spec.name, 4, at(spec.file, 17, 2, 21)},
                     {"get() takes from it before it allocates", 6, at(spec.file, 11, 19, 32)},
                     {"is never iterated", -1, {}}};
    pool.score = 9;
  }
  return pool;
}

Finding finding_of(const Pool& pool, const std::string& rule, std::string message,
                   const std::string& fingerprint) {
  Finding out;
  out.rule = rule;
  out.pool = pool.id;
  out.place = at(pool.place.file, 11, 19, 32);
  out.function = "serve";
  out.message = std::move(message);
  out.fingerprint = fingerprint;
  return out;
}

Finding lost(const Pool& pool, const std::string& fingerprint) {
  Finding out = finding_of(pool, "pool-missing-put",
                           "object taken from '" + pool.name + "' is not put back on every path",
                           fingerprint);
  out.notes = {
      {at(pool.place.file, 12, 6, 26), "taking the branch where '!request.is_valid()' holds"},
      {at(pool.place.file, 13, 3, 12), "lost here: the function returns"}};
  return out;
}

// Two days of counters for each process: `mean` all the time, and `peak` for one interval.
telemetry::Series series_of(const Spec& spec, const std::string& process) {
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

verdict::Assessment assess_all(const Inventory& inventory, std::span<const Spec> specs,
                               double factor) {
  telemetry::Telemetry telemetry;
  for (Spec spec : specs) {
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
  for (const Spec& spec : kService) out.pools.push_back(pool_of(spec));
  out.findings = {
      lost(out.pools[4], "10000000000000000000000000000001"),
      finding_of(out.pools[5], "pool-os-handle",
                 "objects hold 1 socket each, which may be closed by "
                 "its other end while nobody looks",
                 "10000000000000000000000000000002"),
      lost(out.pools[1], "10000000000000000000000000000003"),
      finding_of(out.pools[9], "pool-tiny-type",
                 "objects of 4 bytes are cheaper to make than to pool",
                 "10000000000000000000000000000004"),
      finding_of(out.pools[11], "pool-missing-reset", "'length' is read as the last user left it",
                 "10000000000000000000000000000005"),
      finding_of(out.pools[2], "pool-tiny-type",
                 "objects of 24 bytes are cheaper to make than to pool",
                 "10000000000000000000000000000006"),
      finding_of(out.pools[0], "pool-use-after-put", "'object' is read after it was put back",
                 "10000000000000000000000000000007"),
  };
  out.findings[5].suppressed = Suppressed{SuppressionKind::nolint, "measured, see bench/tokens.cc",
                                          at("src/http/parser.cc", 11, 40, 60)};
  out.findings[6].pool.clear();
  out.findings[2].edits = {{at("src/http/headers.cc", 13, 3, 3), "objects.put(object);\n"}};
  out.units = {{"src/listener.cc", UnitState::analysed, "", {}},
               {"src/main.cc", UnitState::skipped, "nothing in its includes mentions a pool", {}}};
  Suppression unused;
  unused.state = SuppressionState::unused;
  unused.rule = "pool-tiny-type";
  unused.place = at("src/metrics.cc", 7, 5, 20);
  unused.message = "'pool-tiny-type' suppresses nothing";
  out.suppressions = {unused};
  return out;
}

}  // namespace

HtmlSample service_sample() {
  HtmlSample out;
  out.rules = kRules;
  out.source = source_line;
  out.report.inventory = service_inventory();
  const Inventory& inventory = out.report.inventory;
  out.report.assessment = assess_all(inventory, kService, 1);
  const std::array<double, 5> kFactors = {0.4, 0.7, 0.6, 1.3, 0.9};
  for (size_t i = 0; i < kFactors.size(); ++i) {
    const verdict::Assessment then = assess_all(inventory, kService, kFactors[i]);
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
  comparison.fixed = {finding_of(inventory.pools[3], "pool-missing-put",
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
  out.rules = kRules;
  out.source = source_line;
  out.report.inventory = service_inventory();
  out.report.inventory.units.push_back(
      {"src/jobs/huge.cc", UnitState::failed, "time limit of 120 s reached", {}});
  return out;
}

HtmlSample large_sample(size_t pools) {
  HtmlSample out;
  out.rules = kRules;
  out.source = source_line;
  std::vector<Spec> specs;
  for (size_t i = 0; i < pools; ++i) {
    Spec spec = kService[i % kService.size()];
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
    out.report.inventory.pools.push_back(pool_of(spec));
    Pool& pool = out.report.inventory.pools.back();
    if (i % 3 == 0) {
      std::string fingerprint = std::to_string(i);
      fingerprint.insert(0, 32 - fingerprint.size(), '0');
      out.report.inventory.findings.push_back(
          i % 2 == 0 ? lost(pool, fingerprint)
                     : finding_of(pool, "pool-tiny-type",
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
