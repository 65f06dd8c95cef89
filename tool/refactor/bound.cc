#include "tool/refactor/bound.h"

#include <algorithm>
#include <array>
#include <functional>
#include <set>

#include "checks/inventory/describe.h"
#include "checks/rules/growing_objects.h"
#include "checks/rules/pooled_type.h"
#include "checks/rules/rules.h"
#include "tool/refactor/bound_runtime.h"
#include "tool/refactor/named_get.h"
#include "tool/refactor/pointer_uses.h"
#include "tool/refactor/style.h"

namespace pool_audit::refactor {

using analysis::HandWritten;
using inventory::Edit;
using inventory::Place;
using inventory::Subject;
using inventory::Taken;
using rules::GrowingObjects;

namespace {

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

// Whether an element of the container takes one byte, so that its capacity is in bytes.
bool holds_bytes(const analysis::Program& program, const facts::Field& field) {
  const facts::Type& type = program.type(field.type);
  if (type.template_name.text() != "std::vector") return true;
  constexpr std::array<std::string_view, 6> kBytes = {"char",      "signed char", "unsigned char",
                                                      "std::byte", "uint8_t",     "std::uint8_t"};
  return !type.arguments.empty() &&
         std::ranges::find(kBytes, program.type(type.arguments[0]).spelling.text()) != kBytes.end();
}

class Bounding {
 public:
  Bounding(const Subject& subject, size_t pool, Sources& sources, const Bounds& bounds, Plan& plan)
      : subject_(subject),
        index_(pool),
        pool_(subject.pools[pool]),
        sources_(sources),
        bounds_(bounds),
        plan_(plan) {}

  void objects() {
    for (const GrowingObjects& growing : rules::growing_objects(subject_)) {
      if (growing.pool != index_ || by_retaining(growing)) continue;
      for (const GrowingObjects::Member& member : growing.members) bound_member(member);
    }
  }

  // Of all that was asked of the puts.
  void finish() {
    for (const Kept& each : kept_) write(each);
    const auto ours = [&](const auto& list) {
      return std::ranges::count(list, pool_.id, [](const auto& each) { return each.pool; }) != 0;
    };
    if (ours(plan_.groups) || ours(plan_.manual)) return;
    // Memory that no container tells of, as in C.
    rules::Selection selection;
    selection.patterns = {"pool-unbounded-object"};
    for (const auto& each : rules::run(subject_, selection)) {
      if (each.pool != pool_.id) continue;
      manual(each.place, "its objects keep memory that has grown; give it back in the put");
    }
  }

  void spares() {
    rules::Selection selection;
    selection.patterns = {"pool-unbounded"};
    const auto findings = rules::run(subject_, selection);
    const bool unbounded =
        std::ranges::any_of(findings, [&](const auto& each) { return each.pool == pool_.id; });
    const HandWritten* known = rules::hand_written(subject_, index_);
    if (!unbounded || known == nullptr) return;
    if (known->puts.size() != 1) {
      manual(pool_.place, "wants a bound; more functions than one put into it");
      return;
    }
    bound_put(*known, known->puts.front().function);
  }

 private:
  void manual(const Place& place, std::string reason) {
    plan_.manual.push_back({pool_.id, place, std::move(reason)});
  }

  void add(const std::string& title, std::string evidence, std::vector<Edit> edits,
           Symbol function) {
    Group group;
    group.pool = pool_.id;
    group.pool_name = pool_.name;
    const facts::Function* fact = subject_.program.function(function);
    if (fact != nullptr) group.function = fact->name.text();
    group.title = title;
    group.evidence = std::move(evidence);
    group.edits = std::move(edits);
    plan_.groups.push_back(std::move(group));
  }

  // ---- what an object keeps ---------------------------------------------------------------------

  // `sign`: between what the member takes and the limit.
  [[nodiscard]] std::string compared(const std::string& member, const facts::Field& field,
                                     const std::string& sign) const {
    const bool bytes = holds_bytes(subject_.program, field);
    return member + ".capacity()" + (bytes ? "" : " * sizeof(" + member + "[0])") + " " + sign +
           " " + std::to_string(bounds_.object_bytes);
  }

  [[nodiscard]] std::string test(const std::string& member, const facts::Field& field) const {
    return "if (" + compared(member, field, ">") + ")";
  }

