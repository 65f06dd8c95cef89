// What is left of a pool when nobody uses it any more: its declarations, and what only they used.
//
// Names decide, not the syntax tree: an entity goes when every token of its name, in every source
// of the project, stands in text that goes as well. A name that is used for something else keeps
// it, and the compiler has the last word.
#pragma once

#include <string>
#include <vector>

#include "tool/refactor/sources.h"

namespace pool_audit::refactor {

// Something that has a name.
struct Entity {
  enum class Kind { variable, field, function, record, macro };
  Kind kind = Kind::variable;
  std::string name;                   // its last part
  std::vector<Stretch> declarations;  // without the semicolon
  bool optional = false;              // goes when nobody else names it, and may as well stay
};

struct Swept {
  std::vector<Stretch> removed;  // whole lines where they are their own; sorted, apart
  std::vector<std::string> gone;
  struct Kept {
    std::string name;
    Stretch because;  // where it is still named, or where names are put together
  };
  std::vector<Kept> kept;
};

// `going`: text that other edits take away or replace; sorted. The largest set of the candidates
// that can go together.
[[nodiscard]] Swept sweep(Sources& sources, std::vector<Entity> candidates,
                          const std::vector<Stretch>& going);

// The declarations of a function or variable at namespace scope that facts do not tell of:
// prototypes, `extern`.
[[nodiscard]] std::vector<Stretch> declarations_of(Sources& sources, const std::string& name,
                                                   Entity::Kind kind);

// A declaration with its semicolon, the comment above it, and whole lines where they are its own.
[[nodiscard]] Range whole_declaration(const Source& source, Range declaration);

}  // namespace pool_audit::refactor
