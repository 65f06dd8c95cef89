#include "tool/refactor/layout_asked.h"

#include <algorithm>
#include <array>
#include <set>

#include "tool/refactor/function_names.h"
#include "tool/refactor/unused_parameters.h"

namespace pool_audit::refactor {

namespace {

constexpr std::array<std::string_view, 7> kMemory = {
    "malloc", "calloc", "realloc", "memset", "aligned_alloc", "allocate", "free"};
constexpr std::array<std::string_view, 7> kOffsets = {
    "offsetof", "__builtin_offsetof", "container_of", "alignof", "_Alignof", "alignas", "bit_cast"};

bool is_one_of(const auto& list, std::string_view text) {
  return std::ranges::find(list, text) != list.end();
}

class Layout {
 public:
  Layout(Sources& sources, const analysis::Program& program, const facts::Record& record,
         const std::vector<Stretch>& gone)
      : sources_(sources),
        program_(program),
        record_(record),
        gone_(gone),
        functions_(sources, program) {}

  std::optional<LayoutUse> run() {
    const auto at = sources_.stretch(record_.location);
    if (at.size() != 1) return LayoutUse{{}, "where it is defined does not show"};
    definition_ = at.front();
    if (const auto held = held_by_value()) return held;
    if (is_special()) return LayoutUse{definition_, "its layout is fixed by where it is defined"};
    find_names();
    for (const std::string& name : names_) {
      for (const Stretch& each : sources_.occurrences(name)) {
        files_.insert(each.file);
        if (holds(gone_, each)) continue;
        if (std::string what = asked_at(each); !what.empty()) return LayoutUse{each, what};
      }
    }
    if (const auto size = unnamed_size()) return size;
    return is_aggregate() ? unnamed_list() : std::nullopt;
  }

  // In braces beside its name alone.
  std::optional<LayoutUse> listed() {
    const auto at = sources_.stretch(record_.location);
    if (at.size() != 1 || !is_aggregate()) return std::nullopt;
    definition_ = at.front();
    find_names();
    for (const std::string& name : names_) {
      for (const Stretch& each : sources_.occurrences(name)) {
        if (holds(gone_, each) ||
            (each.file == definition_.file && holds(definition_.range, each.range))) {
          continue;
        }
        const Source& source = *sources_.find(each.file);
        const size_t token = source.token_at(each.range.begin);
        size_t i = behind_declared(source, token);
        const auto& tokens = source.tokens();
        if (is_compound(source, token, i)) ++i;
        if (is_base_or_result(source, token)) continue;
        if (opens_list(source, i) && !tokens[i + 1].is(".")) {
          return LayoutUse{each, "its members are set in their order here"};
        }
      }
    }
    return std::nullopt;
  }

 private:
  // Over what a declaration has behind the type at `at`, up to the value in braces.
  [[nodiscard]] static size_t behind_declared(const Source& source, size_t at) {
    const auto& tokens = source.tokens();
    size_t i = at + 1;
    while (i < tokens.size() &&
           (tokens[i].is_word() || tokens[i].is("*") || tokens[i].is("&") || tokens[i].is("["))) {
      i = tokens[i].is("[") ? source.partner(i).value_or(i) + 1 : i + 1;
    }
    if (i + 1 < tokens.size() && tokens[i].is("=") && tokens[i + 1].is("{")) ++i;
    return i;
  }

  // `(struct line){1, 2}`, whose type is named at `at`, up to the bracket at `i`.
  [[nodiscard]] static bool is_compound(const Source& source, size_t at, size_t i) {
    const auto& tokens = source.tokens();
    const bool keyword = at > 0 && (tokens[at - 1].is("struct") || tokens[at - 1].is("class"));
    const size_t before = at - (keyword ? 1 : 0);
    return i + 1 < tokens.size() && tokens[i].is(")") && tokens[i + 1].is("{") && before > 0 &&
           tokens[before - 1].is("(") && (i == at + 1 || tokens[i - 1].is("]"));
  }

  // `class Other : public Pool {`, `[]() -> Pool {`
  [[nodiscard]] static bool is_base_or_result(const Source& source, size_t at) {
    constexpr std::array<std::string_view, 6> kBefore = {"public",  "protected", "private",
                                                         "virtual", ":",         ">"};
    const auto& tokens = source.tokens();
    const bool qualified = at > 1 && tokens[at - 1].is(":") && tokens[at - 2].is(":");
    return at > 0 && !qualified && is_one_of(kBefore, tokens[at - 1].text);
  }

  [[nodiscard]] static bool opens_list(const Source& source, size_t i) {
    return i < source.tokens().size() && source.tokens()[i].is("{") && lists_values(source, i);
  }

