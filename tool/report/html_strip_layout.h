// Where everything of the rate strip stands: pools on a logarithmic axis of gets per second.
//
//   (L1) no two labels overlap, and in a sparse strip no label covers a mark of another pool
//   (L2) everything lies inside width and height
//
// A few pools get a lane each with room for their name, several to a lane where they fit. Many are
// stacked dot on dot over the axis, and only those that stand out are named.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace pool_audit::report {

struct StripPool {
  double mean = 0;
  double peak = 0;
  std::string label;    // one line, clean
  size_t findings = 0;  // those with many are named first where not all can be
};

struct StripMark {
  size_t pool = 0;  // index of what was given
  double mean_x = 0;
  double x = 0;  // of the peak
  double y = 0;
  std::string label;  // "": not named. Shortened in the middle where it is long
  double label_x = 0;
  double label_y = 0;         // of the base line
  bool label_before = false;  // label_x is the end of the text
};

struct StripLayout {
  double width = 0;
  double height = 0;
  double axis_y = 0;
  double radius = 0;  // of a mark
  bool dense = false;
  std::vector<StripMark> marks;  // by falling peak
};

inline constexpr double kStripLowest = 0.01;  // gets per second at the left end of the axis
inline constexpr double kStripHighest = 1e7;
inline constexpr double kStripCharacter = 6.7;  // width of one in a label, with some to spare

// Between the ends of the axis; what is below it, zero too, stands at a place of its own left of
// it, what is above at its end.
[[nodiscard]] double strip_x(double rate);

[[nodiscard]] StripLayout lay_out_strip(const std::vector<StripPool>& pools);

}  // namespace pool_audit::report
