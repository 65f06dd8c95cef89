#include "tests/meta/repository.h"

#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

namespace pool_audit::meta {

std::vector<std::string> repository_files() {
  const Output listing = run("git ls-files --cached --others --exclude-standard");
  if (listing.exit_code != 0) return {};
  std::vector<std::string> files = lines_of(listing.text);
  // A file that is deleted and not yet committed is still listed.
  std::erase_if(files, [](const std::string& file) {
    return file.empty() || !std::filesystem::is_regular_file(file);
  });
  std::ranges::sort(files);
  return files;
}

bool has_suffix(std::string_view path, std::initializer_list<std::string_view> any) {
  return std::ranges::any_of(any, [&](std::string_view suffix) { return path.ends_with(suffix); });
}

bool is_cpp(std::string_view path) {
  return has_suffix(path, {".cc", ".cpp", ".h", ".hpp", ".c"});
}

bool is_test_data(std::string_view path) {
  if (!path.starts_with("tests/")) return false;
  return std::ranges::any_of(
      std::array<std::string_view, 5>{"/projects/", "/data/", "/fixtures/", "/seeds/", "/golden/"},
      [&](std::string_view folder) { return path.find(folder) != std::string_view::npos; });
}

std::string read(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

Output run(const std::string& command) {
  Output output;
  FILE* pipe = popen(("{ " + command + "; } 2>&1").c_str(), "r");
  if (pipe == nullptr) return {"cannot run a shell", 127};
  std::array<char, 65536> chunk;
  for (size_t got; (got = fread(chunk.data(), 1, chunk.size(), pipe)) > 0;) {
    output.text.append(chunk.data(), got);
  }
  const int status = pclose(pipe);
  output.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
  return output;
}

}  // namespace pool_audit::meta
