#include "checks/model/pattern.h"

#include <algorithm>

namespace pool_audit::model {
namespace {

constexpr char kWildcard = '\x01';
constexpr size_t kMaxPatternBytes = 512;
constexpr size_t kMaxPatternDepth = 8;

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// Without spaces that separate no words, and without leading struct, class, union and enum.
std::string normalise(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  size_t i = 0;
  while (i < text.size()) {
    if (text[i] == ' ') {
      size_t next = text.find_first_not_of(' ', i);
      if (next == std::string_view::npos) break;
      if (!out.empty() && is_word(out.back()) && is_word(text[next])) out += ' ';
      i = next;
      continue;
    }
    if (is_word(text[i])) {
      size_t end = i;
      while (end < text.size() && is_word(text[end])) ++end;
      const std::string_view word = text.substr(i, end - i);
      const bool keyword = word == "struct" || word == "class" || word == "union" ||
                           word == "enum" || word == "typename";
      if (keyword && end < text.size() && text[end] == ' ') {
        i = text.find_first_not_of(' ', end);
        if (i == std::string_view::npos) break;
        continue;
      }
      out += word;
      i = end;
      continue;
    }
    out += text[i++];
  }
  return out;
}

// Glob over normalised texts in which kWildcard stands for any text. Backs up to the last wildcard
// only, which is enough for a glob.
bool glob(std::string_view pattern, std::string_view text) {
  size_t p = 0;
  size_t t = 0;
  size_t star = std::string_view::npos;
  size_t star_text = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == kWildcard) {
      star = p++;
      star_text = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++star_text;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == kWildcard) ++p;
  return p == pattern.size();
}

// A namespace that is there for the sake of binary compatibility: users never spell it.
bool is_version_namespace(std::string_view text) {
  if (text.starts_with('(') || text.empty()) return true;  // "(anonymous namespace)"
  if (text.starts_with("__")) return text.size() > 2;      // __1, __cxx11, __ndk1
  if (text.starts_with("_V"))
    text.remove_prefix(2);
  else if (text.starts_with("lts_"))
    text.remove_prefix(4);
  else if (text.starts_with("v") || text.starts_with("V"))
    text.remove_prefix(1);
  else
    return false;
  if (text == "_noabi") return true;
  return !text.empty() && text.find_first_not_of("0123456789_") == std::string_view::npos &&
         text.find_first_of("0123456789") != std::string_view::npos;
}

// The end of an operator's name that starts at `i` ("operator" is already known to stand there).
size_t operator_end(std::string_view text, size_t i) {
  size_t end = i + std::string_view("operator").size();
  if (text.substr(end).starts_with("()") || text.substr(end).starts_with("[]")) return end + 2;
  while (end < text.size() &&
         std::string_view("<>=!+-*/%^&|~,").find(text[end]) != std::string_view::npos) {
    ++end;
  }
  return end;
}

bool at_operator(std::string_view text, size_t i) {
  if (!text.substr(i).starts_with("operator")) return false;
  if (i != 0 && is_word(text[i - 1])) return false;
  const size_t end = i + std::string_view("operator").size();
  return end < text.size() && !is_word(text[end]) && text[end] != ' ' && text[end] != ':';
}

// Calls `each` with every position outside (), [] and {} together with the depth of <> there.
// Positions of brackets themselves are reported with the depth outside of them.
template <class Each>
void walk(std::string_view text, Each&& each) {
  size_t round = 0;
  size_t angle = 0;
  for (size_t i = 0; i < text.size();) {
    if (round == 0 && at_operator(text, i)) {
      i = operator_end(text, i);
      continue;
    }
    const char c = text[i];
    if (c == '(' || c == '[' || c == '{') ++round;
    if (round == 0) {
      if (c == '>' && angle > 0 && (i == 0 || text[i - 1] != '-')) --angle;
      each(i, c, angle);
      if (c == '<') ++angle;
    }
    if ((c == ')' || c == ']' || c == '}') && round > 0) --round;
    ++i;
  }
}

std::vector<std::string_view> split_arguments(std::string_view text) {
  std::vector<std::string_view> out;
  if (trim(text).empty()) return out;
  size_t start = 0;
  walk(text, [&](size_t i, char c, size_t angle) {
    if (c == ',' && angle == 0) {
      out.push_back(trim(text.substr(start, i - start)));
      start = i + 1;
    }
  });
  out.push_back(trim(text.substr(start)));
  return out;
}

NamePart split_part(std::string_view text) {
  NamePart part;
  size_t open = std::string_view::npos;
  size_t close = std::string_view::npos;
  walk(text, [&](size_t i, char c, size_t angle) {
    if (angle != 0) return;
    if (c == '<' && open == std::string_view::npos) open = i;
    if (c == '>' && open != std::string_view::npos && close == std::string_view::npos) close = i;
  });
  if (open == std::string_view::npos || close == std::string_view::npos) {
    part.text = trim(text);
    return part;
  }
  part.text = trim(text.substr(0, open));
  part.has_arguments = true;
  part.arguments = split_arguments(text.substr(open + 1, close - open - 1));
  part.tail = trim(text.substr(close + 1));
  return part;
}

std::vector<std::string_view> split_scopes(std::string_view text) {
  std::vector<std::string_view> out;
  size_t start = 0;
  walk(text, [&](size_t i, char c, size_t angle) {
    if (c == ':' && angle == 0 && i >= start && i + 1 < text.size() && text[i + 1] == ':') {
      out.push_back(text.substr(start, i - start));
      start = i + 2;
    }
  });
  out.push_back(text.substr(start));
  return out;
}

}  // namespace

