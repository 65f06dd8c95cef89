#include "tool/load/load.h"

#include <dirent.h>

#include <algorithm>
#include <cstdlib>
#include <tuple>
#include <unordered_map>

#include "checks/support/files.h"
#include "tool/load/command.h"
#include "tool/load/database.h"
#include "tool/load/glob.h"
#include "tool/load/path_map.h"
#include "tool/load/paths.h"
#include "tool/load/response_files.h"
#include "tool/load/root.h"

namespace pool_audit::load {
namespace {

constexpr const char* kDatabaseName = "compile_commands.json";

// A unit with what decides whether another one is the same.
struct Candidate {
  TranslationUnit unit;
  std::vector<std::string> key;
};

class Loader {
 public:
  Loader(std::string database_folder, const LoadOptions& options, PathMap map)
      : options_(options), map_(std::move(map)) {
    folder_ = paths_.canonical(absolute_here(database_folder));
  }

  void add(RawEntry entry) {
    ++entries_;
    const uint32_t index = entry.index;
    const std::string file = entry.file;
    std::string why = take(std::move(entry));
    if (!why.empty()) list_.bad.push_back({index, file, std::move(why)});
  }

  Result<WorkList> finish(const std::string& name) {
    if (entries_ == 0) {
      return fail(
          "the compile database holds no commands; an empty array was found. Configure the "
          "project with at least one C or C++ target, then try again",
          name);
    }
    if (list_.root = root(); list_.root.empty()) {
      return fail("the project root is not a folder; correct --root", options_.root);
    }
    merge();
    explain_missing();
    if (auto filtered = filter(); !filtered) return tl::unexpected(filtered.error());
    sort();
    return std::move(list_);
  }

 private:
  // Why the entry is bad, "" when it became a candidate.
  std::string take(RawEntry entry) {
    if (!entry.why_not.empty()) return entry.why_not;
    TranslationUnit unit;
    if (entry.directory.empty())
      unit.notes.push_back("the entry has no 'directory'; the database's folder is used");
    const std::string directory = absolute(map_.path(entry.directory), folder_);
    unit.directory = paths_.canonical(directory);
    Source source;
    source.spelled = absolute(map_.path(entry.file), unit.directory);
    source.canonical = paths_.canonical(source.spelled);
    const std::string beside_link =
        absolute(base_name(source.spelled), paths_.canonical(std::string(parent(source.spelled))));
    if (parent(beside_link) != parent(source.canonical)) source.link_folder = parent(beside_link);

    Expansion expanded = expand_response_files(entry.arguments, unit.directory, map_);
    if (!expanded.error.empty()) return expanded.error;
    const bool no_directory = folder_is_missing(unit.directory);
    Command command = normalise_command(expanded.arguments, source, unit.directory, no_directory,
                                        options_.extra_arguments);
    if (!command.why_not.empty()) return command.why_not;
    switch (kind_of(source.canonical)) {
      case FileKind::regular:
        break;
      case FileKind::missing:
        return why_missing(source.spelled);
      case FileKind::folder:
        return "'file' is a folder; a source file was expected";
      case FileKind::other:
        return "'file' is a device or a pipe; a source file was expected";
    }
    if (no_directory) {
      unit.notes.push_back("the working folder of the command is not there: " + directory);
      while (folder_is_missing(unit.directory)) unit.directory = parent(unit.directory);
    }
    if (entry.unterminated_quote) {
      unit.notes.push_back("a quote in 'command' is not closed; it is taken to end with the text");
    }
    unit.file = source.canonical;
    unit.arguments = std::move(command.arguments);
    for (auto* notes : {&expanded.notes, &command.notes}) {
      unit.notes.insert(unit.notes.end(), notes->begin(), notes->end());
    }
    candidates_.push_back({std::move(unit), std::move(command.key)});
    return {};
  }

  bool folder_is_missing(const std::string& folder) {
    const auto [at, fresh] = missing_folders_.try_emplace(folder, false);
    if (fresh) at->second = kind_of(folder) != FileKind::folder;
    return at->second;
  }

  std::string why_missing(const std::string& file) {
    missing_.push_back({list_.bad.size(), file});
    return "the source file is not there";
  }