  static bool has_capacity(const GrowingObjects::Member& member) {
    return member.traits != nullptr && contains(member.traits->capacity_by, "capacity");
  }

  // A pool of the runtime drops what is too large, by its own hook.
  bool by_retaining(const GrowingObjects& growing) {
    std::string condition;
    std::string names;
    for (const GrowingObjects::Member& member : growing.members) {
      if (!has_capacity(member)) return false;
      condition += (condition.empty() ? "" : " && ") +
                   compared("object." + member.path, *member.field, "<=");
      names += (names.empty() ? "'" : ", '") + member.path + "'";
    }
    auto edit = retain_hook(subject_, index_, sources_, condition);
    if (!edit) return false;
    add("let " + pool_.name + " drop objects that have grown",
        names +
            " would keep the memory of its largest use in each object. The pool asks its hook "
            "of each that comes back, and destroys those that it does not keep.",
        {std::move(*edit)}, {});
    return true;
  }

  void bound_member(const GrowingObjects::Member& member) {
    const Place at = inventory::to_place(member.field->location);
    const bool known = member.traits != nullptr &&
                       contains(member.traits->capacity_by, "capacity") &&
                       contains(member.traits->shrinks_by, "shrink_to_fit") &&
                       contains(member.traits->clears_by, "clear");
    const HandWritten* hand_written = rules::hand_written(subject_, index_);
    if (!known && has_capacity(member) && hand_written != nullptr) {
      drop_in_put(member, *hand_written);
      return;
    }
    if (!known) {
      manual(at, "'" + member.path + "' grows, and has no capacity() to ask and shrink");
      return;
    }
    std::vector<Edit> edits;
    Symbol function;
    bool good = true;
    if (!member.cleared_at.empty()) {
      for (const facts::Location& each : member.cleared_at) {
        good = good && behind_clear(member, each, edits);
      }
    } else if (const HandWritten* own = rules::hand_written(subject_, index_)) {
      for (const analysis::Part& put : own->puts) {
        good = good && in_own_put(member, put, edits);
        function = put.function;
      }
    } else {
      good = before_puts(member, edits);
    }
    if (!good || edits.empty()) {
      if (good) manual(at, "'" + member.path + "' grows, and nobody puts the object back by hand");
      return;
    }
    add("shrink " + member.path + " before it waits in " + pool_.name,
        "'" + member.path + "' grows at " + text_of(inventory::to_place(member.grown_at)) +
            " and nothing shrinks it: each object would keep the memory of its largest use.",
        std::move(edits), function);
  }

  [[nodiscard]] static std::string text_of(const Place& place) {
    return place.file + ":" + std::to_string(place.line);
  }

  // body.clear();   and then the test of its capacity.
  bool behind_clear(const GrowingObjects::Member& member, const facts::Location& call,
                    std::vector<Edit>& edits) {
    const Place place = inventory::to_place(call);
    const Source* source = sources_.find(place.file);
    const auto range = source != nullptr ? source->range(place) : std::nullopt;
    const auto statement = range ? source->statement(*range) : std::nullopt;
    constexpr std::string_view kClear = ".clear()";
    const std::string text = range ? std::string(source->of(*range)) : "";
    if (!statement || statement->is_controlled || statement->range.begin != range->begin ||
        !text.ends_with(kClear)) {
      manual(place, "'" + member.path + "' wants a limit where it is cleared here");
      return false;
    }
    const std::string name = text.substr(0, text.size() - kClear.size());
    const std::string added = test(name, *member.field) + " " + name + ".shrink_to_fit();";
    if (const auto line = line_behind(*source, place.file, *statement)) {
      edits.push_back({line->at, line->indentation + added + line->line_end});
    } else {
      const Range behind{statement->range.end, statement->range.end};
      edits.push_back({source->place(place.file, behind), " " + added});
    }
    return true;
  }

  // Lines that empty and shrink the member when it is too large.
  [[nodiscard]] std::string lines(const Source& source, const std::string& name,
                                  const facts::Field& field, const std::string& indentation,
                                  const std::string& end) const {
    const std::string inner = indentation + indentation_step(source, indentation);
    return indentation + test(name, field) + " {" + end + inner + name + ".clear();" + end + inner +
           name + ".shrink_to_fit();" + end + indentation + "}" + end;
  }

