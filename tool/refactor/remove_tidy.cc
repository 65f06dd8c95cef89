#include "tool/refactor/remove_tidy.h"

#include <algorithm>
#include <map>
#include <utility>

#include "checks/support/words.h"
#include "tool/refactor/emptied.h"
#include "tool/refactor/idle_functions.h"
#include "tool/refactor/sweep.h"

namespace pool_audit::refactor {

namespace {

bool is_access(const SourceToken& token) {
  return token.is("private") || token.is("public") || token.is("protected");
}

bool is_whole(const Source& source, const Range& range) {
  return range.begin == source.line_begin(range.begin) &&
         (range.end == source.text().size() || range.end == source.line_begin(range.end));
}

bool is_blank(const Source& source, size_t line) {
  return line < source.text().size() &&
         source.of({line, source.next_line(line)}).find_first_not_of(" \t\r\n") ==
             std::string_view::npos;
}

}  // namespace

namespace {

// Empty lines at the end of `range` and behind it.
size_t blank_lines_below(const Source& source, Range range) {
  size_t out = 0;
  for (size_t at = range.end; at > range.begin; ++out) {
    at = source.line_begin(at - 1);
    if (!is_blank(source, at)) break;
  }
  for (size_t at = range.end; is_blank(source, at); at = source.next_line(at)) ++out;
  return out;
}

}  // namespace

Range without_gap(const Source& source, Range range) {
  const size_t below = blank_lines_below(source, range);
  if (range.begin == 0) {
    while (is_blank(source, range.end)) range.end = source.next_line(range.end);
    return range;
  }
  std::vector<size_t> above;  // from below
  for (size_t at = range.begin; at > 0;) {
    at = source.line_begin(at - 1);
    if (!is_blank(source, at)) break;
    above.push_back(at);
  }
  for (size_t left = above.size(); left > 0 && is_blank(source, range.end); --left) {
    range.end = source.next_line(range.end);
  }
  if (range.end == source.text().size() && !above.empty()) range.begin = above.back();
  const size_t next = source.token_at(range.end);
  const bool closes = next < source.tokens().size() && source.tokens()[next].is("}") &&
                      source.line_begin(source.tokens()[next].range.begin) == range.end;
  if (closes && above.size() > below) range.begin = above[above.size() - below - 1];
  return range;
}

std::vector<inventory::Edit> include_edits(Sources& sources, const analysis::Program& program,
                                           const std::vector<Stretch>& gone,
                                           const std::vector<std::string>& emptied,
                                           const Written& written) {
  std::vector<IncludeChange> changes = includes_about(sources, program, emptied);
  for (Stretch& each : needless_includes(sources, program, gone, written)) {
    const bool known = std::ranges::any_of(
        changes, [&](const IncludeChange& change) { return change.line == each; });
    if (!known) changes.push_back({std::move(each), ""});
  }
  std::ranges::sort(changes, {}, &IncludeChange::line);
  std::vector<inventory::Edit> out;
  for (IncludeChange& each : changes) {
    const Source& source = *sources.find(each.line.file);
    const Range wide = each.text.empty() ? without_gap(source, each.line.range) : each.line.range;
    const bool free = std::ranges::none_of(gone, [&](const Stretch& other) {
      return other.file == each.line.file && other.range.begin < wide.end &&
             wide.begin < other.range.end;
    });
    // Two neighbours would both take the gap between them.
    const bool apart = std::ranges::none_of(changes, [&](const IncludeChange& other) {
      return &other != &each && other.line.file == each.line.file &&
             other.line.range.begin < wide.end && each.line.range.end <= other.line.range.begin;
    });
    out.push_back({source.place(each.line.file, free && apart ? wide : each.line.range),
                   std::move(each.text)});
  }
  return out;
}

void Tidying::change(const std::string& file, Range range, const std::string& text) {
  changes_.push_back({file, range, text});
  add_words(text, written_);
}

void Tidying::add_idle_functions(Group& group, Plan& plan) {
  const IdleFunctions idle = idle_functions(sources_, program_, changes_);
  // What was changed in a function that goes.
  std::erase_if(changes_, [&](const TextChange& each) {
    return std::ranges::any_of(idle.changes, [&](const TextChange& other) {
      return other.file == each.file && holds(other.range, each.range);
    });
  });
  for (const TextChange& each : idle.changes) change(each.file, each.range, each.text);
  for (const IdleFunctions::Kept& each : idle.kept) {
    plan.manual.push_back({group.pool, sources_.place(each.because), each.reason});
  }
  if (idle.gone.empty()) return;
  std::string names;
  for (const std::string& each : idle.gone) names += (names.empty() ? "" : ", ") + each + "()";
  group.evidence += " Nothing was left to do in " + names + ", so that the calls go as well.";
}

namespace {

// The parts of a stretch that are in none of `others`, which are sorted.
std::vector<Range> without(const Stretch& stretch, const std::vector<Stretch>& others) {
  std::vector<Range> out;
  size_t at = stretch.range.begin;
  for (const Stretch& each : others) {
    if (each.file != stretch.file || each.range.end <= at) continue;
    if (each.range.begin >= stretch.range.end) break;
    if (each.range.begin > at) out.push_back({at, each.range.begin});
    at = std::max(at, each.range.end);
  }
  if (at < stretch.range.end) out.push_back({at, stretch.range.end});
  return out;
}

}  // namespace

void Tidying::add_orphans() {
  std::vector<Stretch> removed;
  for (const TextChange& each : changes_) removed.push_back({each.file, each.range});
  std::ranges::sort(removed);
  std::vector<Entity> candidates;
  std::vector<Stretch> seen = removed;
  for (size_t before = SIZE_MAX; before != seen.size();) {
    before = seen.size();
    refactor::add_orphans(sources_, program_, seen, candidates);
    std::erase_if(candidates, [&](const Entity& each) { return written_.contains(each.name); });
    const Swept swept = sweep(sources_, candidates, removed);
    seen = removed;
    for (const Stretch& each : swept.removed) {
      const Source& source = *sources_.find(each.file);
      for (const Range& range : without(each, removed)) {
        if (!trimmed(source.of(range)).empty()) seen.push_back({each.file, range});
      }
    }
    std::ranges::sort(seen);
  }
  for (const Stretch& each : seen) {
    if (std::ranges::find(removed, each) == removed.end()) change(each.file, each.range, "");
  }
}

// `using lib::Pool;` in a source file that names it no more.
void Tidying::add_usings() {
  std::map<std::string, std::vector<Range>> files;
  for (const TextChange& each : changes_) files[each.file].push_back(each.range);
  for (const auto& [file, ranges] : files) {
    const Source& source = *sources_.find(file);
    const auto& tokens = source.tokens();
    const auto is_gone = [&](const Range& range) {
      return std::ranges::any_of(ranges, [&](const Range& each) {
        return each.begin <= range.begin && range.end <= each.end;
      });
    };
    if (file.ends_with(".h") || file.ends_with(".hpp")) continue;
    for (size_t i = 0; i + 2 < tokens.size(); ++i) {
      if (!tokens[i].is("using") || tokens[i].in_directive || tokens[i + 1].is("namespace"))
        continue;
      const auto statement = source.statement(tokens[i].range);
      if (!statement || !statement->owns_lines) continue;
      const size_t end = source.token_at(statement->range.end) - 1;
      const std::string_view name = tokens[end - 1].text;
      const bool plain = std::none_of(tokens.begin() + static_cast<ptrdiff_t>(i),
                                      tokens.begin() + static_cast<ptrdiff_t>(end),
                                      [](const SourceToken& token) { return token.is("="); });
      size_t gone = 0;
      size_t left = 0;
      for (const SourceToken& token : tokens) {
        if (token.is(name)) ++(is_gone(token.range) ? gone : left);
      }
      if (plain && gone > 0 && left == 1 && !written_.contains(std::string(name))) {
        change(file, whole_declaration(source, statement->range), "");
      }
    }
  }
}

// A label of access with nothing behind it, and `#if` with nothing in it, go as well.
void Tidying::widen() {
  for (TextChange& each : changes_) {
    const Source& source = *sources_.find(each.file);
    const auto& tokens = source.tokens();
    if (!each.text.empty() || !is_whole(source, each.range)) continue;
    const auto is_gone = [&](size_t i) {
      return std::ranges::any_of(changes_, [&](const TextChange& other) {
        return other.text.empty() && other.file == each.file &&
               other.range.begin <= tokens[i].range.begin && tokens[i].range.end <= other.range.end;
      });
    };
    size_t first = source.token_at(each.range.begin);
    size_t last = source.token_at(each.range.end);
    while (first > 0 && is_gone(first - 1)) --first;
    while (last < tokens.size() && is_gone(last)) ++last;
    if (first < 2 || last >= tokens.size()) continue;
    const bool label = tokens[first - 1].is(":") && is_access(tokens[first - 2]);
    if (label && (tokens[last].is("}") || is_access(tokens[last]))) {
      const Range line =
          whole_declaration(source, {tokens[first - 2].range.begin, tokens[first - 1].range.end});
      each.range.begin = std::min(each.range.begin, line.begin);
      continue;
    }
    const size_t above = each.range.begin == 0 ? 0 : source.line_begin(each.range.begin - 1);
    const size_t opens = source.token_at(above);
    const bool condition = opens + 1 < first && tokens[opens].in_directive &&
                           tokens[opens].is("#") && tokens[opens + 1].text.starts_with("if");
    const bool closed = tokens[last].is("#") && last + 1 < tokens.size() &&
                        tokens[last + 1].is("endif") &&
                        source.line_begin(tokens[last].range.begin) == each.range.end;
    if (condition && closed) each.range = {above, source.next_line(each.range.end)};
  }
}

void Tidying::join(Group& group) const {
  std::vector<TextChange> sorted = changes_;
  std::ranges::sort(sorted, [](const TextChange& a, const TextChange& b) {
    return std::tie(a.file, a.range.begin, a.range.end) <
           std::tie(b.file, b.range.begin, b.range.end);
  });
  std::vector<TextChange> out;
  for (TextChange& each : sorted) {
    const bool near = !out.empty() && out.back().file == each.file;
    if (near && each.text.empty() && each.range.end <= out.back().range.end) continue;  // inside
    const bool both = near && each.text.empty() && out.back().text.empty();
    if (both && each.range.begin <= out.back().range.end) {
      out.back().range.end = std::max(out.back().range.end, each.range.end);
    } else {
      out.push_back(std::move(each));
    }
  }
  for (size_t i = 0; i < out.size(); ++i) {
    TextChange& each = out[i];
    const Source& source = *sources_.find(each.file);
    if (each.text.empty() && is_whole(source, each.range)) {
      const Range wide = without_gap(source, each.range);
      const bool free =
          (i == 0 || out[i - 1].file != each.file || out[i - 1].range.end <= wide.begin) &&
          (i + 1 == out.size() || out[i + 1].file != each.file ||
           wide.end <= out[i + 1].range.begin);
      if (free) each.range = wide;
    }
    group.edits.push_back({source.place(each.file, each.range), std::move(each.text)});
  }
}

void Tidying::finish(Group group, Plan& plan) {
  add_idle_functions(group, plan);
  add_orphans();
  add_usings();
  widen();
  join(group);
  std::vector<Stretch> gone;
  std::vector<Stretch> deleted;
  Written written;
  for (const TextChange& each : changes_) {
    add_words(each.text, written[each.file]);
    gone.push_back({each.file, each.range});
    if (each.text.empty()) deleted.push_back(gone.back());
  }
  const std::vector<std::string> emptied = emptied_files(sources_, deleted);
  Group includes;
  includes.pool = group.pool;
  includes.pool_name = group.pool_name;
  includes.title = "remove includes that only " + last_part(group.pool_name) + " needed";
  includes.needs = {group.title};
  includes.evidence = "None of what these headers declare is named in the file any more.";
  includes.edits = include_edits(sources_, program_, gone, emptied, written);
  std::ranges::move(deletions(sources_, emptied, group.pool), std::back_inserter(plan.manual));
  plan.groups.push_back(std::move(group));
  if (!includes.edits.empty()) plan.groups.push_back(std::move(includes));
}

}  // namespace pool_audit::refactor
