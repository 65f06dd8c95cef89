#include "tool/scan/include_graph.h"

#include <algorithm>

#include "checks/support/files.h"
#include "tool/load/paths.h"

namespace pool_audit::scan {

struct IncludeGraph::Read {
  FileDigest digest;
  std::string error;
};

// A folder of the search path.
struct IncludeGraph::Place {
  Folder* folder = nullptr;
  bool system = false;
};

struct IncludeGraph::Configured {
  SearchPath paths;
  std::vector<Place> quoted;  // for "x.h", behind the includer's folder
  std::vector<Place> angled;
  std::vector<FileId> forced;
  // Answers of the search, which do not depend on the includer.
  std::unordered_map<std::string, FileId> quoted_found;
  std::unordered_map<std::string, FileId> angled_found;
  std::unordered_map<FileId, std::vector<Edge>> edges;
};

IncludeGraph::IncludeGraph(std::string root, std::vector<std::string> system_folders,
                           FileStore* store)
    : root_(std::move(root)), system_folders_(std::move(system_folders)), store_(store) {}

IncludeGraph::~IncludeGraph() = default;

IncludeGraph::Configuration IncludeGraph::configuration(const load::TranslationUnit& unit) {
  SearchPath paths = search_path_of(unit);
  std::string key = paths.cplusplus ? "c++" : "c";
  const auto add = [&](char kind, const std::vector<std::string>& list) {
    for (const std::string& text : list) key.append(1, '\0').append(1, kind).append(text);
  };
  add('d', {paths.directory});
  add('q', paths.quote);
  add('u', paths.user);
  add('s', paths.system);
  add('f', paths.forced);
  for (const HeaderMacro& macro : paths.macros) {
    add(macro.kind == Include::Kind::angled ? 'a' : 'm', {macro.name + "=" + macro.header});
  }
  const auto [at, fresh] =
      by_key_.try_emplace(std::move(key), static_cast<Configuration>(configurations_.size()));
  if (!fresh) return at->second;

  auto made = std::make_unique<Configured>();
  const auto places = [&](const std::vector<std::string>& list, bool system,
                          std::vector<Place>& out) {
    for (const std::string& path : list) {
      if (Folder* folder = folders_.folder(path)) out.push_back({folder, system});
    }
  };
  places(paths.quote, false, made->quoted);
  places(paths.user, false, made->angled);
  places(paths.system, true, made->angled);
  made->quoted.insert(made->quoted.end(), made->angled.begin(), made->angled.end());
  made->paths = std::move(paths);
  Folder* here = folders_.folder(made->paths.directory);
  for (const std::string& name : made->paths.forced) {
    FileId found = classify(folders_.find(here, name), false);
    if (found == kNoFile) found = search(*made, false, name);
    if (found != kNoFile) made->forced.push_back(found);
  }
  configurations_.push_back(std::move(made));
  statistics_.configurations = configurations_.size();
  return at->second;
}

bool IncludeGraph::is_system(FileId file) {
  if (system_.size() <= file) system_.resize(folders_.size(), 0);
  uint8_t& known = system_[file];
  if (known == 0) {
    const std::string& path = folders_.path(file);
    const bool system =
        !load::is_within(path, root_) &&
        std::any_of(system_folders_.begin(), system_folders_.end(),
                    [&](const auto& folder) { return load::is_within(path, folder); });
    known = system ? 2 : 1;
  }
  return known == 2;
}

FileId IncludeGraph::classify(FileId found, bool system_place) {
  return found == kNoFile || system_place || is_system(found) ? kNoFile : found;
}

// The first place that has the file decides, also when what it has is a system header.
FileId IncludeGraph::search(Configured& in, bool angled, const std::string& name) {
  auto& memo = angled ? in.angled_found : in.quoted_found;
  const auto [at, fresh] = memo.try_emplace(name, kNoFile);
  if (!fresh) return at->second;
  for (const Place& place : angled ? in.angled : in.quoted) {
    const FileId found = folders_.find(place.folder, name);
    if (found == kNoFile) continue;
    return at->second = classify(found, place.system);
  }
  return kNoFile;
}

void IncludeGraph::find_all(Configured& in, FileId from, const Include& include,
                            std::vector<FileId>& out) {
  const bool angled = include.kind == Include::Kind::angled;
  if (include.next) {
    // Which of them comes "next" depends on where this file was found; all others may.
    for (const Place& place : angled ? in.angled : in.quoted) {
      const FileId found = classify(folders_.find(place.folder, include.name), place.system);
      if (found != kNoFile && found != from) out.push_back(found);
    }
    return;
  }
  if (!angled) {
    const FileId beside = folders_.find(folders_.folder_of(from), include.name);
    if (beside != kNoFile) {
      if (const FileId file = classify(beside, false); file != kNoFile) out.push_back(file);
      return;
    }
  }
  if (const FileId file = search(in, angled, include.name); file != kNoFile) out.push_back(file);
}

FileId IncludeGraph::resolve(Configuration configuration, FileId from, const Include& include) {
  std::vector<FileId> found;
  find_all(*configurations_[configuration], from, include, found);
  return found.empty() ? kNoFile : found.front();
}

const FileDigest& IncludeGraph::digest(FileId file) {
  if (files_.size() <= file) files_.resize(std::max<size_t>(folders_.size(), file + 1));
  std::unique_ptr<Read>& read = files_[file];
  if (read) return read->digest;
  read = std::make_unique<Read>();
  Result<std::string> text = read_file(folders_.path(file));
  ++statistics_.files_read;
  if (!text) {
    read->error = text.error().message;
    return read->digest;
  }
  statistics_.bytes_read += text->size();
  const Digest content = digest_of(*text);
  if (store_ != nullptr) {
    if (const std::optional<std::string> stored = store_->get(storage_key(content))) {
      // A stored form that is damaged, or is another file's, counts as absent.
      std::optional<FileDigest> digest = decode(*stored);
      if (digest && digest->content == content) {
        read->digest = std::move(*digest);
        return read->digest;
      }
    }
  }
  read->digest = digest_file(*text);
  ++statistics_.files_lexed;
  if (store_ != nullptr) store_->put(storage_key(content), encode(read->digest));
  return read->digest;
}

const std::string& IncludeGraph::error(FileId file) const {
  static const std::string none;
  return was_read(file) ? files_[file]->error : none;
}

std::span<const IncludeGraph::Edge> IncludeGraph::edges(Configuration configuration, FileId file) {
  Configured& in = *configurations_[configuration];
  if (const auto known = in.edges.find(file); known != in.edges.end()) return known->second;
  std::vector<Edge> out;
  std::vector<FileId> found;
  for (const Include& include : digest(file).includes) {
    if (include.kind == Include::Kind::macro) continue;
    found.clear();
    find_all(in, file, include, found);
    for (const FileId target : found) out.push_back({target, include.conditional});
  }
  // Included both ways, a file is included unconditionally.
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end(),
                        [](const Edge& a, const Edge& b) { return a.file == b.file; }),
            out.end());
  out.shrink_to_fit();
  return in.edges.emplace(file, std::move(out)).first->second;
}

const std::vector<FileId>& IncludeGraph::forced(Configuration configuration) {
  return configurations_[configuration]->forced;
}

std::vector<FileId> IncludeGraph::behind_macro(Configuration configuration, FileId from,
                                               const std::string& name,
                                               const std::vector<const HeaderMacro*>& definitions,
                                               bool* known) {
  Configured& in = *configurations_[configuration];
  std::vector<FileId> out;
  *known = false;
  const auto consider = [&](const HeaderMacro& macro) {
    if (macro.name != name) return;
    *known = true;
    find_all(in, from, {macro.kind, false, false, 0, macro.header}, out);
  };
  for (const HeaderMacro& macro : in.paths.macros) consider(macro);
  for (const HeaderMacro* macro : definitions) consider(*macro);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace pool_audit::scan
