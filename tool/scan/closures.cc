#include "tool/scan/closures.h"

#include <algorithm>
#include <limits>

#include "tool/scan/search_path.h"

namespace pool_audit::scan {
namespace {

constexpr uint64_t kNoRank = std::numeric_limits<uint64_t>::max();

uint32_t unit_of(uint64_t rank) {
  return static_cast<uint32_t>(rank);
}

}  // namespace

Closures::Closures(const std::vector<load::TranslationUnit>& units, IncludeGraph& graph)
    : graph_(graph), units_(units.size()), owned_(units.size()) {
  for (size_t i = 0; i < units.size(); ++i) {
    Unit& unit = units_[i];
    unit.main = graph_.file(units[i].file);
    unit.configuration = graph_.configuration(units[i]);
    unit.cplusplus = is_cplusplus(units[i]);
    close(unit);
  }
  owner_rank_.assign(graph_.file_count(), kNoRank);
  for (size_t i = 0; i < units_.size(); ++i) {
    for (const Member& member : units_[i].members) {
      if (!owned_by_nature(member.file)) continue;
      owner_rank_[member.file] = std::min(owner_rank_[member.file], rank(i, member));
    }
  }
  for (FileId file = 0; file < owner_rank_.size(); ++file) {
    if (owner_rank_[file] != kNoRank) owned_[unit_of(owner_rank_[file])].push_back(file);
  }
  for (size_t i = 0; i < units_.size(); ++i) analyse(i);
}

// Who should own a header: a C++ unit when the header has parts for C++ alone, then one that is
// sure to include it, then the first.
uint64_t Closures::rank(size_t unit, const Member& member) const {
  const bool half = !units_[unit].cplusplus && graph_.digest(member.file).is(kCplusplus);
  return (half ? uint64_t{2} << 32 : 0) | (member.sure ? 0 : uint64_t{1} << 32) | unit;
}

void Closures::close(Unit& unit) {
  std::vector<Member> found;
  reach(unit, found);
  // What stands behind macros may define further ones; each round adds a file or is the last.
  for (size_t before = 0; before != found.size() + unit.macro_edges.size();) {
    before = found.size() + unit.macro_edges.size();
    resolve_macros(unit, found);
    if (before != found.size() + unit.macro_edges.size()) reach(unit, found);
  }
  std::sort(found.begin(), found.end(),
            [](const Member& a, const Member& b) { return a.file < b.file; });
  std::erase_if(found, [&](const Member& member) { return member.file == unit.main; });
  found.shrink_to_fit();
  unit.members = std::move(found);
}

template <class Visit>
void Closures::for_macro_edges(const Unit& unit, FileId from, const Visit& visit) {
  const auto first = std::lower_bound(unit.macro_edges.begin(), unit.macro_edges.end(),
                                      std::pair<FileId, FileId>{from, 0});
  for (auto at = first; at != unit.macro_edges.end() && at->first == from; ++at) visit(at->second);
}

// Two searches from the main file: the first along unconditional includes, the second along all.
void Closures::reach(Unit& unit, std::vector<Member>& found) {
  found.clear();
  ++stamp_;
  std::vector<FileId> open;
  const auto visit = [&](FileId file, bool sure) {
    if (reached_.size() <= file) reached_.resize(std::max<size_t>(graph_.file_count(), file + 1));
    if (reached_[file] == stamp_) return;
    reached_[file] = stamp_;
    found.push_back({file, sure});
    open.push_back(file);
  };
  const auto follow = [&](bool sure) {
    while (!open.empty()) {
      const FileId file = open.back();
      open.pop_back();
      for (const IncludeGraph::Edge& edge : graph_.edges(unit.configuration, file)) {
        if (!sure || !edge.conditional) visit(edge.file, sure);
      }
      if (!sure) for_macro_edges(unit, file, [&](FileId target) { visit(target, false); });
    }
  };
  visit(unit.main, true);
  for (const FileId file : graph_.forced(unit.configuration)) visit(file, true);
  follow(true);
  for (const Member& member : found) open.push_back(member.file);
  follow(false);
}

void Closures::resolve_macros(Unit& unit, const std::vector<Member>& found) {
  unit.unresolved.clear();
  if (std::none_of(found.begin(), found.end(), [&](const Member& member) {
        return graph_.digest(member.file).is(kMacroInclude);
      })) {
    return;
  }
  std::vector<const HeaderMacro*> definitions;
  for (const Member& member : found) {
    for (const HeaderMacro& macro : graph_.digest(member.file).header_macros) {
      definitions.push_back(&macro);
    }
  }
  for (const Member& member : found) {
    for (const Include& include : graph_.digest(member.file).includes) {
      if (include.kind != Include::Kind::macro) continue;
      bool known = false;
      for (const FileId target : graph_.behind_macro(unit.configuration, member.file, include.name,
                                                     definitions, &known)) {
        unit.macro_edges.emplace_back(member.file, target);
      }
      if (!known && (unit.unresolved.empty() || include.name < unit.unresolved)) {
        unit.unresolved = include.name;
      }
    }
  }
  std::sort(unit.macro_edges.begin(), unit.macro_edges.end());
  unit.macro_edges.erase(std::unique(unit.macro_edges.begin(), unit.macro_edges.end()),
                         unit.macro_edges.end());
}

void Closures::analyse(size_t index) {
  Unit& unit = units_[index];
  ++stamp_;
  std::vector<FileId> all;
  const auto visit = [&](FileId file) {
    if (reached_.size() <= file) reached_.resize(std::max<size_t>(graph_.file_count(), file + 1));
    if (reached_[file] == stamp_) return;
    reached_[file] = stamp_;
    all.push_back(file);
  };
  const auto visit_unguarded = [&](FileId file) {
    if (!owned_by_nature(file)) visit(file);
  };
  visit(unit.main);
  for (const FileId file : owned_[index]) visit(file);
  for (const FileId file : graph_.forced(unit.configuration)) visit_unguarded(file);
  for (size_t i = 0; i < all.size(); ++i) {
    const FileId from = all[i];
    for (const IncludeGraph::Edge& edge : graph_.edges(unit.configuration, from)) {
      visit_unguarded(edge.file);
    }
    for_macro_edges(unit, from, visit_unguarded);
  }
  std::sort(all.begin() + 1, all.end(),
            [&](FileId a, FileId b) { return graph_.path(a) < graph_.path(b); });
  unit.analysed = std::move(all);
}

const Closures::Member* Closures::member(size_t unit, FileId file) const {
  const auto& members = units_[unit].members;
  const auto at = std::lower_bound(members.begin(), members.end(), file,
                                   [](const Member& m, FileId key) { return m.file < key; });
  return at != members.end() && at->file == file ? &*at : nullptr;
}

bool Closures::may_include(size_t unit, FileId file) const {
  return units_[unit].main == file || member(unit, file) != nullptr;
}

std::vector<FileId> Closures::closure(size_t unit) const {
  std::vector<FileId> out = {units_[unit].main};
  for (const Member& member : units_[unit].members) out.push_back(member.file);
  std::sort(out.begin(), out.end());
  return out;
}

size_t Closures::owned_headers(size_t unit) const {
  return owned_[unit].size();
}

std::vector<size_t> Closures::pass_on(size_t unit, const std::vector<FileId>& files) {
  std::vector<size_t> changed;
  for (const FileId file : files) {
    const bool owns = file < owner_rank_.size() && owner_rank_[file] != kNoRank &&
                      unit_of(owner_rank_[file]) == unit;
    if (!owns) continue;
    // Ranks only grow from here, so nobody gets the file a second time.
    uint64_t next = kNoRank;
    for (size_t i = 0; i < units_.size(); ++i) {
      const Member* candidate = member(i, file);
      if (candidate == nullptr) continue;
      const uint64_t candidate_rank = rank(i, *candidate);
      if (candidate_rank > owner_rank_[file]) next = std::min(next, candidate_rank);
    }
    owner_rank_[file] = next;
    std::erase(owned_[unit], file);
    if (next == kNoRank) continue;
    owned_[unit_of(next)].push_back(file);
    changed.push_back(unit_of(next));
  }
  std::sort(changed.begin(), changed.end());
  changed.erase(std::unique(changed.begin(), changed.end()), changed.end());
  analyse(unit);
  for (const size_t other : changed) analyse(other);
  return changed;
}

}  // namespace pool_audit::scan
