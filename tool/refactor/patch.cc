#include "tool/refactor/patch.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>

#include "checks/support/files.h"
#include "checks/support/scratch_folder.h"
#include "tool/git/git.h"

namespace pool_audit::refactor {

namespace fs = std::filesystem;

namespace {

constexpr size_t kNameLength = 52;  // as git has it

Result<void> write_tree(const std::string& folder, const std::string& root, const Changes& changes,
                        bool after) {
  for (const auto& [path, change] : changes) {
    const fs::path target = folder + "/" + fs::path(path).lexically_relative(root).string();
    std::error_code failed;
    if (after ? change.removed : change.created) {
      fs::remove(target, failed);
      continue;
    }
    fs::create_directories(target.parent_path(), failed);
    if (failed) return fail("cannot make a folder: " + failed.message(), target.string());
    // With the permissions of the file, which git compares, too.
    fs::copy_file(path, target, failed);
    const std::string& text = after ? change.after : change.before;
    if (auto written = write_file_atomically(target.string(), text); !written) return written;
  }
  return {};
}

}  // namespace

Result<std::string> diff_of(const Changes& changes, const std::string& root) {
  if (changes.empty()) return std::string();
  ScratchFolder scratch;
  if (scratch.path().empty()) return fail("no temporary folder can be made; set TMPDIR");
  const std::string tree = scratch.path() + "/tree";
  std::error_code failed;
  fs::create_directories(tree, failed);
  // A repository of its own: --no-index would exit with 1 on every difference.
  for (const bool after : {false, true}) {
    if (auto written = write_tree(tree, root, changes, after); !written) {
      return tl::unexpected<Error>(written.error());
    }
    if (after) break;
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"init", "-q"},
          {"-c", "core.autocrlf=false", "add", "-f", "."}}) {
      if (auto done = git::run(tree, words); !done) return tl::unexpected<Error>(done.error());
    }
  }
  // Files that are new show when git knows of them.
  if (auto added = git::run(tree, {"-c", "core.autocrlf=false", "add", "-f", "-N", "."}); !added) {
    return tl::unexpected<Error>(added.error());
  }
  return git::run(tree, {"-c", "core.autocrlf=false", "diff", "--no-ext-diff", "--no-color",
                         "--src-prefix=a/", "--dst-prefix=b/"});
}

std::string patch_of(const Commit& commit, size_t number, size_t count, const std::string& author,
                     const std::string& date) {
  std::string out = "From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001\n";
  out += "From: " + author + "\nDate: " + date + "\nSubject: [PATCH " + std::to_string(number) +
         "/" + std::to_string(count) + "] " + commit.subject + "\n\n" + commit.body;
  if (!out.ends_with('\n')) out += '\n';
  return out + "---\n\n" + commit.diff + "-- \npool-audit\n\n";
}

std::string patch_name(size_t number, const std::string& subject) {
  std::array<char, 16> prefix{};
  std::snprintf(prefix.data(), prefix.size(), "%04zu-", number);
  std::string out(prefix.data());
  for (const char c : subject) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (plain) {
      out += c;
    } else if (!out.ends_with('-')) {
      out += '-';
    }
    if (out.size() >= kNameLength) break;
  }
  while (out.ends_with('-')) out.pop_back();
  return out + ".patch";
}

}  // namespace pool_audit::refactor
