// Gets and puts of a pool as what stands in their place.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checks/inventory/subject.h"
#include "tool/refactor/plan.h"
#include "tool/refactor/sources.h"

namespace pool_audit::refactor {

// How an object is made and owned without the pool.
enum class Ownership {
  raw,     // new and delete
  unique,  // std::unique_ptr, which the get returns already
  shared,  // std::shared_ptr, the same
  c,       // malloc and free
  lease,   // one of the runtime, which a std::unique_ptr can stand for
};

struct SiteEdits {
  std::vector<inventory::Edit> edits;
  std::vector<Stretch> replaced;     // text that goes
  std::vector<std::string> headers;  // that the new text wants: "memory", "stdlib.h"
};

class SitePlanner {
 public:
  // Everything outlives the planner.
  SitePlanner(const inventory::Subject& subject, size_t pool, Sources& sources, Plan& plan)
      : subject_(subject), pool_(pool), sources_(sources), plan_(plan) {}

  // Of one function with all its gets and puts of the pool; nothing when one of them is not
  // certain, with the reason in the plan's manual work. `alone`: no object comes in or leaves.
  [[nodiscard]] std::optional<SiteEdits> function(const std::vector<const inventory::Taken*>& gets,
                                                  const std::vector<const inventory::Taken*>& puts,
                                                  bool alone);

 private:
  struct Local;

  void manual(const inventory::Place& place, std::string reason);
  [[nodiscard]] std::optional<Ownership> ownership(const inventory::Taken& get) const;
  [[nodiscard]] std::string made(Ownership ownership, const std::string& variable) const;
  [[nodiscard]] std::optional<std::string> argument(const inventory::Taken& put,
                                                    const Source& source, Range call) const;
  [[nodiscard]] std::optional<SiteEdits> owned_local(
      const std::vector<const inventory::Taken*>& gets,
      const std::vector<const inventory::Taken*>& puts);
  // Whether it does not show where an object of the pool ends.
  [[nodiscard]] bool ends_quietly();
  [[nodiscard]] bool is_plain_owner(const inventory::Taken& get, const Source& source, Range call);
  [[nodiscard]] bool get(const inventory::Taken& get, SiteEdits& out);
  [[nodiscard]] bool put(const inventory::Taken& put, Ownership ownership, SiteEdits& out);

  const inventory::Subject& subject_;
  size_t pool_;
  Sources& sources_;
  Plan& plan_;
  std::optional<bool> ends_quietly_;  // once it was asked
};

// The pooled type as a caller writes it: without what no source can name.
[[nodiscard]] std::string writable_type(std::string name);

}  // namespace pool_audit::refactor
