// The files of this repository, for the tests that look at the repository itself. Tests run in its
// root folder; paths are relative to it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pool_audit::meta {

// Every file that git tracks or would track (new and not ignored), sorted. Empty when this is no
// git checkout, which the tests report.
[[nodiscard]] std::vector<std::string> repository_files();

[[nodiscard]] bool has_suffix(std::string_view path, std::initializer_list<std::string_view> any);
[[nodiscard]] bool is_cpp(std::string_view path);
// Written as test data: its content imitates other people's code.
[[nodiscard]] bool is_test_data(std::string_view path);

[[nodiscard]] std::string read(const std::string& path);
[[nodiscard]] std::vector<std::string> lines_of(const std::string& text);

// What a command prints on both streams, and its exit code.
struct Output {
  std::string text;
  int exit_code = 0;
};
[[nodiscard]] Output run(const std::string& command);

}  // namespace pool_audit::meta
