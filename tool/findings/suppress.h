// Who hides which findings, and which suppressions are of no use.
#pragma once

#include <string>
#include <vector>

#include "checks/inventory/inventory.h"
#include "checks/rules/config.h"
#include "tool/findings/mark.h"
#include "tool/findings/nolint.h"

namespace pool_audit::findings {

// Collects the suppressions of a run while its files are gone through, one after the other.
// References outlive it.
class Suppressor {
 public:
  Suppressor(inventory::Inventory& inventory, const Run& run);

  // The comments of one file, with the findings in it as indices into the inventory. `analysed`:
  // everything in the file was looked at.
  void add_file(const std::string& file, const std::vector<Nolint>& comments,
                const std::vector<size_t>& findings, bool analysed);
  // The entries of the configuration, after all files; then the inventory's list is complete.
  void finish();

 private:
  void add_comment(const std::string& file, const Nolint& comment, const std::string& pattern,
                   const std::vector<size_t>& findings, bool analysed);
  void add_acceptance(const rules::Acceptance& acceptance);
  void hide(inventory::Finding& finding, inventory::Suppression& by);
  [[nodiscard]] bool looked_for(const std::string& pattern) const;
  [[nodiscard]] bool looked_at(const std::string& glob) const;

  inventory::Inventory& inventory_;
  const Run& run_;
};

}  // namespace pool_audit::findings
