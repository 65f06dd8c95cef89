#include "tool/report/phrases.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "tool/report/labels.h"

namespace pool_audit::report {

using namespace inventory;

namespace {

// "5 proven right"; "" when there are none.
std::string number_of(uint64_t count, std::string_view what) {
  return count == 0 ? std::string() : std::to_string(count) + ' ' + std::string(what);
}

// "5 gets", "1 get"; "" when there are none.
Span part(uint64_t count, std::string_view noun) {
  return {count == 0 ? std::string() : counted(count, noun)};
}

// "5 proven right (3 lease, 2 all-paths)"; "" when there are none.
std::string tally(uint64_t sum, std::string_view what,
                  std::initializer_list<std::pair<uint64_t, Pairing>> parts) {
  if (sum == 0) return {};
  std::string inside;
  for (const auto& [count, pairing] : parts) {
    if (count == 0) continue;
    inside += (inside.empty() ? "" : ", ") + number_of(count, text_of(pairing));
  }
  return number_of(sum, what) + " (" + inside + ')';
}

}  // namespace

std::string counted(uint64_t count, std::string_view noun) {
  return std::to_string(count) + ' ' + std::string(noun) + (count == 1 ? "" : "s");
}

std::string place_text(const Place& place) {
  if (place.file.empty()) return {};
  std::string text = clean(place.file);
  if (place.line != 0) text += ':' + std::to_string(place.line);
  if (place.line != 0 && place.column != 0) text += ':' + std::to_string(place.column);
  return text;
}

std::string bound_text(const Bound& bound) {
  switch (bound.kind) {
    case BoundKind::unknown:
      return {};
    case BoundKind::unbounded:
      return "unbounded";
    case BoundKind::bounded:
      return bound.capacity.empty() ? "yes" : clean(bound.capacity);
  }
  return {};
}

std::string reset_text(const ResetInfo& reset) {
  return reset.by == "unknown" ? std::string() : clean(reset.by);
}

std::string pooled_text(const PooledType& pooled) {
  return pooled.name.empty() ? "bytes" : clean(pooled.name);
}

std::string size_text(uint64_t size_bytes) {
  return size_bytes == 0 ? std::string() : std::to_string(size_bytes) + " B";
}

Style style_of(Pairing pairing) {
  switch (pairing) {
    case Pairing::lease:
    case Pairing::all_paths:
      return Style::good;
    case Pairing::some_paths:
    case Pairing::never:
      return Style::bad;
    case Pairing::handed_over:
      return Style::plain;
    case Pairing::none:
    case Pairing::unproven:
      break;
  }
  return Style::doubtful;
}

std::vector<Span> pairing_parts(const Summary& summary) {
  const std::pair<uint64_t, Pairing> counts[] = {
      {summary.lease, Pairing::lease},
      {summary.all_paths, Pairing::all_paths},
      {summary.some_paths, Pairing::some_paths},
      {summary.never, Pairing::never},
      {summary.handed_over, Pairing::handed_over},
      {summary.undecided, Pairing::unproven},
  };
  std::vector<Span> parts;
  for (const auto& [count, pairing] : counts) {
    if (count == 0) continue;
    parts.push_back(
        {std::to_string(count) + ' ' + std::string(text_of(pairing)), style_of(pairing)});
  }
  return parts;
}

std::vector<Span> pool_parts(const Summary& summary) {
  std::string libraries;
  for (const auto& [library, count] : summary.libraries) {
    if (library.empty()) continue;
    libraries += (libraries.empty() ? " (" : ", ") + clean(library) + ' ' + std::to_string(count);
  }
  if (!libraries.empty()) libraries += ')';
  std::string modelled = number_of(summary.modelled, "modelled");
  if (!modelled.empty()) modelled += libraries;
  return {{modelled},
          {number_of(summary.annotated, "annotated")},
          {number_of(summary.hand_written, "hand-written")}};
}

std::vector<Span> site_parts(const Summary& summary) {
  return {part(summary.gets, "get"),       part(summary.puts, "put"),
          part(summary.resets, "reset"),   part(summary.discards, "discard"),
          part(summary.creates, "create"), part(summary.destroys, "destroy")};
}

std::vector<Span> proof_parts(const Summary& summary) {
  return {
      {tally(summary.proven_right(), "proven right",
             {{summary.lease, Pairing::lease}, {summary.all_paths, Pairing::all_paths}}),
       Style::good},
      {tally(summary.proven_wrong(), "proven wrong",
             {{summary.some_paths, Pairing::some_paths}, {summary.never, Pairing::never}}),
       Style::bad},
      {tally(summary.unproven(), "unproven",
             {{summary.handed_over, Pairing::handed_over}, {summary.undecided, Pairing::unproven}}),
       Style::doubtful},
  };
}

std::vector<Span> unit_parts(const Summary& summary) {
  return {{number_of(summary.analysed, "analysed")},
          {number_of(summary.skipped, "skipped")},
          {number_of(summary.failed, "failed"), Style::bad}};
}

Line joined(const std::vector<Span>& parts) {
  Line line;
  for (const Span& part : parts) {
    if (part.text.empty()) continue;
    if (!line.empty()) {
      line.push_back({" ·", Style::faint, true, true});
      line.push_back({" "});
    }
    line.push_back({part.text, part.style, true});
  }
  return line;
}

std::string group_of(const Pool& pool) {
  switch (pool.origin) {
    case Origin::hand_written:
      return "hand-written";
    case Origin::annotated:
      return "annotated";
    case Origin::modelled:
      break;
  }
  if (!pool.library.empty()) return clean(pool.library);
  return pool.model.empty() ? "modelled" : clean(pool.model);
}

std::vector<PoolGroup> grouped(const Inventory& inventory) {
  const auto rank = [](Origin origin) {
    switch (origin) {
      case Origin::modelled:
        return 0;
      case Origin::annotated:
        return 1;
      case Origin::hand_written:
        return 2;
    }
    return 3;
  };
  std::map<std::pair<int, std::string>, PoolGroup> groups;
  for (const Pool& pool : inventory.pools) {
    std::string title = group_of(pool);
    PoolGroup& group = groups[{rank(pool.origin), title}];
    group.title = std::move(title);
    group.pools.push_back(&pool);
  }
  std::vector<PoolGroup> out;
  for (auto& [key, group] : groups) out.push_back(std::move(group));
  return out;
}

std::vector<WrongGet> wrong_gets(const Inventory& inventory) {
  std::vector<WrongGet> wrong;
  for (const Pool& pool : inventory.pools) {
    for (const Site& site : pool.sites) {
      if (site.kind != SiteKind::get) continue;
      if (site.pairing != Pairing::some_paths && site.pairing != Pairing::never) continue;
      wrong.emplace_back(&pool, &site);
    }
  }
  // std::stable_sort allocates through a function that the standard has deprecated, which clang
  // reports; the pool's name decides between gets of one place instead.
  std::ranges::sort(wrong, {}, [](const WrongGet& get) {
    return std::tie(get.second->place, get.first->name, get.first->id);
  });
  return wrong;
}

std::string call_text(const Site& site) {
  std::string text = clean(site.api);
  if (!site.through.empty())
    text += (text.empty() ? "through " : " through ") + clean(site.through);
  if (!site.function.empty()) text += (text.empty() ? "in " : " in ") + clean(site.function);
  return text;
}

}  // namespace pool_audit::report