std::vector<NamePart> split_name(std::string_view name) {
  name = trim(name);
  if (name.starts_with("::")) name.remove_prefix(2);
  std::vector<NamePart> out;
  for (const std::string_view scope : split_scopes(name)) out.push_back(split_part(scope));
  return out;
}

std::string_view last_component(std::string_view name) {
  size_t start = 0;
  size_t end = name.size();
  walk(name, [&](size_t i, char c, size_t angle) {
    if (angle != 0 || i < start) return;
    if (c == ':' && i + 1 < name.size() && name[i + 1] == ':') {
      start = i + 2;
      end = name.size();
    } else if (c == '<' && end == name.size()) {
      end = i;
    }
  });
  std::string_view last = trim(name.substr(start, end - start));
  for (const std::string_view keyword : {"struct ", "class ", "union ", "enum "}) {
    if (last.starts_with(keyword)) last = trim(last.substr(keyword.size()));
  }
  return last;
}

Result<NamePattern> NamePattern::parse(std::string_view text) {
  if (text.size() > kMaxPatternBytes) {
    return fail("expected a name of at most " + std::to_string(kMaxPatternBytes) + " bytes");
  }
  if (trim(text).empty()) return fail("expected a name, found nothing");
  if (text.find(kWildcard) != std::string_view::npos) return fail("expected a name");
  size_t open = 0;
  bool bad_close = false;
  walk(text, [&](size_t, char c, size_t angle) {
    bad_close = bad_close || (c == '>' && angle == 0 && open == 0);
    if (c == '<') ++open;
    if (c == '>' && open > 0) --open;
  });
  if (open != 0) return fail("expected a '>' for every '<'");
  if (bad_close) return fail("expected a '<' before '>'");
  return parse_at(text, text, 0);
}