  bool in_own_put(const GrowingObjects::Member& member, const analysis::Part& put,
                  std::vector<Edit>& edits) {
    const facts::Function* function = subject_.program.function(put.function);
    const auto body = tokens_of(sources_, subject_, put.function);
    const auto index = static_cast<size_t>(std::max(put.argument, 0));
    if (function == nullptr || !body || put.argument < 0 || index >= function->parameters.size() ||
        function->parameters[index].name.empty()) {
      manual(pool_.place, "'" + member.path + "' wants a limit in the put of the pool");
      return false;
    }
    const Source& source = *body->source;
    const Place place = inventory::to_place(function->location);
    const auto opening = source.partner(body->last - 1);
    const facts::TypeId type = function->parameters[index].type;
    const bool owner = subject_.program.type(type).template_name.text().ends_with("_ptr");
    const bool pointer = subject_.program.type(type).kind == facts::TypeKind::pointer;
    const size_t next = opening ? *opening + 1 : 0;
    const bool own_line = opening && source.line_of(source.tokens()[*opening].range.begin) !=
                                         source.line_of(source.tokens()[next].range.begin);
    if ((!owner && !pointer) || !own_line) {
      manual(place, "'" + member.path + "' wants a limit at the start of this function");
      return false;
    }
    if (function->has(facts::FunctionFlag::instantiation)) {
      manual(place,
             "'" + member.path + "' wants a limit in this template, which has other objects");
      return false;
    }
    const std::string object(function->parameters[index].name.text());
    const auto first = behind_null_test(*body, next, object);
    if (!first) {
      manual(place, "'" + member.path + "' wants a limit where '" + object + "' is not null");
      return false;
    }
    const size_t at = source.line_begin(source.tokens()[*first].range.begin);
    const std::string name = object + "->" + member.path;
    edits.push_back(
        {source.place(place.file, {at, at}),
         lines(source, name, *member.field, source.indentation(at), source.line_end(at))});
    return true;
  }

  // The token from which on the object is no null pointer: behind `if (!object) return;` at the
  // beginning. Nothing when it is tested elsewhere.
  [[nodiscard]] static std::optional<size_t> behind_null_test(const Tokens& body, size_t first,
                                                              const std::string& object) {
    const Source& source = *body.source;
    const auto& tokens = source.tokens();
    const bool tests = tokens[first].is("if") && tokens[first + 1].is("(");
    if (const auto closing = tests ? source.partner(first + 1) : std::nullopt) {
      const std::string head(
          source.of({tokens[first + 1].range.end, tokens[*closing].range.begin}));
      const bool null = head == "!" + object || head == object + " == nullptr" ||
                        head == object + " == NULL" || head == "nullptr == " + object;
      size_t at = *closing + 1;
      const bool braces = tokens[at].is("{");
      if (braces) ++at;
      if (null && tokens[at].is("return") && tokens[at + 1].is(";")) {
        first = at + 2 + (braces ? 1 : 0);
      }
    }
    const bool own_line =
        source.line_of(tokens[first - 1].range.begin) != source.line_of(tokens[first].range.begin);
    if (!own_line) return std::nullopt;
    for (size_t i = first; i < body.last; ++i) {
      if (tokens[i].is(object) && is_test(tokens, i)) return std::nullopt;
    }
    return first;
  }

  // `!object`, `object == nullptr`, `if (object)`, `object &&`.
  [[nodiscard]] static bool is_test(const std::vector<SourceToken>& tokens, size_t i) {
    const SourceToken& before = tokens[i - 1];
    const SourceToken& behind = tokens[i + 1];
    const bool compared = (behind.is("=") || behind.is("!")) && tokens[i + 2].is("=");
    const bool whole =
        before.is("(") && behind.is(")") && (tokens[i - 2].is("if") || tokens[i - 2].is("while"));
    const bool joined = behind.is("&") || behind.is("|") || behind.is("?");
    return before.is("!") || compared || whole || joined;
  }

