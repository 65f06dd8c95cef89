#include "tests/tool/report/sample.h"

namespace pool_audit::report {
namespace {

using namespace inventory;

Place at(const char* file, uint32_t line, uint32_t column, uint32_t end_column) {
  return {file, line, column, line, end_column, ""};
}

Site site(SiteKind kind, Place place, const char* function, const char* api,
          Pairing pairing = Pairing::none, const char* reason = "",
          std::vector<Place> related = {}) {
  return {kind, std::move(place), function, api, "", pairing, reason, std::move(related)};
}

Pool buffers() {
  Pool pool;
  pool.id = "c:@N@net@S@Server@FI@buffers_";
  pool.name = "net::Server::buffers_";
  pool.kind = "object pool";
  pool.origin = Origin::modelled;
  pool.model = "poco.object_pool";
  pool.library = "Poco";
  pool.type = "Poco::ObjectPool<net::Buffer>";
  pool.pooled = {"net::Buffer", 4096, at("src/net/buffer.h", 12, 1, 2)};
  pool.factory = {"Poco::PoolableObjectFactory<net::Buffer>", {}};
  pool.storage = StorageClass::member;
  pool.visibility = Visibility::private_;
  pool.bound = {BoundKind::bounded, "64"};
  pool.reset = {"pool on put", "net::Buffer::clear", {at("src/net/buffer.h", 31, 3, 12)}};
  pool.guard = "std::mutex";
  pool.documentation = "Buffers of the network thread.\nOne a connection | never shared.";
  pool.place = at("src/net/server.h", 41, 3, 40);
  pool.runtime_name = "net.buffers";
  pool.made_at = {at("src/net/server.cc", 22, 7, 30)};
  pool.sites = {
      site(SiteKind::get, at("src/net/server.cc", 55, 17, 44), "net::Server::accept",
           "borrowObject", Pairing::lease, "owned by 'guard' until the end of the block"),
      site(SiteKind::get, at("src/net/server.cc", 71, 20, 47), "net::Server::read", "borrowObject",
           Pairing::some_paths, "not put back when 'parse' fails",
           {at("src/net/server.cc", 76, 5, 18)}),
      site(SiteKind::put, at("src/net/server.cc", 80, 3, 33), "net::Server::read", "returnObject"),
      site(SiteKind::get, at("src/net/server.cc", 93, 20, 47), "net::Server::write", "borrowObject",
           Pairing::all_paths, "", {at("src/net/server.cc", 99, 3, 33)}),
      site(SiteKind::put, at("src/net/server.cc", 99, 3, 33), "net::Server::write", "returnObject"),
  };
  return pool;
}

Pool sessions() {
  Pool pool;
  pool.id = "c:@sessions";
  pool.name = "sessions";
  pool.kind = "connection pool";
  pool.origin = Origin::modelled;
  pool.model = "poco.session_pool";
  pool.library = "Poco";
  pool.type = "Poco::Data::SessionPool";
  pool.pooled = {"Poco::Data::Session", 16, {}};
  pool.storage = StorageClass::package_level;
  pool.visibility = Visibility::exported;
  pool.bound = {BoundKind::bounded, "kMaxSessions"};
  pool.reset = {"pool on put", "", {}};
  pool.place = at("src/db/sessions.cc", 9, 1, 36);
  pool.sites = {
      site(SiteKind::create, at("src/db/sessions.cc", 9, 1, 36), "", "SessionPool"),
      site(SiteKind::get, at("src/db/query.cc", 20, 18, 32), "db::query", "get",
           Pairing::handed_over, "returned to the caller"),
  };
  return pool;
}

Pool manifolds() {
  Pool pool;
  pool.id = "c:@S@btCollisionDispatcher@FI@m_persistentManifoldPoolAllocator";
  pool.name = "btCollisionDispatcher::m_persistentManifoldPoolAllocator";
  pool.kind = "memory pool";
  pool.origin = Origin::modelled;
  pool.model = "bullet.pool_allocator";
  pool.library = "Bullet";
  pool.type = "btPoolAllocator";
  pool.storage = StorageClass::member;
  pool.visibility = Visibility::exported;
  pool.bound = {BoundKind::bounded, "m_defaultMaxPersistentManifoldPoolSize"};
  pool.reset = {"caller after get", "", {}};
  pool.guard = "std::mutex";
  pool.place = at("src/BulletCollision/CollisionDispatch/btCollisionDispatcher.h", 63, 2, 54);
  pool.notes = {"falls back to the heap when it is exhausted"};
  Place alloc = at("src/BulletCollision/CollisionDispatch/btCollisionDispatcher.cpp", 91, 14, 66);
  Site get = site(SiteKind::get, alloc, "btCollisionDispatcher::getNewManifold", "allocate",
                  Pairing::unproven, "stored into 'm_manifoldsPtr'");
  get.through = "btPoolAlloc";
  get.place.macro = "BT_NEW";
  pool.sites = {
      get, site(SiteKind::put,
                at("src/BulletCollision/CollisionDispatch/btCollisionDispatcher.cpp", 140, 3, 50),
                "btCollisionDispatcher::releaseManifold", "freeMemory")};
  return pool;
}

Pool annotated() {
  Pool pool;
  pool.id = "c:@F@handle#@scratch";
  pool.name = "handle()::scratch";
  pool.kind = "buffer pool";
  pool.origin = Origin::annotated;
  pool.type = "ScratchPool";
  pool.pooled = {"std::vector<unsigned char>", 24, {}};
  pool.storage = StorageClass::function_local;
  pool.visibility = Visibility::private_;
  pool.bound = {BoundKind::unbounded, ""};
  pool.reset = {"caller before put", "", {}};
  pool.place = at("src/http/handle.cc", 12, 5, 31);
  pool.sites = {
      site(SiteKind::get, at("src/http/handle.cc", 14, 12, 30), "handle", "take", Pairing::never,
           "put on no path, and handed to nobody", {at("src/http/handle.cc", 22, 1, 2)}),
      site(SiteKind::reset, at("src/http/handle.cc", 20, 3, 12), "handle", "clear"),
      site(SiteKind::discard, at("src/http/handle.cc", 21, 3, 16), "handle", "drop"),
  };
  return pool;
}

Pool free_list() {
  Pool pool;
  pool.id = "c:node.c@free_nodes";
  pool.name = "free_nodes";
  pool.kind = "free list";
  pool.origin = Origin::hand_written;
  pool.type = "struct node *";
  pool.pooled = {"node", 72, at("src/list/node.h", 4, 1, 2)};
  pool.factory = {"malloc(sizeof(struct node))", at("src/list/node.c", 30, 10, 36)};
  pool.storage = StorageClass::thread_local_;
  pool.visibility = Visibility::internal;
  pool.bound = {BoundKind::unknown, ""};
  pool.reset = {"unknown", "", {}};
  pool.guard = "thread_local";
  pool.place = at("src/list/node.c", 11, 1, 41);
  pool.score = 9;
  pool.evidence = {
      {"node_put(struct node *) links its argument into free_nodes", 4,
       at("src/list/node.c", 40, 3, 22)},
      {"node_get() takes from free_nodes before it allocates", 6, at("src/list/node.c", 27, 3, 30)},
      {"is never iterated", -1, {}},
  };
  pool.sites = {
      site(SiteKind::get, at("src/list/insert.c", 18, 20, 30), "list_insert", "node_get",
           Pairing::handed_over, "stored into 'list->head'"),
      site(SiteKind::put, at("src/list/remove.c", 33, 3, 17), "list_remove", "node_put"),
      site(SiteKind::destroy, at("src/list/node.c", 52, 5, 12), "node_drain", "free"),
  };
  return pool;
}

Pool type_wide() {
  Pool pool;
  pool.id = "c:@S@Job";
  pool.name = "Job::operator new";
  pool.kind = "free list";
  pool.origin = Origin::hand_written;
  pool.type = "class Job";
  pool.pooled = {"Job", 128, at("src/jobs/job.h", 8, 1, 2)};
  pool.storage = StorageClass::type_wide;
  pool.visibility = Visibility::exported;
  pool.place = at("src/jobs/job.h", 21, 3, 44);
  pool.score = 11;
  return pool;
}

Pool injected() {
  Pool pool;
  pool.id = "c:@F@parse#@pool";
  pool.name = "パーサ::プール";
  pool.kind = "object pool";
  pool.origin = Origin::modelled;
  pool.model = "user.nodes";
  pool.type = "NodePool &";
  pool.pooled = {"Node<char, `tick`, a|b>", 40, {}};
  pool.storage = StorageClass::injected;
  pool.visibility = Visibility::private_;
  pool.place = at("src/パーサ/parse.cc", 7, 12, 26);
  pool.sites = {site(SiteKind::get, at("src/パーサ/parse.cc", 9, 3, 14), "parse<T>", "make")};
  return pool;
}

Suppression suppression(SuppressionKind kind, SuppressionState state, const char* file,
                        uint32_t line) {
  Suppression out;
  out.kind = kind;
  out.state = state;
  out.rule = "pool-tiny-*";
  out.place = at(file, line, 5, 9);
  const bool is_good = state == SuppressionState::used || state == SuppressionState::unchecked;
  if (is_good) out.reason = "moved out with the old protocol";
  if (!is_good) out.message = "'pool-tiny-*' suppresses nothing";
  if (state == SuppressionState::used) out.hidden = 1;
  return out;
}

telemetry::Measured measured(const char* name, double peak) {
  telemetry::Measured out;
  out.pool = {name, "sharded_pool", "", "src/net/server.cc", 22};
  out.process = {peak / 4, peak / 2, peak};
  out.fleet = {peak / 2, peak, 2 * peak};
  out.gets = peak * 100;
  out.hits = peak * 75;
  out.created = peak * 20;
  out.unserved = peak * 4;
  out.unknown = peak;
  out.puts = peak * 90;
  out.dropped = peak * 9;
  out.end = 1'800'000'000.25;
  out.window_seconds = 2 * 86400.0;
  out.covered_seconds = 86400.5;
  out.gap_seconds = 600;
  out.resolution_seconds = 15;
  out.points = 11'520;
  out.resets = 1;
  out.instances = {{"a:9464", "4fd1", "1a2b3c4"}, {"b:9464", "", ""}};
  out.sources = {"http://prometheus:9090", "dump.json"};
  return out;
}

}  // namespace

Inventory sample_inventory() {
  Inventory all;
  all.tool_version = "0.1.0";
  all.pools = {manifolds(), sessions(), annotated(), type_wide(),
               free_list(), buffers(),  injected()};
  all.findings = {
      {"pool-missing-put",
       sessions().id,
       at("src/db/query.cc", 31, 18, 32),
       "db::update",
       "object taken from 'sessions' is not put back on every path",
       {{at("src/db/query.cc", 33, 7, 12), "taking the branch where 'dry' holds"},
        {at("src/db/query.cc", 34, 5, 11), "lost here: the function returns"}},
       {},
       "00112233445566778899aabbccddeeff",
       {}},
      {"pool-discarded-get",
       "",
       at("src/net/server.cc", 120, 3, 30),
       "",
       "object taken from 'a' or 'b' is dropped: nobody can put it back",
       {},
       {{at("src/net/server.cc", 120, 3, 3), "auto object = "},
        {at("src/net/server.cc", 121, 1, 9), ""}},
       "",
       {}},
      {"pool-tiny-type",
       type_wide().id,
       at("src/net/server.h", 14, 3, 30),
       "",
       "objects of 8 bytes are cheaper to make than to pool",
       {},
       {},
       "",
       Suppressed{SuppressionKind::config, "moved out with the old protocol",
                  at(".pool-audit.yaml", 12, 5, 5)}},
  };
  all.suppressions = {
      suppression(SuppressionKind::config, SuppressionState::used, ".pool-audit.yaml", 12),
      suppression(SuppressionKind::config, SuppressionState::unchecked, ".pool-audit.yaml", 15),
      suppression(SuppressionKind::nolint, SuppressionState::unused, "src/db/query.cc", 7),
      suppression(SuppressionKind::nolint, SuppressionState::unexplained, "src/db/query.cc", 8),
      suppression(SuppressionKind::nolint, SuppressionState::unmatched, "src/db/query.cc", 9),
      suppression(SuppressionKind::nolint, SuppressionState::unknown_rule, "src/db/query.cc", 10),
  };
  all.candidates = {
      {"Workers::queue_",
       at("src/jobs/workers.h", 30, 3, 25),
       4,
       {{"pop_front under a lock", 4, at("src/jobs/workers.cc", 44, 3, 30)}},
       "thread pool: its elements are run"},
  };
  all.units = {
      {"src/db/query.cc", UnitState::analysed, "", {}},
      {"src/http/handle.cc", UnitState::analysed, "", {"dropped -fconserve-stack"}},
      {"src/jobs/huge.cc", UnitState::failed, "time limit of 120 s reached", {}},
      {"src/main.cc", UnitState::skipped, "nothing in its includes mentions a pool", {}},
      {"src/net/server.cc", UnitState::analysed, "", {}},
  };
  all.notes = {"2 entries of the compile database name the same file"};
  return all;
}

Report sample_report() {
  Report out = {sample_inventory()};
  out.thresholds.window_seconds = 7 * 86400.0;
  verdict::Assessment& all = out.assessment.emplace();
  const auto add = [&](verdict::Class class_, verdict::Action action,
                       verdict::Confidence confidence, std::vector<std::string> reasons,
                       std::optional<telemetry::Measured> measured = {}) {
    all.pools.push_back({{class_, action, std::move(reasons), {}}, confidence, measured});
  };
  using enum verdict::Action;
  using verdict::Class;
  using verdict::Confidence;
  // In the order of the inventory.
  add(Class::hot, leave, Confidence::site, {"at peak 25k gets/s in one process"},
      measured("", 25'000));
  add(Class::unmeasured, instrument, Confidence::none, {"no measurement speaks of it"});
  add(Class::cold, observe, Confidence::type, {"at peak 5 gets/s in one process"}, measured("", 5));
  all.pools.back().verdict.missing = {"watched for 2 days of 7 days",
                                      "the measurement is joined by type, not by name or site"};
  add(Class::warm, replace, Confidence::mapped, {"1 finding on whether it should be a pool"},
      measured("", 400));
  add(Class::cold, remove, Confidence::name, {"at peak 40 gets/s in one process"},
      measured("nodes", 40));
  add(Class::warm, review, Confidence::name, {"at peak 10k gets/s in one process"},
      measured("net.buffers", 10'000));
  add(Class::unmeasured, instrument, Confidence::site,
      {"its counters have no times, so that there is no rate"}, telemetry::Measured{});
  all.leftovers = {{"old.sessions", "no pool is called 'old.sessions'"}};
  all.measurements = 7;
  all.joined = 6;
  all.notes = {"dump.json: it does not say when it was taken"};
  verdict::PoolVerdict before = all.pools[4];
  before.verdict.class_ = Class::warm;
  out.history.push_back({"2026-10", 1'790'000'000, {{out.inventory.pools[4].id, before}}});
  return out;
}

Report hostile_report() {
  Report out = sample_report();
  out.inventory = hostile_inventory();
  int count = 100;
  const auto spoil = [&](std::string& text) {
    text = std::to_string(++count) + ". a|b `c` <script>x</script> **e** [h](i) </details> \\";
  };
  for (verdict::PoolVerdict& each : out.assessment->pools) {
    for (std::string& text : each.verdict.reasons) spoil(text);
    for (std::string& text : each.verdict.missing) spoil(text);
    if (!each.measured) continue;
    for (std::string& source : each.measured->sources) spoil(source);
    for (telemetry::Instance& instance : each.measured->instances) spoil(instance.id);
  }
  for (verdict::Leftover& each : out.assessment->leftovers) {
    spoil(each.what);
    spoil(each.reason);
  }
  for (std::string& note : out.assessment->notes) spoil(note);
  for (Earlier& each : out.history) spoil(each.label);
  return out;
}

Inventory hostile_inventory() {
  Inventory all = sample_inventory();
  int count = 0;
  // A number keeps the texts apart.
  const auto spoil = [&](std::string& text) {
    text = std::to_string(++count) +
           ". a|b \\| `c` ``|`` <script>x</script> <!-- &lt; *d* **e** _f_ __g__ [h](i) ![j](k) "
           "~~l~~ $m$ # \\ http&#58; </code></pre></details> <br> --- | --- \\";
  };
  for (Pool& pool : all.pools) {
    for (std::string* text :
         {&pool.name, &pool.kind, &pool.model, &pool.library, &pool.type, &pool.pooled.name,
          &pool.factory.text, &pool.bound.capacity, &pool.reset.by, &pool.reset.method, &pool.guard,
          &pool.documentation, &pool.place.file}) {
      spoil(*text);
    }
    pool.bound.kind = BoundKind::bounded;
    pool.documentation = "# " + pool.documentation + "\n\n    - code?\n" + pool.documentation;
    pool.notes.emplace_back();
    for (std::string& note : pool.notes) spoil(note);
    for (Evidence& evidence : pool.evidence) spoil(evidence.text);
    for (Site& site : pool.sites) {
      spoil(site.function);
      spoil(site.api);
      spoil(site.reason);
      spoil(site.place.file);
    }
  }
  for (Finding& finding : all.findings) {
    for (std::string* text :
         {&finding.rule, &finding.pool, &finding.place.file, &finding.function, &finding.message}) {
      spoil(*text);
    }
    for (Note& note : finding.notes) spoil(note.text);
    for (Edit& edit : finding.edits) spoil(edit.text);
    if (finding.suppressed) spoil(finding.suppressed->reason);
  }
  for (Suppression& each : all.suppressions) {
    spoil(each.rule);
    spoil(each.reason);
    if (!each.message.empty()) spoil(each.message);
  }
  for (Unit& unit : all.units) {
    spoil(unit.file);
    spoil(unit.reason);
    unit.state = UnitState::failed;
  }
  for (std::string& note : all.notes) spoil(note);
  return all;
}

}  // namespace pool_audit::report
