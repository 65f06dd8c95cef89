#include "tool/refactor/failure.h"

#include <algorithm>
#include <array>
#include <set>

namespace pool_audit::refactor {

using inventory::Subject;
using inventory::Taken;

namespace {

bool is_null(std::string_view text) {
  return text == "nullptr" || text == "NULL" || text == "0";
}

// `!b`, `b == NULL`, `NULL == b`, also in `unlikely(...)`. The variable is empty when it is none of
// these.
void read_condition(const Source& source, size_t first, size_t last, NullTest& out) {
  const auto& tokens = source.tokens();
  const auto text = [&](size_t from, size_t to) {
    return std::string(source.of({tokens[from].range.begin, tokens[to - 1].range.end}));
  };
  if (first + 2 < last && (tokens[first].is("unlikely") || tokens[first].is("UNLIKELY")) &&
      tokens[first + 1].is("(") && source.partner(first + 1) == last - 1) {
    first += 2;
    --last;
  }
  const auto joins = [&](size_t i) {
    return tokens[i].is("&") || tokens[i].is("|") || tokens[i].is("(") || tokens[i].is("?");
  };
  for (size_t i = first; i < last; ++i) {
    if (joins(i)) return;
  }
  if (first + 1 < last && tokens[first].is("!")) {
    out.variable = text(first + 1, last);
    return;
  }
  for (size_t i = first + 1; i + 2 < last; ++i) {
    if (!tokens[i].is("=") || !tokens[i + 1].is("=")) continue;
    const std::string left = text(first, i);
    const std::string right = text(i + 2, last);
    if (is_null(right) && right != "0") {
      out.variable = left;
      out.null = right;
    } else if (is_null(left) && left != "0") {
      out.variable = right;
      out.null = left;
    }
    return;
  }
}

bool leaves(std::string_view word) {
  constexpr std::array<std::string_view, 6> kWords = {"return", "goto",     "throw",
                                                      "break",  "continue", "co_return"};
  return std::ranges::find(kWords, word) != kWords.end();
}

// What stands for itself wherever it is written: `return -1;`, `return NULL;`, `return {};`.
bool stands_anywhere(std::string_view action) {
  constexpr std::string_view kReturn = "return";
  if (!action.starts_with(kReturn)) return false;
  std::string_view value = action.substr(kReturn.size());
  value.remove_suffix(1);
  while (value.starts_with(' ')) value.remove_prefix(1);
  if (value.starts_with('-')) value.remove_prefix(1);
  constexpr std::array<std::string_view, 8> kWords = {"",     "nullptr", "NULL",         "false",
                                                      "true", "{}",      "std::nullopt", "FALSE"};
  const bool constant = !value.empty() && std::ranges::all_of(value, [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
  return constant || std::ranges::find(kWords, value) != kWords.end();
}

// Whether what is behind the label speaks of the variable.
bool label_names(const Tokens& body, std::string_view label, std::string_view variable) {
  const auto& tokens = body.source->tokens();
  bool behind = false;
  for (size_t i = body.first; i < body.last; ++i) {
    if (tokens[i].is(label) && i + 1 < body.last && tokens[i + 1].is(":")) behind = true;
    if (behind && tokens[i].is(variable)) return true;
  }
  return !behind;
}

std::string at(const Source& source, const std::string& file, size_t offset) {
  return file + ":" + std::to_string(source.line_of(offset));
}

// The one action of all tests; nothing when they differ, or are none.
const NullTest* common(const std::vector<NullTest>& tests) {
  if (tests.empty()) return nullptr;
  const bool same = std::ranges::all_of(
      tests, [&](const NullTest& each) { return each.action == tests.front().action; });
  return same ? &tests.front() : nullptr;
}

class Search {
 public:
  Search(const Subject& subject, Sources& sources, const Taken& get, const NamedGet& named,
         const std::vector<PlannedTest>& planned)
      : subject_(subject), sources_(sources), get_(get), named_(named), planned_(planned) {}

  FailureOrReason run() {
    const facts::Function* function = subject_.program.function(get_.function);
    const auto body = tokens_of(sources_, subject_, get_.function);
    if (function == nullptr || !body) return {{}, "the text of the function cannot be read"};
    if (function->has(facts::FunctionFlag::constructor) ||
        function->has(facts::FunctionFlag::destructor)) {
      return {{}, "a constructor or destructor has no way to fail"};
    }
    if (std::string held = held_before(*body); !held.empty()) {
      return {{}, "leaving here would lose what " + held + " gave"};
    }
    if (auto own = of_own_tests(*body)) return {std::move(own), ""};
    if (auto sibling = of_siblings(*function)) return {std::move(sibling), ""};
    return of_type(*function, *body);
  }

 private:
  // What the function holds by hand when it comes to the get: nobody would give it back.
  [[nodiscard]] std::string held_before(const Tokens& body) const {
    constexpr std::array<std::string_view, 14> kTakes = {
        "malloc",   "calloc",    "realloc",
        "strdup",   "fopen",     "open",
        "socket",   "mmap",      "pthread_mutex_lock",
        "mtx_lock", "spin_lock", "lock",
        "Lock",     "new"};
    const auto& tokens = body.source->tokens();
    const size_t end = body.source->token_at(named_.call.begin);
    for (size_t i = body.first; i + 1 < end; ++i) {
      if (std::ranges::find(kTakes, tokens[i].text) == kTakes.end()) continue;
      const bool called = tokens[i + 1].is("(") || tokens[i].is("new");
      if (called) return std::string(tokens[i].text) + (tokens[i].is("new") ? "" : "()");
    }
    return {};
  }

  [[nodiscard]] std::optional<Failure> of_own_tests(const Tokens& body) const {
    std::vector<NullTest> tests = null_tests(*body.source, body.first, body.last);
    std::erase_if(tests, [&](const NullTest& each) {
      // Where it tests this very variable, which it may do too late, the same action is right.
      return each.action == "break;" || each.action == "continue;";
    });
    if (common(tests) == nullptr) {
      // Of several, those of what other gets gave.
      std::erase_if(tests, [&](const NullTest& each) { return !is_taken(each, body); });
    }
    const NullTest* test = common(tests);
    if (test == nullptr) return std::nullopt;
    if (test->action.starts_with("goto ")) {
      const std::string label = test->action.substr(5, test->action.size() - 6);
      if (label_names(body, label, named_.name)) return std::nullopt;
    }
    const std::string where = at(*body.source, named_.file, test->offset);
    return Failure{test->action, "as the function does at " + where};
  }

  // Whether the test is of what a get in the same text gave.
  [[nodiscard]] bool is_taken(const NullTest& test, const Tokens& body) const {
    return std::ranges::any_of(subject_.taken, [&](const Taken& other) {
      if (other.function != get_.function) return false;
      const auto named = named_get(sources_, other);
      return named && named->source == body.source && named->name == test.variable;
    });
  }

  [[nodiscard]] std::optional<Failure> of_siblings(const facts::Function& function) const {
    std::vector<NullTest> tests;
    std::string where;
    for (const Taken& other : subject_.taken) {
      if (other.function == get_.function || other.pools != get_.pools) continue;
      const facts::Function* sibling = subject_.program.function(other.function);
      if (sibling == nullptr || spelled(sibling->result) != spelled(function.result)) continue;
      if (sibling->name.text() == "main") continue;  // what it returns is for the shell
      const auto named = named_get(sources_, other);
      const auto body = tokens_of(sources_, subject_, other.function);
      if (!named || !body) continue;
      for (const PlannedTest& each : planned_) {
        if (each.get != &other || !stands_anywhere(each.action)) continue;
        if (where.empty()) where = at(*body->source, named->file, named->call.begin);
        NullTest& test = tests.emplace_back();
        test.action = each.action;
      }
      for (NullTest& each : null_tests(*body->source, body->first, body->last)) {
        if (each.variable != named->name || !stands_anywhere(each.action)) continue;
        if (where.empty()) where = at(*body->source, named->file, each.offset);
        tests.push_back(std::move(each));
      }
    }
    const NullTest* test = common(tests);
    if (test == nullptr) return std::nullopt;
    if (is_void(function) && !ends_with_the_object()) return std::nullopt;
    return Failure{test->action, "as at " + where};
  }

  [[nodiscard]] FailureOrReason of_type(const facts::Function& function, const Tokens& body) const {
    const facts::Type& type = subject_.program.type(function.result);
    const bool c = named_.file.ends_with(".c");
    if (is_void(function)) {
      if (ends_with_the_object()) {
        return {Failure{"return;", "nothing follows but what is done with the object"}, ""};
      }
      return {{}, "the function goes on behind the object, and returns nothing to fail with"};
    }
    if (type.kind == facts::TypeKind::pointer) {
      return {Failure{c ? "return NULL;" : "return nullptr;", "the result is a pointer"}, ""};
    }
    if (type.kind == facts::TypeKind::boolean) {
      return {Failure{"return false;", "the result is a bool"}, ""};
    }
    const std::string_view name = type.template_name.text();
    if (name == "std::unique_ptr" || name == "std::shared_ptr" || name == "std::optional") {
      return {Failure{"return {};", "the result may be empty"}, ""};
    }
    const auto& tokens = body.source->tokens();
    for (size_t i = body.first; i + 3 < body.last; ++i) {
      const bool fails = tokens[i].is("return") && tokens[i + 1].is("-") && tokens[i + 2].is("1") &&
                         tokens[i + 3].is(";");
      if (fails && type.kind == facts::TypeKind::integer) {
        const std::string where = at(*body.source, named_.file, tokens[i].range.begin);
        return {Failure{"return -1;", "as the function does at " + where}, ""};
      }
    }
    return {{}, "what the function returns when it fails does not show"};
  }

  [[nodiscard]] std::string_view spelled(facts::TypeId type) const {
    return subject_.program.type(type).spelling.text();
  }
  [[nodiscard]] bool is_void(const facts::Function& function) const {
    return spelled(function.result) == "void";
  }

  // Whether the function ends where the object is given back, outside of loops: all that an early
  // return leaves out is then what is done with the object, or between that.
  [[nodiscard]] bool ends_with_the_object() const {
    const auto body = tokens_of(sources_, subject_, get_.function);
    if (!body) return false;
    const auto& tokens = body->source->tokens();
    // In the outermost block of the function.
    size_t depth = 0;
    const size_t call = body->source->token_at(named_.call.begin);
    for (size_t i = body->first; i < call; ++i) {
      if (tokens[i].is("{")) ++depth;
      if (tokens[i].is("}") && depth > 0) --depth;
    }
    if (depth != 1 || body->last < 2 || !tokens[body->last - 1].is("}")) return false;
    size_t last = body->last - 1;
    if (tokens[last - 1].is(";") && tokens[last - 2].is("return")) last -= 2;
    // The last statement names the object.
    for (size_t i = last - 1; i-- > call;) {
      if (tokens[i].is(";") || tokens[i].is("{") || tokens[i].is("}")) return false;
      if (tokens[i].is(named_.name)) return true;
    }
    return false;
  }

  const Subject& subject_;
  Sources& sources_;
  const Taken& get_;
  const NamedGet& named_;
  const std::vector<PlannedTest>& planned_;
};

}  // namespace

std::vector<NullTest> null_tests(const Source& source, size_t first_token, size_t last_token) {
  std::vector<NullTest> out;
  const auto& tokens = source.tokens();
  for (size_t i = first_token; i + 1 < last_token; ++i) {
    if (!tokens[i].is("if") || tokens[i].in_directive || !tokens[i + 1].is("(")) continue;
    const auto closing = source.partner(i + 1);
    if (!closing || *closing + 2 >= last_token) continue;
    NullTest test;
    test.offset = tokens[i].range.begin;
    read_condition(source, i + 2, *closing, test);
    if (test.variable.empty()) continue;
    size_t first = *closing + 1;
    test.in_braces = tokens[first].is("{");
    if (test.in_braces) ++first;
    if (first >= last_token || !leaves(tokens[first].text)) continue;
    size_t end = first;
    while (end < last_token && !tokens[end].is(";")) ++end;
    if (end + 1 >= last_token || (test.in_braces && !tokens[end + 1].is("}"))) continue;
    test.action = source.of({tokens[first].range.begin, tokens[end].range.end});
    if (test.action.find('\n') != std::string::npos) continue;
    test.has_blank = tokens[i].range.end < tokens[i + 1].range.begin;
    test.on_one_line =
        source.line_of(tokens[i].range.begin) == source.line_of(tokens[end].range.begin);
    out.push_back(std::move(test));
  }
  return out;
}

FailureOrReason failure_of(const Subject& subject, Sources& sources, const Taken& get,
                           const NamedGet& named, const std::vector<PlannedTest>& planned) {
  return Search(subject, sources, get, named, planned).run();
}

}  // namespace pool_audit::refactor
