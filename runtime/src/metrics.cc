// The snapshot as Prometheus and OpenMetrics text.
#include <array>
#include <initializer_list>
#include <map>
#include <string_view>
#include <utility>

#include "telemetry_fields.h"

namespace pool {
namespace {

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
    metric{"pool_bytes", "gauge", "Bytes of the objects in existence, idle or out."},
    metric{"pool_shards", "gauge", "Threads that take part, or fixed shards."},
    metric{"pool_waiting", "gauge", "Threads and coroutines that wait for an object."},
    metric{"pool_bypassed", "gauge", "1 while the pool is passed through."},
    metric{"pool_wait_seconds", "histogram", "How long gets waited, of a sample of them."},
};

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

std::string labels_of(const pool_report& pool) {
  std::string labels;
  append_label(labels, "pool", pool.name);
  append_label(labels, "kind", pool.kind);
  append_label(labels, "type", pool.type);
  append_label(labels, "site", detail::site_of(pool));
  return labels;
}

// Pools with the same labels; a series may stand in the text once only.
struct total {
  pool_stats stats;
  std::uint64_t idle_bytes = 0;
  std::uint64_t out_bytes = 0;
  bool bypassed = false;
  bool can_wait = false;
};

class writer {
 public:
  explicit writer(bool open) : open_(open) {}

  void head(const metric& of) {
    std::string_view name = of.name;
    // A counter of OpenMetrics is called without the suffix that its samples have.
    if (open_ && name.ends_with("_total")) name.remove_suffix(std::string_view("_total").size());
    if (open_) {
      line({"# TYPE ", name, " ", of.type});
      line({"# HELP ", name, " ", of.help});
    } else {
      line({"# HELP ", name, " ", of.help});
      line({"# TYPE ", name, " ", of.type});
    }
  }
  // `label`: one more, or nullptr.
  void sample(std::string_view name, const std::string& labels, const char* label,
              std::string_view label_value, std::string_view value) {
    std::string all = labels;
    if (label != nullptr) append_label(all, label, label_value);
    line({name, "{", all, "} ", value});
  }
  void sample(std::string_view name, const std::string& labels, const char* label,
              std::string_view label_value, std::uint64_t value) {
    sample(name, labels, label, label_value, std::string_view(std::to_string(value)));
  }
  void waits(const std::string& labels, const wait_times& of) {
    std::uint64_t sum = 0;
    for (std::size_t at = 0; at < of.classes.size(); ++at) {
      sum += of.classes[at];
      const bool bounded = at < wait_times::kBounds.size();
      sample("pool_wait_seconds_bucket", labels, "le",
             bounded ? seconds(wait_times::kBounds[at]) : "+Inf", sum);
    }
    sample("pool_wait_seconds_sum", labels, nullptr, "", seconds(of.nanoseconds));
    sample("pool_wait_seconds_count", labels, nullptr, "", sum);
  }
  std::string end() {
    if (open_) out_ += "# EOF\n";
    return std::move(out_);
  }

 private:
  void line(std::initializer_list<std::string_view> parts) {
    for (const std::string_view part : parts) out_ += part;
    out_ += '\n';
  }
  // Whole digits: the form of a number must not depend on the locale.
  static std::string seconds(std::uint64_t nanoseconds) {
    constexpr std::uint64_t kSecond = 1'000'000'000;
    std::string part = std::to_string(nanoseconds % kSecond);
    part.insert(0, 9 - part.size(), '0');
    while (part.size() > 1 && part.back() == '0') part.pop_back();
    return std::to_string(nanoseconds / kSecond) + '.' + part;
  }

  const bool open_;
  std::string out_;
};

std::string text_of(const std::vector<pool_report>& pools, const build_info& build, bool open) {
  std::map<std::string, total> by_labels;
  for (const pool_report& pool : pools) {
    total& sum = by_labels[labels_of(pool)];
    sum.stats += pool.stats;
    sum.idle_bytes += pool.idle_bytes();
    sum.out_bytes += pool.out_bytes();
    sum.bypassed = sum.bypassed || pool.bypassed;
    sum.can_wait = sum.can_wait || pool.can_wait;
  }
  writer out(open);
  for (const metric& each : kMetrics) {
    const std::string_view name = each.name;
    out.head(each);
    for (const auto& [labels, sum] : by_labels) {
      if (name == "pool_bypassed") {
        out.sample(name, labels, nullptr, "", std::uint64_t{sum.bypassed});
      } else if (name == "pool_bytes") {
        out.sample(name, labels, "state", "idle", sum.idle_bytes);
        out.sample(name, labels, "state", "out", sum.out_bytes);
      } else if (name == "pool_wait_seconds") {
        if (sum.can_wait) out.waits(labels, sum.stats.waits);
      }
      for (const detail::field& value : detail::kFields) {
        if (name != value.metric) continue;
        out.sample(name, labels, value.label, value.label == nullptr ? "" : value.label_value,
                   sum.stats.*value.value);
      }
    }
  }
  out.head({"pool_build_info", "gauge", "Always 1; the labels say what the process runs."});
  std::string labels;
  append_label(labels, "build_id", build.build_id);
  append_label(labels, "revision", build.revision);
  out.sample("pool_build_info", labels, nullptr, "", std::uint64_t{1});
  return out.end();
}

}  // namespace

std::string to_prometheus(const std::vector<pool_report>& pools, const build_info& build) {
  return text_of(pools, build, false);
}

std::string to_openmetrics(const std::vector<pool_report>& pools, const build_info& build) {
  return text_of(pools, build, true);
}

}  // namespace pool