  // A missing source in the build folder was to be generated. Where the build folder is the source
  // folder too, nothing can be told apart and nothing is claimed.
  void explain_missing() {
    if (missing_.empty()) return;
    std::string common(parent(missing_.front().path));
    for (const Missing& missing : missing_) {
      common = common_ancestor(common, parent(missing.path));
      if (folder_ == list_.root || !is_within(missing.path, folder_)) continue;
      list_.bad[missing.bad_index].reason =
          "the source file is not there; it lies in the build folder, so it is generated: build "
          "the project first";
    }
    if (missing_.size() != entries_ || !map_.empty()) return;
    list_.notes.push_back("none of the " + std::to_string(entries_) +
                          " sources is there; if the database was written on another machine, try "
                          "--path-map " +
                          common + "=FOLDER with the folder that holds them here");
  }

  std::string root() {
    if (!options_.root.empty()) {
      const std::string given = paths_.canonical(absolute_here(options_.root));
      return kind_of(given) == FileKind::folder ? given : std::string();
    }
    std::vector<std::string> sources;
    for (const Candidate& candidate : candidates_) sources.push_back(candidate.unit.file);
    return find_root(sources, folder_);
  }

  // Of candidates with the same file and the same effective arguments, the smallest stays.
  void merge() {
    const auto order = [](const Candidate& a, const Candidate& b) {
      return std::tie(a.unit.file, a.key, a.unit.arguments, a.unit.directory, a.unit.notes) <
             std::tie(b.unit.file, b.key, b.unit.arguments, b.unit.directory, b.unit.notes);
    };
    std::sort(candidates_.begin(), candidates_.end(), order);
    size_t merged = 0;
    const Candidate* last = nullptr;
    for (Candidate& candidate : candidates_) {
      // The unit of the last one has been moved on, its key has not.
      if (last != nullptr && last->key == candidate.key) {
        ++merged;
        continue;
      }
      list_.units.push_back(std::move(candidate.unit));
      last = &candidate;
    }
    if (merged > 0) {
      list_.notes.push_back(std::to_string(merged) + " of " + std::to_string(entries_) +
                            " entries repeat another one and were merged with it");
    }
  }

  Result<void> filter() {
    if (options_.only.empty() && options_.exclude.empty()) return {};
    std::vector<size_t> hits(options_.only.size(), 0);
    const auto matches = [&](const std::string& glob, const std::string& file) {
      const std::string pattern = relative_to_root(glob, list_.root);
      return glob_matches(pattern, relative_to_root(file, list_.root));
    };
    const auto wanted = [&](const TranslationUnit& unit) {
      bool chosen = options_.only.empty();
      for (size_t i = 0; i < options_.only.size(); ++i) {
        if (!matches(options_.only[i], unit.file)) continue;
        ++hits[i];
        chosen = true;
      }
      return chosen && std::none_of(options_.exclude.begin(), options_.exclude.end(),
                                    [&](const auto& glob) { return matches(glob, unit.file); });
    };
    const size_t before = list_.units.size();
    std::erase_if(list_.units, [&](const TranslationUnit& unit) { return !wanted(unit); });
    for (size_t i = 0; i < hits.size(); ++i) {
      if (hits[i] == 0) list_.notes.push_back("--only '" + options_.only[i] + "' fits no source");
    }
    if (list_.units.empty() && before > 0) {
      return fail("--only and --exclude leave none of the " + std::to_string(before) +
                      " sources; patterns are taken relative to the project root",
                  list_.root);
    }
    if (before > list_.units.size()) {
      list_.notes.push_back(std::to_string(before - list_.units.size()) + " of " +
                            std::to_string(before) +
                            " sources were left out by --only or --exclude");
    }
    return {};
  }

  void sort() {
    std::sort(list_.units.begin(), list_.units.end(),
              [](const TranslationUnit& a, const TranslationUnit& b) {
                return std::tie(a.file, a.arguments, a.directory) <
                       std::tie(b.file, b.arguments, b.directory);
              });
    std::sort(list_.bad.begin(), list_.bad.end(), [](const BadEntry& a, const BadEntry& b) {
      return std::tie(a.file, a.reason, a.index) < std::tie(b.file, b.reason, b.index);
    });
  }

  struct Missing {
    size_t bad_index = 0;  // in list_.bad, which is in the database's order until sort()
    std::string path;      // absolute
  };

