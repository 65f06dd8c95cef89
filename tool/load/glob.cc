#include "tool/load/glob.h"

#include <algorithm>
#include <string>
#include <vector>

namespace pool_audit::load {
namespace {

// One position of a pattern.
struct Step {
  enum Kind { literal, any, star, double_star, set } kind = literal;
  char c = 0;
  std::string_view set_text;  // between the brackets
};

bool in_set(std::string_view set, char c) {
  const bool negated = !set.empty() && (set.front() == '!' || set.front() == '^');
  if (negated) set.remove_prefix(1);
  bool found = false;
  for (size_t i = 0; i < set.size(); ++i) {
    if (i + 2 < set.size() && set[i + 1] == '-') {
      found = found || (set[i] <= c && c <= set[i + 2]);
      i += 2;
    } else {
      found = found || set[i] == c;
    }
  }
  return found != negated && c != '/';
}

std::vector<Step> parse(std::string_view pattern) {
  std::vector<Step> steps;
  for (size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '*') {
      const bool twice = i + 1 < pattern.size() && pattern[i + 1] == '*';
      if (twice) ++i;
      // "**/" may stand for no folder at all.
      if (twice && i + 1 < pattern.size() && pattern[i + 1] == '/' &&
          (steps.empty() || (steps.back().kind == Step::literal && steps.back().c == '/'))) {
        ++i;
        steps.push_back({Step::double_star, '/', {}});
      } else {
        steps.push_back({twice ? Step::double_star : Step::star, 0, {}});
      }
    } else if (c == '?') {
      steps.push_back({Step::any, 0, {}});
    } else if (c == '[' && pattern.find(']', i + 2) != std::string_view::npos) {
      const size_t end = pattern.find(']', i + 2);
      steps.push_back({Step::set, 0, pattern.substr(i + 1, end - i - 1)});
      i = end;
    } else {
      if (c == '\\' && i + 1 < pattern.size()) ++i;
      steps.push_back({Step::literal, pattern[i], {}});
    }
  }
  return steps;
}

// Simulates every way through the pattern at once: reached[i] says that steps[0, i) fit so far.
// Also true when the pattern fits a whole leading part of `path` that ends before a '/'.
bool matches_at(const std::vector<Step>& steps, std::string_view path) {
  std::vector<char> reached(steps.size() + 1, 0);
  std::vector<char> next(steps.size() + 1, 0);
  reached[0] = 1;
  for (size_t at = 0;; ++at) {
    // Stars may stand for nothing; a "**/" may end only where a component begins.
    for (size_t i = 0; i < steps.size(); ++i) {
      if (reached[i] == 0) continue;
      const bool empty_ok = steps[i].kind == Step::star || steps[i].kind == Step::double_star;
      const bool whole_folders = steps[i].kind == Step::double_star && steps[i].c == '/';
      if (empty_ok && (!whole_folders || at == 0 || path[at - 1] == '/')) reached[i + 1] = 1;
    }
    if (reached[steps.size()] != 0 && (at == path.size() || path[at] == '/')) return true;
    if (at == path.size()) return false;
    std::fill(next.begin(), next.end(), 0);
    bool alive = false;
    for (size_t i = 0; i < steps.size(); ++i) {
      if (reached[i] == 0) continue;
      const Step& step = steps[i];
      bool stays = false;
      bool moves = false;
      switch (step.kind) {
        case Step::literal:
          moves = path[at] == step.c;
          break;
        case Step::any:
          moves = path[at] != '/';
          break;
        case Step::set:
          moves = in_set(step.set_text, path[at]);
          break;
        case Step::star:
          stays = path[at] != '/';
          break;
        case Step::double_star:
          stays = true;
          break;
      }
      if (stays) next[i] = 1;
      if (moves) next[i + 1] = 1;
      alive = alive || stays || moves;
    }
    if (!alive) return false;
    reached.swap(next);
  }
}

}  // namespace

bool glob_matches(std::string_view pattern, std::string_view path) {
  while (pattern.starts_with("./")) pattern.remove_prefix(2);
  while (pattern.size() > 1 && pattern.back() == '/') pattern.remove_suffix(1);
  if (pattern.empty() || pattern == ".") return true;
  if (pattern.find('/') != std::string_view::npos) return matches_at(parse(pattern), path);
  const std::string anywhere = "**/" + std::string(pattern);
  return matches_at(parse(anywhere), path);
}

}  // namespace pool_audit::load
