#include "tool/scan/scan.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>

#include "tool/load/paths.h"
#include "tool/scan/closures.h"
#include "tool/scan/include_graph.h"
#include "tool/scan/names.h"
#include "tool/scan/prefix_groups.h"

namespace pool_audit::scan {

class Scanner::Impl {
 public:
  Impl(load::WorkList work, ScanOptions options)
      : list(std::move(work)),
        graph(list.root, std::move(options.system_folders), options.store),
        closures(list.units, graph),
        names(graph),
        verdicts(list.units.size()) {
    for (size_t unit = 0; unit < verdicts.size(); ++unit) verdicts[unit].reason = why_skipped(unit);
  }

  // Selects the unit when there is a reason to; whether it is newly selected.
  bool consider(size_t unit) {
    if (verdicts[unit].selected) return false;
    std::optional<std::string> reason = why_selected(unit);
    verdicts[unit] = {reason.has_value(), reason ? std::move(*reason) : why_skipped(unit)};
    return verdicts[unit].selected;
  }

  std::string shown(FileId file) const {
    return load::relative_to_root(graph.path(file), list.root);
  }

  const load::WorkList list;
  IncludeGraph graph;
  Closures closures;
  NameIndex names;
  std::vector<Verdict> verdicts;

 private:
  // " in b.h", or nothing for the main file.
  std::string where(size_t unit, FileId file) const {
    return file == closures.main_file(unit) ? std::string() : " in " + shown(file);
  }

  std::optional<std::string> why_selected(size_t unit) {
    const std::vector<FileId>& files = closures.analysed(unit);
    for (const FileId file : files) {
      const std::string& name = names.mentions(file).name;
      if (!name.empty()) return "mentions " + name + where(unit, file);
    }
    for (const FileId file : files) {
      for (const uint64_t hash : names.mentions(file).macros) {
        const NameIndex::Macro& macro = names.macro(hash);
        const bool visible =
            std::any_of(macro.definers.begin(), macro.definers.end(),
                        [&](FileId definer) { return closures.may_include(unit, definer); });
        if (visible) {
          return "mentions " + macro.name + where(unit, file) + ", a macro that uses " +
                 macro.stands_for;
        }
      }
    }
    for (const FileId file : files) {
      if (graph.digest(file).is(kAnnotated)) return "has a pool annotation" + where(unit, file);
    }
    for (const FileId file : files) {
      const std::string& hint = graph.digest(file).hint;
      if (!hint.empty()) return "pool-like name " + hint + where(unit, file);
    }
    for (const FileId file : files) {
      if (!graph.error(file).empty()) return shown(file) + ": " + graph.error(file);
    }
    if (const std::string& macro = closures.unresolved_macro(unit); !macro.empty()) {
      return "includes a header through the macro " + macro + ", whose value is not known";
    }
    return std::nullopt;
  }

