// The words between the markers above a pool, which pool-stale-doc and pool-undocumented read.
//
//   // pool-audit begin
//   // Hot: 12.4k gets/s at peak in one process, 93 % of gets reuse an object
//   // (2026-11-20, 30 days).
//   // Bound: 64. Benchmark: none named
//   // pool-audit end
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checks/inventory/inventory.h"
#include "tool/verdict/assess.h"

namespace pool_audit::refactor {

inline constexpr std::string_view kBlockBegin = "pool-audit begin";
inline constexpr std::string_view kBlockEnd = "pool-audit end";

// Class, rate, and of when they are: by the measurement alone, no clock is asked. `known` has been
// measured. It tells the class that it has, also where its rounded rate is past a threshold.
[[nodiscard]] std::string rate_sentence(const verdict::PoolVerdict& known,
                                        const verdict::Thresholds& thresholds);
// "Bound: 64. Benchmark: none named"; an empty benchmark is none.
[[nodiscard]] std::string bound_sentence(const inventory::Bound& bound, std::string_view benchmark);
// What stands behind "Benchmark:" in the words of a block, "" when nothing does.
[[nodiscard]] std::string benchmark_in(std::string_view words);

enum class CommentStyle {
  lines,  // of `//`
  block,  // one `/* */`
};

// Whole lines with both markers, each paragraph broken so that the lines stay below 80 columns.
[[nodiscard]] std::string block_of(const std::vector<std::string>& paragraphs, CommentStyle style,
                                   const std::string& indentation, const std::string& line_end);

// The lines of a comment as words with one blank between them, without what makes it a comment.
[[nodiscard]] std::string words_of(std::string_view comment);

}  // namespace pool_audit::refactor
