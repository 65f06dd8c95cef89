// What folding a function means where the pool is moved: a pool of the runtime keeps the spares.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "tool/refactor/fold_text.h"
#include "tool/refactor/successor.h"

namespace pool_audit::refactor {

// Without a successor, for a removal, statements about spares just go, and nothing is refused.
class Mover {
 public:
  using Fail = std::function<void(size_t token, std::string reason)>;

  // All but `fail` outlives it.
  Mover(const Source& source, const Spares& spares, const std::optional<Successor>& successor,
        Fail fail)
      : source_(source), spares_(spares), successor_(successor), fail_(std::move(fail)) {}

  // `part` of `whole` is done with spares alone: it goes, and where it ends them the new pool does
  // that.
  [[nodiscard]] FoldOutcome dropped(const StatementNode& whole, const StatementNode& part);
  // The same of what goes because another way is taken, or left, whenever there is no spare.
  void dead(const StatementNode& part);
  // A loop that would find no spare.
  [[nodiscard]] FoldOutcome loop_dropped(const StatementNode& node);
  // `free_.clear()`, `free_ = nullptr`, with the slot at `i`.
  [[nodiscard]] FoldOutcome emptied(size_t i, const StatementNode& node);
  // `delete free_`
  [[nodiscard]] FoldOutcome spare_ended(size_t i);
  // A statement that stays, and names no spares.
  void statement(const StatementNode& node, FoldOutcome& out);
  // An object is stored.
  void stored(size_t i);
  // What no pool of the runtime does.
  void refuse(size_t i, const char* reason);

  // Around statements that are reached where there is no spare; what the first returns goes to the
  // second.
  [[nodiscard]] bool enter_without_spares();
  void leave(bool before) { only_new_ = before || ends_early_; }

  void finish(size_t opening);
  // "new T(1)": how a get made its objects.
  [[nodiscard]] const std::string& made() const { return made_; }

 private:
  using Part = Successor::Part;

  [[nodiscard]] bool is(Part part) const { return successor_ && successor_->part == part; }
  [[nodiscard]] FoldOutcome trimmed_at(const StatementNode& node);
  [[nodiscard]] bool make(const StatementNode& node, FoldOutcome& out);

  const Source& source_;
  const Spares& spares_;
  const std::optional<Successor>& successor_;
  Fail fail_;
  std::string made_;
  bool only_new_ = false;       // no spare comes here
  bool ends_early_ = false;     // a spare was handed out before
  bool leaves_spares_ = false;  // some of what is done to them is left out
  bool trims_ = false;          // the new pool ends its spares
};

}  // namespace pool_audit::refactor