  bool before_puts(const GrowingObjects::Member& member, std::vector<Edit>& edits) {
    std::set<Place> seen;
    for (const Taken& put : subject_.given) {
      if (std::ranges::count(put.pools, index_) == 0 || !seen.insert(put.place).second) continue;
      const Source* source = sources_.find(put.place.file);
      const auto range = source != nullptr ? source->range(put.place) : std::nullopt;
      const auto statement = range ? source->statement(*range) : std::nullopt;
      const auto object =
          statement && put.role.object == analysis::ObjectAt::argument && put.role.index >= 0
              ? argument_of(*source, *range, static_cast<size_t>(put.role.index))
              : std::nullopt;
      const bool good = object && !statement->is_controlled && statement->owns_lines &&
                        statement->range.begin == range->begin &&
                        object->find_first_of("()[]*&,") == std::string::npos;
      if (!good) {
        manual(put.place, "'" + member.path + "' wants a limit before this put");
        return false;
      }
      const size_t at = source->line_begin(range->begin);
      edits.push_back({source->place(put.place.file, {at, at}),
                       lines(*source, *object + "->" + member.path, *member.field,
                             source->indentation(at), source->line_end(at))});
    }
    return true;
  }

  // ---- how many spares there are ----------------------------------------------------------------

  void bound_put(const HandWritten& known, Symbol function) {
    const Place place = inventory::to_place(subject_.program.function(function)->location);
    if (!is_container(known.slot)) {
      manual(place, "wants a bound; the spares are in no container that tells how many there are");
      return;
    }
    keep_if(
        known, function,
        [this](const std::string& slot, const std::string& /*object*/) {
          return slot + ".size() < " + std::to_string(bounds_.spares);
        },
        "keep " + std::to_string(bounds_.spares) + " spares in " + pool_.name,
        "'" + pool_.name + "' keeps every object that was ever put into it.");
  }

  // What cannot be shrunk is destroyed in place of being kept.
  void drop_in_put(const GrowingObjects::Member& member, const HandWritten& known) {
    if (known.puts.size() != 1) {
      manual(pool_.place, "'" + member.path + "' grows, and more functions than one put");
      return;
    }
    keep_if(
        known, known.puts.front().function,
        [this, path = member.path, field = member.field](const std::string& /*slot*/,
                                                         const std::string& object) {
          return compared(object + "->" + path, *field, "<=");
        },
        "drop objects of " + pool_.name + " whose " + member.path + " has grown",
        "'" + member.path +
            "' cannot be shrunk: each object would keep the memory of its "
            "largest use.");
  }

  // Made of what keeps the spares and of the object that is stored.
  using Condition = std::function<std::string(const std::string& slot, const std::string& object)>;

  // Stores the object in the put of the pool under these conditions, and destroys it otherwise.
  struct Kept {
    const HandWritten* known = nullptr;
    Symbol function;
    std::vector<Condition> conditions;
    std::string title;
    std::string evidence;
  };

  void keep_if(const HandWritten& known, Symbol function, Condition condition,
               const std::string& title, const std::string& evidence) {
    const auto same = std::ranges::find(kept_, function, &Kept::function);
    if (same == kept_.end()) {
      kept_.push_back({&known, function, {std::move(condition)}, title, evidence});
      return;
    }
    same->conditions.push_back(std::move(condition));
    same->title += ", " + title;
    same->evidence += " " + evidence;
  }

  void write(const Kept& kept) {
    const auto body = tokens_of(sources_, subject_, kept.function);
    const Place place = inventory::to_place(subject_.program.function(kept.function)->location);
    if (!body) {
      manual(place, "wants a bound; its text comes out of a macro");
      return;
    }
    const std::string slot = slot_name(kept.known->slot);
    const auto push = push_in(*body, slot);
    if (!push) {
      manual(place, "wants a bound where it stores the object");
      return;
    }
    const bool raw = !push->owner;
    if (raw && !returns_new(*kept.known)) {
      manual(place, "wants a bound; who else knows the object does not show");
      return;
    }
    const Source& source = *body->source;
    const std::string outer = source.indentation(push->statement.range.begin);
    const std::string end = source.line_end(push->statement.range.begin);
    const std::string inner = outer + indentation_step(source, outer);
    const std::string stored(source.of(push->statement.range));
    std::string conditions;
    for (const Condition& each : kept.conditions) {
      conditions += (conditions.empty() ? "" : " && ") + each(slot, push->name());
    }
    std::string text = "if (" + conditions + ") {" + end + inner + stored + end + outer + "}";
    if (raw) text += " else {" + end + inner + "delete " + push->object + ";" + end + outer + "}";
    add(kept.title, kept.evidence, {{source.place(place.file, push->statement.range), text}},
        kept.function);
  }

