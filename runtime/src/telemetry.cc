// The two text forms of a snapshot.
#include "pool/telemetry.h"

#include <array>
#include <cstdio>
#include <map>

namespace pool {
namespace {

// One counter or gauge: how it is called in JSON, and in which series of Prometheus it stands.
struct field {
  const char* json;
  std::uint64_t pool_stats::* value;
  const char* metric;
  const char* label;  // the one that tells it from the others of the metric, or nullptr
  const char* label_value;
};

constexpr std::array kFields = {
    field{"gets_private", &pool_stats::gets_private, "pool_gets_total", "result", "private"},
    field{"gets_local", &pool_stats::gets_local, "pool_gets_total", "result", "local"},
    field{"gets_depot", &pool_stats::gets_depot, "pool_gets_total", "result", "depot"},
    field{"gets_victim", &pool_stats::gets_victim, "pool_gets_total", "result", "victim"},
    field{"gets_waited", &pool_stats::gets_waited, "pool_gets_total", "result", "waited"},
    field{"gets_created", &pool_stats::gets_created, "pool_gets_total", "result", "created"},
    field{"gets_failed", &pool_stats::gets_failed, "pool_gets_total", "result", "failed"},
    field{"gets_timeout", &pool_stats::gets_timeout, "pool_gets_total", "result", "timeout"},
    field{"puts_kept", &pool_stats::puts_kept, "pool_puts_total", "result", "kept"},
    field{"puts_dropped_policy", &pool_stats::puts_dropped_policy, "pool_puts_total", "result",
          "dropped_policy"},
    field{"puts_dropped_bound", &pool_stats::puts_dropped_bound, "pool_puts_total", "result",
          "dropped_bound"},
    field{"puts_dropped_bypass", &pool_stats::puts_dropped_bypass, "pool_puts_total", "result",
          "dropped_bypass"},
    field{"destroyed_epoch", &pool_stats::destroyed_epoch, "pool_destroyed_total", "reason",
          "epoch"},
    field{"destroyed_trim", &pool_stats::destroyed_trim, "pool_destroyed_total", "reason", "trim"},
    field{"rejected_on_get", &pool_stats::rejected_on_get, "pool_destroyed_total", "reason",
          "rejected"},
    field{"lost", &pool_stats::lost, "pool_lost_total", nullptr, nullptr},
    field{"prefilled", &pool_stats::prefilled, "pool_prefilled_total", nullptr, nullptr},
    field{"rotations", &pool_stats::rotations, "pool_rotations_total", nullptr, nullptr},
    field{"idle", &pool_stats::idle, "pool_objects", "state", "idle"},
    field{"out", &pool_stats::out, "pool_objects", "state", "out"},
    field{"live", &pool_stats::live, "pool_live_objects", nullptr, nullptr},
    field{"shards", &pool_stats::shards, "pool_shards", nullptr, nullptr},
    field{"waiting", &pool_stats::waiting, "pool_waiting", nullptr, nullptr},
};
static_assert(sizeof(pool_stats) == kFields.size() * sizeof(std::uint64_t),
              "every member of pool_stats is told");

struct metric {
  const char* name;
  const char* type;
  const char* help;
};

constexpr std::array kMetrics = {
    metric{"pool_gets_total", "counter", "Objects taken from the pool, by where they came from."},
    metric{"pool_puts_total", "counter", "Objects given back, by what became of them."},
    metric{"pool_destroyed_total", "counter", "Idle objects destroyed, by reason."},
    metric{"pool_lost_total", "counter", "Idle objects given up in a fork or for want of memory."},
    metric{"pool_prefilled_total", "counter", "Objects created in advance."},
    metric{"pool_rotations_total", "counter", "Rotations of the generations."},
    metric{"pool_objects", "gauge", "Objects in existence, idle or out."},
    metric{"pool_live_objects", "gauge", "Objects in existence."},
    metric{"pool_shards", "gauge", "Threads that take part, or fixed shards."},
    metric{"pool_waiting", "gauge", "Threads and coroutines that wait for an object."},
    metric{"pool_bypassed", "gauge", "1 while the pool is passed through."},
};

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(c));
      out += escape;
    } else {
      out += c;
    }
  }
  out += '"';
}

void append_label(std::string& out, const char* name, std::string_view value) {
  if (!out.empty()) out += ',';
  out += name;
  out += "=\"";
  for (const char c : value) {
    if (c == '\n') {
      out += "\\n";
      continue;
    }
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += '"';
}

std::string site_of(const pool_report& pool) {
  return pool.file.empty() ? "" : pool.file + ':' + std::to_string(pool.line);
}

std::string labels_of(const pool_report& pool) {
  std::string labels;
  append_label(labels, "pool", pool.name);
  append_label(labels, "kind", pool.kind);
  append_label(labels, "type", pool.type);
  append_label(labels, "site", site_of(pool));
  return labels;
}

}  // namespace

std::string to_json(const std::vector<pool_report>& pools) {
  std::string out = "{\n  \"schema_version\": 1,\n  \"pools\": [";
  const char* separator = "\n";
  for (const pool_report& pool : pools) {
    out += separator;
    separator = ",\n";
    out += "    {\"name\": ";
    append_json_string(out, pool.name);
    out += ", \"kind\": ";
    append_json_string(out, pool.kind);
    out += ", \"type\": ";
    append_json_string(out, pool.type);
    out += ", \"site\": ";
    append_json_string(out, site_of(pool));
    out += pool.bypassed ? ", \"bypassed\": true" : ", \"bypassed\": false";
    out += pool.closed ? ", \"closed\": true" : ", \"closed\": false";
    for (const field& each : kFields) {
      out += ", \"";
      out += each.json;
      out += "\": ";
      out += std::to_string(pool.stats.*each.value);
    }
    out += '}';
  }
  out += pools.empty() ? "]\n}\n" : "\n  ]\n}\n";
  return out;
}

std::string to_prometheus(const std::vector<pool_report>& pools) {
  struct total {
    pool_stats stats;
    bool bypassed = false;
  };
  // A series may stand in the text once only.
  std::map<std::string, total> by_labels;
  for (const pool_report& pool : pools) {
    total& sum = by_labels[labels_of(pool)];
    sum.stats += pool.stats;
    sum.bypassed = sum.bypassed || pool.bypassed;
  }
  std::string out;
  for (const metric& each : kMetrics) {
    const std::string_view name = each.name;
    out.append("# HELP ").append(name).append(" ").append(each.help);
    out.append("\n# TYPE ").append(name).append(" ").append(each.type).append("\n");
    for (const auto& [labels, sum] : by_labels) {
      if (name == "pool_bypassed") {
        out.append(name).append("{").append(labels).append(sum.bypassed ? "} 1\n" : "} 0\n");
      }
      for (const field& value : kFields) {
        if (name != value.metric) continue;
        std::string all = labels;
        if (value.label != nullptr) append_label(all, value.label, value.label_value);
        out.append(name).append("{").append(all).append("} ");
        out.append(std::to_string(sum.stats.*value.value)).append("\n");
      }
    }
  }
  return out;
}

}  // namespace pool
