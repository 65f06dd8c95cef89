#include "checks/model/reader.h"

#include <algorithm>
#include <tuple>

namespace pool_audit::model {
namespace {

std::string found(const yaml::Node& node) {
  return ", found " + yaml::describe(node);
}

// "; did you mean 'x'?", or the whole choice when nothing is near.
std::string advice(std::string_view text, const std::vector<std::string_view>& words) {
  const std::string_view near = nearest_word(text, words);
  if (!near.empty()) return "; did you mean '" + std::string(near) + "'?";
  return "; expected " + alternatives(words);
}

}  // namespace

void Reader::error(const yaml::Node& node, std::string message) {
  errors_.push_back(Error{std::move(message), name_, node.line, node.column});
}

void Reader::error_inside(const yaml::Node& node, size_t offset, std::string message) {
  yaml::Node place = node;
  place.children.clear();
  // Escapes and folded lines move columns; such a value is blamed as a whole.
  const bool plain = node.text.find_first_of("\\\n\"'") == std::string::npos;
  if (plain) place.column += static_cast<uint32_t>(offset + (node.quoted ? 1 : 0));
  error(place, std::move(message));
}

std::vector<Error> Reader::take_errors() {
  std::sort(errors_.begin(), errors_.end(), [](const Error& a, const Error& b) {
    return std::tie(a.line, a.column, a.message) < std::tie(b.line, b.column, b.message);
  });
  if (errors_.size() > kMaxErrors) {
    const size_t more = errors_.size() - kMaxErrors;
    errors_.resize(kMaxErrors);
    errors_.push_back(Error{std::to_string(more) + " more errors are not shown", name_, 0, 0});
  }
  return std::move(errors_);
}

bool Reader::map(const yaml::Node& node, std::string_view what,
                 const std::vector<std::string_view>& keys, const Field& field) {
  if (node.kind != yaml::Kind::map) {
    error(node, "expected " + std::string(what) + " as a map with keys such as '" +
                    std::string(keys.front()) + '\'' + found(node));
    return false;
  }
  bool all_known = true;
  for (size_t i = 0; i + 1 < node.children.size(); i += 2) {
    const yaml::Node& key = node.children[i];
    if (std::find(keys.begin(), keys.end(), key.text) == keys.end()) {
      error(key, "unknown key " + yaml::describe(key) + " in " + std::string(what) +
                     advice(key.text, keys));
      all_known = false;
      continue;
    }
    field(key.text, node.children[i + 1]);
  }
  return all_known;
}

void Reader::list(const yaml::Node& node, std::string_view what,
                  const std::function<void(const yaml::Node&)>& item) {
  if (node.kind != yaml::Kind::sequence) {
    error(node, "expected a list of " + std::string(what) + found(node));
    return;
  }
  for (const yaml::Node& child : node.children) item(child);
}

std::string Reader::text(const yaml::Node& node, std::string_view what) {
  if (node.kind != yaml::Kind::scalar || node.text.empty()) {
    error(node, "expected " + std::string(what) + found(node));
    return {};
  }
  if (node.text.find('\n') != std::string::npos) {
    error(node, "expected " + std::string(what) + " on one line" + found(node));
    return {};
  }
  return node.text;
}

bool Reader::boolean(const yaml::Node& node, std::string_view what) {
  const bool is_true = node.kind == yaml::Kind::scalar && node.text == "true";
  const bool is_false = node.kind == yaml::Kind::scalar && node.text == "false";
  if (!is_true && !is_false) {
    error(node, "expected true or false for " + std::string(what) + found(node));
  }
  return is_true;
}

std::vector<std::string> Reader::texts(const yaml::Node& node, std::string_view what) {
  std::vector<std::string> out;
  const auto add = [&](const yaml::Node& item) {
    std::string value = text(item, "a " + std::string(what));
    if (!value.empty()) out.push_back(std::move(value));
  };
  if (node.kind == yaml::Kind::scalar) {
    add(node);
  } else {
    list(node, std::string(what) + 's', add);
  }
  return out;
}

int Reader::argument(const yaml::Node& node, std::string_view what) {
  const std::optional<Term> term =
      node.kind == yaml::Kind::scalar ? parse_term(node.text) : std::nullopt;
  if (!term || term->word != "arg" || !term->index) {
    error(node, "expected 'arg(N)' with N from 0 to 63 for " + std::string(what) + found(node));
    return -1;
  }
  return *term->index;
}

void Reader::pattern_error(const yaml::Node& node, const Error& problem) {
  error_inside(node, problem.column == 0 ? 0 : problem.column - 1,
               problem.message + " in " + yaml::describe(node));
}

std::string Reader::pattern(const yaml::Node& node, std::string_view what, bool needs_word) {
  std::string value = text(node, what);
  if (value.empty()) return value;
  const Result<NamePattern> parsed = NamePattern::parse(value);
  if (!parsed) {
    pattern_error(node, parsed.error());
    return {};
  }
  if (needs_word && parsed->literal_word().empty()) {
    error(node, "expected at least one component without '*' in " + std::string(what) +
                    found(node) + "; sources are looked through for that word");
    return {};
  }
  return value;
}

std::vector<std::string> Reader::patterns(const yaml::Node& node, std::string_view what) {
  std::vector<std::string> out;
  const auto add = [&](const yaml::Node& item) {
    std::string value = pattern(item, "a " + std::string(what), false);
    if (!value.empty()) out.push_back(std::move(value));
  };
  if (node.kind == yaml::Kind::scalar) {
    add(node);
  } else {
    list(node, std::string(what) + 's', add);
  }
  return out;
}

void Reader::expected_one_of(const yaml::Node& node, std::string_view what,
                             const std::vector<std::string>& shown) {
  const std::vector<std::string_view> words(shown.begin(), shown.end());
  std::string message = "expected " + alternatives(words) + " for " + std::string(what);
  message += found(node);
  if (node.kind == yaml::Kind::scalar) {
    // "ot(1)" is near "out(N)" once both lose what is in their brackets.
    std::vector<std::string_view> bare;
    for (const std::string_view word : words) bare.push_back(word.substr(0, word.find('(')));
    const std::string given = node.text.substr(0, node.text.find('('));
    const std::string_view near = nearest_word(given, bare);
    if (!near.empty() && near != given) {
      const auto at = static_cast<size_t>(std::find(bare.begin(), bare.end(), near) - bare.begin());
      message += "; did you mean '" + shown[at] + "'?";
    }
  }
  error(node, std::move(message));
}

}  // namespace pool_audit::model
