#include "tool/extract/depfile.h"

#include <string_view>

namespace pool_audit::extract_stage {
namespace {

// A backslash counts as itself except before a space or '#', where each of those at the end of a
// run has to be doubled.
std::string escaped(std::string_view name) {
  std::string out;
  size_t backslashes = 0;
  for (const char c : name) {
    if (c == ' ' || c == '#') {
      out.append(backslashes + 1, '\\');
    } else if (c == '$') {
      out += '$';
    }
    backslashes = c == '\\' ? backslashes + 1 : 0;
    out += c;
  }
  return out;
}

bool can_be_written(std::string_view name) {
  return !name.empty() && name.find_first_of("\n\r") == std::string_view::npos;
}

}  // namespace

std::string depfile_text(const std::string& target, const std::vector<std::string>& files) {
  std::string out = escaped(target) + ':';
  for (const std::string& file : files) {
    if (can_be_written(file)) out += " \\\n  " + escaped(file);
  }
  out += '\n';
  for (size_t i = 1; i < files.size(); ++i) {
    if (can_be_written(files[i])) out += escaped(files[i]) + ":\n";
  }
  return out;
}

}  // namespace pool_audit::extract_stage
