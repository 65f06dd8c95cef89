// The best form of a removal: a local that owns its object.
//
//   Buffer* b = buffers.get();          auto b = std::make_unique<Buffer>();
//   fill(b);                      -->   fill(b.get());
//   buffers.put(b);
#include <algorithm>

#include "checks/rules/pooled_type.h"
#include "tool/refactor/lease_uses.h"
#include "tool/refactor/pointer_uses.h"
#include "tool/refactor/quiet_end.h"
#include "tool/refactor/remove_sites.h"

namespace pool_audit::refactor {

using inventory::Taken;

bool SitePlanner::ends_quietly() {
  if (!ends_quietly_) {
    const facts::TypeId type = rules::PooledTypes(subject_).of(subject_.pools[pool_]);
    ends_quietly_ = refactor::ends_quietly(subject_.program, type);
  }
  return *ends_quietly_;
}

std::optional<SiteEdits> SitePlanner::owned_local(const std::vector<const Taken*>& gets,
                                                  const std::vector<const Taken*>& puts) {
  SiteEdits out;
  std::vector<const Taken*> left = puts;
  for (const Taken* get : gets) {
    const auto how = ownership(*get);
    const bool is_known = how && (*how == Ownership::raw || *how == Ownership::unique);
    if (!is_known) return std::nullopt;
    const Source* source = sources_.find(get->place.file);
    const auto call = source != nullptr ? source->range(get->place) : std::nullopt;
    // T* name = call;   auto name = call;
    const auto local = call ? refactor::owned_local(*source, *call) : std::nullopt;
    if (!local) return std::nullopt;
    const auto& tokens = source->tokens();
    const std::string& name = local->name;
    // Its end would come behind those of locals that it may know of.
    const bool quiet = ends_quietly();
    if (!quiet && outlives_a_local(subject_.program, *get)) return std::nullopt;
    // Puts of this object, as statements with lines of their own.
    std::vector<Range> gone;
    for (auto at = left.begin(); at != left.end();) {
      const auto range = source->range((*at)->place);
      if ((*at)->place.file != get->place.file || !range || range->begin < call->end ||
          range->end > local->scope.end) {
        ++at;
        continue;
      }
      const auto object = argument(**at, *source, *range);
      if (!object) return std::nullopt;
      std::string_view owner = *object;
      if (owner == "std::move(" + name + ")") owner = name;
      if (owner != name) {
        ++at;
        continue;
      }
      const auto put = source->statement(*range);
      if (!put || put->is_controlled || put->range.begin != range->begin) return std::nullopt;
      // The local would live on, and with it the object.
      if (is_used_behind(*source, *put, *local)) return std::nullopt;
      const bool goes = quiet || ends_scope(*source, *put, *local);
      gone.push_back(goes ? source->lines_of(*put) : put->range);
      out.edits.push_back(
          {source->place(get->place.file, gone.back()), goes ? "" : name + ".reset();"});
      out.replaced.push_back({get->place.file, gone.back()});
      at = left.erase(at);
    }
    if (gone.empty()) return std::nullopt;
    for (size_t i = source->token_at(call->end); tokens[i].range.begin < local->scope.end; ++i) {
      if (!tokens[i].is(name)) continue;
      const bool in_put = std::ranges::any_of(gone, [&](const Range& range) {
        return range.begin <= tokens[i].range.begin && tokens[i].range.end <= range.end;
      });
      if (in_put || *how == Ownership::unique) continue;
      const PointerUse use = use_of(*source, i);
      if (use == PointerUse::other) return std::nullopt;
      if (use == PointerUse::as_it_is) continue;
      const Range behind{tokens[i].range.end, tokens[i].range.end};
      out.edits.push_back({source->place(get->place.file, behind), ".get()"});
    }
    const std::string type = writable_type(subject_.pools[pool_].pooled.name);
    const Range whole{local->declaration, call->end};
    if (*how == Ownership::raw) {
      out.edits.push_back({source->place(get->place.file, whole),
                           "auto " + name + " = std::make_unique<" + type + ">()"});
      out.replaced.push_back({get->place.file, whole});
    } else {
      out.edits.push_back({get->place, made(*how, name)});
      out.replaced.push_back({get->place.file, *call});
    }
    out.headers.emplace_back("memory");
  }
  if (!left.empty()) return std::nullopt;
  return out;
}

}  // namespace pool_audit::refactor
