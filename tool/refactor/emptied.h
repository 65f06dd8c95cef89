// Files in which a removal leaves nothing.
#pragma once

#include <string>
#include <vector>

#include "checks/analysis/program.h"
#include "tool/refactor/plan.h"
#include "tool/refactor/sources.h"

namespace pool_audit::refactor {

// Those of which nothing but includes, an include guard and `using namespace` stands outside of
// `removed`; sorted.
[[nodiscard]] std::vector<std::string> emptied_files(Sources& sources,
                                                     const std::vector<Stretch>& removed);

// A whole line of an include and what becomes of it, mostly nothing.
struct IncludeChange {
  Stretch line;
  std::string text;
};

// The includes in these files, which go, and the includes of these files anywhere: in their place
// come those headers of the project that were reached through them and of which the file names
// something. In the order of the lines.
[[nodiscard]] std::vector<IncludeChange> includes_about(Sources& sources,
                                                        const analysis::Program& program,
                                                        const std::vector<std::string>& files);

// The files themselves, which a person deletes, and where files of a build name them.
[[nodiscard]] std::vector<Manual> deletions(Sources& sources, const std::vector<std::string>& files,
                                            const std::string& pool);

}  // namespace pool_audit::refactor
