#include "tool/refactor/pool_parts.h"

#include <algorithm>

#include "tool/refactor/emptied.h"
#include "tool/refactor/registration.h"
#include "tool/refactor/remove_tidy.h"

namespace pool_audit::refactor {

using analysis::HandWritten;
using inventory::Pool;
using inventory::PoolKey;
using inventory::Subject;

namespace {

class Parts {
 public:
  Parts(const Subject& subject, Sources& sources) : subject_(subject), sources_(sources) {}

  std::vector<Entity> of(size_t pool, const HandWritten* own) {
    const PoolKey& key = subject_.keys[pool];
    const auto field = key.kind == PoolKey::Kind::field ? subject_.program.field(key.id)
                                                        : analysis::Program::FieldRef{};
    const Symbol owner = own != nullptr ? owner_of(*own, field.record) : Symbol();
    const auto is_class = [&](const facts::Record* record) {
      return owner && record != nullptr && (record->id == owner || record->pattern == owner);
    };
    if (key.kind == PoolKey::Kind::variable) variable(key.id);
    if (field.field != nullptr && !is_class(field.record)) {
      out_.push_back({Entity::Kind::field, std::string(field.field->name.text()),
                      sources_.stretch(field.field->location)});
    }
    if (is_class(field.record)) {
      // The class is the pool, and each variable of it.
      for (const facts::Variable* each : subject_.program.variables()) {
        if (is_class(subject_.program.record_of(each->type))) variable(each->id);
      }
    }
    if (owner) {
      // Where the variable is the pool, the class may have others.
      record(owner, !out_.empty() && !is_class(field.record));
    } else if (own != nullptr) {
      if (own->slot != key.id) variable(own->slot);
      for (const auto* list : {&own->gets, &own->puts}) {
        for (const analysis::Part& part : *list) function(part.function);
      }
    }
    return tidied();
  }

 private:
  // The class whose instances are the pools, also when it is one around a single free list.
  [[nodiscard]] Symbol owner_of(const HandWritten& own, const facts::Record* holder) const {
    if (own.owner || holder == nullptr) return own.owner;
    for (const auto* list : {&own.gets, &own.puts}) {
      for (const analysis::Part& part : *list) {
        const facts::Function* known = subject_.program.function(part.function);
        if (known == nullptr || known->record != holder->id) return own.owner;
      }
    }
    return holder->id;
  }

  void add(Entity::Kind kind, std::string_view name, const facts::Location& location) {
    Entity entity{kind, last_part(name), sources_.stretch(location)};
    for (Stretch& each : declarations_of(sources_, entity.name, entity.kind)) {
      entity.declarations.push_back(std::move(each));
    }
    out_.push_back(std::move(entity));
  }

  void variable(Symbol id) {
    const facts::Variable* known = subject_.program.variable(id);
    if (known != nullptr) add(Entity::Kind::variable, known->name.text(), known->location);
  }

  void function(Symbol id) {
    const facts::Function* known = subject_.program.function(id);
    if (known == nullptr || known->record) return;
    add(Entity::Kind::function, known->name.text(), known->location);
  }

  void record(Symbol id, bool optional) {
    const facts::Record* known = subject_.program.record(id);
    if (known == nullptr || known->is_system) return;
    if (const facts::Record* pattern = subject_.program.record(known->pattern)) known = pattern;
    const Symbol name = known->template_name ? known->template_name : known->name;
    std::vector<Stretch> found = sources_.stretch(known->location);
    for (Stretch& each : members_outside(*known, found)) found.push_back(std::move(each));
    for (Stretch& each : found) each.range.begin = with_template(each);
    out_.push_back({Entity::Kind::record, last_part(name.text()), std::move(found), optional});
  }

  // Methods and static members that are defined behind the class.
  std::vector<Stretch> members_outside(const facts::Record& record,
                                       const std::vector<Stretch>& inside) {
    std::vector<Stretch> out;
    const auto add = [&](const facts::Location& location) {
      for (Stretch& each : sources_.stretch(location)) {
        if (!holds(inside, each)) out.push_back(std::move(each));
      }
    };
    const auto is_it = [&](Symbol id) {
      const facts::Record* each = id ? subject_.program.record(id) : nullptr;
      return each != nullptr && (each->id == record.id || each->pattern == record.id);
    };
    for (const facts::Function* each : subject_.program.functions()) {
      if (is_it(each->record) && each->has(facts::FunctionFlag::defined) &&
          !each->has(facts::FunctionFlag::implicit)) {
        add(each->location);
      }
    }
    for (const facts::Variable* each : subject_.program.variables()) {
      if (is_it(each->record)) add(each->location);
    }
    return out;
  }

