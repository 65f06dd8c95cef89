#include "tool/refactor/successor.h"

#include <algorithm>
#include <array>

namespace pool_audit::refactor {

namespace {

using Kind = StatementNode::Kind;

// Methods of containers that ask for spares, or take them out.
constexpr std::array<std::string_view, 13> kTaking = {
    "back", "front", "top",   "pop_back", "pop_front", "pop",          "begin",
    "end",  "clear", "erase", "empty",    "size",      "shrink_to_fit"};

std::string text_of(const Source& source, size_t begin, size_t end) {
  if (begin >= end) return {};
  return std::string(
      source.of({source.tokens()[begin].range.begin, source.tokens()[end - 1].range.end}));
}

// One statement, of which nothing is known but its tokens.
class Words {
 public:
  Words(const Source& source, const StatementNode& node, const Successor& successor)
      : source_(source), tokens_(source.tokens()), node_(node), successor_(successor) {}

  [[nodiscard]] bool calls() const {
    return any(
        [&](size_t i) { return tokens_[i].is("(") || tokens_[i].is("new") || tokens_[i].is("{"); });
  }

  [[nodiscard]] bool leaves() const {
    const SourceToken& first = tokens_[node_.first];
    return first.is("return") || first.is("break") || first.is("continue");
  }

  // Sets nothing but locals and links between spares.
  [[nodiscard]] bool sets_locals_and_links() const {
    if (calls()) return false;
    bool good = true;
    for (size_t i = node_.first; i < node_.last; ++i) {
      const bool member = source_.is_behind_object(i);
      if (member && tokens_[i].is_word() &&
          !successor_.links.contains(std::string(tokens_[i].text)))
        return false;
      const bool sets = tokens_[i].is("=") && !tokens_[i + 1].is("=") && !compares(i);
      if (sets) good = good && i > node_.first && is_ours(i - 1);
      const bool steps = (tokens_[i].is("+") && tokens_[i + 1].is("+")) ||
                         (tokens_[i].is("-") && tokens_[i + 1].is("-"));
      if (steps) {
        const size_t behind = i + 2;
        good = good &&
               ((behind < node_.last && is_ours(behind)) || (i > node_.first && is_ours(i - 1)));
        ++i;
      }
    }
    return good;
  }

 private:
  template <class Predicate>
  [[nodiscard]] bool any(Predicate is_it) const {
    for (size_t i = node_.first; i < node_.last; ++i) {
      if (is_it(i)) return true;
    }
    return false;
  }

  [[nodiscard]] bool compares(size_t i) const {
    return i > node_.first &&
           (tokens_[i - 1].is("=") || tokens_[i - 1].is("!") || tokens_[i - 1].is("<") ||
            tokens_[i - 1].is(">")) &&
           tokens_[i - 1].range.end == tokens_[i].range.begin;
  }

  [[nodiscard]] bool is_ours(size_t i) const {
    const std::string name(tokens_[i].text);
    if (source_.is_behind_object(i)) return successor_.links.contains(name);
    const bool followed = i > node_.first && tokens_[i - 1].is("*") && i == node_.first + 1;
    return successor_.locals.contains(name) && !followed;
  }

