#include "checks/model/annotation.h"

#include <optional>
#include <string>

#include "checks/model/vocabulary.h"
#include "checks/support/spelling.h"

namespace pool_audit::model {
namespace {

constexpr std::string_view kPrefix = "pool::";

struct RoleName {
  std::string_view text;
  AnnotationKind kind;
  bool takes_arguments;
  int usual_index;  // when none is given
};

constexpr RoleName kRoles[] = {
    {"get", AnnotationKind::get, true, -1},
    {"put", AnnotationKind::put, true, -1},
    {"reset", AnnotationKind::reset, true, -1},
    {"consumes", AnnotationKind::consumes, true, 0},
    {"pool", AnnotationKind::pool, false, -1},
    {"handle", AnnotationKind::handle, false, -1},
    {"not_a_pool", AnnotationKind::not_a_pool, false, -1},
};

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::optional<int> parse_number(std::string_view text) {
  const std::optional<Term> term = parse_term("x(" + std::string(text) + ')');
  return term ? term->index : std::nullopt;
}

// The texts between the brackets and between commas.
std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> out;
  while (true) {
    const size_t comma = text.find(',');
    out.push_back(trim(text.substr(0, comma)));
    if (comma == std::string_view::npos) return out;
    text.remove_prefix(comma + 1);
  }
}

}  // namespace

bool is_annotation(std::string_view text) {
  return trim(text).starts_with(kPrefix);
}

Result<Annotation> parse_annotation(std::string_view text,
                                    const std::vector<std::string_view>& arguments) {
  const std::string shown = "'" + std::string(text.substr(0, 80)) + "'";
  text = trim(text);
  if (!text.starts_with(kPrefix)) return fail("expected an annotation 'pool::...', found " + shown);
  text.remove_prefix(kPrefix.size());
  std::vector<std::string_view> given;
  const size_t open = text.find('(');
  const std::string_view word = trim(text.substr(0, open));
  if (open != std::string_view::npos) {
    if (!text.ends_with(')')) return fail("expected ')' at the end of " + shown);
    given = split(text.substr(open + 1, text.size() - open - 2));
  }
  given.insert(given.end(), arguments.begin(), arguments.end());

  const RoleName* role = nullptr;
  std::vector<std::string_view> words;
  for (const RoleName& candidate : kRoles) {
    words.push_back(candidate.text);
    if (candidate.text == word) role = &candidate;
  }
  if (role == nullptr) {
    const std::string_view near = nearest_word(word, words);
    return fail("unknown annotation " + shown +
                (near.empty() ? "; expected " + alternatives(words) + " behind 'pool::'"
                              : "; did you mean 'pool::" + std::string(near) + "'?"));
  }
  if (!role->takes_arguments && !given.empty()) {
    return fail("expected no arguments for 'pool::" + std::string(word) + "', found " + shown);
  }
  Annotation out{role->kind, role->usual_index, -1};
  bool has_index = false;
  for (std::string_view argument : given) {
    const bool names_pool = argument.starts_with("pool=");
    if (names_pool) argument = trim(argument.substr(5));
    const std::optional<int> number = parse_number(argument);
    int& target = names_pool ? out.pool : out.index;
    if (!number || (names_pool ? out.pool >= 0 : has_index)) {
      return fail(
          "expected the number of an argument, from 0 to 63, and at most one 'pool=N', found " +
          shown);
    }
    has_index = has_index || !names_pool;
    target = *number;
  }
  return out;
}

}  // namespace pool_audit::model
