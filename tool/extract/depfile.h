// The dependency file of one extraction, in the form that compilers write for make and Ninja:
// `--depfile` of `pool-audit extract`.
#pragma once

#include <string>
#include <vector>

namespace pool_audit::extract_stage {

// "target: a.cc b.h", one file a line, with the spaces, '#' and '$' of names written as make reads
// them; a rule without a recipe for each file but the first, so that a header which is removed does
// not stop the build. `files` should be absolute or relative to the build's folder, the source
// first. Names with a line break cannot be written and are left out.
[[nodiscard]] std::string depfile_text(const std::string& target,
                                       const std::vector<std::string>& files);

}  // namespace pool_audit::extract_stage
