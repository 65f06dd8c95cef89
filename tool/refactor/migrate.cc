#include "tool/refactor/migrate.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "checks/inventory/describe.h"
#include "checks/support/words.h"
#include "tool/refactor/beyond_pooling.h"
#include "tool/refactor/migrate_calls.h"
#include "tool/refactor/migrate_in_place.h"
#include "tool/refactor/migrate_mark.h"
#include "tool/refactor/migrate_target.h"
#include "tool/refactor/pool_parts.h"
#include "tool/refactor/pool_uses.h"
#include "tool/refactor/uses.h"

namespace pool_audit::refactor {

using inventory::Pool;
using inventory::PoolKey;
using inventory::Subject;

namespace {

class Planner {
 public:
  Planner(const Subject& subject, size_t pool, Sources& sources, const Chosen& chosen)
      : subject_(subject),
        index_(pool),
        pool_(subject.pools[pool]),
        sources_(sources),
        chosen_(chosen),
        uses_(subject, pool) {}

  Migration run() {
    out_.pool = pool_.id;
    out_.pool_name = pool_.name;
    refuse_c();
    if (!out_.manual.empty()) return std::move(out_);
    by_callers();
    const bool none =
        std::ranges::all_of(out_.steps, [](const Step& each) { return each.group.edits.empty(); });
    if (!none || !out_.end.empty() || uses_.hand_written() == nullptr) return std::move(out_);
    // What stands against one form does not concern the other; against both is what either says.
    std::vector<Manual> manual;
    auto in_place = move_in_place(subject_, index_, uses_, sources_, manual);
    if (in_place) return std::move(*in_place);
    for (Manual& each : manual) {
      if (std::ranges::find(out_.manual, each) == out_.manual.end()) {
        out_.manual.push_back(std::move(each));
      }
    }
    return std::move(out_);
  }

 private:
  // The callers use the new pool in place of the old one's functions.
  void by_callers() {
    const auto target = target_of(subject_, index_, uses_, sources_, out_.manual);
    if (!target) return;
    refuse_more_than_pooling();
    if (!out_.manual.empty()) return;
    out_.new_name = target->full;
    out_.type = target->type;
    out_.declare =
        group("", "declare " + target->name + " beside " + last_part(uses_.instance_name()),
              "A " + target->type + ": " + why(*target));
    out_.declare.edits = target->edits;
    const auto* own = uses_.hand_written();
    if (target->blocks) {
      move(*target);
      return;
    }
    const PoolKey& key = uses_.instance();
    const bool functions =
        own != nullptr && key.kind == PoolKey::Kind::variable && own->slot == key.id && !own->owner;
    steps(CallPlanner(subject_, index_, uses_.instance_name(), *target, functions, sources_),
          *target);
    finish();
    depend(*target);
    if (out_.end.empty()) mark(*target);
  }

  // What no hook of the new pool would do.
  void refuse_more_than_pooling() {
    const auto* own = uses_.hand_written();
    if (own == nullptr) return;
    std::vector<Beyond> all = beyond_removal(subject_, index_, *own);
    for (Beyond& each : beyond_pooling(subject_, index_, *own, sources_, true)) {
      all.push_back(std::move(each));
    }
    for (const Beyond& each : all) {
      out_.manual.push_back({pool_.id, inventory::to_place(each.at), "the pool " + each.what});
    }
  }

  // The runtime's headers are C++: a caller in C could not follow.
  void refuse_c() {
    if (pool_.place.file.ends_with(".c")) {
      out_.manual.push_back(
          {pool_.id, pool_.place, "the runtime is a library of C++, and this pool is one of C"});
      return;
    }
    for (const inventory::Site& site : pool_.sites) {
      if (!site.place.file.ends_with(".c")) continue;
      out_.manual.push_back(
          {pool_.id, site.place, "the runtime is a library of C++, and this caller is C"});
      return;
    }
  }

