#include "tool/report/html_strip_layout.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string_view>
#include <utility>

#include "tool/report/canvas.h"

namespace pool_audit::report {

namespace {

constexpr double kWidth = 1000;
constexpr double kLeft = 62;  // of the axis
constexpr double kRight = 986;
constexpr double kRest = 28;  // where pools below the axis stand
constexpr double kTop = 26;   // room for the names of the classes
constexpr double kBottom = 24;
constexpr size_t kMostNamed = 36;  // pools that get a lane with their name
constexpr size_t kLongestLabel = 34;

// Stretches of one lane that are taken.
class Lane {
 public:
  [[nodiscard]] bool is_free(double from, double to) const {
    return std::ranges::none_of(
        taken_, [&](const auto& each) { return from < each.second && each.first < to; });
  }
  void take(double from, double to) { taken_.emplace_back(from, to); }

 private:
  std::vector<std::pair<double, double>> taken_;
};

bool is_inside_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

// At most kLongestLabel columns, the middle left out: names differ at their ends.
std::string shortened(std::string_view label) {
  constexpr size_t kHalf = kLongestLabel / 2;
  if (width_of(label) <= kLongestLabel) return std::string(label);
  size_t start = 0;
  while (width_of(label.substr(0, start)) < kHalf - 1) {
    ++start;
    while (start < label.size() && is_inside_character(label[start])) ++start;
  }
  size_t end = label.size();
  while (width_of(label.substr(end)) < kHalf - 1) {
    --end;
    while (is_inside_character(label[end])) --end;
  }
  return std::string(label.substr(0, start)) + "\xE2\x80\xA6" + std::string(label.substr(end));
}

std::vector<size_t> by_peak(const std::vector<StripPool>& pools) {
  std::vector<size_t> order(pools.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::ranges::sort(order, [&](size_t a, size_t b) {
    const double left = strip_x(pools[a].peak);
    const double right = strip_x(pools[b].peak);
    return left != right ? left > right : a < b;
  });
  return order;
}

StripMark mark_of(const std::vector<StripPool>& pools, size_t pool) {
  StripMark mark;
  mark.pool = pool;
  mark.x = strip_x(pools[pool].peak);
  mark.mean_x = std::min(strip_x(pools[pool].mean), mark.x);
  return mark;
}

StripLayout sparse(const std::vector<StripPool>& pools) {
  constexpr double kPitch = 21;
  constexpr double kGap = 10;
  StripLayout out;
  out.width = kWidth;
  out.radius = 5.5;
  std::vector<Lane> lanes;
  for (const size_t pool : by_peak(pools)) {
    StripMark mark = mark_of(pools, pool);
    mark.label = shortened(pools[pool].label);
    const double length = static_cast<double>(width_of(mark.label)) * kStripCharacter;
    double from = mark.mean_x - out.radius;
    double to = mark.x + out.radius;
    mark.label_before = to + kGap + length > kWidth;
    mark.label_x = mark.label_before ? std::max(from - kGap / 2, length) : to + kGap / 2;
    (mark.label_before ? from : to) += (mark.label_before ? -1 : 1) * (kGap / 2 + length);
    size_t lane = 0;
    while (lane < lanes.size() && !lanes[lane].is_free(from, to + kGap)) ++lane;
    if (lane == lanes.size()) lanes.emplace_back();
    lanes[lane].take(from, to + kGap);
    mark.y = kTop + kPitch * (static_cast<double>(lane) + 0.5);
    mark.label_y = mark.y + 4;
    out.marks.push_back(std::move(mark));
  }
  out.axis_y = kTop + kPitch * static_cast<double>(std::max<size_t>(lanes.size(), 2)) + 4;
  out.height = out.axis_y + kBottom;
  return out;
}

// Names for those with the most findings and the highest peaks, in lanes above the dots.
double name_some(const std::vector<StripPool>& pools, std::vector<StripMark>& marks) {
  constexpr size_t kLanes = 4;
  constexpr size_t kMost = 16;
  constexpr double kPitch = 17;
  std::vector<size_t> order(marks.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::ranges::sort(order, [&](size_t a, size_t b) {
    const size_t left = pools[marks[a].pool].findings;
    const size_t right = pools[marks[b].pool].findings;
    return left != right ? left > right : a < b;
  });
  std::vector<Lane> lanes(kLanes);
  size_t named = 0;
  for (const size_t i : order) {
    StripMark& mark = marks[i];
    const std::string label = shortened(pools[mark.pool].label);
    const double length = static_cast<double>(width_of(label)) * kStripCharacter;
    const bool before = mark.x + length > kWidth;
    const double from = before ? mark.x - length : mark.x;
    const auto lane = std::ranges::find_if(
        lanes, [&](const Lane& each) { return each.is_free(from - 8, from + length + 8); });
    if (lane == lanes.end() || from < 0) continue;
    lane->take(from, from + length);
    mark.label = label;
    mark.label_x = mark.x;
    mark.label_before = before;
    mark.label_y = kTop + kPitch * (static_cast<double>(lane - lanes.begin()) + 0.7);
    if (++named == kMost) break;
  }
  return kTop + kPitch * kLanes + 6;
}

StripLayout dense(const std::vector<StripPool>& pools) {
  constexpr double kTallest = 240;  // of the dots
  constexpr size_t kRestColumns = 6;
  StripLayout out;
  out.dense = true;
  out.width = kWidth;
  out.radius = pools.size() <= 400 ? 4 : 3;
  const double pitch = 2 * out.radius + 1;
  // What rests may be many: those have some columns, the others one each where they are.
  std::vector<size_t> heights(kRestColumns + static_cast<size_t>(kWidth / pitch) + 2, 0);
  std::vector<std::pair<size_t, size_t>> at;  // column and level of each mark
  size_t resting = 0;
  for (const size_t pool : by_peak(pools)) {
    StripMark mark = mark_of(pools, pool);
    const bool rests = mark.x < kLeft;
    const size_t column = rests ? resting++ % kRestColumns
                                : kRestColumns + static_cast<size_t>((mark.x - kLeft) / pitch);
    mark.x = rests ? 4 + out.radius + pitch * static_cast<double>(column)
                   : kLeft + (static_cast<double>(column - kRestColumns) + 0.5) * pitch;
    mark.mean_x = std::min(mark.mean_x, mark.x);
    at.emplace_back(column, heights[column]++);
    out.marks.push_back(std::move(mark));
  }
  const double top = name_some(pools, out.marks);
  const auto tallest = static_cast<double>(*std::ranges::max_element(heights));
  out.axis_y = top + std::min(tallest * pitch, kTallest) + out.radius;
  for (size_t i = 0; i < out.marks.size(); ++i) {
    const auto& [column, level] = at[i];
    // Closer together where they are too many.
    const double step = std::min(pitch, kTallest / static_cast<double>(heights[column]));
    out.marks[i].y = out.axis_y - out.radius - 1 - static_cast<double>(level) * step;
  }
  out.height = out.axis_y + kBottom;
  return out;
}

}  // namespace

double strip_x(double rate) {
  if (!(rate >= kStripLowest)) return kRest;
  const double decades = std::log10(kStripHighest / kStripLowest);
  const double at = std::log10(std::min(rate, kStripHighest) / kStripLowest) / decades;
  return kLeft + at * (kRight - kLeft);
}

StripLayout lay_out_strip(const std::vector<StripPool>& pools) {
  return pools.size() <= kMostNamed ? sparse(pools) : dense(pools);
}

}  // namespace pool_audit::report
