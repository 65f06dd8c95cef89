#include "tool/refactor/document.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

#include "checks/rules/documented.h"
#include "checks/support/words.h"
#include "tool/refactor/document_text.h"
#include "tool/verdict/words.h"

namespace pool_audit::refactor {

using inventory::Pool;
using inventory::StorageClass;
using verdict::PoolVerdict;

namespace {

// Comments that speak of the line below them.
constexpr std::array<std::string_view, 3> kOfNextLine = {"NOLINTNEXTLINE", "cppcheck-suppress",
                                                         "coverity["};

// Where the block of a pool is, or is to be.
struct Spot {
  const Source* source = nullptr;
  size_t declaration = 0;      // offset
  size_t insertion = 0;        // of the line above which a new block stands
  std::optional<Range> block;  // whole lines
  std::string words;           // of the block
};

using Found = tl::expected<Spot, std::string>;

tl::unexpected<std::string> by_hand(std::string reason) {
  return tl::unexpected<std::string>(std::move(reason));
}

// Several names in one declaration: a comma that stands in no brackets, angle ones included.
bool has_several(const Source& source, Range range) {
  int angles = 0;
  for (size_t i = source.token_at(range.begin);
       i < source.tokens().size() && source.tokens()[i].range.begin < range.end; ++i) {
    const std::string_view text = source.tokens()[i].text;
    if (text == "(" || text == "[" || text == "{") {
      if (const auto closing = source.partner(i)) i = *closing;
    } else if (text == "=") {
      angles = 0;  // the less-than signs of an initializer are none
    } else if (text.find_first_not_of('<') == text.npos) {
      angles += static_cast<int>(text.size());
    } else if (text.find_first_not_of('>') == text.npos) {
      angles -= static_cast<int>(text.size());
    } else if (text == "," && angles <= 0) {
      return true;
    }
  }
  return false;
}

bool names(const Source& source, Range range, std::string_view name) {
  name = last_component(name);
  for (size_t i = source.token_at(range.begin);
       i < source.tokens().size() && source.tokens()[i].range.begin < range.end; ++i) {
    if (source.tokens()[i].is(name)) return true;
  }
  return false;
}

// The comments above a declaration: what stands between it and the code before.
Range comments_above(const Source& source, size_t declaration) {
  const size_t index = source.token_at(declaration);
  const size_t begin = index == 0 ? 0 : source.tokens()[index - 1].range.end;
  // What stands behind other code on its line is about that.
  return {index == 0 ? 0 : source.next_line(begin), declaration};
}

// Null when there is none; a reason when it is not as it would have been written.
tl::expected<std::optional<Range>, std::string> block_in(const Source& source, Range comments) {
  if (comments.begin >= comments.end) return std::optional<Range>();
  const std::string_view text = source.of(comments);
  const size_t begin = text.find(kBlockBegin);
  const size_t end = text.find(kBlockEnd);
  if (begin == text.npos && end == text.npos) return std::optional<Range>();
  const auto broken = by_hand("the markers of pool-audit above it are no pair any more");
  if (begin == text.npos || end == text.npos || end < begin ||
      text.find(kBlockBegin, begin + 1) != text.npos ||
      text.find(kBlockEnd, end + 1) != text.npos) {
    return broken;
  }
  const Range out{source.line_begin(comments.begin + begin),
                  source.next_line(comments.begin + end)};
  const size_t behind_begin = comments.begin + begin + kBlockBegin.size();
  const size_t behind_end = comments.begin + end + kBlockEnd.size();
  const auto between = [&](size_t from, size_t to) { return trimmed(source.of({from, to})); };
  const std::string_view opening = between(out.begin, comments.begin + begin);
  const std::string_view closing = between(behind_end, out.end);
  const bool lines = opening == "//" && closing.empty();
  const bool block = opening == "/*" && closing == "*/";
  if ((!lines && !block) || !between(behind_begin, source.next_line(behind_begin)).empty()) {
    return broken;
  }
  return std::optional(out);
}

CommentStyle style_of(const Source& source, std::string_view file) {
  bool lines = false;
  bool blocks = file.ends_with(".c");
  size_t from = 0;
  const auto look = [&](size_t to) {
    const std::string_view gap = source.of({from, to});
    for (size_t i = 0; i + 1 < gap.size(); ++i) {
      if (gap[i] != '/') continue;
      const bool line = gap[i + 1] == '/';
      if (!line && gap[i + 1] != '*') continue;
      (line ? lines : blocks) = true;
      const size_t end = gap.find(line ? "\n" : "*/", i + 2);
      if (end == gap.npos) return;
      i = end;
    }
  };
  for (const SourceToken& token : source.tokens()) {
    look(token.range.begin);
    from = token.range.end;
  }
  look(source.text().size());
  return blocks && !lines ? CommentStyle::block : CommentStyle::lines;
}

// The statement that declares a pool, on lines of its own.
tl::expected<Statement, std::string> declaration_of(const Pool& pool, const Source& source) {
  const auto range = source.range(pool.place);
  const auto statement = range ? source.statement(*range) : std::nullopt;
  if (!statement || !names(source, statement->range, pool.name)) {
    return by_hand("its declaration is not found where the analysis saw it");
  }
  if (!statement->owns_lines || has_several(source, statement->range)) {
    return by_hand("it shares its line with other code");
  }
  const std::string_view first = source.tokens()[source.token_at(statement->range.begin)].text;
  if (source.line_of(statement->range.begin) != pool.place.line && first != "template" &&
      first != "[" && first != "extern" && first != "alignas") {
    return by_hand("what stands before it may be a declaration of its own");
  }
  const size_t end = statement->range.end;
  if (!trimmed(source.of({end, source.next_line(end - 1)})).empty()) {
    return by_hand("the comment behind it is taken for its documentation; move that above it");
  }
  return *statement;
}

Found spot_of(const Pool& pool, Sources& sources) {
  if (!pool.place.macro.empty()) return by_hand("it comes out of the macro " + pool.place.macro);
  Spot out;
  out.source = sources.find(pool.place.file);
  if (!out.source) return by_hand("its file cannot be read");
  const Source& source = *out.source;
  auto declaration = declaration_of(pool, source);
  if (!declaration) return by_hand(std::move(declaration.error()));
  out.declaration = declaration->range.begin;
  const Range comments = comments_above(source, out.declaration);
  auto block = block_in(source, comments);
  if (!block) return by_hand(std::move(block.error()));
  out.block = *block;
  if (out.block) {
    const size_t from = source.next_line(out.block->begin);
    out.words = words_of(source.of({from, source.line_begin(out.block->end - 1)}));
  }
  out.insertion = source.line_begin(out.declaration);
  while (out.insertion > comments.begin) {
    const size_t above = source.line_begin(out.insertion - 1);
    const std::string_view line = source.of({above, out.insertion});
    if (std::ranges::none_of(kOfNextLine, [&](auto word) { return line.find(word) != line.npos; }))
      break;
    out.insertion = above;
  }
  return out;
}

// "" when the block tells the class that was measured.
std::string drift_of(const Spot& spot, const Pool& pool, const PoolVerdict& known,
                     const verdict::Thresholds& thresholds) {
  if (!spot.block) return "'" + pool.name + "' has no block of pool-audit";
  // What is said of a benchmark may be a rate as well.
  const std::string_view words = spot.words;
  const auto told = rules::documented_rate(words.substr(0, words.find(" Bound: ")));
  const rules::Heat heat = rules::heat_told(told, thresholds.hot_above, thresholds.cold_below);
  const std::string_view measured = verdict::to_text(known.verdict.class_);
  if (rules::to_text(heat) == measured) return {};
  return "the block of '" + pool.name + "' says " +
         (told.text.empty() ? "no rate" : "'" + told.text + "'") +
         (told.per_second ? ", which is " + std::string(rules::to_text(heat)) : "") + "; it is " +
         std::string(measured) + ", at peak " + verdict::rate(known.measured->process.peak);
}

void plan_block(const Spot& spot, const Pool& pool, const PoolVerdict& known,
                const verdict::Thresholds& thresholds, Plan& plan) {
  const Source& source = *spot.source;
  const std::string rate = rate_sentence(known, thresholds);
  const std::vector<std::string> paragraphs = {
      rate, bound_sentence(pool.bound, benchmark_in(spot.words))};
  const std::string text =
      block_of(paragraphs, style_of(source, pool.place.file), source.indentation(spot.declaration),
               source.line_end(spot.declaration));
  // Broken into other lines it says the same.
  const size_t first = text.find('\n') + 1;
  const size_t last = text.rfind('\n', text.size() - 2) + 1;
  if (spot.block && spot.words == words_of(std::string_view(text).substr(first, last - first))) {
    return;
  }
  const Range range = spot.block ? *spot.block : Range{spot.insertion, spot.insertion};
  Group group;
  group.pool = pool.id;
  group.pool_name = pool.name;
  group.title = "document the pool " + pool.name;
  group.evidence = rate;
  group.edits = {{source.place(pool.place.file, range), text}};
  plan.groups.push_back(std::move(group));
}

bool is_ours(const Pool& pool) {
  return pool.place.line != 0 && !pool.place.file.empty() && !pool.place.file.starts_with('/') &&
         !pool.place.file.starts_with("../") && pool.storage != StorageClass::type_wide &&
         pool.storage != StorageClass::injected;
}

}  // namespace

Documentation document(const inventory::Inventory& inventory, const verdict::Assessment& assessment,
                       const verdict::Thresholds& thresholds, Sources& sources) {
  Documentation out;
  std::map<std::pair<std::string, uint32_t>, size_t> at;  // pools by the line they stand on
  for (const Pool& pool : inventory.pools) ++at[{pool.place.file, pool.place.line}];
  const size_t count = std::min(inventory.pools.size(), assessment.pools.size());
  for (size_t i = 0; i < count; ++i) {
    const Pool& pool = inventory.pools[i];
    const PoolVerdict& known = assessment.pools[i];
    if (!is_ours(pool)) continue;
    if (!known.measured || known.verdict.class_ == verdict::Class::unmeasured) {
      out.unmeasured.push_back({pool.id, pool.place, "'" + pool.name + "' was not measured"});
      continue;
    }
    auto spot = at[{pool.place.file, pool.place.line}] > 1
                    ? Found(by_hand("several pools are declared on this line"))
                    : spot_of(pool, sources);
    if (!spot) {
      out.plan.manual.push_back({pool.id, pool.place, "'" + pool.name + "': " + spot.error()});
      continue;
    }
    if (std::string drift = drift_of(*spot, pool, known, thresholds); !drift.empty()) {
      out.drifted.push_back({pool.id, pool.place, std::move(drift)});
    }
    plan_block(*spot, pool, known, thresholds, out.plan);
  }
  return out;
}

Result<std::string> judge_comments(const Changes& changes) {
  const auto same = [](const SourceToken& a, const SourceToken& b) {
    return a.text == b.text && a.in_directive == b.in_directive;
  };
  for (const auto& [path, change] : changes) {
    const Source before(change.before);
    const Source after(change.after);
    if (!std::ranges::equal(before.tokens(), after.tokens(), same)) {
      return path + ": more than comments would change";
    }
  }
  return std::string();
}

}  // namespace pool_audit::refactor
