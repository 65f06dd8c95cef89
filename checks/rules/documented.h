// What the comment of a pool says, as far as its words tell.
#pragma once

#include <string>
#include <string_view>

namespace pool_audit::rules {

struct Documented {
  bool purpose = false;    // anything at all
  bool rate = false;       // how often it is used: "50K gets/s", "1500 requests per second", "hot"
  bool bound = false;      // what bounds it, or that nothing does
  bool benchmark = false;  // where what it saves is measured
};

[[nodiscard]] Documented documented(std::string_view comment);

// What it leaves out, for people: "its rate and its bound"; "" when nothing.
[[nodiscard]] std::string missing_from(const Documented& comment);

}  // namespace pool_audit::rules
