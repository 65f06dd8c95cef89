#include "checks/rules/config.h"

#include <algorithm>
#include <charconv>

#include "checks/model/reader.h"
#include "checks/model/yaml_tree.h"
#include "checks/support/files.h"
#include "checks/support/words.h"

namespace pool_audit::rules {
namespace {

namespace yaml = model::yaml;
using model::Reader;

const yaml::Node* value_of(const yaml::Node& map, std::string_view key) {
  if (map.kind != yaml::Kind::map) return nullptr;
  for (size_t i = 0; i + 1 < map.children.size(); i += 2) {
    if (map.children[i].text == key) return &map.children[i + 1];
  }
  return nullptr;
}

class ConfigReader {
 public:
  ConfigReader(Reader& reader, Config& out) : reader_(reader), out_(out) {}

  void read_rules(const yaml::Node& node) {
    reader_.map(node, "'rules'", {"checks", "options"},
                [this](std::string_view key, const yaml::Node& value) {
                  if (key == "checks") {
                    read_checks(value);
                  } else {
                    read_options(value);
                  }
                });
  }

  void read_suppressions(const yaml::Node& node) {
    reader_.list(node, "suppressions", [this](const yaml::Node& item) { read_suppression(item); });
  }

 private:
  // A list of patterns, or one text with commas as clang-tidy takes it.
  void read_checks(const yaml::Node& node) {
    const auto add = [this](const yaml::Node& item) {
      for (std::string& pattern : split_at_commas(reader_.text(item, "a pattern of rules"))) {
        const std::string bare = pattern.starts_with('-') ? pattern.substr(1) : pattern;
        check_pattern(item, bare);
        out_.selection.patterns.push_back(std::move(pattern));
      }
    };
    if (node.kind == yaml::Kind::scalar) {
      add(node);
    } else {
      reader_.list(node, "patterns of rules", add);
    }
  }

  void check_pattern(const yaml::Node& node, const std::string& pattern) {
    if (any_matches(pattern)) return;
    reader_.error(node, "expected the id of a rule, or a pattern that matches one, found '" +
                            pattern + "'" + did_you_mean(pattern));
  }

  void read_options(const yaml::Node& node) {
    std::vector<std::string_view> ids;
    for (const Entry& entry : all()) ids.push_back(entry.rule->id);
    reader_.map(node, "'options'", ids, [this](std::string_view id, const yaml::Node& value) {
      read_options_of(*find(id)->rule, value);
    });
  }

  void read_options_of(const Rule& rule, const yaml::Node& node) {
    const std::string id(rule.id);
    if (rule.options.empty()) {
      reader_.error(node, "the rule " + id + " has no options");
      return;
    }
    std::vector<std::string_view> names;
    for (const Option& option : rule.options) names.push_back(option.name);
    reader_.map(node, "the options of " + id, names,
                [&](std::string_view name, const yaml::Node& value) {
                  long number = 0;
                  if (read_number(value, name, number)) {
                    out_.selection.options[id][std::string(name)] = number;
                  }
                });
  }

  bool read_number(const yaml::Node& node, std::string_view name, long& out) {
    const char* const end = node.text.data() + node.text.size();
    const auto read = std::from_chars(node.text.data(), end, out);
    const bool good = node.kind == yaml::Kind::scalar && read.ec == std::errc() && read.ptr == end;
    if (!good) {
      reader_.error(node, "expected a whole number for '" + std::string(name) + "', found " +
                              yaml::describe(node));
    }
    return good;
  }

  void read_suppression(const yaml::Node& node) {
    Acceptance out;
    const bool is_whole =
        reader_.map(node, "a suppression", {"rule", "path", "pool", "reason"},
                    [&](std::string_view key, const yaml::Node& value) {
                      if (key == "rule") {
                        out.rule = reader_.text(value, "the id of a rule, or a pattern");
                        if (!out.rule.empty()) check_pattern(value, out.rule);
                      } else if (key == "path") {
                        out.path = reader_.text(value, "a glob of paths");
                      } else if (key == "pool") {
                        out.pool = reader_.text(value, "a pool's name, or a pattern");
                      } else {
                        out.reason = read_reason(value);
                      }
                    });
    if (!is_whole) return;
    require(node, "rule", "which rule is not heeded: 'pool-*' for all of them");
    require(node, "path", "where, as a glob below the project's root");
    require(node, "reason", "why these findings are accepted");
    out.file = reader_.name();
    out.line = node.line;
    out.column = node.column;
    out_.acceptances.push_back(std::move(out));
  }

  std::string read_reason(const yaml::Node& node) {
    std::string text = reader_.text(node, "a reason");
    if (!text.empty() && trimmed(text).empty()) {
      reader_.error(node, "expected a reason, found " + yaml::describe(node));
    }
    return text;
  }

  void require(const yaml::Node& node, const std::string& key, const std::string& what) {
    if (value_of(node, key)) return;
    reader_.error(node, "expected '" + key + "' in a suppression: " + what);
  }

  Reader& reader_;
  Config& out_;
};

}  // namespace

tl::expected<Config, std::vector<Error>> read_config(std::string_view text,
                                                     const std::string& name) {
  Config out;
  const Result<yaml::Node> tree = yaml::parse(text, name);
  if (!tree) return tl::unexpected<std::vector<Error>>({tree.error()});
  Reader reader(name);
  ConfigReader config(reader, out);
  const auto given = [&](std::string_view key) {
    const yaml::Node* node = value_of(*tree, key);
    return node && node->kind != yaml::Kind::nothing ? node : nullptr;
  };
  if (const yaml::Node* node = given("rules")) config.read_rules(*node);
  if (const yaml::Node* node = given("suppressions")) config.read_suppressions(*node);
  if (reader.failed()) return tl::unexpected<std::vector<Error>>(reader.take_errors());
  return out;
}

tl::expected<Config, std::vector<Error>> read_configs(const std::vector<std::string>& paths) {
  Config out;
  std::vector<Error> errors;
  for (const std::string& path : paths) {
    const auto text = read_file(path);
    if (!text) {
      errors.push_back(text.error());
      continue;
    }
    auto one = read_config(*text, path);
    if (!one) {
      errors.insert(errors.end(), one.error().begin(), one.error().end());
      continue;
    }
    out.selection = layered(std::move(out.selection), one->selection);
    out.acceptances.insert(out.acceptances.end(), one->acceptances.begin(), one->acceptances.end());
  }
  if (!errors.empty()) return tl::unexpected<std::vector<Error>>(std::move(errors));
  return out;
}

}  // namespace pool_audit::rules
