#include "tests/tool/report/html_sample_parts.h"

namespace pool_audit::report {

using namespace inventory;

const RuleInfos& sample_rules() {
  static const RuleInfos kRules = {
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
  return kRules;
}

const std::array<SamplePool, 13>& service_pools() {
  static const std::array<SamplePool, 13> kService = {{
      {"gateway::Listener::buffers_", "gateway::Buffer", 16384, "src/listener.cc", 212000, 61000},
      {"gateway::http::headers", "gateway::http::HeaderMap", 1184, "src/http/headers.cc", 48300,
       9100},
      {"gateway::http::Parser::tokens_", "gateway::http::Token", 24, "src/http/parser.cc", 15200,
       3900},
      {"gateway::tls::records", "gateway::tls::Record", 16408, "src/tls/record.cc", 9800, 2100},
      {"gateway::Reply::bodies_", "gateway::Body", 4096, "src/reply.cc", 2350, 610},
      {"gateway::(anonymous namespace)::upstream", "gateway::Connection", 72, "src/upstream.cc",
       740, 96},
      {"gateway::session::sessions", "gateway::session::Session", 344, "src/session/session.cc",
       120, 14},
      {"gateway::metrics::labels_", "std::string", 32, "src/metrics.cc", 96, 21, 45},
      {"gateway::config::Snapshot::nodes_", "gateway::config::Node", 64, "src/config/snapshot.cc",
       3.4, 0.02, 61},
      {"gateway::tickets", "int", 4, "src/tickets.cc", 0.8, 0.05, 61},
      {"gateway::admin::Console::lines_", "gateway::admin::Line", 256, "src/admin/console.cc", 0, 0,
       61},
      {"free_packets", "packet", 1520, "src/packet.c"},
      {"gateway::jobs::Worker::jobs_", "gateway::jobs::Job", 40, "src/jobs/worker.cc"},
  }};
  return kService;
}

Place sample_place(const std::string& file, uint32_t line, uint32_t column, uint32_t end) {
  return {file, line, column, line, end, ""};
}

namespace {

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

}  // namespace

std::optional<std::string> sample_line(const std::string& file, uint32_t line) {
  if (file.starts_with("nowhere/") || line == 0 || line > kSource.size()) return std::nullopt;
  return kSource[line - 1];
}

Pool sample_pool(const SamplePool& spec) {
  Pool pool;
  pool.id = "c:@" + spec.name;
  pool.name = spec.name;
  pool.kind = spec.name.find("free") == 0 ? "free list" : "object pool";
  pool.origin = spec.name.find("free") == 0 ? Origin::hand_written : Origin::modelled;
  pool.model = "pool.object_pool";
  pool.library = pool.origin == Origin::modelled ? "pool" : "";
  pool.type = "pool::object_pool<" + spec.type + ">";
  pool.pooled = {spec.type, spec.size, sample_place(spec.file, 6, 6, 12)};
  pool.storage = StorageClass::member;
  pool.bound = {BoundKind::bounded, "64"};
  pool.reset = {"pool on put", spec.type + "::clear", {sample_place(spec.file, 21, 48, 63)}};
  pool.guard = "std::mutex";
  pool.documentation = "Objects that are kept for the next request.";
  pool.place = sample_place(spec.file, 6, 14, 21);
  pool.runtime_name = spec.name;
  pool.sites = {{SiteKind::get,
                 sample_place(spec.file, 11, 19, 32),
                 "serve",
                 "get",
                 "",
                 Pairing::some_paths,
                 "put on some paths only",
                 {sample_place(spec.file, 13, 3, 12)}},
                {SiteKind::put,
                 sample_place(spec.file, 17, 2, 21),
                 "serve",
                 "put",
                 "",
                 Pairing::none,
                 "",
                 {}},
                {SiteKind::get,
                 sample_place(spec.file, 21, 31, 46),
                 "refresh",
                 "lease",
                 "",
                 Pairing::lease,
                 "owned by 'lease' until the end of the block",
                 {}}};
  if (pool.origin == Origin::hand_written) {
    pool.evidence = {
        {"put() links its argument into " + spec.name, 4, sample_place(spec.file, 17, 2, 21)},
        {"get() takes from it before it allocates", 6, sample_place(spec.file, 11, 19, 32)},
        {"is never iterated", -1, {}}};
    pool.score = 9;
  }
  return pool;
}

Finding sample_finding(const Pool& pool, const std::string& rule, std::string message,
                       const std::string& fingerprint) {
  Finding out;
  out.rule = rule;
  out.pool = pool.id;
  out.place = sample_place(pool.place.file, 11, 19, 32);
  out.function = "serve";
  out.message = std::move(message);
  out.fingerprint = fingerprint;
  return out;
}

Finding sample_lost(const Pool& pool, const std::string& fingerprint) {
  Finding out = sample_finding(
      pool, "pool-missing-put",
      "object taken from '" + pool.name + "' is not put back on every path", fingerprint);
  out.notes = {{sample_place(pool.place.file, 12, 6, 26),
                "taking the branch where '!request.is_valid()' holds"},
               {sample_place(pool.place.file, 13, 3, 12), "lost here: the function returns"}};
  return out;
}

}  // namespace pool_audit::report