Result<NamePattern> NamePattern::parse_at(std::string_view whole, std::string_view text,
                                          size_t depth) {
  const auto wrong = [&](std::string message, std::string_view at) {
    return fail(std::move(message), {}, 0, static_cast<uint32_t>(at.data() - whole.data() + 1));
  };
  if (depth > kMaxPatternDepth) return wrong("expected less nesting of '<...>'", text);
  NamePattern pattern;
  std::string_view rest = trim(text);
  if (rest.starts_with("::")) rest.remove_prefix(2);
  if (rest.empty()) return wrong("expected a name or '*' between the separators", text);

  if (rest.starts_with('$')) {
    size_t end = 1;
    while (end < rest.size() && is_word(rest[end])) ++end;
    if (end == 1) return wrong("expected a letter behind '$'", rest);
    if (depth == 0) return wrong("expected '$' names only inside '<...>'", rest);
    const std::string_view tail = rest.substr(end);
    if (tail.find_first_not_of(" *&") != std::string_view::npos) {
      return wrong("expected only '*' and '&' behind a '$' name", tail);
    }
    pattern.variable_ = rest.substr(0, end);
    pattern.variable_tail_ = normalise(tail);
    pattern.variables_.push_back(pattern.variable_);
    return pattern;
  }

  std::vector<std::string_view> scopes = split_scopes(rest);
  if (scopes.size() > 1 && trim(scopes.front()) == "*") {
    pattern.any_scope_ = true;
    scopes.erase(scopes.begin());
  }
  if (scopes.size() > 1 && trim(scopes.back()) == "**") {
    pattern.any_nested_ = true;
    scopes.pop_back();
  }
  for (const std::string_view scope : scopes) {
    const NamePart split = split_part(scope);
    if (split.text.empty() && !split.has_arguments) {
      return wrong("expected a name or '*' between the separators", scope);
    }
    if (split.text.empty()) return wrong("expected a name before '<'", scope);
    if (split.text.find('$') != std::string_view::npos) {
      return wrong("expected a '$' name to be a whole argument", split.text);
    }
    Part part;
    // Stars that stand for text become kWildcard; a pointer's star follows a space or such a star.
    std::string marked(split.text);
    for (size_t i = 0; i < marked.size(); ++i) {
      if (marked[i] != '*') continue;
      const bool pointer = i > 0 && (marked[i - 1] == ' ' || marked[i - 1] == '*');
      const bool of_operator = marked.starts_with("operator");
      if (!pointer && !of_operator) marked[i] = kWildcard;
    }
    part.text = normalise(marked);
    // A run of them says no more than one, and costs more.
    const auto both_wild = [](char a, char b) { return a == kWildcard && b == kWildcard; };
    part.text.erase(std::unique(part.text.begin(), part.text.end(), both_wild), part.text.end());
    part.tail = normalise(split.tail);
    part.has_arguments = split.has_arguments;
    for (const std::string_view argument : split.arguments) {
      if (argument.empty()) return wrong("expected a name or '*' between the commas", scope);
      auto inner = parse_at(whole, argument, depth + 1);
      if (!inner) return inner;
      pattern.variables_.insert(pattern.variables_.end(), inner->variables_.begin(),
                                inner->variables_.end());
      part.arguments.push_back(std::move(*inner));
    }
    pattern.parts_.push_back(std::move(part));
  }
  pattern.add_up();
  return pattern;
}

void NamePattern::add_up() {
  specificity_ = 0;
  for (const Part& part : parts_) {
    specificity_ += 1 + part.text.size();
    specificity_ -= static_cast<size_t>(std::count(part.text.begin(), part.text.end(), kWildcard));
    for (const NamePattern& argument : part.arguments) specificity_ += argument.specificity_;
  }
  std::sort(variables_.begin(), variables_.end());
  variables_.erase(std::unique(variables_.begin(), variables_.end()), variables_.end());
}

NamePattern NamePattern::followed_by(const NamePattern& inner) const {
  NamePattern joined = *this;
  joined.any_nested_ = inner.any_nested_;
  joined.parts_.insert(joined.parts_.end(), inner.parts_.begin(), inner.parts_.end());
  joined.variables_.insert(joined.variables_.end(), inner.variables_.begin(),
                           inner.variables_.end());
  joined.add_up();
  return joined;
}

