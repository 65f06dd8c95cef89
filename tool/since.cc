#include "tool/since.h"

#include <algorithm>
#include <filesystem>

#include "tool/git/check_out.h"
#include "tool/git/git.h"
#include "tool/pipeline.h"
#include "tool/shadow.h"

namespace pool_audit {

namespace fs = std::filesystem;

namespace {

std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

bool was_there(const inventory::Unit& unit, const std::string& root) {
  std::error_code ignored;
  return fs::exists(fs::path(root) / unit.file, ignored);
}

}  // namespace

Result<inventory::Inventory> inventory_since(const cli::Options& options, const std::string& root,
                                             std::vector<std::string>& warnings) {
  auto top = git::run(root, {"rev-parse", "--show-toplevel"});
  if (!top) {
    return fail("--since wants a git repository around " + root + ": " + top.error().message);
  }
  std::error_code ignored;
  const std::string folder = fs::weakly_canonical(first_line(*top), ignored).string();
  const std::string spec = options.since + "^{commit}";
  const auto revision =
      git::run(folder, {"rev-parse", "--verify", "--quiet", "--end-of-options", spec});
  if (!revision) {
    return fail("--since: there is no revision '" + options.since +
                "' in the repository; fetch it, or see git log");
  }
  Shadow shadow;
  if (auto made = shadow.make(folder, options.build); !made) {
    return tl::unexpected<Error>(made.error());
  }
  if (auto written = git::check_out(folder, first_line(*revision), shadow.tree()); !written) {
    return tl::unexpected<Error>(written.error());
  }
  const cli::Options other = shadow.options(options, root);
  auto run = run_inventory(other);
  if (!run) {
    Error error = run.error();
    error.message = "at revision " + options.since + ": " + error.message;
    return tl::unexpected<Error>(std::move(error));
  }
  const auto failed = std::ranges::count_if(run->report.inventory.units, [&](const auto& unit) {
    return unit.state == inventory::UnitState::failed && was_there(unit, other.root);
  });
  if (failed != 0) {
    warnings.push_back(std::to_string(failed) + " translation units cannot be analysed at " +
                       options.since + "; what is found in them counts as new");
  }
  return std::move(run->report.inventory);
}

}  // namespace pool_audit
