#include "tool/refactor_delivery.h"

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <set>

#include "checks/support/files.h"
#include "tool/cli/exit_code.h"
#include "tool/git/git.h"
#include "tool/refactor/journal.h"
#include "tool/refactor/patch.h"
#include "tool/report/phrases.h"
#include "tool/units.h"

namespace pool_audit {

namespace fs = std::filesystem;

using cli::ExitCode;
using cli::to_int;
using refactor::Group;
using refactor::Manual;
using refactor::Verified;

std::string text_of(const inventory::Place& place) {
  return place.file + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
}

bool is_named(const std::string& name, const std::string& asked) {
  return name == asked || name.ends_with("::" + asked);
}

void tell_of(const cli::Options& options, const RunResult& run) {
  if (options.quiet) return;
  for (const std::string& warning : run.warnings) complain(warning);
  for (const inventory::Unit& unit : run.report.inventory.units) {
    if (unit.state != inventory::UnitState::failed) continue;
    const std::string errors = compile_errors(unit, options.verbose);
    const std::string& why = errors.empty() ? unit.reason : errors;
    complain(unit.file + ": could not be read: what it does with the pool is not known" +
             (why.empty() ? "" : " (" + why + ")"));
  }
}

void tell_written(const cli::Options& options, size_t files) {
  if (options.quiet) return;
  complain(report::counted(files, "file") + " written; pool-audit refactor undo takes it back");
}

Result<cli::Options> with_runtime_headers(const cli::Options& asked) {
  cli::Options options = asked;
  if (options.runtime_include.empty()) return options;
  std::error_code failed;
  const std::string folder = fs::canonical(options.runtime_include, failed).string();
  if (failed || !fs::exists(folder + "/pool/pool.h", failed)) {
    return fail("there is no pool/pool.h in it", options.runtime_include);
  }
  options.extra_arguments.insert(options.extra_arguments.end(), {"-isystem", folder});
  return options;
}

void explain_runtime_headers(const refactor::Verified& verified) {
  const auto mentions = [&](std::string_view text) {
    return std::ranges::any_of(verified.withdrawn, [&](const refactor::Withdrawn& each) {
      return each.reason.find(text) != std::string::npos;
    });
  };
  const bool no_file = mentions("file not found") && mentions("pool/");
  if (no_file || mentions("use of undeclared identifier 'pool'")) {
    complain(
        "the build does not find the headers of the runtime; add them to it (CMake: "
        "find_package(pool) and target_link_libraries(... pool::pool); pkg-config --cflags pool), "
        "or verify with --runtime-include FOLDER before that");
  } else if (mentions("/pool/lease.h:") || mentions("/pool/policy.h:") ||
             mentions("/pool/annotate.h:") || mentions("undefined template 'pool::meter") ||
             mentions("/pool/stats.h:") || mentions("_pool.h:")) {
    complain(
        "the headers of the runtime do not compile in this build: they need C++20; raise its "
        "-std first");
  }
}

Result<void> check_clean(const cli::Options& options, const std::string& root) {
  if (!options.apply || options.allow_dirty) return {};
  auto status = git::run(root, {"status", "--porcelain", "--untracked-files=no"});
  if (!status) {
    return fail("there is no git repository to go back to; --allow-dirty writes all the same",
                root);
  }
  if (!status->empty()) {
    return fail("the work tree has changes that are not committed; commit them, or --allow-dirty",
                root);
  }
  return {};
}

namespace {

std::string paragraph(const Group& group, std::string_view verified) {
  std::string out = group.evidence;
  if (!out.empty()) out += "\n\n";
  return out + std::string(verified) + " To take it back: git revert this commit.";
}

// Adds the companion, as it is when these groups are done.
Result<void> add(const Companion* companion, const std::vector<Group>& done,
                 refactor::Changes& changes) {
  if (companion == nullptr) return {};
  auto after = companion->after(done, changes);
  if (!after) return tl::unexpected<Error>(after.error());
  refactor::FileChange change{companion->before.value_or(""), std::move(*after),
                              !companion->before.has_value()};
  if (change.before != change.after || change.created) {
    changes[companion->path] = std::move(change);
  }
  return {};
}

// One patch a group, each on top of those before it.
Result<size_t> write_patches(const cli::Options& options, const std::string& root,
                             const std::vector<Group>& groups, std::string_view verified,
                             const Companion* companion) {
  std::error_code failed;
  fs::create_directories(options.patches, failed);
  if (failed) return fail("cannot make the folder: " + failed.message(), options.patches);
  const auto author = git::run(root, {"log", "-1", "--format=%an <%ae>"});
  const auto date = git::run(root, {"log", "-1", "--format=%aD"});
  const auto line_of = [](const Result<std::string>& text, std::string otherwise) {
    return text && !text->empty() ? text->substr(0, text->find('\n')) : otherwise;
  };
  refactor::EditSet done(root);
  refactor::Changes before;
  size_t number = 0;
  for (const Group& group : groups) {
    if (auto added = done.add(group.edits); !added) return tl::unexpected<Error>(added.error());
    refactor::Changes step = done.changes();
    ++number;
    const auto end = groups.begin() + static_cast<std::ptrdiff_t>(number);
    if (auto added = add(companion, {groups.begin(), end}, step); !added) {
      return tl::unexpected<Error>(added.error());
    }
    refactor::Changes now = step;
    for (auto& [path, change] : step) {
      const auto earlier = before.find(path);
      if (earlier == before.end()) continue;
      change.before = earlier->second.after;
      change.created = false;
    }
    std::erase_if(step, [](const auto& file) { return file.second.before == file.second.after; });
    auto diff = refactor::diff_of(step, root);
    if (!diff) return tl::unexpected<Error>(diff.error());
    const std::string text =
        refactor::patch_of({group.title, paragraph(group, verified), *diff}, number, groups.size(),
                           line_of(author, "pool-audit <pool-audit@localhost>"),
                           line_of(date, "Thu, 1 Jan 1970 00:00:00 +0000"));
    const std::string path = options.patches + "/" + refactor::patch_name(number, group.title);
    if (auto written = write_file_atomically(path, text); !written) {
      return tl::unexpected<Error>(written.error());
    }
    before = std::move(now);
  }
  return number;
}

// As the shell takes it for one word, whatever is in it.
std::string quoted(const std::string& path) {
  std::string out = "'";
  for (const char c : path) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

int apply(const cli::Options& options, const std::string& root, const Verified& verified) {
  const std::string journal = refactor::journal_path(root);
  if (auto done = refactor::carry_out(verified.changes, journal); !done) {
    return fail_with(done.error());
  }
  if (!options.test_command.empty()) {
    const std::string command = "cd " + quoted(root) + " && ( " + options.test_command + " ) >&2";
    if (std::system(command.c_str()) != 0) {
      if (auto undone = refactor::undo(journal, false); !undone || !undone->untouched.empty()) {
        complain("the test command failed, and files were changed meanwhile; see refactor undo");
        return to_int(ExitCode::usage);
      }
      complain("the test command failed; all files are as they were");
      return to_int(ExitCode::findings);
    }
  }
  tell_written(options, verified.changes.size());
  return to_int(ExitCode::clean);
}

void list_by_hand(const std::vector<Manual>& manual, const Verified& verified) {
  std::set<std::string> told;  // one place may stand in the way of several groups
  for (const Manual& each : manual) {
    const std::string line = text_of(each.place) + ": by hand: " + each.reason;
    if (told.insert(line).second) std::cerr << line << "\n";
  }
  std::set<std::string> problems{""};
  for (const auto& [path, change] : verified.changes) {
    if (problems.insert(change.problem).second) complain(change.problem);
  }
  for (const refactor::Withdrawn& each : verified.withdrawn) {
    const std::string line = "withdrawn: " + each.group.title + ": " + each.reason;
    if (told.insert(line).second) complain(line);
  }
}

}  // namespace

int deliver(const cli::Options& options, const std::string& root, const std::vector<Manual>& manual,
            const Verified& checked, std::string_view how, const Companion* companion) {
  list_by_hand(manual, checked);
  Verified verified = checked;
  if (options.patches.empty() && !verified.kept.empty()) {
    if (auto added = add(companion, verified.kept, verified.changes); !added) {
      return fail_with(added.error());
    }
  }
  if (verified.kept.empty()) {
    if (!options.quiet) complain("nothing to change");
  } else if (!options.patches.empty()) {
    auto count = write_patches(options, root, verified.kept, how, companion);
    if (!count) return fail_with(count.error());
    // git takes a patch for a mail, and the ends of its lines for those of the mail.
    const bool crlf = std::ranges::any_of(verified.changes, [](const auto& file) {
      return file.second.before.find("\r\n") != std::string::npos;
    });
    if (!options.quiet)
      complain(std::to_string(*count) + (*count == 1 ? " patch in " : " patches in ") +
               options.patches + (crlf ? "; git am --keep-cr, for files with CRLF" : ""));
  } else if (!options.apply) {
    auto diff = refactor::diff_of(verified.changes, root);
    if (!diff) return fail_with(diff.error());
    std::cout << *diff << std::flush;
  }
  if (options.apply && !verified.kept.empty()) {
    if (const int code = apply(options, root, verified); code != 0) return code;
  }
  const bool whole = manual.empty() && verified.withdrawn.empty();
  return to_int(whole ? ExitCode::clean : ExitCode::findings);
}

}  // namespace pool_audit
