// What a removal leaves behind that nobody needs: variables, functions and macros that only the
// removed text named, and includes.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "checks/analysis/program.h"
#include "tool/refactor/sweep.h"

namespace pool_audit::refactor {

// Adds what the removed text names and what is private to a file: variables and functions of
// internal linkage or that no header declares, and macros. They are optional: sweep() keeps those
// that others name.
void add_orphans(Sources& sources, const analysis::Program& program,
                 const std::vector<Stretch>& removed, std::vector<Entity>& candidates);

// The last parts of the names that each file of the project declares.
[[nodiscard]] std::map<std::string, std::set<std::string>> declared_names(
    const analysis::Program& program);

// Words of the text that comes in place of what goes, by file.
using Written = std::map<std::string, std::set<std::string>>;

void add_words(const std::string& text, std::set<std::string>& words);

// Whole lines of `#include` in the files of `removed`: of standard headers and headers of the
// project of which the file named something in that text and names nothing any more. The second
// kind is a guess, since headers are reached through one another.
[[nodiscard]] std::vector<Stretch> needless_includes(Sources& sources,
                                                     const analysis::Program& program,
                                                     const std::vector<Stretch>& removed,
                                                     const Written& written);

}  // namespace pool_audit::refactor
