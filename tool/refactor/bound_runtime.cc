#include "tool/refactor/bound_runtime.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace pool_audit::refactor {

using inventory::Edit;
using inventory::PoolKey;

namespace {

// Where the hooks stand among the arguments of a constructor, and what stands between the first
// argument and them when it is left out.
struct Shape {
  std::string_view type;
  size_t hooks = 0;
  std::string_view between = {};
};
constexpr std::array kShapes = {
    Shape{"pool::sharded_pool", 0},
    Shape{"pool::bounded_pool", 2, "pool::bound::idle, "},
    Shape{"pool::ring_pool", 1},
    Shape{"pool::sharded_bounded_pool", 1},
};

// Hooks that have to stand in front of `retain`.
constexpr std::array<std::string_view, 4> kBefore = {"create", "destroy", "reset", "prepare"};

class Declaration {
 public:
  Declaration(const Source& source, const Stretch& declared, const Shape& shape,
              const std::string& condition)
      : source_(source), declared_(declared), shape_(shape), condition_(condition) {}

  std::optional<Edit> with_hook(const std::string& name) {
    const auto& tokens = source_.tokens();
    size_t i = source_.token_at(declared_.range.begin);
    while (i < tokens.size() && !tokens[i].is("<")) ++i;
    const size_t type = i + 1;
    while (i < tokens.size() && !tokens[i].is(name)) ++i;
    if (i + 1 >= tokens.size() || i < type + 2 || !tokens[i - 1].is(">")) return std::nullopt;
    object_ = source_.of({tokens[type].range.begin, tokens[i - 1].range.begin});
    if (object_.find(',') != std::string::npos) return std::nullopt;  // a policy of its own
    const size_t opening = i + 1;
    if (tokens[opening].is(";")) {
      if (shape_.hooks != 0) return std::nullopt;
      return at(tokens[i].range.end, "({" + hook() + "})");
    }
    if (!tokens[opening].is("(") && !tokens[opening].is("{")) return std::nullopt;
    const auto closing = source_.partner(opening);
    return closing ? in_arguments(opening, *closing) : std::nullopt;
  }

 private:
  [[nodiscard]] std::string hook() const {
    return ".retain = [](const " + object_ + "& object) { return " + condition_ + "; }";
  }

  [[nodiscard]] Edit at(size_t offset, std::string text) const {
    return {source_.place(declared_.file, {offset, offset}), std::move(text)};
  }

  // The tokens behind an opening bracket and behind its commas.
  [[nodiscard]] std::vector<size_t> elements(size_t opening, size_t closing) const {
    std::vector<size_t> out;
    if (opening + 1 == closing) return out;
    out.push_back(opening + 1);
    for (size_t i = opening + 1; i < closing; ++i) {
      if (const auto end = source_.partner(i); end && *end > i) i = *end;
      if (source_.tokens()[i].is(",")) out.push_back(i + 1);
    }
    return out;
  }

  [[nodiscard]] std::optional<Edit> in_arguments(size_t opening, size_t closing) const {
    const auto& tokens = source_.tokens();
    const std::vector<size_t> arguments = elements(opening, closing);
    if (arguments.size() > shape_.hooks) {
      const size_t hooks = arguments[shape_.hooks];
      const auto end = tokens[hooks].is("{") ? source_.partner(hooks) : std::nullopt;
      return end ? in_hooks(hooks, *end) : std::nullopt;
    }
    const size_t behind = tokens[closing - 1].range.end;
    if (arguments.size() == shape_.hooks) {
      return at(behind, (arguments.empty() ? "{" : ", {") + hook() + "}");
    }
    if (arguments.size() != 1 || shape_.between.empty()) return std::nullopt;
    return at(behind, ", " + std::string(shape_.between) + "{" + hook() + "}");
  }

  [[nodiscard]] std::optional<Edit> in_hooks(size_t opening, size_t closing) const {
    const auto& tokens = source_.tokens();
    const std::vector<size_t> all = elements(opening, closing);
    size_t behind = opening;  // the token that the new hook follows
    for (size_t i = 0; i < all.size(); ++i) {
      if (!tokens[all[i]].is(".")) return std::nullopt;
      const std::string_view name = tokens[all[i] + 1].text;
      if (name == "retain") return std::nullopt;
      const bool first = std::ranges::find(kBefore, name) != kBefore.end();
      if (first) behind = (i + 1 < all.size() ? all[i + 1] - 1 : closing) - 1;
    }
    if (behind != opening) return at(tokens[behind].range.end, ", " + hook());
    return at(tokens[opening].range.end, hook() + (all.empty() ? "" : ", "));
  }

  const Source& source_;
  const Stretch& declared_;
  const Shape& shape_;
  const std::string& condition_;
  std::string object_;  // the type of the objects, as it is written
};

}  // namespace

std::optional<Edit> retain_hook(const inventory::Subject& subject, size_t pool, Sources& sources,
                                const std::string& condition) {
  const PoolKey& key = subject.keys[pool];
  const bool hooks = subject.pools[pool].factory.text.starts_with("pool::hooks<");
  const facts::Variable* variable =
      key.kind == PoolKey::Kind::variable ? subject.program.variable(key.id) : nullptr;
  if (!hooks || variable == nullptr) return std::nullopt;
  const std::string_view type = subject.program.type(variable->type).template_name.text();
  const auto shape = std::ranges::find(kShapes, type, &Shape::type);
  const std::vector<Stretch> declared = sources.stretch(variable->location);
  if (shape == kShapes.end() || declared.size() != 1) return std::nullopt;
  const Source& source = *sources.find(declared.front().file);
  return Declaration(source, declared.front(), *shape, condition)
      .with_hook(last_part(variable->name.text()));
}

}  // namespace pool_audit::refactor
