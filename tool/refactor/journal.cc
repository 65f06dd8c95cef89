#include "tool/refactor/journal.h"

#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>

#include "checks/support/files.h"
#include "checks/support/hash.h"

namespace pool_audit::refactor {

namespace fs = std::filesystem;

using nlohmann::json;

namespace {

constexpr int kVersion = 1;

std::string state_folder() {
  if (const char* state = std::getenv("XDG_STATE_HOME"); state != nullptr && *state == '/') {
    return state;
  }
  const char* home = std::getenv("HOME");
  return home != nullptr && *home == '/' ? std::string(home) + "/.local/state" : "";
}

std::string to_bytes(const Changes& changes) {
  json files = json::array();
  for (const auto& [path, change] : changes) {
    files.push_back({{"path", path},
                     {"created", change.created},
                     {"removed", change.removed},
                     {"before", json::binary({change.before.begin(), change.before.end()})},
                     {"after", json::binary({change.after.begin(), change.after.end()})}});
  }
  std::string out;
  json::to_msgpack({{"pool_audit_undo", kVersion}, {"files", std::move(files)}}, out);
  return out;
}

std::string text_of(const json& binary) {
  const auto& bytes = binary.get_binary();
  return {bytes.begin(), bytes.end()};
}

Result<Changes> from_bytes(const std::string& bytes, const std::string& path) {
  try {
    const json value = json::from_msgpack(bytes);
    if (value.at("pool_audit_undo").get<int>() != kVersion) {
      return fail("is the journal of another version of pool-audit", path);
    }
    Changes out;
    for (const json& file : value.at("files")) {
      out[file.at("path").get<std::string>()] = {
          text_of(file.at("before")), text_of(file.at("after")), file.value("created", false),
          file.value("removed", false)};
    }
    return out;
  } catch (const json::exception&) {
    return fail("is not a journal of pool-audit, or a damaged one; restore the files from git",
                path);
  }
}

// The content of a file; nothing when there is none, or it cannot be read.
std::optional<std::string> content(const std::string& path) {
  auto text = read_file(path);
  return text ? std::optional(std::move(*text)) : std::nullopt;
}

std::optional<std::string> old_of(const FileChange& change) {
  return change.created ? std::nullopt : std::optional(change.before);
}

std::optional<std::string> new_of(const FileChange& change) {
  return change.removed ? std::nullopt : std::optional(change.after);
}

// Makes a file have this content, or takes it away.
Result<void> put(const std::string& path, const std::optional<std::string>& text) {
  if (text) return write_file_atomically(path, *text);
  std::error_code failed;
  fs::remove(path, failed);
  if (failed) return fail("cannot remove it: " + failed.message(), path);
  return {};
}

}  // namespace

std::string journal_path(const std::string& root) {
  const std::string folder = state_folder();
  return folder.empty() ? "" : folder + "/pool-audit/undo-" + digest_of(root).hex();
}

Result<void> carry_out(const Changes& changes, const std::string& journal) {
  for (const auto& [path, change] : changes) {
    std::error_code ignored;
    if (change.created && !fs::exists(path, ignored)) continue;
    auto now = read_file(path);
    if (!now) return tl::unexpected<Error>(now.error());
    if (change.created || *now != change.before) {
      return fail("was changed since it was analysed; nothing was written, run it again", path);
    }
    // Who may write in the folder could replace it all the same; whoever protects a file means it.
    const fs::perms mode = fs::status(path, ignored).permissions();
    if ((mode & fs::perms::owner_write) == fs::perms::none) {
      return fail("is read-only; nothing was written. Make it writable, and run it again", path);
    }
  }
  if (journal.empty()) {
    return fail("there is no place for the journal of undo; set HOME or XDG_STATE_HOME");
  }
  std::error_code failed;
  fs::create_directories(fs::path(journal).parent_path(), failed);
  if (auto kept = write_file_atomically(journal, to_bytes(changes)); !kept) return kept;
  for (auto at = changes.begin(); at != changes.end(); ++at) {
    auto written = put(at->first, new_of(at->second));
    if (written) continue;
    Error error = written.error();
    error.message += "; all other files are as they were";
    for (auto done = changes.begin(); done != at; ++done) {
      if (auto back = put(done->first, old_of(done->second)); !back) {
        error.message = written.error().message +
                        "; some files are changed, pool-audit refactor undo restores them";
      }
    }
    return tl::unexpected<Error>(std::move(error));
  }
  return {};
}

Result<Undone> undo(const std::string& journal, bool force) {
  std::error_code ignored;
  if (journal.empty() || !fs::exists(journal, ignored)) {
    return fail("there is nothing to undo: no refactoring was applied to this project");
  }
  auto bytes = read_file(journal);
  if (!bytes) return tl::unexpected<Error>(bytes.error());
  auto changes = from_bytes(*bytes, journal);
  if (!changes) return tl::unexpected<Error>(changes.error());
  Undone out;
  std::vector<const Changes::value_type*> todo;
  for (const auto& file : *changes) {
    const auto now = content(file.first);
    if (now == old_of(file.second)) continue;
    if (now == new_of(file.second)) {
      todo.push_back(&file);
    } else {
      out.untouched.push_back(file.first);
    }
  }
  if (!out.untouched.empty() && !force) return out;
  for (const auto* file : todo) {
    if (auto written = put(file->first, old_of(file->second)); !written) {
      return tl::unexpected<Error>(written.error());
    }
    out.restored.push_back(file->first);
  }
  fs::remove(journal, ignored);
  return out;
}

}  // namespace pool_audit::refactor