  const Source& source_;
  const std::vector<SourceToken>& tokens_;
  const StatementNode& node_;
  const Successor& successor_;
};

bool is_unlocked(const Source& source, const StatementNode& node) {
  const auto& tokens = source.tokens();
  return node.last >= node.first + 5 && tokens[node.last - 1].is(")") &&
         tokens[node.last - 2].is("(") &&
         tokens[node.last - 3].text.find("nlock") != std::string::npos;
}

// As more_than_keeping, of a statement that names spares.
std::optional<size_t> more_than_taking(const Source& source, const Spares& spares,
                                       const StatementNode& node, const Successor& successor) {
  const auto& tokens = source.tokens();
  for (size_t i = node.first; i < node.last; ++i) {
    if (tokens[i].is("new")) return i;
    if (tokens[i].is("(") && (i == node.first || !tokens[i - 1].is("move")) &&
        (i == node.first || std::ranges::find(kTaking, tokens[i - 1].text) == kTaking.end())) {
      return i;
    }
    if (!tokens[i].is_word() || !source.is_behind_object(i)) continue;
    if (spares.slots.contains(i) || spares.counts.contains(i)) continue;
    if (successor.links.contains(std::string(tokens[i].text))) continue;
    const size_t object = tokens[i - 1].is(".") ? i - 2 : i - 3;
    const bool taking = std::ranges::find(kTaking, tokens[i].text) != kTaking.end() &&
                        spares.slots.contains(object);
    if (!taking) return i;
  }
  return std::nullopt;
}

}  // namespace

std::string Successor::call(const std::string& method, const std::string& argument) const {
  return prefix + name + "." + method + "(" + argument + ")";
}

std::optional<std::string> Successor::put(const std::string& object) const {
  if (!owners || object.ends_with(".release()")) return call("put", object);
  if (!is_identifier(object)) return std::nullopt;
  return call("put", object + ".release()");
}

std::optional<std::string> prefix_of(const Source& source, const std::set<size_t>& spares) {
  std::optional<std::string> out;
  for (const size_t i : spares) {
    std::string each = text_of(source, expression_begin(source, i), i);
    if (out && *out != each) return std::nullopt;
    out = std::move(each);
  }
  return out;
}

std::optional<std::string> ended_by(const Source& source, const StatementNode& node,
                                    const Successor& successor) {
  if (node.kind != Kind::simple) return std::nullopt;
  const std::string& ending = successor.ending;
  const size_t hole = ending.find('%');
  if (hole == std::string::npos || ending.find('%', hole + 1) != std::string::npos) {
    return std::nullopt;
  }
  const std::string text = text_of(source, node.first, node.last);
  const std::string_view head = std::string_view(ending).substr(0, hole);
  const std::string_view tail = std::string_view(ending).substr(hole + 1);
  if (text.size() <= head.size() + tail.size() || !text.starts_with(head) ||
      !text.ends_with(tail)) {
    return std::nullopt;
  }
  return text.substr(head.size(), text.size() - head.size() - tail.size());
}

std::optional<Making> making_at(const Source& source, size_t index) {
  const auto& tokens = source.tokens();
  size_t i = index + 1;
  const auto over = [&](const char* opening) {
    if (i >= tokens.size() || !tokens[i].is(opening)) return true;
    const auto closing = source.partner(i);
    if (closing) i = *closing + 1;
    return closing.has_value();
  };
  if (!over("(")) return std::nullopt;  // where it is made
  size_t names = 0;
  for (; i < tokens.size(); ++i) {
    if (tokens[i].is("<")) {
      const auto behind = source.behind_angle(i);
      if (!behind) return std::nullopt;
      i = *behind - 1;
      continue;
    }
    if (!tokens[i].is_word() && !tokens[i].is(":")) break;
    if (tokens[i].is(":") && !tokens[i + 1].is(":") && !tokens[i - 1].is(":")) break;
    ++names;
  }
  if (names == 0 || i >= tokens.size() || tokens[i].is("[") || tokens[i].is("*")) {
    return std::nullopt;
  }
  if (!over("(") || !over("{")) return std::nullopt;
  return Making{index, i, text_of(source, index, i), ""};
}

std::optional<Making> making_unique_at(const Source& source, size_t index) {
  const auto& tokens = source.tokens();
  const bool standard = index >= 3 && tokens[index - 1].is(":") && tokens[index - 2].is(":") &&
                        tokens[index - 3].is("std");
  if (!standard || index + 2 >= tokens.size() || !tokens[index + 1].is("<")) return std::nullopt;
  const auto behind = source.behind_angle(index + 1);
  if (!behind || *behind >= tokens.size() || !tokens[*behind].is("(")) return std::nullopt;
  const auto closing = source.partner(*behind);
  if (!closing) return std::nullopt;
  const std::string type = text_of(source, index + 2, *behind - 1);
  return Making{index - 3, *closing + 1, "new " + type + text_of(source, *behind, *closing + 1),
                "std::unique_ptr<" + type + ">"};
}

std::optional<size_t> more_than_keeping(const Source& source, const Spares& spares,
                                        const StatementNode& node, const Successor& successor) {
  if (node.kind != Kind::simple) {
    for (const StatementNode& each : node.children) {
      if (const auto at = more_than_keeping(source, spares, each, successor)) return at;
    }
    return std::nullopt;
  }
  const Words words(source, node, successor);
  if (ended_by(source, node, successor) || is_unlocked(source, node)) return std::nullopt;
  for (size_t i = node.first; i < node.last; ++i) {
    if (spares.slots.contains(i) || spares.counts.contains(i)) {
      return more_than_taking(source, spares, node, successor);
    }
  }
  if (words.leaves() && !words.calls()) return std::nullopt;
  if (words.sets_locals_and_links()) return std::nullopt;
  return node.first;
}

bool concerns_any_object(const Source& source, const StatementNode& node,
                         const Successor& successor) {
  const Words words(source, node, successor);
  return words.leaves() ? !words.calls() : words.sets_locals_and_links();
}

bool ends_objects(const Source& source, const StatementNode& node, const Successor& successor) {
  if (node.kind == Kind::simple) {
    const auto& tokens = source.tokens();
    return tokens[node.first].is("delete") || ended_by(source, node, successor).has_value();
  }
  return std::ranges::any_of(node.children, [&](const StatementNode& each) {
    return ends_objects(source, each, successor);
  });
}

bool returns_at_end(const Source& source, const StatementNode& node) {
  if (node.kind == Kind::block) {
    return !node.children.empty() && returns_at_end(source, node.children.back());
  }
  return node.kind == Kind::simple && source.tokens()[node.first].is("return");
}

}  // namespace pool_audit::refactor
