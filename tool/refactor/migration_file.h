// pool-migration.json in the root of a project: which pools are on their way to the runtime, and
// how far. Made and kept by `refactor migrate`, committed with the sources.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checks/support/result.h"

namespace pool_audit::refactor {

inline constexpr std::string_view kMigrationFile = "pool-migration.json";

enum class StepState { open, done, by_hand };

// "by hand"
[[nodiscard]] std::string_view text_of(StepState state);

// Functions that change together.
struct PlannedStep {
  std::vector<std::string> functions;  // qualified names, sorted, one at least
  StepState state = StepState::open;
  std::string reason;  // by_hand: why

  friend bool operator==(const PlannedStep&, const PlannedStep&) = default;
};

// What a file was before the first step and after the last one: names that git gives to contents.
struct MigratedFile {
  std::string path;  // relative to the root
  std::string before;
  std::string after;

  friend bool operator==(const MigratedFile&, const MigratedFile&) = default;
};

struct PlannedMigration {
  std::string pool;      // qualified name of the old pool
  std::string becomes;   // of the new one
  std::string type;      // of the new one
  bool is_done = false;  // the old pool is gone
  std::vector<PlannedStep> steps;
  std::vector<MigratedFile> files;  // sorted by path; empty where git does not know them

  friend bool operator==(const PlannedMigration&, const PlannedMigration&) = default;
};

// Sorted by the names of the old pools, each once.
using MigrationFile = std::vector<PlannedMigration>;

// Errors name the place and what was expected: no JSON, another version, a field that is missing or
// of another kind, a conflict of a merge.
[[nodiscard]] Result<MigrationFile> parse_migrations(std::string_view text,
                                                     const std::string& name);
// Ends with a line end; a step a line, so that merges of different steps do not meet.
[[nodiscard]] std::string print_migrations(const MigrationFile& file);
// The file in this root; empty when there is none.
[[nodiscard]] Result<MigrationFile> read_migrations(const std::string& root);

}  // namespace pool_audit::refactor