  [[nodiscard]] Group group(std::string function, std::string title, std::string evidence) const {
    return {pool_.id, pool_.name, std::move(function), std::move(title), std::move(evidence), {}};
  }

  static std::string why(const Target& target) {
    if (target.blocks) {
      return std::string("its blocks have the size of those of the old pool") +
             (target.blocks->freed_at_end ? ", and are freed with it as those were." : ".");
    }
    return target.type.find("pool::bounded") != std::string::npos
               ? "it keeps at most as many objects as the old pool."
               : "like the old pool it has no bound; it gives memory back by itself.";
  }

  void move(const Target& target) {
    BlockMove all = move_blocks(subject_, index_, *block_model(subject_, index_), *target.blocks,
                                target.name, sources_);
    out_.manual.insert(out_.manual.end(), all.manual.begin(), all.manual.end());
    if (!all.manual.empty()) {
      out_.declare = {};
      return;
    }
    if (!all.step.functions.empty()) out_.steps = {std::move(all.step)};
    const bool is_last =
        std::ranges::all_of(out_.steps, [&](const Step& step) { return chosen_(step.functions); });
    if (is_last) out_.end = std::move(all.end);
    for (Group& each : out_.end) {
      std::erase_if(each.edits, [&](const inventory::Edit& edit) { return names_new(edit.place); });
      leave_room(each);
    }
    std::erase_if(out_.end, [](const Group& each) { return each.edits.empty(); });
    depend(target);
    if (!is_last) mark(target);
  }

  void steps(const CallPlanner& calls, const Target& target) {
    Step together;
    together.group = group("", "use " + target.name + " where objects go on to others",
                           "Objects go from one of these functions to another, so they change "
                           "together: none may be put into the other pool.");
    for (const auto& [id, use] : uses_.functions()) {
      if (use.alone) {
        Step step;
        step.functions = {use.function};
        step.group = group(use.function, "use " + target.name + " in " + use.function,
                           "Every object that is taken here is given back here.");
        add(calls, use, step);
        out_.steps.push_back(std::move(step));
      } else {
        together.functions.push_back(use.function);
        add(calls, use, together);
      }
    }
    if (!together.functions.empty()) out_.steps.push_back(std::move(together));
    for (Step& step : out_.steps) {
      std::ranges::sort(step.functions);
      if (!step.manual.empty()) step.group.edits.clear();
    }
    std::ranges::sort(out_.steps, {}, [](const Step& step) {
      return step.group.edits.empty() ? step.manual.front().place : step.group.edits.front().place;
    });
  }

  void add(const CallPlanner& calls, const PoolUse& use, Step& step) {
    auto planned = calls.function(use, step.manual);
    if (!planned) return;
    step.group.edits.insert(step.group.edits.end(), planned->edits.begin(), planned->edits.end());
    going_[use.function] = std::move(planned->replaced);
  }

  // Says above the old pool that it goes, and who uses it still: the rule pool-migrating reads
  // that.
  void mark(const Target& target) {
    std::vector<std::string> callers;
    out_.mark = group("", "say who uses " + last_part(uses_.instance_name()) + " still",
                      "Its comment lists the callers that are left.");
    for (const Step& step : out_.steps) {
      if (!step.manual.empty() || !chosen_(step.functions)) {
        callers.insert(callers.end(), step.functions.begin(), step.functions.end());
      } else {
        out_.mark.needs.push_back(step.group.title);
      }
    }
    for (inventory::Edit each : target.marks) {
      const Source* source = sources_.find(each.place.file);
      const std::string end = source->line_end(source->range(each.place)->begin);
      each.text = migration_mark(target.name, callers, each.text, end);
      out_.declare.edits.push_back(std::move(each));
    }
    if (target.is_there) {
      out_.mark.edits =
          renewed_marks(sources_, last_part(uses_.instance_name()), target.name, callers);
    }
  }

