#include "tool/git/check_out.h"

#include "checks/support/scratch_folder.h"
#include "tool/git/git.h"

namespace pool_audit::git {

Result<void> check_out(const std::string& folder, const std::string& revision,
                       const std::string& target) {
  ScratchFolder scratch;
  if (scratch.path().empty()) return fail("no temporary folder can be made; set TMPDIR");
  const Environment index = {"GIT_INDEX_FILE=" + scratch.path() + "/index"};
  if (auto read = run(folder, {"read-tree", revision + "^{tree}"}, index); !read) {
    return tl::unexpected<Error>(read.error());
  }
  const auto written =
      run(folder, {"checkout-index", "--all", "--force", "--prefix=" + target + "/"}, index);
  if (!written) return tl::unexpected<Error>(written.error());
  return {};
}

}  // namespace pool_audit::git
