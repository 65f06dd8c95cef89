#include "tool/refactor/unused_parameters.h"

#include <algorithm>
#include <array>

namespace pool_audit::refactor {

namespace {

// `(void)pool;` as the first statement.
TextChange used_for_nothing(const Source& source, const Rewritten& rewritten,
                            const std::string& name) {
  const size_t brace = source.tokens()[rewritten.opening].range.end;
  const Source body(rewritten.body);
  const size_t first = body.tokens()[1].range.begin;
  const std::string text = "(void)" + name + ";";
  const bool own_line = rewritten.body.find('\n') < first;
  return {rewritten.file,
          {brace, brace},
          own_line ? source.line_end(brace) + body.indentation(first) + text : " " + text};
}

}  // namespace

bool is_c(const Source& source, const std::string& file) {
  constexpr std::array<std::string_view, 6> kOfCpp = {"class", "template", "namespace",
                                                      "using", "nullptr",  "std"};
  return file.ends_with(".c") ||
         (file.ends_with(".h") && std::ranges::none_of(source.tokens(), [&](const auto& token) {
            return std::ranges::find(kOfCpp, token.text) != kOfCpp.end();
          }));
}

std::vector<TextChange> unused_parameters(const Source& source, const Rewritten& rewritten,
                                          const facts::Function& function) {
  std::vector<TextChange> out;
  const auto& tokens = source.tokens();
  const bool c = is_c(source, rewritten.file);
  const Source after(rewritten.body);
  if (c && after.tokens().size() == 2) return out;  // goes, or has to look as it does
  for (const facts::Parameter& parameter : function.parameters) {
    const std::string name(parameter.name.text());
    if (name.empty() || std::ranges::count(after.tokens(), name, &SourceToken::text) != 0) continue;
    std::vector<size_t> head;
    bool used = false;
    for (size_t i = source.token_at(rewritten.range.begin);
         i < tokens.size() && tokens[i].range.end <= rewritten.range.end; ++i) {
      if (!tokens[i].is(name)) continue;
      used = used || i > rewritten.opening;
      if (i < rewritten.opening) head.push_back(i);
    }
    if (!used || head.size() != 1) continue;
    if (c) {
      out.push_back(used_for_nothing(source, rewritten, name));
    } else {
      out.push_back({rewritten.file, tokens[head[0]].range, "/*" + name + "*/"});
    }
  }
  return out;
}

std::optional<Range> unused_in_initialisers(const Source& source, Range constructor,
                                            const std::vector<Range>& gone,
                                            const facts::Parameter& parameter) {
  const auto& tokens = source.tokens();
  const std::string_view name = parameter.name.text();
  std::vector<Range> named;
  bool used = false;
  for (size_t i = source.token_at(constructor.begin);
       i < tokens.size() && tokens[i].range.end <= constructor.end; ++i) {
    if (name.empty() || !tokens[i].is(name)) continue;
    const bool goes = std::ranges::any_of(
        gone, [&](const Range& range) { return holds(range, tokens[i].range); });
    used = used || goes;
    if (!goes) named.push_back(tokens[i].range);
  }
  return used && named.size() == 1 ? std::optional(named.front()) : std::nullopt;
}

std::optional<Range> one_of_several(const Source& source, Range declaration) {
  const auto& tokens = source.tokens();
  const size_t behind = source.token_at(declaration.end);
  if (behind < 2 || behind + 1 >= tokens.size()) return std::nullopt;
  const auto statement = source.statement(declaration);
  if (!statement || !statement->has_several || !tokens[behind - 1].is_word()) return std::nullopt;
  size_t first = behind - 1;
  while (first > 0 && tokens[first - 1].is("*")) --first;
  if (tokens[behind].is(",")) {
    return Range{tokens[first].range.begin, tokens[behind + 1].range.begin};
  }
  if (first > 0 && tokens[first - 1].is(",") && tokens[behind].is(";")) {
    return Range{tokens[first - 1].range.begin, tokens[behind - 1].range.end};
  }
  return std::nullopt;
}

}  // namespace pool_audit::refactor
