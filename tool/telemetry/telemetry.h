// What production measured, whatever it was measured with.
//
//   runtime's JSON, Prometheus text or server, coverage counts --readers--> Telemetry --rates.h-->
//
// Plain values. Times are seconds since the Unix epoch, counters are cumulative and never negative.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace pool_audit::telemetry {

// How the measured program names a pool. Empty strings and line 0: it does not say.
struct PoolLabel {
  std::string name;
  std::string kind;  // "sharded_pool"
  std::string type;  // of the pooled objects, as the program's compiler spells it
  std::string file;  // where the pool is constructed, as the compiler was given it
  uint32_t line = 0;

  friend bool operator==(const PoolLabel&, const PoolLabel&) = default;
  friend auto operator<=>(const PoolLabel&, const PoolLabel&) = default;
};

// One process, or one target of a scraper.
struct Instance {
  std::string id;        // "host:9464", "4711@1700000000.5", or the file that the process wrote
  std::string build_id;  // "": unknown
  std::string revision;  // of the source that was built, "": unknown

  friend bool operator==(const Instance&, const Instance&) = default;
  friend auto operator<=>(const Instance&, const Instance&) = default;
};

// Since the process began, or since the counter was reset.
struct Counters {
  double hits = 0;      // gets that an object of the pool served
  double created = 0;   // gets for which one was made
  double unserved = 0;  // gets that ended without an object
  double unknown = 0;   // gets of which nobody says how they ended
  double kept = 0;      // puts that the pool kept
  double dropped = 0;   // puts that it did not keep

  [[nodiscard]] double gets() const { return hits + created + unserved + unknown; }
  [[nodiscard]] double puts() const { return kept + dropped; }
  Counters& operator+=(const Counters& more) {
    hits += more.hits;
    created += more.created;
    unserved += more.unserved;
    unknown += more.unknown;
    kept += more.kept;
    dropped += more.dropped;
    return *this;
  }
  friend bool operator==(const Counters&, const Counters&) = default;
};

struct Point {
  double time = 0;
  Counters counters;

  friend bool operator==(const Point&, const Point&) = default;
};

// One pool in one process. Points are sorted by time, no two at the same.
struct Series {
  PoolLabel pool;
  Instance instance;
  std::vector<Point> points;
  std::vector<std::string> sources;  // files and addresses it was read from, for people

  friend bool operator==(const Series&, const Series&) = default;
};

// How often a stretch of source ran, from a program that counts lines rather than pools. It ends
// before its end. Without a column it is whole lines; without a line it is a whole function.
struct LineCount {
  std::string file;
  uint32_t line = 0;
  uint32_t column = 0;
  uint32_t end_line = 0;
  uint32_t end_column = 0;
  std::string function;  // as the source of the count spells it; "" when it does not say
  double count = 0;
  double seconds = 0;  // for which the program ran; 0: unknown, there is no rate
  std::string source;
  std::string revision = {};  // of the source that was counted, "": unknown

  [[nodiscard]] bool holds(uint32_t at_line, uint32_t at_column) const {
    if (column == 0) return line <= at_line && at_line < end_line;
    const bool begun = at_line > line || (at_line == line && at_column >= column);
    return begun && (at_line < end_line || (at_line == end_line && at_column < end_column));
  }
  friend bool operator==(const LineCount&, const LineCount&) = default;
};

struct Telemetry {
  std::vector<Series> series;
  std::vector<LineCount> lines;
  std::vector<std::string> notes;  // what was left out, and why

  friend bool operator==(const Telemetry&, const Telemetry&) = default;
};

// Appends `more` to `into`. Series of the same pool and instance become one; of two points at one
// time the one read later counts.
void merge(Telemetry& into, Telemetry more);

}  // namespace pool_audit::telemetry