bool NamePattern::matches_anything() const {
  if (!variable_.empty()) return variable_tail_.empty();
  return parts_.size() == 1 && !any_nested_ && parts_[0].text == std::string(1, kWildcard) &&
         !parts_[0].has_arguments && parts_[0].tail.empty();
}

bool NamePattern::matches_argument(std::string_view argument, Bindings& bindings) const {
  argument = trim(argument);
  if (!variable_.empty()) {
    for (size_t left = variable_tail_.size(); left > 0; --left) {
      if (argument.empty() || argument.back() != variable_tail_[left - 1]) return false;
      argument = trim(argument.substr(0, argument.size() - 1));
    }
    const auto [at, fresh] = bindings.emplace(variable_, argument);
    return fresh || normalise(at->second) == normalise(argument);
  }
  if (matches_anything()) return true;
  return matches(split_name(argument), bindings);
}

bool NamePattern::matches_part(const Part& part, const NamePart& name, Bindings& bindings) {
  if (!glob(part.text, normalise(name.text))) return false;
  if (part.tail != normalise(name.tail)) return false;
  if (!part.has_arguments) return true;
  if (!name.has_arguments) {
    // The name was spelled without arguments: only a pattern that would take any can match.
    return std::all_of(part.arguments.begin(), part.arguments.end(),
                       [](const NamePattern& argument) { return argument.matches_anything(); });
  }
  const size_t given = name.arguments.size();
  const size_t wanted = part.arguments.size();
  const bool open_ended = wanted > 0 && part.arguments.back().variable_.empty() &&
                          part.arguments.back().matches_anything();
  if (open_ended ? given + 1 < wanted : given != wanted) return false;
  for (size_t i = 0; i < wanted - (open_ended ? 1 : 0); ++i) {
    if (!part.arguments[i].matches_argument(name.arguments[i], bindings)) return false;
  }
  return true;
}

bool NamePattern::matches(const std::vector<NamePart>& name, Bindings& bindings) const {
  if (parts_.empty() || name.empty()) return false;
  // From the end, where a name says most. With "::**" every prefix of the name may be the whole.
  for (size_t end = name.size(); end > 0; --end) {
    if (any_nested_ && end == name.size()) continue;  // something must be nested inside
    Bindings trial = bindings;
    size_t i = parts_.size();
    size_t j = end;
    bool good = true;
    while (i > 0 && j > 0 && good) {
      const bool last = j == name.size();
      const bool skippable = !last && is_version_namespace(name[j - 1].text);
      if (skippable && parts_[i - 1].text != name[j - 1].text) {
        --j;
      } else {
        good = matches_part(parts_[i - 1], name[j - 1], trial);
        --i;
        --j;
      }
    }
    while (j > 0 && is_version_namespace(name[j - 1].text)) --j;
    if (good && i == 0 && (j == 0 || any_scope_)) {
      bindings = std::move(trial);
      return true;
    }
    if (!any_nested_) return false;
  }
  return false;
}

bool NamePattern::matches(std::string_view name) const {
  Bindings bindings;
  return matches(split_name(name), bindings);
}

std::string_view NamePattern::key() const {
  if (parts_.empty() || any_nested_) return {};
  const std::string& text = parts_.back().text;
  return text.find(kWildcard) == std::string::npos ? std::string_view(text) : std::string_view();
}

std::string_view NamePattern::literal_word() const {
  std::string_view best;
  if (parts_.size() > 1 && parts_.front().text == "std") {
    for (const NamePattern& argument : parts_.back().arguments) {
      const std::string_view word = argument.literal_word();
      if (word.size() >= best.size()) best = word;
    }
    if (!best.empty()) return best;
  }
  for (const Part& part : parts_) {
    const bool is_plain = std::all_of(part.text.begin(), part.text.end(), is_word);
    if (is_plain && part.text.size() >= best.size()) best = part.text;
  }
  return best;
}

}  // namespace pool_audit::model
