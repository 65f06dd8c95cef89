// What the comment of a pool says, as far as its words tell.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "checks/rules/measured.h"

namespace pool_audit::rules {

struct Documented {
  bool purpose = false;    // anything at all
  bool rate = false;       // how often it is used: "50K gets/s", "1500 requests per second", "hot"
  bool bound = false;      // what bounds it, or that nothing does
  bool benchmark = false;  // where what it saves is measured
};

[[nodiscard]] Documented documented(std::string_view comment);

// The rate that a comment tells: the highest number with a unit of time, "~50K Gets/sec", or a
// class by its name, "rate: hot". Numbers of bytes, and of what else is no get, are none.
struct DocumentedRate {
  std::string text;                  // as written; "": it tells none
  std::optional<double> per_second;  // none: a class is named
  std::string class_;                // "hot", "warm" or "cold" then
};

[[nodiscard]] DocumentedRate documented_rate(std::string_view comment);

// How hot that is by the thresholds of a project, in gets per second; unmeasured when none is told.
[[nodiscard]] Heat heat_told(const DocumentedRate& told, double hot_above, double cold_below);

// What it leaves out, for people: "its rate and its bound"; "" when nothing.
[[nodiscard]] std::string missing_from(const Documented& comment);

}  // namespace pool_audit::rules