  // Where the `template <class T>` begins that stands in front of a class.
  [[nodiscard]] size_t with_template(const Stretch& record) {
    const Source* source = sources_.find(record.file);
    const auto& tokens = source->tokens();
    const size_t first = source->token_at(record.range.begin);
    if (first < 3 || !tokens[first - 1].is(">")) return record.range.begin;
    size_t depth = 0;
    for (size_t i = first; i-- > 0;) {
      if (tokens[i].in_directive || tokens[i].is(";") || tokens[i].is("}")) break;
      if (tokens[i].is(">")) ++depth;
      if (tokens[i].is("<") && --depth == 0) {
        return i > 0 && tokens[i - 1].is("template") ? tokens[i - 1].range.begin
                                                     : record.range.begin;
      }
    }
    return record.range.begin;
  }

  // Two facts of one declaration are one.
  std::vector<Entity> tidied() {
    std::erase_if(out_, [](const Entity& each) { return each.declarations.empty(); });
    for (Entity& each : out_) {
      std::ranges::sort(each.declarations);
      const auto doubles = std::ranges::unique(each.declarations);
      each.declarations.erase(doubles.begin(), doubles.end());
    }
    return std::move(out_);
  }

  const Subject& subject_;
  Sources& sources_;
  std::vector<Entity> out_;
};

// Statements that only tell of the pool, by its variables; whole lines where they own them.
std::vector<Stretch> registrations(Sources& sources, const std::vector<Entity>& parts) {
  std::vector<Stretch> out;
  for (const Entity& each : parts) {
    if (each.kind != Entity::Kind::variable && each.kind != Entity::Kind::field) continue;
    for (const Stretch& use : sources.occurrences(each.name)) {
      const Source& source = *sources.find(use.file);
      const auto statement = registration_at(source, source.token_at(use.range.begin));
      if (!statement) continue;
      const Stretch whole{use.file, whole_declaration(source, statement->range)};
      if (std::ranges::find(out, whole) == out.end()) out.push_back(whole);
    }
  }
  std::ranges::sort(out);
  return out;
}

}  // namespace

std::vector<Entity> parts_of(const Subject& subject, size_t pool, const HandWritten* own,
                             Sources& sources) {
  return Parts(subject, sources).of(pool, own);
}

End end_of(const Subject& subject, size_t index, const HandWritten* own, Sources& sources,
           const std::vector<Stretch>& replaced, const Written& written) {
  End out;
  const Pool& pool = subject.pools[index];
  std::vector<Entity> all = parts_of(subject, index, own, sources);
  if (std::ranges::all_of(all, &Entity::optional)) {
    out.manual.push_back({pool.id, pool.place, "what declares the pool does not show"});
    return out;
  }
  const std::vector<Stretch> told = registrations(sources, all);
  std::vector<Stretch> going = replaced;
  going.insert(going.end(), told.begin(), told.end());
  std::ranges::sort(going);
  Swept swept = sweep(sources, all, going);
  for (const Swept::Kept& kept : swept.kept) {
    const Source& source = *sources.find(kept.because.file);
    const bool pastes = source.of(kept.because.range) != kept.name;
    out.manual.push_back(
        {pool.id, sources.place(kept.because),
         pastes ? "names are put together here, and '" + kept.name + "' may be one of them"
                : "'" + kept.name + "' is still named here, so the pool stays"});
  }
  if (!swept.kept.empty() || swept.removed.empty()) return out;
  // What only they used goes as well, and what only that used.
  for (size_t before = 0; before != swept.gone.size();) {
    before = swept.gone.size();
    add_orphans(sources, subject.program, swept.removed, all);
    std::erase_if(all, [&](const Entity& each) {
      return each.optional && std::ranges::any_of(written, [&](const auto& file) {
               return file.second.contains(each.name);
             });
    });
    swept = sweep(sources, all, going);
  }
  swept.removed.insert(swept.removed.end(), told.begin(), told.end());
  std::ranges::sort(swept.removed);
  const auto group = [&](std::string title, std::string evidence,
                         std::vector<inventory::Edit> edits) {
    Group one{pool.id, pool.name, "", std::move(title), std::move(evidence), std::move(edits)};
    for (const Group& each : out.groups) one.needs.push_back(each.title);
    if (!one.edits.empty()) out.groups.push_back(std::move(one));
  };
  std::vector<inventory::Edit> edits;
  Stretch last;
  for (Stretch& each : swept.removed) {
    const Source& source = *sources.find(each.file);
    if (each.range.end == source.text().size()) each.range = without_gap(source, each.range);
    // The gap may be gone with what stood in front of it.
    if (last.file == each.file) each.range.begin = std::max(each.range.begin, last.range.end);
    edits.push_back({sources.place(each), ""});
    last = each;
  }
  group("remove the pool " + last_part(pool.name), "Nothing names it any more.", std::move(edits));
  std::vector<Stretch> gone = going;
  gone.insert(gone.end(), swept.removed.begin(), swept.removed.end());
  const std::vector<std::string> emptied = emptied_files(sources, swept.removed);
  // In a group of its own: when a header turns out to be needed, the pool goes without it.
  group("remove includes that only " + last_part(pool.name) + " needed",
        "None of what these headers declare is named in the file any more.",
        include_edits(sources, subject.program, gone, emptied, written));
  out.left = deletions(sources, emptied, pool.id);
  return out;
}

}  // namespace pool_audit::refactor