  // Whoever asks the old pool for anything else, as for a count, would be told of a pool that
  // nobody takes from any more: then its callers stay.
  bool is_asked_for_more() {
    std::vector<Stretch> going;
    for (const Step& step : out_.steps) {
      if (!step.manual.empty()) return false;  // it stays in use
      for (const std::string& function : step.functions) {
        going.insert(going.end(), going_[function].begin(), going_[function].end());
      }
    }
    for (const Stretch& each : initialisers_of_old()) going.push_back(each);
    std::ranges::sort(going);
    const End end = end_of(subject_, index_, uses_.hand_written(), sources_, going, {});
    if (end.manual.empty()) return false;
    out_.manual.insert(out_.manual.end(), end.manual.begin(), end.manual.end());
    out_.steps.clear();
    out_.declare = {};
    return true;
  }

  // In constructors of the class that the old pool is a member of.
  [[nodiscard]] std::vector<Stretch> initialisers_of_old() {
    std::vector<Stretch> out;
    const PoolKey& key = uses_.instance();
    if (key.kind != PoolKey::Kind::field) return out;
    const Uses uses = uses_of(sources_, subject_.program, key.id);
    for (const Stretch& token : uses.ours) {
      for (const Range& each : initialisers_at(sources_, subject_.program, uses, token)) {
        out.push_back({token.file, each});
      }
    }
    return out;
  }

  void finish() {
    if (is_asked_for_more()) return;
    std::vector<Stretch> going;
    for (const Step& step : out_.steps) {
      if (!step.manual.empty() || !chosen_(step.functions)) return;
      for (const std::string& function : step.functions) {
        going.insert(going.end(), going_[function].begin(), going_[function].end());
      }
    }
    const std::vector<Stretch> initialisers = initialisers_of_old();
    going.insert(going.end(), initialisers.begin(), initialisers.end());
    std::ranges::sort(going);
    Written written;
    for (const inventory::Edit& each : out_.declare.edits) {
      add_words(each.text, written[each.place.file]);
    }
    End end = end_of(subject_, index_, uses_.hand_written(), sources_, going, written);
    out_.end = std::move(end.groups);
    for (const Stretch& each : initialisers) {
      if (!out_.end.empty()) out_.end.front().edits.push_back({sources_.place(each), ""});
    }
    out_.manual.insert(out_.manual.end(), end.manual.begin(), end.manual.end());
    for (Group& each : out_.end) {
      std::erase_if(each.edits, [&](const inventory::Edit& edit) {
        return is_wanted(edit.place) || names_new(edit.place);
      });
      leave_room(each);
    }
    std::erase_if(out_.end, [](const Group& each) { return each.edits.empty(); });
  }

  // Callers need the new pool, unless it is there already; the end of the old one needs them all.
  void depend(const Target& target) {
    for (Step& step : out_.steps) {
      if (step.group.edits.empty()) continue;
      if (!target.edits.empty()) step.group.needs = {out_.declare.title};
      if (!out_.end.empty()) out_.end.front().needs.push_back(step.group.title);
    }
  }

  // An include of the project in a file where the new pool is declared, which names its object.
  [[nodiscard]] bool is_wanted(const inventory::Place& place) {
    const Source* source = sources_.find(place.file);
    const std::string_view text = trimmed(source->of(*source->range(place)));
    const bool is_include =
        text.starts_with('#') && text.ends_with('"') && text.find('\n') == std::string_view::npos;
    return is_include && std::ranges::any_of(out_.declare.edits, [&](const inventory::Edit& each) {
             return each.place.file == place.file;
           });
  }

  // An include of a header in which the new pool is declared.
  [[nodiscard]] bool names_new(const inventory::Place& place) {
    const Source* source = sources_.find(place.file);
    const std::string_view text = trimmed(source->of(*source->range(place)));
    return text.starts_with('#') &&
           std::ranges::any_of(out_.declare.edits, [&](const inventory::Edit& each) {
             const std::string& file = each.place.file;
             return text.find(file.substr(file.rfind('/') + 1)) != std::string_view::npos;
           });
  }

