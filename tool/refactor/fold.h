// A function of a pool as it reads when the pool never holds a spare.
//
//   T* get(int n) {                        T* get(int n) {
//     T* t = nullptr;                        T* t = new T;
//     if (free_.empty()) {                   t->reserve(n);
//       t = new T;                           return t;
//     } else {                      -->    }
//       t = free_.back();
//       free_.pop_back();                  void put(T* t) {
//     }                                      delete t;
//     t->reserve(n);                       }
//     return t;
//   }
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>

#include "tool/refactor/fold_truth.h"
#include "tool/refactor/source.h"
#include "tool/refactor/successor.h"

namespace pool_audit::refactor {

struct FoldInput {
  Spares spares;
  std::set<size_t> dropped;  // tokens of which the statements go: locks
  std::string null;          // how the language writes a null pointer
  // What is done in place of storing an object, without the semicolon: "delete item"; "": nothing.
  // Nothing at all when that does not show.
  std::function<std::optional<std::string>(const std::string& object)> dispose;
  std::string reset;  // method that is called on an object before it is stored, ""
  // Spares go on, in another pool: then nothing of the above but `spares`, `dropped` and `null`.
  std::optional<Successor> successor = std::nullopt;
};

struct Folded {
  std::string body;    // the new text, from brace to brace
  std::string reason;  // why it cannot be done; "" when it can
  size_t where = 0;    // the token that it is about
  std::string made;    // how a get made its objects, where they come from a successor now
};

// `opening`: the brace that opens the body.
[[nodiscard]] Folded fold(const Source& source, size_t opening, const FoldInput& input);

}  // namespace pool_audit::refactor
