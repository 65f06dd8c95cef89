// The sources of a project, read once each, and where in them a name is written.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "checks/facts/facts.h"
#include "checks/inventory/inventory.h"
#include "tool/refactor/source.h"

namespace pool_audit::refactor {

// A range of one file, whose name is relative to the root.
struct Stretch {
  std::string file;
  Range range;

  friend bool operator==(const Stretch&, const Stretch&) = default;
  friend auto operator<=>(const Stretch& a, const Stretch& b) {
    return std::tie(a.file, a.range.begin, a.range.end) <=>
           std::tie(b.file, b.range.begin, b.range.end);
  }
};

// Whether one of the outer stretches holds the inner one.
[[nodiscard]] bool holds(const std::vector<Stretch>& outer, const Stretch& inner);

// The last part of a qualified name, without template arguments.
[[nodiscard]] std::string last_part(std::string_view name);

// "16" of "16UL"; what is no number stays as it is.
[[nodiscard]] std::string_view without_suffix(std::string_view number);

// Whether a folder is what a build writes into.
[[nodiscard]] bool is_build_folder(const std::string& folder);

// Not thread-safe. What it hands out lives as long as it.
class Sources {
 public:
  explicit Sources(std::string root) : root_(std::move(root)) {}

  [[nodiscard]] const std::string& root() const { return root_; }

  // Null when the file cannot be read.
  [[nodiscard]] const Source* find(const std::string& file);
  // Every token with this text in any C or C++ file below the root, whether a compile database
  // names it or not, but for parts of the names of included files; sorted. Of folders of builds
  // the source files are read and no headers; folders of git are left out, and so are symbolic
  // links, whose targets are found under their own names. The first call reads all files.
  [[nodiscard]] const std::vector<Stretch>& occurrences(const std::string& name);
  // Where a macro puts names together (`a##_##b`), when this one can come out of two or three that
  // are written somewhere: then it may be meant where nobody reads it.
  [[nodiscard]] std::optional<Stretch> pasted(const std::string& name);
  // Of what facts tell of, one or, for text out of a macro or of no file here, none.
  [[nodiscard]] std::vector<Stretch> stretch(const facts::Location& location);
  // Whether a name or a number is written in one of the stretches; a number with any suffix.
  [[nodiscard]] bool is_written_in(const std::vector<Stretch>& stretches, std::string_view text);
  // The place of a range in a file that was found.
  [[nodiscard]] inventory::Place place(const Stretch& stretch);

 private:
  void read_all();
  [[nodiscard]] bool can_be_joined(std::string_view name, int parts) const;

  std::string root_;
  std::map<std::string, std::unique_ptr<const Source>> files_;  // null: cannot be read
  std::map<std::string, std::vector<Stretch>, std::less<>> names_;
  std::optional<Stretch> pastes_;  // the first `##`
  bool all_read_ = false;
};

}  // namespace pool_audit::refactor
