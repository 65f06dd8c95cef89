// What a condition comes to when a pool never holds a spare.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "tool/refactor/source.h"

namespace pool_audit::refactor {

// What the tokens of one source mean, by their indices.
struct Spares {
  std::set<size_t> slots;   // name what holds the spares
  std::set<size_t> counts;  // name how many there are
};

// Names of locals that hold a null pointer at a place of the function.
using Nulls = std::set<std::string, std::less<>>;

// The tokens from `begin` to `end`, without the last one, as a condition. Nothing when the spares
// alone do not decide it, or when leaving it out would leave out a call. A bound on their number
// counts as more than none.
[[nodiscard]] std::optional<bool> truth_of(const Source& source, const Spares& spares,
                                           const Nulls& nulls, size_t begin, size_t end);

// `n` of `n = free_`, which are the tokens from `begin` to `end`.
[[nodiscard]] std::optional<std::string> taken_over(const Source& source, const Spares& spares,
                                                    size_t begin, size_t end);

// Whether the statement from `first` to the semicolon at `last` does no more than to keep the
// number of spares: `count++`, `--count`, `count += 1`, `count = 0`.
[[nodiscard]] bool keeps_count(const Source& source, const Spares& spares, size_t first,
                               size_t last);

// The token where the expression begins that ends in the name at `index`: `pool->spares_`.
[[nodiscard]] size_t expression_begin(const Source& source, size_t index);

// Past `free_.size()` or `free_.empty()`, whose slot is the token at `index`; nothing when it is
// none. `text`: what it is worth.
struct Asked {
  size_t end = 0;
  std::string text;
};
[[nodiscard]] std::optional<Asked> asked_of(const Source& source, size_t index);

}  // namespace pool_audit::refactor