  [[nodiscard]] std::optional<LayoutUse> held_by_value() {
    for (const facts::Record* each : program_.records()) {
      const auto is_it = [&](facts::TypeId id) {
        while (program_.type(id).kind == facts::TypeKind::array) id = program_.type(id).target;
        return program_.type(id).kind == facts::TypeKind::record &&
               program_.type(id).record == record_.id;
      };
      const bool holds = std::ranges::any_of(each->fields, is_it, &facts::Field::type) ||
                         std::ranges::any_of(each->bases, is_it, &facts::Base::type);
      if (!holds || each->is_system) continue;
      const auto at = sources_.stretch(each->location);
      return LayoutUse{at.empty() ? definition_ : at.front(), "another type holds it by value"};
    }
    return std::nullopt;
  }

  // `packed`, `aligned`, `extern "C"` around it, a #pragma in its file.
  [[nodiscard]] bool is_special() {
    const Source& source = *sources_.find(definition_.file);
    const auto& tokens = source.tokens();
    const size_t first = source.token_at(definition_.range.begin);
    const size_t behind = source.token_at(definition_.range.end);
    for (size_t i = first; i < tokens.size() && i <= behind + 6; ++i) {
      const std::string_view text = tokens[i].text;
      if (i >= behind && tokens[i].is(";")) break;
      const bool attribute = text.starts_with("__attribute") || text.find("packed") != text.npos ||
                             text.find("PACKED") != text.npos || text.starts_with("align") ||
                             text.starts_with("__declspec");
      if (attribute) return true;
    }
    for (size_t i = 0; i < tokens.size(); ++i) {
      if (tokens[i].in_directive && tokens[i].is("pack")) return true;
      const bool linkage = tokens[i].is("extern") && i + 2 < tokens.size() && tokens[i + 2].is("{");
      if (linkage && i < first) return true;
    }
    return false;
  }

  // Its name, and other names for it.
  void find_names() {
    std::vector<std::string> queue = {
        last_part(record_.template_name ? record_.template_name.text() : record_.name.text())};
    while (!queue.empty()) {
      const std::string name = std::move(queue.back());
      queue.pop_back();
      if (!names_.insert(name).second) continue;
      for (const Stretch& each : sources_.occurrences(name)) {
        const Source& source = *sources_.find(each.file);
        const auto& tokens = source.tokens();
        size_t first = source.token_at(each.range.begin);
        while (first > 0 && !tokens[first - 1].is(";") && !tokens[first - 1].is("{") &&
               !tokens[first - 1].is("}") && !tokens[first - 1].in_directive) {
          --first;
        }
        if (tokens[first].is("using") && tokens[first + 2].is("=")) {
          queue.emplace_back(tokens[first + 1].text);
          aliases_.insert(queue.back());
        }
        if (!tokens[first].is("typedef")) continue;
        size_t end = first;
        while (end < tokens.size() && !tokens[end].is(";")) {
          end = tokens[end].is("{") ? source.partner(end).value_or(end) + 1 : end + 1;
        }
        for (size_t i = first; i < end; ++i) {
          const bool ends =
              i + 1 < tokens.size() && (tokens[i + 1].is(";") || tokens[i + 1].is(","));
          if (!tokens[i].is_word() || !ends) continue;
          queue.emplace_back(tokens[i].text);
          aliases_.insert(queue.back());
        }
      }
    }
  }

  // Whether the word at `word`, a `sizeof`, stands in a call that asks for memory or fills it.
  [[nodiscard]] static bool asks_for_memory(const Source& source, size_t word) {
    const auto& tokens = source.tokens();
    for (size_t i = word; i-- > 0;) {
      if (tokens[i].is(")") || tokens[i].is("]")) {
        i = source.partner(i).value_or(0);
        if (i == 0) return false;
        continue;
      }
      if (tokens[i].is(";") || tokens[i].is("{") || tokens[i].is("}") || tokens[i].is("[")) {
        return false;
      }
      if (!tokens[i].is("(")) continue;
      return i > 0 && (is_one_of(kMemory, tokens[i - 1].text) ||
                       (i > 1 && tokens[i - 1].is("new") && tokens[i - 2].is("operator")));
    }
    return false;
  }

  // Whether the braces at `opening` have something in them but a single 0.
  [[nodiscard]] static bool lists_values(const Source& source, size_t opening) {
    const auto closing = source.partner(opening);
    if (!closing) return true;
    const bool zero = *closing == opening + 2 && source.tokens()[opening + 1].is("0");
    return *closing != opening + 1 && !zero;
  }

