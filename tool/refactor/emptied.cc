#include "tool/refactor/emptied.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <set>

#include "checks/support/files.h"
#include "tool/refactor/orphans.h"

namespace pool_audit::refactor {

namespace fs = std::filesystem;

namespace {

// Names and endings of files that list sources for a build.
constexpr std::array<std::string_view, 11> kBuildFiles = {
    "CMakeLists.txt", "Makefile", "GNUmakefile", "meson.build", "BUILD",      "BUILD.bazel",
    "Jamfile",        "Jamroot",  "SConscript",  "SConstruct",  "Makefile.am"};
constexpr std::array<std::string_view, 6> kBuildEndings = {".cmake", ".mk",  ".bzl",
                                                           ".pro",   ".gyp", ".vcxproj"};

// Whether a directive says nothing: an include, a pragma, a part of the include guard.
bool is_framing(const Source& source, size_t sharp, const std::string& guard) {
  const auto& tokens = source.tokens();
  const std::string_view word = tokens[sharp + 1].text;
  if (word.starts_with("include") || word == "pragma") return true;
  if (word == "endif") return !guard.empty();
  const bool guards = (word == "ifndef" || word == "define") && !guard.empty();
  const bool alone =
      sharp + 3 >= tokens.size() || !tokens[sharp + 3].in_directive ||
      source.line_of(tokens[sharp + 3].range.begin) != source.line_of(tokens[sharp].range.begin);
  return guards && sharp + 2 < tokens.size() && tokens[sharp + 2].is(guard) && alone;
}

// The name of the include guard, "" without one.
std::string guard_of(const Source& source) {
  const auto& tokens = source.tokens();
  const bool guards = tokens.size() > 5 && tokens[1].is("ifndef") && tokens[4].is("define") &&
                      tokens[2].text == tokens[5].text;
  return guards ? std::string(tokens[2].text) : "";
}

bool is_emptied(const Source& source, const std::vector<Range>& removed) {
  const auto& tokens = source.tokens();
  const std::string guard = guard_of(source);
  bool lost = false;
  for (size_t i = 0; i < tokens.size(); ++i) {
    const bool gone = std::ranges::any_of(
        removed, [&](const Range& range) { return holds(range, tokens[i].range); });
    if (gone) {
      lost = lost || !tokens[i].in_directive;
      continue;
    }
    if (tokens[i].in_directive) {
      if (tokens[i].is("#") && (i + 1 >= tokens.size() || !is_framing(source, i, guard))) {
        return false;
      }
      continue;
    }
    if (!tokens[i].is("using") || i + 1 >= tokens.size() || !tokens[i + 1].is("namespace")) {
      return false;
    }
    while (i + 1 < tokens.size() && !tokens[i].is(";")) ++i;
  }
  return lost;
}

struct Include {
  Stretch line;  // with its line end
  std::string header;
  bool is_quoted = false;
};

std::vector<Include> includes(Sources& sources) {
  std::vector<Include> out;
  for (const Stretch& each : sources.occurrences("include")) {
    const Source& source = *sources.find(each.file);
    const size_t at = source.token_at(each.range.begin);
    if (at == 0 || !source.tokens()[at].in_directive || !source.tokens()[at - 1].is("#")) continue;
    const size_t begin = source.line_begin(each.range.begin);
    const Range line{begin, source.next_line(begin)};
    const std::string_view text = source.of(line);
    const size_t open = text.find_first_of("\"<");
    const size_t close = text.find_first_of("\">", open + 1);
    if (open == std::string_view::npos || close == std::string_view::npos) continue;
    out.push_back({{each.file, line},
                   std::string(text.substr(open + 1, close - open - 1)),
                   text[open] == '"'});
  }
  return out;
}

// Whether an include with this text may mean the file.
bool is_path_of(const std::string& header, const std::string& file) {
  return file == header || file.ends_with("/" + header);
}

// With the slash; "" when there is none.
std::string folder_of(const std::string& path) {
  return path.substr(0, path.rfind('/') + 1);
}

bool lists_sources(const fs::path& path) {
  const std::string name = path.filename().string();
  const auto ends = [&](std::string_view ending) { return name.ends_with(ending); };
  return std::ranges::find(kBuildFiles, name) != kBuildFiles.end() ||
         std::ranges::any_of(kBuildEndings, ends);
}

// Lines of a text, from 1, that name a file or its object.
std::vector<inventory::Place> lines_with(const std::string& text, const std::string& file,
                                         const std::string& name) {
  std::vector<inventory::Place> out;
  const bool is_header = fs::path(name).extension().string().starts_with(".h");
  const std::string object = is_header ? name : fs::path(name).stem().string() + ".o";
  uint32_t line = 0;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    ++line;
    for (const std::string& each : {name, object}) {
      const size_t at = text.find(each, begin);
      if (at >= end) continue;
      const bool starts = at == begin || !is_name_character(text[at - 1]);
      const bool ends = at + each.size() >= end || !is_name_character(text[at + each.size()]);
      if (!starts || !ends) continue;
      inventory::Place place;
      place.file = file;
      place.line = line;
      place.column = static_cast<uint32_t>(at - begin + 1);
      out.push_back(std::move(place));
      break;
    }
    begin = end + 1;
  }
  return out;
}

}  // namespace

