#include "tool/findings/mark.h"

#include <filesystem>
#include <map>
#include <set>

#include "checks/support/files.h"
#include "tool/findings/fingerprint.h"
#include "tool/findings/nolint.h"
#include "tool/findings/suppress.h"

namespace pool_audit::findings {

void mark(inventory::Inventory& inventory, const Run& run) {
  std::map<std::string, std::vector<size_t>> files;  // with their findings
  const std::set<std::string> analysed(run.analysed.begin(), run.analysed.end());
  for (const std::string& file : analysed) files[file];
  for (size_t i = 0; i < inventory.findings.size(); ++i) {
    files[inventory.findings[i].place.file].push_back(i);
  }
  std::vector<std::string> tokens(inventory.findings.size());
  Suppressor suppressor(inventory, run);
  for (const auto& [file, findings] : files) {
    if (file.empty()) continue;
    const auto text = read_file((std::filesystem::path(run.root) / file).string());
    if (!text) continue;
    for (const size_t index : findings) {
      tokens[index] = normalised_tokens(*text, inventory.findings[index].place);
    }
    suppressor.add_file(file, read_nolints(*text), findings, analysed.contains(file));
  }
  suppressor.finish();
  set_fingerprints(inventory, tokens);
}

}  // namespace pool_audit::findings