  const LoadOptions& options_;
  PathMap map_;
  Canonicaliser paths_;
  std::string folder_;
  uint32_t entries_ = 0;
  std::vector<Candidate> candidates_;
  std::vector<Missing> missing_;
  std::unordered_map<std::string, bool> missing_folders_;
  WorkList list_;
};

// Whether a build folder is commonly called so: "build", "build-debug", "cmake-build-release",
// "out".
bool is_build_name(std::string_view name) {
  return name.starts_with("build") || name.starts_with("cmake-build") || name == "_build" ||
         name == "out" || name == "bin" || name == "obj" || name == "debug" || name == "release" ||
         name == "Debug" || name == "Release";
}

// Folders just below `folder` that hold a database, in order, those with the name of a build folder
// first: where a user may have meant to point.
struct Nearby {
  std::vector<std::string> usual;
  std::vector<std::string> others;
};
Nearby databases_below(const std::string& folder) {
  Nearby found;
  DIR* dir = ::opendir(folder.c_str());
  if (dir == nullptr) return found;
  while (const dirent* entry = ::readdir(dir)) {
    const std::string name = entry->d_name;
    if (name == "." || name == "..") continue;
    const std::string below = folder + "/" + name;
    if (kind_of(below + "/" + kDatabaseName) != FileKind::regular) continue;
    (is_build_name(name) ? found.usual : found.others).push_back(below);
  }
  ::closedir(dir);
  std::ranges::sort(found.usual);
  std::ranges::sort(found.others);
  return found;
}

// "a", "a and b", "a, b and c"
std::string listed(const std::vector<std::string>& names) {
  std::string out;
  for (size_t i = 0; i < names.size(); ++i) {
    out += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
  }
  return out;
}

tl::unexpected<Error> no_database(const std::string& path, bool is_folder) {
  constexpr size_t kMost = 3;  // more than these are no hint
  std::string message = is_folder ? std::string("no ") + kDatabaseName + " in this folder"
                                  : "the compile database is not there";
  // Beside what is not there, only a build folder can be meant.
  Nearby near = databases_below(is_folder ? path : std::string(parent(path)));
  std::vector<std::string> meant = std::move(near.usual);
  if (meant.empty() && is_folder) meant = std::move(near.others);
  if (meant.size() == 1) {
    message += "; there is one in " + meant.front() + ", pass that";
  } else if (!meant.empty() && meant.size() <= kMost) {
    message += "; pass one of " + listed(meant);
  } else if (!meant.empty()) {
    message += "; " + std::to_string(meant.size()) + " folders below it have one, pass one of them";
  } else {
    message +=
        "; make one with 'cmake -DCMAKE_EXPORT_COMPILE_COMMANDS=ON', with meson, or with "
        "'bear -- make'";
  }
  return fail(std::move(message), path);
}

}  // namespace

Result<WorkList> load_text(const std::string& json, const std::string& database_folder,
                           const LoadOptions& options) {
  Result<PathMap> map = PathMap::make(options.path_map);
  if (!map) return tl::unexpected(map.error());
  const std::string name = options.database.empty() ? kDatabaseName : options.database;
  Loader loader(database_folder, options, std::move(*map));
  const Result<void> read =
      read_database(json, name, [&](RawEntry entry) { loader.add(std::move(entry)); });
  if (!read) return tl::unexpected(read.error());
  return loader.finish(name);
}

Result<WorkList> load(const LoadOptions& options) {
  const std::string given = options.database.empty() ? "." : options.database;
  std::string path = given;
  FileKind kind = kind_of(path);
  if (kind == FileKind::folder) {
    path = given == "/" ? "/" : given + "/";
    path += kDatabaseName;
    kind = kind_of(path);
    if (kind == FileKind::missing) return no_database(given, true);
  }
  if (kind == FileKind::missing) return no_database(given, false);
  if (kind != FileKind::regular) {
    return fail("is no regular file; a compile database was expected", path);
  }
  const Result<std::string> text = read_file(path);
  if (!text) return tl::unexpected(text.error());
  LoadOptions named = options;
  named.database = path;
  char* resolved = ::realpath(path.c_str(), nullptr);
  const std::string folder(parent(resolved == nullptr ? path : resolved));
  std::free(resolved);
  return load_text(*text, folder, named);
}

}  // namespace pool_audit::load