std::vector<std::string> emptied_files(Sources& sources, const std::vector<Stretch>& removed) {
  std::map<std::string, std::vector<Range>> by_file;
  for (const Stretch& each : removed) by_file[each.file].push_back(each.range);
  std::vector<std::string> out;
  for (const auto& [file, ranges] : by_file) {
    const Source* source = sources.find(file);
    if (source != nullptr && is_emptied(*source, ranges)) out.push_back(file);
  }
  return out;
}

std::vector<IncludeChange> includes_about(Sources& sources, const analysis::Program& program,
                                          const std::vector<std::string>& files) {
  std::vector<IncludeChange> out;
  if (files.empty()) return out;
  const auto by_file = declared_names(program);
  const std::vector<Include> all = includes(sources);
  for (const Include& each : all) {
    if (std::ranges::find(files, each.line.file) != files.end()) {
      out.push_back({each.line, ""});
      continue;
    }
    const auto emptied = std::ranges::find_if(
        files, [&](const std::string& file) { return is_path_of(each.header, file); });
    if (emptied == files.end()) continue;
    std::string text;
    const Source& source = *sources.find(each.line.file);
    for (const Include& through : all) {
      if (through.line.file != *emptied || !through.is_quoted) continue;
      // Beside the emptied header, or found in the same way by everybody.
      const std::string beside = folder_of(*emptied) + through.header;
      const bool is_beside = sources.find(beside) != nullptr;
      const std::string header =
          is_beside ? folder_of(each.header) + through.header : through.header;
      const bool has_it = std::ranges::any_of(all, [&](const Include& other) {
        return other.line.file == each.line.file && other.header == header;
      });
      const auto declared = std::ranges::find_if(by_file, [&](const auto& entry) {
        return is_beside ? entry.first == beside : is_path_of(header, entry.first);
      });
      if (has_it || declared == by_file.end()) continue;
      const bool wanted = std::ranges::any_of(source.tokens(), [&](const SourceToken& token) {
        return !token.in_directive && declared->second.contains(std::string(token.text));
      });
      if (wanted) text += "#include \"" + header + "\"" + source.line_end(each.line.range.begin);
    }
    out.push_back({each.line, std::move(text)});
  }
  return out;
}

std::vector<Manual> deletions(Sources& sources, const std::vector<std::string>& files,
                              const std::string& pool) {
  std::vector<Manual> out;
  if (files.empty()) return out;
  for (const std::string& file : files) {
    inventory::Place place;
    place.file = file;
    place.line = 1;
    place.column = 1;
    out.push_back({pool, place, "nothing is left in this file: delete it"});
  }
  std::error_code failed;
  const auto options = fs::directory_options::skip_permission_denied;
  for (fs::recursive_directory_iterator it(sources.root(), options, failed), end;
       !failed && it != end; it.increment(failed)) {
    std::error_code ignored;
    if (it->is_directory(ignored)) {
      if (it->path().filename() == ".git" || is_build_folder(it->path().string())) {
        it.disable_recursion_pending();
      }
      continue;
    }
    if (it->is_symlink(ignored) || !lists_sources(it->path())) continue;
    const auto text = read_file(it->path().string());
    if (!text) continue;
    const std::string list = it->path().lexically_relative(sources.root()).string();
    for (const std::string& file : files) {
      for (inventory::Place& place : lines_with(*text, list, fs::path(file).filename().string())) {
        out.push_back({pool, std::move(place), "names " + file + ", in which nothing is left"});
      }
    }
  }
  std::ranges::sort(out, {}, &Manual::place);
  return out;
}

}  // namespace pool_audit::refactor
