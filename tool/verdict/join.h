// Which pool of the source each measurement speaks of.
//
//   pools of the inventory, labels of the telemetry --join--> Matches, and the rest of both sides
//
// In this order: the name that both know; the class of the pool, by which a meter in code that
// several pools may share is called; file and line at the same revision; the line carried
// through the diff between two revisions, when the file changed; the type of the objects, where one
// pool alone has it. A label that fits several pools equally well joins none of them, and so does
// one that counts several pools of a class together. Paths are
// equal when one is the end of the other, folder by folder.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "checks/inventory/inventory.h"
#include "tool/telemetry/telemetry.h"

namespace pool_audit::verdict {

// Weakest first.
enum class Confidence : uint8_t {
  none,
  type,    // the only pool of that type
  mapped,  // its line at another revision of a file that changed since
  site,    // its file and line
  name,    // its name
};

// A join that a removal may stand on.
[[nodiscard]] inline bool is_exact(Confidence confidence) {
  return confidence >= Confidence::site;
}

struct Match {
  size_t label = 0;  // index of the label
  size_t pool = 0;   // index of the pool
  Confidence confidence = Confidence::none;

  friend bool operator==(const Match&, const Match&) = default;
};

struct Unmatched {
  size_t label = 0;
  std::string reason;  // "no pool at src/a.cc:12", "3 pools have the type 'Buffer'"

  friend bool operator==(const Unmatched&, const Unmatched&) = default;
};

struct Joined {
  std::vector<Match> matches;      // sorted by label; each label at most once
  std::vector<Unmatched> labels;   // that joined no pool, sorted
  std::vector<size_t> unmeasured;  // pools that no label joined, sorted

  friend bool operator==(const Joined&, const Joined&) = default;
};

// One label, with the revision of the source that the measured program was built from.
struct Label {
  telemetry::PoolLabel pool;
  std::string revision;  // "": unknown, taken for the present one
};

struct Where {
  std::string file;
  uint32_t line = 0;
  bool untouched = false;  // the whole file is as it was

  friend bool operator==(const Where&, const Where&) = default;
};

// Where a line of a file at `revision` stands now. None: it is gone, or nobody knows.
using MapLine = std::function<std::optional<Where>(std::string_view revision, std::string_view file,
                                                   uint32_t line)>;

struct Rules {
  std::string revision;  // of the source that was analysed; "": unknown, no line is mapped
  MapLine map_line;      // may be empty
  // Names that telemetry uses for pools of the source, by the name of the pool.
  std::vector<std::pair<std::string, std::string>> names;
};

[[nodiscard]] Joined join(std::span<const inventory::Pool> pools, std::span<const Label> labels,
                          const Rules& rules);

// Whether one path is the end of the other, in whole components, or both are equal.
[[nodiscard]] bool same_path(std::string_view a, std::string_view b);

}  // namespace pool_audit::verdict