  std::string why_skipped(size_t unit) const {
    std::string out = "no pool name in " + shown(closures.main_file(unit));
    const size_t others = closures.analysed(unit).size() - 1;
    if (others == 0) return out;
    const bool owned = others == closures.owned_headers(unit);
    out += " or the " + std::to_string(others) + (owned ? " header" : " file");
    if (others != 1) out += "s";
    return out + (owned ? " it owns" : " analysed with it");
  }
};

namespace {

std::vector<std::string> sorted_paths(const IncludeGraph& graph, const std::vector<FileId>& files) {
  std::vector<std::string> out;
  out.reserve(files.size());
  for (const FileId file : files) out.push_back(graph.path(file));
  std::sort(out.begin(), out.end());
  return out;
}

constexpr size_t kSmallestGroup = 4;
// Of the headers that a unit reaches: below this, reading a precompiled header back costs what it
// saves (measured with squid, whose 600 units share one configuration header).
constexpr double kLeastShare = 0.75;

// The command without its source; the language the source's name decides is part of it.
std::string flags_of(const load::TranslationUnit& unit) {
  std::string out = unit.directory;
  for (size_t i = 0; i + 1 < unit.arguments.size(); ++i) out += '\0' + unit.arguments[i];
  const std::string_view name = load::base_name(unit.file);
  const size_t dot = name.rfind('.');
  out += '\0';
  if (dot != std::string_view::npos) out += name.substr(dot);
  return out;
}

// The leading items of a main file that may stand in a precompiled header: all their headers are
// system ones or guarded, so that the source's own #include of them does nothing.
std::vector<SharedItem> shareable_items(IncludeGraph& graph, IncludeGraph::Configuration in,
                                        FileId main) {
  std::vector<SharedItem> out;
  const FileDigest& digest = graph.digest(main);
  for (const PrefixItem& item : digest.prefix) {
    SharedItem shared;
    shared.includes = item.include_count;
    uint32_t next = item.first_include;
    for (size_t at = 0; at < item.text.size();) {
      const size_t end = item.text.find('\n', at);
      std::string line = item.text.substr(at, end - at);
      at = end + 1;
      shared.key += line;
      if (line.starts_with("#include") || line.starts_with("#import")) {
        if (next >= digest.includes.size()) return out;
        const Include& include = digest.includes[next++];
        if (include.next || include.kind == Include::Kind::macro) return out;
        const FileId found = graph.resolve(in, main, include);
        if (found != kNoFile) {
          if (!graph.digest(found).is(kGuarded)) return out;
          shared.key += '\0' + std::to_string(found);
          if (include.kind == Include::Kind::quoted) {
            line = line.substr(0, line.find('"')) + '"' + graph.path(found) + '"';
          }
        }
      }
      shared.key += '\n';
      shared.line += (shared.line.empty() ? "" : "\n") + line;
    }
    out.push_back(std::move(shared));
  }
  return out;
}

// How many different headers are reached through the first `count` includes of the unit's main
// file: an estimate of the text behind them that needs no system header to be read.
size_t headers_behind(IncludeGraph& graph, IncludeGraph::Configuration in, FileId main,
                      size_t count) {
  std::set<FileId> seen = {main};
  std::set<std::string_view> outside;  // as they are spelled
  std::vector<FileId> todo;
  const auto follow = [&](FileId from, const Include& include) {
    if (include.kind == Include::Kind::macro) return;
    const FileId found = graph.resolve(in, from, include);
    if (found == kNoFile) {
      outside.insert(include.name);
    } else if (seen.insert(found).second) {
      todo.push_back(found);
    }
  };
  const std::vector<Include>& first = graph.digest(main).includes;
  for (size_t i = 0; i < std::min(count, first.size()); ++i) follow(main, first[i]);
  while (!todo.empty()) {
    const FileId at = todo.back();
    todo.pop_back();
    for (const Include& include : graph.digest(at).includes) follow(at, include);
  }
  return seen.size() - 1 + outside.size();
}

size_t includes_in(const std::vector<std::string>& lines) {
  size_t out = 0;
  for (const std::string& item : lines) {
    for (size_t at = 0; at < item.size(); at = item.find('\n', at), at += at < item.size()) {
      const std::string_view line = std::string_view(item).substr(at);
      out += line.starts_with("#include") || line.starts_with("#import");
    }
  }
  return out;
}

}  // namespace

Scanner::Scanner(load::WorkList list, ScanOptions options)
    : impl_(std::make_unique<Impl>(std::move(list), std::move(options))) {}
Scanner::~Scanner() = default;
Scanner::Scanner(Scanner&&) noexcept = default;
Scanner& Scanner::operator=(Scanner&&) noexcept = default;

std::vector<size_t> Scanner::select(const std::vector<std::string>& names) {
  impl_->names.add(names);
  std::vector<size_t> out;
  for (size_t unit = 0; unit < impl_->verdicts.size(); ++unit) {
    if (impl_->consider(unit)) out.push_back(unit);
  }
  return out;
}

Verdict Scanner::verdict(size_t unit) const {
  return impl_->verdicts[unit];
}

std::vector<std::string> Scanner::owned_files(size_t unit) const {
  return sorted_paths(impl_->graph, impl_->closures.analysed(unit));
}

std::vector<std::string> Scanner::closure(size_t unit) const {
  return sorted_paths(impl_->graph, impl_->closures.closure(unit));
}

std::vector<size_t> Scanner::pass_on(size_t unit, const std::vector<std::string>& files) {
  std::vector<FileId> ids;
  for (const std::string& file : files) ids.push_back(impl_->graph.file(file));
  std::vector<size_t> out = impl_->closures.pass_on(unit, ids);
  std::erase_if(out, [&](size_t owner) {
    impl_->consider(owner);
    return !impl_->verdicts[owner].selected;
  });
  return out;
}

std::vector<PrefixGroup> Scanner::prefix_groups(const std::vector<size_t>& units) {
  std::vector<PrefixCandidate> candidates;
  for (const size_t unit : units) {
    PrefixCandidate candidate;
    candidate.unit = unit;
    candidate.flags = flags_of(impl_->list.units[unit]);
    candidate.items = shareable_items(impl_->graph, impl_->closures.configuration(unit),
                                      impl_->closures.main_file(unit));
    candidates.push_back(std::move(candidate));
  }
  std::vector<PrefixGroup> out = choose_prefix_groups(std::move(candidates));
  for (PrefixGroup& group : out) {
    const size_t includes = includes_in(group.lines);
    std::erase_if(group.units, [&](size_t unit) {
      const auto in = impl_->closures.configuration(unit);
      const FileId main = impl_->closures.main_file(unit);
      const auto shared = static_cast<double>(headers_behind(impl_->graph, in, main, includes));
      return shared <
             kLeastShare * static_cast<double>(headers_behind(impl_->graph, in, main, SIZE_MAX));
    });
  }
  std::erase_if(out, [](const PrefixGroup& group) { return group.units.size() < kSmallestGroup; });
  return out;
}

ScanStatistics Scanner::statistics() const {
  const GraphStatistics& graph = impl_->graph.statistics();
  return {graph.files_read, graph.bytes_read, graph.files_lexed, graph.configurations};
}

}  // namespace pool_audit::scan
