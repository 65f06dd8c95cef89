// Functions that keep spares, when a pool of the runtime keeps them from now on: what stands in
// place of taking, keeping and ending spares, and which statements may be left out for it.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "tool/refactor/fold_truth.h"
#include "tool/refactor/statement_tree.h"

namespace pool_audit::refactor {

// The pool that takes over, as one function knows it.
struct Successor {
  enum class Part {
    get,
    put,
    edge,   // a constructor or the destructor
    other,  // any other function: it may end all spares
  };
  Part part = Part::other;
  std::string prefix;            // "tree->", with which the function names members of the pool
  std::string name;              // of the new pool's variable
  std::string ending;            // "delete %": how the old pool ends an object; "" with owners
  bool owners = false;           // the spares are std::unique_ptr
  std::set<std::string> links;   // members of objects that linked the spares
  std::set<std::string> locals;  // of the function, its parameters among them
  bool replaces = false;         // a put ends the spare that is there, and keeps the new one

  [[nodiscard]] std::string call(const std::string& method, const std::string& argument = "") const;
  // In place of storing `object`. Nothing when it is no owner of its own, where owners are kept.
  [[nodiscard]] std::optional<std::string> put(const std::string& object) const;
};

// How a function names the members of the pool: the text in front of its spares, the same at each
// of `spares`. Nothing when it differs.
[[nodiscard]] std::optional<std::string> prefix_of(const Source& source,
                                                   const std::set<size_t>& spares);

// The object that a statement ends as the old pool does; nothing when it does anything else.
[[nodiscard]] std::optional<std::string> ended_by(const Source& source, const StatementNode& node,
                                                  const Successor& successor);

// The expression that makes an object from the token `new` on, as a range of tokens; nothing for
// one of an array, or of a type that is not just a name.
struct Making {
  size_t begin = 0;
  size_t end = 0;     // behind its last token
  std::string how;    // "new T(1)"
  std::string owner;  // "std::unique_ptr<T>", "" for a plain pointer
};
[[nodiscard]] std::optional<Making> making_at(const Source& source, size_t index);
// The same for `std::make_unique<T>(1)`, of which `index` is the second name.
[[nodiscard]] std::optional<Making> making_unique_at(const Source& source, size_t index);

// The first token of a statement in `node` that is more than taking, linking, keeping or ending
// spares, and locals for that: left out with the spares it would be missed. Nothing when there is
// none.
[[nodiscard]] std::optional<size_t> more_than_keeping(const Source& source, const Spares& spares,
                                                      const StatementNode& node,
                                                      const Successor& successor);

// Whether a statement does the same for an object that was made as for one that was kept: a plain
// return, or a local that is declared or set.
[[nodiscard]] bool concerns_any_object(const Source& source, const StatementNode& node,
                                       const Successor& successor);

// Whether one of the statements in `node` ends an object, or ends in a return.
[[nodiscard]] bool ends_objects(const Source& source, const StatementNode& node,
                                const Successor& successor);
[[nodiscard]] bool returns_at_end(const Source& source, const StatementNode& node);

}  // namespace pool_audit::refactor
