// Names and patterns of names. A pattern is a name in which
//   *       inside a component or argument stands for any text of that component or argument; a
//           star behind a space or another pointer's star is the star of a pointer: "Foo *"
//   *       as the last argument stands for all further arguments, none included
//   *::     in front stands for any number of enclosing scopes, none included
//   ::**    at the end stands for anything nested inside
//   $T      as an argument stands for any argument, and for the same one everywhere
// A component without "<...>" in the pattern matches whatever its arguments are. Inline namespaces
// that only carry a version (std::__1, absl::lts_20230125), anonymous namespaces, a leading "::",
// insignificant spaces and the words struct, class, union, enum make no difference.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "checks/support/result.h"

namespace pool_audit::model {

using Bindings = std::map<std::string, std::string>;

// One component of a name as facts spell it. Views into the text that was split.
struct NamePart {
  std::string_view text;                    // "ObjectPool"
  bool has_arguments = false;               // false: unknown or none
  std::vector<std::string_view> arguments;  // "Foo", "Foo *"
  std::string_view tail;                    // behind the arguments: " *"
};

// "a::B<c::D, E *>::f" into its components; brackets and operator names are kept whole. Takes any
// text; linear in its size.
[[nodiscard]] std::vector<NamePart> split_name(std::string_view name);

// The last component without arguments: the key under which names are found. "operator<" stays.
[[nodiscard]] std::string_view last_component(std::string_view name);

class NamePattern {
 public:
  // Errors say what is wrong with the text; their column is the offset in it, counted from 1.
  [[nodiscard]] static Result<NamePattern> parse(std::string_view text);

  // Whether the pattern covers the whole name; binds what `$` names stand for (on failure the
  // bindings are unspecified). Linear in the sizes of name and pattern.
  [[nodiscard]] bool matches(const std::vector<NamePart>& name, Bindings& bindings) const;
  [[nodiscard]] bool matches(std::string_view name) const;

  // The last component when it contains no star, else "".
  [[nodiscard]] std::string_view key() const;
  // Of the components that are plain words without a star, the longest, and of equals the last: any
  // source that spells a matching name contains it. What stands in std is everywhere, so for it the
  // arguments are asked first. "" when there is none.
  [[nodiscard]] std::string_view literal_word() const;
  // Grows with the text that is given literally: the pattern that says more wins.
  [[nodiscard]] size_t specificity() const { return specificity_; }
  [[nodiscard]] size_t component_count() const { return parts_.size(); }
  // The `$` names in it.
  [[nodiscard]] const std::vector<std::string>& variables() const { return variables_; }
  // This pattern with another one's components behind its own: "Pool<$T>" + "get".
  [[nodiscard]] NamePattern followed_by(const NamePattern& inner) const;

 private:
  struct Part {
    std::string text;  // normalised; kWildcard for a star that stands for text
    bool has_arguments = false;
    std::vector<NamePattern> arguments;
    std::string tail;
  };

  [[nodiscard]] static Result<NamePattern> parse_at(std::string_view whole, std::string_view text,
                                                    size_t depth);
  [[nodiscard]] bool matches_argument(std::string_view argument, Bindings& bindings) const;
  [[nodiscard]] static bool matches_part(const Part& part, const NamePart& name,
                                         Bindings& bindings);
  [[nodiscard]] bool matches_anything() const;
  void add_up();

  bool any_scope_ = false;   // "*::" in front
  bool any_nested_ = false;  // "::**" at the end
  std::string variable_;     // a whole argument "$T"; what follows it ("*") is in tail
  std::string variable_tail_;
  std::vector<Part> parts_;
  size_t specificity_ = 0;
  std::vector<std::string> variables_;
};

}  // namespace pool_audit::model
