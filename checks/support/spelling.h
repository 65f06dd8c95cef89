// Finds the word that somebody meant: the nearest of a list by edit distance.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pool_audit {

// Insertions, deletions, substitutions and swaps of neighbours that turn `a` into `b`, ASCII case
// ignored; `limit` + 1 for anything beyond `limit`. Costs the product of the lengths.
[[nodiscard]] size_t edit_distance(std::string_view a, std::string_view b, size_t limit);

// The word of `words` that is near enough to `text` to be what was meant, the first of equals; ""
// when none is. Texts above 64 bytes are nobody's misspelling.
[[nodiscard]] std::string_view nearest_word(std::string_view text,
                                            const std::vector<std::string_view>& words);

// "a, b or c".
[[nodiscard]] std::string alternatives(const std::vector<std::string_view>& words);

}  // namespace pool_audit
