// What a function does with a pointer, as far as its text tells.
#pragma once

#include <optional>
#include <string>

#include "tool/refactor/source.h"

namespace pool_audit::refactor {

enum class PointerUse {
  as_it_is,    // works alike on a smart pointer: `b->x`, `*b`, `!b`, `b == nullptr`
  as_pointer,  // wants the pointer itself: an argument of a call
  other,       // wants somebody to look: a copy, an assignment, arithmetic
};

// What is done with the pointer that the name at the token `index` stands for.
[[nodiscard]] PointerUse use_of(const Source& source, size_t index);

// Index of the brace that closes the block around the token.
[[nodiscard]] std::optional<size_t> end_of_block(const Source& source, size_t index);

// An argument of the call that `call` ends with, as it is written; nothing when there is no such
// argument, or where it ends is not certain.
[[nodiscard]] std::optional<std::string> argument_of(const Source& source, Range call,
                                                     size_t index);

}  // namespace pool_audit::refactor