  std::string asked_at(const Stretch& token) {
    const Source& source = *sources_.find(token.file);
    const auto& tokens = source.tokens();
    const size_t at = source.token_at(token.range.begin);
    const bool defines = token.file == definition_.file && holds(definition_.range, token.range);
    // In C a tag alone is no type.
    const std::string_view tag = at > 0 ? tokens[at - 1].text : "";
    const bool tagged = tag == "struct" || tag == "union";
    if (token.file.ends_with(".c") && !tagged && !aliases_.contains(std::string(tokens[at].text))) {
      return {};
    }
    if (tokens[at].in_directive) return "a macro or a condition names it here";
    for (size_t i = at; i-- > 0 && at - i <= 6;) {
      if (tokens[i].is(";") || tokens[i].is("{") || tokens[i].is("}")) break;
      if (is_one_of(kOffsets, tokens[i].text)) return "how it lies in memory is asked here";
      if (tokens[i].is("sizeof") && !asks_for_memory(source, i)) return "its size is asked here";
    }
    if (defines) return {};
    size_t i = behind_declared(source, at);
    const bool closes_cast = i < tokens.size() && tokens[i].is(")") && tokens[i - 1].is("*");
    const bool keyword = at > 0 && (tokens[at - 1].is("struct") || tokens[at - 1].is("class"));
    const size_t before = at - (keyword ? 1 : 0);
    if (closes_cast && before > 0 && tokens[before - 1].is("(") && i + 1 < tokens.size()) {
      const bool value = tokens[i + 1].is_word() || tokens[i + 1].is("(") ||
                         tokens[i + 1].is("&") || tokens[i + 1].is("*");
      if (value && !is_one_of(kMemory, tokens[i + 1].text))
        return "other memory is taken for it here";
    }
    if (before > 1 && tokens[before - 1].is("<") && tokens[before - 2].is("reinterpret_cast")) {
      return "other memory is taken for it here";
    }
    if (is_compound(source, at, i)) ++i;
    if (opens_list(source, i)) return "its members are set in their order here";
    const bool constructs = is_aggregate() && tokens[at + 1].is("(") && !tokens[at + 2].is(")");
    return constructs ? "its members are set in their order here" : "";
  }

  // `sizeof *p` where p may point to one.
  [[nodiscard]] std::optional<LayoutUse> unnamed_size() {
    for (const Stretch& each : sources_.occurrences("sizeof")) {
      const Source& source = *sources_.find(each.file);
      if (holds(gone_, each) || asks_for_memory(source, source.token_at(each.range.begin)))
        continue;
      const auto around = functions_.around(each);
      bool may_be = around.empty() && files_.contains(each.file);
      for (const facts::Function* function : around) {
        const auto graph = program_.graph(function->id);
        may_be =
            may_be || !graph || std::ranges::any_of(graph->locals, [&](const facts::Local& local) {
              return program_.record_of(local.type) == &record_;
            });
      }
      if (may_be) return LayoutUse{each, "its size may be asked here"};
    }
    return std::nullopt;
  }

  // Without a constructor of its own.
  [[nodiscard]] bool is_aggregate() const {
    return std::ranges::none_of(program_.functions(), [&](const facts::Function* each) {
      return each->has(facts::FunctionFlag::constructor) &&
             !each->has(facts::FunctionFlag::implicit) && each->record == record_.id;
    });
  }

  // Values in braces that may become one, in C++, where the type is not named: `take({1, 2})`.
  [[nodiscard]] std::optional<LayoutUse> unnamed_list() {
    for (const std::string& file : files_) {
      if (file.ends_with(".c")) continue;
      const Source& source = *sources_.find(file);
      const auto& tokens = source.tokens();
      for (size_t i = 1; i < tokens.size(); ++i) {
        const bool value = tokens[i].is("{") && !tokens[i].in_directive &&
                           (tokens[i - 1].is("(") || tokens[i - 1].is(",") ||
                            tokens[i - 1].is("=") || tokens[i - 1].is("return"));
        if (value && lists_values(source, i)) {
          return LayoutUse{{file, tokens[i].range}, "its members may be set in their order here"};
        }
      }
    }
    return std::nullopt;
  }

  Sources& sources_;
  const analysis::Program& program_;
  const facts::Record& record_;
  const std::vector<Stretch>& gone_;
  FunctionNames functions_;
  Stretch definition_;
  std::set<std::string> names_;
  std::set<std::string> aliases_;  // of those, by `using` and `typedef`
  std::set<std::string> files_;    // that name it
};

}  // namespace

std::optional<LayoutUse> layout_asked(Sources& sources, const analysis::Program& program,
                                      const facts::Record& record,
                                      const std::vector<Stretch>& gone) {
  return Layout(sources, program, record, gone).run();
}

std::optional<LayoutUse> against_losing(Sources& sources, const analysis::Program& program,
                                        const facts::Record& record, size_t members) {
  const std::vector<Stretch> none;
  if (auto listed = Layout(sources, program, record, none).listed()) return listed;
  for (const Stretch& each : sources.stretch(record.location)) {
    const Source* source = sources.find(each.file);
    if (source != nullptr && is_c(*source, each.file) && members >= record.fields.size()) {
      return LayoutUse{each, "nothing would be left of the struct, which C does not know"};
    }
  }
  return std::nullopt;
}

}  // namespace pool_audit::refactor
