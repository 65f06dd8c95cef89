// How a hand-written pool ends an object that it does not keep.
#pragma once

#include <optional>
#include <string>

#include "checks/inventory/subject.h"
#include "tool/refactor/sources.h"
#include "tool/refactor/uses.h"

namespace pool_audit::refactor {

struct Disposal {
  // "delete %", "free(%->data); free(%)"; "": the object ends with its owner.
  std::string text;
  bool has_nullptr = false;  // the sources of the pool say nullptr
  std::string reason;        // why it does not show; "" when it does

  // In place of storing `object` in that function, without the last semicolon; "": nothing.
  // Nothing at all when it does not show who owns the object there.
  [[nodiscard]] std::optional<std::string> of(const std::string& object,
                                              const facts::Function& function) const;
  bool owners = false;     // the spares are smart pointers
  bool plain_end = false;  // and these end an object by `delete`
  const analysis::Program* program = nullptr;
};

// `slot`: of the pool's spares. What the pool itself does to an object comes first, then what is
// the other half of how it makes one.
[[nodiscard]] Disposal disposal_of(const inventory::Subject& subject,
                                   const analysis::HandWritten& own, const Uses& slot,
                                   Sources& sources);

}  // namespace pool_audit::refactor