  struct Push {
    Statement statement;
    std::string object;  // "b"
    bool owner = false;  // it is moved: what is not stored dies by itself

    // Without the move.
    [[nodiscard]] std::string name() const {
      constexpr std::string_view kMove = "std::move(";
      if (!owner || !object.ends_with(')')) return object;
      return object.substr(kMove.size(), object.size() - kMove.size() - 1);
    }
  };

  // slot.push_back(b);   slot.push_back(std::move(b));   the only one.
  [[nodiscard]] static std::optional<Push> push_in(const Tokens& body, const std::string& slot) {
    constexpr std::array<std::string_view, 4> kStores = {"push_back", "push_front", "push",
                                                         "emplace_back"};
    const auto& tokens = body.source->tokens();
    std::optional<Push> out;
    for (size_t i = body.first; i + 3 < body.last; ++i) {
      if (!tokens[i].is(slot) || !tokens[i + 1].is(".") || !tokens[i + 3].is("(")) continue;
      if (std::ranges::find(kStores, tokens[i + 2].text) == kStores.end()) continue;
      const auto closing = body.source->partner(i + 3);
      if (out || !closing) return std::nullopt;
      const Range call{tokens[i].range.begin, tokens[*closing].range.end};
      const auto statement = body.source->statement(call);
      auto object = argument_of(*body.source, call, 0);
      if (!statement || !object || statement->is_controlled ||
          statement->range.begin != call.begin) {
        return std::nullopt;
      }
      constexpr std::string_view kMove = "std::move(";
      const bool moved = object->starts_with(kMove);
      if (!moved && object->find_first_of("()[]*&,. ") != std::string::npos) return std::nullopt;
      out = Push{*statement, *object, moved};
    }
    return out;
  }

  [[nodiscard]] std::string slot_name(Symbol slot) const {
    if (const auto field = subject_.program.field(slot); field.field != nullptr) {
      return last_part(field.field->name.text());
    }
    const facts::Variable* variable = subject_.program.variable(slot);
    return variable != nullptr ? last_part(variable->name.text()) : "";
  }

  [[nodiscard]] bool is_container(Symbol slot) const {
    constexpr std::array<std::string_view, 5> kSized = {"std::vector", "std::deque", "std::list",
                                                        "std::stack", "std::queue"};
    const auto field = subject_.program.field(slot);
    const facts::Variable* variable = subject_.program.variable(slot);
    const facts::TypeId type = field.field != nullptr ? field.field->type
                               : variable != nullptr  ? variable->type
                                                      : facts::kNoType;
    const std::string_view name = subject_.program.type(type).template_name.text();
    return std::ranges::find(kSized, name) != kSized.end();
  }

  // Whether the pool hands out what `new` made without keeping another pointer to it.
  [[nodiscard]] bool returns_new(const HandWritten& known) {
    for (const analysis::Part& get : known.gets) {
      const auto body = tokens_of(sources_, subject_, get.function);
      if (!body) return false;
      const auto& tokens = body->source->tokens();
      bool returned = false;
      for (size_t i = body->first; i < body->last; ++i) {
        if (!tokens[i].is("new")) continue;
        if (i == 0 || !tokens[i - 1].is("return")) return false;
        returned = true;
      }
      if (!returned) return false;
    }
    return !known.gets.empty() && !known.prefilled;
  }

  const Subject& subject_;
  size_t index_;
  const inventory::Pool& pool_;
  Sources& sources_;
  const Bounds& bounds_;
  Plan& plan_;
  std::vector<Kept> kept_;
};

}  // namespace

void plan_bounds(const Subject& subject, size_t pool, Sources& sources, const Bounds& bounds,
                 Plan& plan) {
  Bounding bounding(subject, pool, sources, bounds, plan);
  bounding.objects();
  bounding.spares();
  bounding.finish();
}

}  // namespace pool_audit::refactor
