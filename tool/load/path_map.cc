#include "tool/load/path_map.h"

#include <algorithm>
#include <array>

#include "tool/load/paths.h"

namespace pool_audit::load {
namespace {

// Flags whose value may follow without a separator. Longer names first: "-include" is not "-I".
constexpr std::array<std::string_view, 18> kJoined = {
    "-iwithprefixbefore",
    "-iwithprefix",
    "-iframework",
    "-idirafter",
    "-isysroot",
    "-include",
    "-imacros",
    "-isystem",
    "-iprefix",
    "-iquote",
    "-MF",
    "-MT",
    "-MQ",
    "-o",
    "-I",
    "-L",
    "-B",
    "-F",
};

bool starts_a_path(std::string_view argument, size_t at) {
  if (at == 0) return true;
  const char before = argument[at - 1];
  if (std::string_view("=\"',:;<@ ").find(before) != std::string_view::npos) return true;
  return std::find(kJoined.begin(), kJoined.end(), argument.substr(0, at)) != kJoined.end();
}

// The end of a component: '/', the end of the text or whatever closes a path within an argument.
bool ends_a_component(std::string_view text, size_t at) {
  return at >= text.size() ||
         std::string_view("/=\"',:;> \\").find(text[at]) != std::string_view::npos;
}

// How much of `text` at `at` the prefix `from` takes up; npos when it does not fit there.
size_t prefix_length(std::string_view text, std::string_view from, size_t at) {
  const std::string_view here = text.substr(at);
  if (!here.starts_with(from)) return std::string_view::npos;
  if (from == "/") return 0;  // the slash stays, to stand behind the new prefix
  return ends_a_component(here, from.size()) ? from.size() : std::string_view::npos;
}

void append_target(std::string& out, std::string_view to, std::string_view rest) {
  if (to != "/" || rest.empty() || rest.front() != '/') out += to;
}

std::string without_trailing_slashes(std::string path) {
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  return path;
}

}  // namespace

Result<PathMap> PathMap::make(const std::vector<std::pair<std::string, std::string>>& pairs) {
  PathMap map;
  for (const auto& [from, to] : pairs) {
    if (from.empty() || to.empty()) {
      return fail("--path-map expects FROM=TO with a folder on both sides, found '" + from + "=" +
                  to + "'");
    }
    const std::string target = absolute_here(to);
    if (target.front() != '/') {
      return fail("--path-map " + from + "=" + to +
                  ": the current folder cannot be read; give an absolute path");
    }
    map.pairs_.emplace_back(without_trailing_slashes(from), without_trailing_slashes(target));
  }
  return map;
}

std::string PathMap::path(std::string_view path) const {
  for (const auto& [from, to] : pairs_) {
    const size_t length = prefix_length(path, from, 0);
    if (length == std::string_view::npos) continue;
    if (length < path.size() && path[length] != '/') continue;
    std::string out;
    append_target(out, to, path.substr(length));
    out += path.substr(length);
    return out;
  }
  return std::string(path);
}

std::string PathMap::argument(std::string_view argument) const {
  std::string out;
  for (size_t at = 0; at < argument.size();) {
    if (starts_a_path(argument, at)) {
      for (const auto& [from, to] : pairs_) {
        const size_t length = prefix_length(argument, from, at);
        if (length == std::string_view::npos) continue;
        at += length;
        append_target(out, to, argument.substr(at));
        break;
      }
    }
    // The rest of this path is copied whole, so that what was mapped is not mapped once more.
    do {
      if (at < argument.size()) out += argument[at++];
    } while (at < argument.size() && !starts_a_path(argument, at));
  }
  return out;
}

}  // namespace pool_audit::load
