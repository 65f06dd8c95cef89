// Takes values out of a YAML tree and collects what is wrong with them, each error where it stands.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "checks/model/pattern.h"
#include "checks/model/vocabulary.h"
#include "checks/model/yaml_tree.h"
#include "checks/support/result.h"
#include "checks/support/spelling.h"

namespace pool_audit::model {

class Reader {
 public:
  explicit Reader(std::string name) : name_(std::move(name)) {}

  static constexpr size_t kMaxErrors = 100;

  void error(const yaml::Node& node, std::string message);
  // `offset` counts bytes from 0 in the text of the scalar `node`.
  void error_inside(const yaml::Node& node, size_t offset, std::string message);
  [[nodiscard]] bool failed() const { return !errors_.empty(); }
  [[nodiscard]] size_t error_count() const { return errors_.size(); }
  // In the order of their lines.
  [[nodiscard]] std::vector<Error> take_errors();

  // Calls `field` with each key and value of a map; other keys than `keys` are errors. `what` names
  // the map in messages: "a pool model". True when it was a map with known keys only: without that
  // nothing can be said to be missing.
  using Field = std::function<void(std::string_view key, const yaml::Node& value)>;
  bool map(const yaml::Node& node, std::string_view what, const std::vector<std::string_view>& keys,
           const Field& field);
  // Calls `item` with each element of a list.
  void list(const yaml::Node& node, std::string_view what,
            const std::function<void(const yaml::Node&)>& item);

  // Each returns a default when the node is something else, and notes the error.
  [[nodiscard]] std::string text(const yaml::Node& node, std::string_view what);
  [[nodiscard]] bool boolean(const yaml::Node& node, std::string_view what);
  [[nodiscard]] std::vector<std::string> texts(const yaml::Node& node, std::string_view what);
  // "arg(N)" -> N.
  [[nodiscard]] int argument(const yaml::Node& node, std::string_view what);
  // A name pattern, checked; `needs_word` asks for one component without a star.
  [[nodiscard]] std::string pattern(const yaml::Node& node, std::string_view what, bool needs_word);
  [[nodiscard]] std::vector<std::string> patterns(const yaml::Node& node, std::string_view what);
  void pattern_error(const yaml::Node& node, const Error& problem);

  // One word of a table; `index` receives N of "word(N)".
  template <class Value>
  Value word(Words<Value> words, const yaml::Node& node, std::string_view what, Value fallback,
             int* index = nullptr) {
    const std::vector<std::string> shown = spellings(words);
    if (node.kind != yaml::Kind::scalar) {
      expected_one_of(node, what, shown);
      return fallback;
    }
    // "ctor(handle)" is an older way to write "handle".
    std::string_view given = node.text;
    if (given == "ctor(handle)") given = "handle";
    const std::optional<Term> term = parse_term(given);
    const Word<Value>* found = term ? find_word(words, term->word) : nullptr;
    if (found == nullptr) {
      expected_one_of(node, what, shown);
      return fallback;
    }
    if (found->indexed != term->index.has_value()) {
      error(node, found->indexed
                      ? "expected '" + std::string(found->text) + "(N)' with N from 0 to 63 for " +
                            std::string(what) + ", found " + yaml::describe(node)
                      : "expected '" + std::string(found->text) + "' without a number for " +
                            std::string(what) + ", found " + yaml::describe(node));
      return fallback;
    }
    if (index != nullptr && term->index) *index = *term->index;
    return found->value;
  }

  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  void expected_one_of(const yaml::Node& node, std::string_view what,
                       const std::vector<std::string>& shown);

  std::string name_;
  std::vector<Error> errors_;
};

}  // namespace pool_audit::model