  // A range without the namespaces that are open at `cut`, in parts that end or begin there.
  static std::vector<Range> around(const Source& source, Range range, size_t cut) {
    std::vector<Range> kept;
    const auto& tokens = source.tokens();
    for (size_t i = source.token_at(range.begin); i < source.token_at(cut); ++i) {
      const auto closing = tokens[i].is("{") ? source.partner(i) : std::nullopt;
      if (!closing || tokens[*closing].range.begin < cut) continue;
      size_t head = i;
      while (head > source.token_at(range.begin) && !tokens[head].is("namespace") &&
             !tokens[head].is("extern")) {
        --head;
      }
      kept.push_back(
          {source.line_begin(tokens[head].range.begin), source.next_line(tokens[i].range.begin)});
      kept.push_back({source.line_begin(tokens[*closing].range.begin),
                      source.next_line(tokens[*closing].range.begin)});
    }
    kept.push_back({cut, cut});
    std::ranges::sort(kept, {}, &Range::begin);
    std::vector<Range> out;
    size_t at = range.begin;
    for (const Range& each : kept) {
      out.push_back({at, std::max(at, each.begin)});
      at = std::max(at, each.end);
      // The empty line behind the head of a namespace stays with it.
      const bool is_line = each.begin != each.end && at < range.end;
      if (is_line && trimmed(source.of({at, source.next_line(at)})).empty()) {
        at = std::min(source.next_line(at), range.end);
      }
    }
    out.push_back({at, std::max(at, range.end)});
    return out;
  }

  // Lines that go around the place of the new pool go in parts.
  void leave_room(Group& group) {
    std::vector<inventory::Edit> out;
    for (const inventory::Edit& edit : group.edits) {
      const Source* source = sources_.find(edit.place.file);
      const auto range = source->range(edit.place);
      std::optional<size_t> cut;
      for (const inventory::Edit& added : out_.declare.edits) {
        const auto at = source->range(added.place);
        const bool inside = added.place.file == edit.place.file && at && range->begin < at->begin &&
                            at->begin < range->end;
        if (inside) cut = at->begin;
      }
      if (!cut) {
        out.push_back(edit);
        continue;
      }
      for (const Range& each : around(*source, *range, *cut)) {
        if (each.begin == each.end) continue;
        if (trimmed(source->of(each)).empty()) continue;
        out.push_back({source->place(edit.place.file, each), ""});
      }
    }
    group.edits = std::move(out);
  }

  const Subject& subject_;
  size_t index_;
  const Pool& pool_;
  Sources& sources_;
  const Chosen& chosen_;
  PoolUses uses_;
  std::map<std::string, std::vector<Stretch>> going_;  // by function
  Migration out_;
};

}  // namespace

Migration plan_migration(const Subject& subject, size_t pool, Sources& sources,
                         const Chosen& chosen) {
  return Planner(subject, pool, sources, chosen).run();
}

Plan plan_of(const Migration& migration, const Chosen& chosen) {
  Plan out;
  out.manual = migration.manual;
  for (const Step& step : migration.steps) {
    if (!chosen(step.functions)) continue;
    out.manual.insert(out.manual.end(), step.manual.begin(), step.manual.end());
    if (!step.group.edits.empty()) out.groups.push_back(step.group);
  }
  const bool moves = !out.groups.empty();
  if (moves && !migration.declare.edits.empty()) {
    out.groups.insert(out.groups.begin(), migration.declare);
  }
  if (moves && !migration.mark.edits.empty()) out.groups.push_back(migration.mark);
  out.groups.insert(out.groups.end(), migration.end.begin(), migration.end.end());
  return out;
}

}  // namespace pool_audit::refactor
