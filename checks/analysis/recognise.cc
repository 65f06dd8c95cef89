// Scores slots: which of them, with the functions that take from them and store into them, are
// hand-written pools.
#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "checks/analysis/hints.h"
#include "checks/analysis/structure.h"
#include "checks/analysis/survey_names.h"
#include "checks/support/words.h"

namespace pool_audit::analysis {

using facts::FunctionFlag;
using facts::Location;
using facts::TypeKind;

namespace {

// Verb pairs by which a get and a put name each other.
constexpr std::array<std::pair<const char*, const char*>, 26> kVerbs = {{
    {"get", "put"},         {"get", "release"},    {"get", "return"},
    {"acquire", "release"}, {"acquire", "return"}, {"borrow", "return"},
    {"rent", "return"},     {"alloc", "free"},     {"alloc", "dealloc"},
    {"alloc", "release"},   {"pop", "push"},       {"take", "give"},
    {"take", "return"},     {"obtain", "recycle"}, {"checkout", "checkin"},
    {"create", "destroy"},  {"create", "release"}, {"construct", "destroy"},
    {"new", "recycle"},     {"new", "delete"},     {"new", "free"},
    {"retrieve", "return"}, {"get", "give"},       {"get", "recycle"},
    {"lease", "return"},    {"fetch", "release"},
}};
// What an element is when a list of them is work rather than spares. Those of the second kind are
// pooled as well, by somebody who makes them.
constexpr std::array kThreadWords = {"thread", "worker", "std::function"};
constexpr std::array kTaskWords = {"task",    "job",       "runnable", "callback",
                                   "closure", "work_item", "workitem", "coroutine"};
constexpr std::array kPoolWords = {"pool",     "freelist",  "free_list", "recycler",
                                   "cache",    "allocator", "arena",     "slab",
                                   "magazine", "stash",     "alloc"};
// What a class of spares may be called besides.
constexpr std::array kSpareWords = {"spare", "recycl", "reus"};

template <size_t N>
bool mentions(std::string_view text, const std::array<const char*, N>& words) {
  const std::string low = lower(text);
  return std::ranges::any_of(words,
                             [&](const char* word) { return low.find(word) != std::string::npos; });
}

// The spare objects' storage: container, pointer or array, and what it holds.
struct Slot {
  Symbol id;
  std::string name;  // qualified
  std::string short_name;
  const facts::Record* owner = nullptr;       // fields
  const facts::Variable* variable = nullptr;  // variables
  facts::TypeId type = facts::kNoType;
  Location location;
};

class Recogniser {
 public:
  Recogniser(const Program& program, const std::map<Symbol, Survey>& surveys, const Marks& marks)
      : program_(program), marks_(marks), lists_(program) {
    for (const auto& [function, uses] : surveys) {
      for (const auto& [slot, use] : uses) {
        by_slot_[slot].emplace_back(function, &use);
        for (const Symbol from : use.refilled_from) refills_.try_emplace({function, from}, slot);
      }
    }
  }

  Recognised run() {
    Recognised out;
    for (const auto& [slot, uses] : by_slot_) {
      const std::optional<Slot> known = slot_of(slot);
      if (!known) continue;
      bool half = false;
      std::optional<HandWritten> found = judge(*known, uses, half);
      if (half) out.halves.insert(known->short_name);
      if (!found) continue;
      (found->why_not.empty() ? out.pools : out.candidates).push_back(std::move(*found));
    }
    merge(out.pools);
    // Near misses are worth a look only when something speaks for them.
    std::erase_if(out.candidates, [](const HandWritten& each) {
      return each.score < 5 &&
             std::ranges::none_of(
                 each.evidence,
                 [](const Signal& signal) { return signal.text.starts_with("named"); });
    });
    const auto order = [](const HandWritten& a, const HandWritten& b) {
      return std::pair(a.name, a.slot) < std::pair(b.name, b.slot);
    };
    std::ranges::sort(out.pools, order);
    std::ranges::sort(out.candidates, order);
    return out;
  }

 private:
  using Uses = std::vector<std::pair<Symbol, const SlotUse*>>;

  std::optional<Slot> slot_of(Symbol id) const {
    Slot out;
    out.id = id;
    if (const auto field = program_.field(id); field.field) {
      out.owner = field.record;
      out.type = field.field->type;
      out.location = field.field->location;
      out.short_name = std::string(field.field->name.text());
      out.name = std::string(field.record->template_name.text()) + "::" + out.short_name;
      if (field.record->is_system) return std::nullopt;
      return out;
    }
    if (const facts::Variable* variable = program_.variable(id)) {
      out.variable = variable;
      out.type = variable->type;
      out.location = variable->location;
      out.name = std::string(variable->name.text());
      out.short_name = std::string(last_component(out.name));
      return out;
    }
    return std::nullopt;
  }

  // Only the names of functions speak of a pool here, and units in which they do not may have been
  // skipped.
  bool hinted_by_functions(const Slot& slot, const Uses& uses) const {
    const std::string_view owner =
        slot.owner ? slot.owner->template_name.text() : std::string_view();
    const bool known_here = slot.variable && slot.variable->linkage == facts::Linkage::internal;
    if (known_here || is_hint(slot.short_name) || is_hint(last_component(owner))) return false;
    return std::ranges::any_of(uses, [&](const auto& each) {
      const facts::Function* function = program_.function(each.first);
      const std::string_view made = each.second->make_text;
      return (function && is_hint(last_component(function->name.text()))) ||
             is_hint(made.substr(0, made.find('(')));
    });
  }

  // What the slot holds, pointers and smart pointers removed; 0 when it holds no objects.
  facts::TypeId element_of(const Slot& slot, facts::TypeId seen) const {
    facts::TypeId at = slot.type;
    bool from_argument = false;
    for (int guard = 0; guard < 8; ++guard) {
      const facts::Type& type = program_.type(at);
      if (type.kind == TypeKind::pointer || type.kind == TypeKind::array ||
          type.kind == TypeKind::lvalue_reference) {
        if (type.target == facts::kNoType) break;
        at = type.target;
      } else if (type.kind == TypeKind::record && !type.arguments.empty() &&
                 type.arguments[0] != facts::kNoType) {
        at = type.arguments[0];
        from_argument = true;
      } else {
        break;
      }
    }
    const facts::Type& held = program_.type(at);
    if (at == slot.type && held.kind == TypeKind::record && lists_.is_list(held.record)) {
      return element_of_list(held.record, seen);
    }
    if (held.kind == TypeKind::record) {
      // A container of the project's own: what comes out of it tells what it holds.
      const Symbol object = program_.type(program_.pointee(seen)).record;
      const bool same =
          program_.inherits(object, held.record) || program_.inherits(held.record, object);
      return holds_object(seen) && !same && !from_argument ? program_.pointee(seen) : at;
    }
    if (held.kind == TypeKind::integer) return at;  // numbers, handles
    // void *, char * and indices: what the functions hand out tells the type.
    const facts::TypeId yielded = program_.pointee(seen);
    return program_.type(yielded).kind == TypeKind::record ? yielded : facts::kNoType;
  }

  // struct list { struct node *first; } holds nodes; where a list links nothing but itself, what is
  // taken out of it tells.
  facts::TypeId element_of_list(Symbol list, facts::TypeId seen) const {
    const facts::Record* record = program_.record(list);
    for (const facts::Field& field : record->fields) {
      const facts::TypeId node = program_.pointee(field.type);
      const facts::Type& type = program_.type(node);
      if (type.kind == TypeKind::record && type.record != list) return node;
    }
    return holds_object(seen) ? program_.pointee(seen) : facts::kNoType;
  }
  // A pointer to an object, not to a link inside one.
  bool holds_object(facts::TypeId id) const {
    const facts::Type& type = program_.type(program_.pointee(id));
    return type.kind == TypeKind::record && !lists_.is_list(type.record);
  }

  // One object at the most, or the head of a list.
  bool is_pointer(const Slot& slot) const {
    const facts::Type& type = program_.type(slot.type);
    const std::string name = lower(type.template_name.text());
    return type.kind == TypeKind::pointer || name.ends_with("ptr");
  }

  bool is_container(const Slot& slot) const {
    const facts::Type& type = program_.type(slot.type);
    return type.kind == TypeKind::record && !lists_.is_list(type.record);
  }

  // Objects that come back all at once: whoever makes one keeps it in a list of all, and from that
  // list the slot is filled again.
  const SlotUse* refilled(const Uses& uses, const SlotUse& get, HandWritten& out) const {
    if (!get.makes) return nullptr;
    for (const auto& [function, use] : uses) {
      for (const Symbol all : use->refilled_from) {
        const auto found = by_slot_.find(all);
        if (found == by_slot_.end() || use->yields) continue;
        const bool kept = std::ranges::any_of(found->second, [&](const auto& each) {
          return each.second->prefills && std::ranges::any_of(out.gets, [&](const Part& part) {
                   return part.function == each.first;
                 });
        });
        const facts::Function* fact = program_.function(function);
        if (!kept || !fact) continue;
        out.puts.push_back({function, kInside, fact->location, {}});
        return use;
      }
    }
    return nullptr;
  }

  // The slot into which the function puts what it takes out of `slot`, or none.
  Symbol kept_by(Symbol function, Symbol slot) const {
    const auto found = refills_.find({function, slot});
    return found == refills_.end() ? Symbol() : found->second;
  }

  // void *allocate(size_t): unlike the operator new of a class, it knows no type.
  bool hands_out_any_size(const facts::Function* function) const {
    if (!function || function->name.text().ends_with("::operator new")) return false;
    const facts::Type& result = program_.type(function->result);
    const TypeKind target = program_.type(result.target).kind;
    return result.kind == TypeKind::pointer &&
           (target == TypeKind::void_ || target == TypeKind::integer) &&
           std::ranges::any_of(function->parameters, [&](const facts::Parameter& parameter) {
             return program_.type(parameter.type).kind == TypeKind::integer;
           });
  }

  std::optional<HandWritten> judge(const Slot& slot, const Uses& uses, bool& half) const {
    HandWritten out;
    out.slot = slot.id;
    const SlotUse* get = nullptr;
    const SlotUse* put = nullptr;
    const SlotUse* prefill = nullptr;
    bool runs = false;
    bool looks_up = false;
    bool any_make = false;
    bool linked_put = false;
    bool single = true;
    const bool holds_many = !is_pointer(slot);
    facts::TypeId seen = facts::kNoType;
    const bool hinted_slot = is_hint(slot.short_name);
    for (const auto& [function, use] : uses) {
      if (use->prefills && !prefill) prefill = use;
    }
    for (const auto& [function, use] : uses) {
      const facts::Function* fact = program_.function(function);
      if (!fact) continue;
      // What moves from array to array may do so for any reason; between a list that is named for
      // its free objects, and that somebody filled, and another there is one.
      const bool told = hinted_slot && prefill;
      if (use->yields && (use->yielded_parameter != kInside || told) &&
          !fact->has(FunctionFlag::in_system_header)) {
        out.gets.push_back(
            {function, use->yielded_parameter, fact->location, kept_by(function, slot.id)});
        if (!get || (use->makes && !get->makes)) get = use;
        any_make = any_make || use->makes;
        if (!holds_object(seen)) seen = use->element;
      }
      if (use->stores && (use->stored_parameter != kInside || told) &&
          !fact->has(FunctionFlag::constructor)) {
        out.puts.push_back({function, use->stored_parameter, fact->location, {}});
        if (!put) put = use;
        single = single && use->alone && !use->linked && !holds_many;
        if (!holds_object(seen)) seen = use->element;
      }
      linked_put = linked_put || (use->stores && use->linked);
      runs = runs || use->runs;
      looks_up = looks_up || use->looks_up;
    }
    if (std::ranges::any_of(uses, [](const auto& each) { return each.second->is_link; })) {
      return std::nullopt;
    }
    if (get && !put && hinted_slot && is_container(slot)) put = refilled(uses, *get, out);
    if (!get && !put) return std::nullopt;  // neither a pool nor near to one

    out.element = element_of(slot, seen);
    // A link from node to node is no head of a list: list::next, Node::parent.
    if (slot.owner && program_.type(out.element).record == slot.owner->id) return std::nullopt;
    // Nor is a link inside an object that hangs in a list headed elsewhere.
    const facts::Type& slot_type = program_.type(slot.type);
    const bool list = slot_type.kind == TypeKind::record && lists_.is_list(slot_type.record);
    if (list && !holds_object(out.element)) return std::nullopt;
    // Whoever takes one and keeps another at once changes a value.
    const bool pair = std::ranges::any_of(out.gets, [&](const Part& take) {
      return std::ranges::any_of(out.puts,
                                 [&](const Part& give) { return take.function != give.function; });
    });
    if (get && put && !pair) return std::nullopt;
    if (!get || !put) {
      half = (put || any_make) && holds_object(out.element) && hinted_by_functions(slot, uses);
      return std::nullopt;
    }
    out.prefilled = prefill != nullptr;
    const auto signal = [&](std::string text, int points, const Location& where) {
      out.evidence.push_back({std::move(text), points, where});
      out.score += points;
    };
    const std::string element(program_.type(out.element).spelling.text());
    const bool intrusive = !is_container(slot);
    signal(intrusive ? slot.name + " heads a list of spare objects"
                     : slot.name + " stores spare objects in a " +
                           std::string(program_.type(slot.type).template_name.text()),
           2, slot.location);
    const auto function_name = [&](Symbol id) {
      const facts::Function* fact = program_.function(id);
      return fact ? std::string(fact->name.text()) : std::string(id.text());
    };
    const std::string get_name = function_name(out.gets.front().function);
    const std::string put_name = function_name(out.puts.front().function);
    out.makes = any_make;
    if (any_make) {
      signal(get_name + " takes an object from it, or makes one: " + get->make_text, 3,
             get->take_at);
      out.factory = get->make_text;
      out.factory_at = get->make_at;
    } else if (prefill) {
      signal(get_name + " takes an object from it; it is filled with " + prefill->make_text, 3,
             get->take_at);
      out.factory = prefill->make_text;
      out.factory_at = prefill->make_at;
    } else {
      signal(get_name + " takes an object from it", 1, get->take_at);
    }
    signal(put_name + (put->stores ? " stores its argument into it"
                                   : " puts all that were ever made into it"),
           3, put->store_at);
    if (slot.variable && slot.variable->is_thread_local) {
      out.guard = "thread_local";
      signal("one per thread", 1, slot.location);
    } else if (get->guarded && put->guarded) {
      out.guard = "lock";
      signal("both hold a lock", 1, put->store_at);
    }
    const std::string get_verb = lower(last_component(get_name));
    const std::string put_verb = lower(last_component(put_name));
    for (const auto& [take, give] : kVerbs) {
      if (get_verb.find(take) != std::string::npos && put_verb.find(give) != std::string::npos) {
        signal(std::string("named as a pair: ") + std::string(last_component(get_name)) + ", " +
                   std::string(last_component(put_name)),
               1, put->store_at);
        break;
      }
    }
    if (get->resets || put->resets) {
      out.reset_method = get->resets ? get->reset_method : put->reset_method;
      out.resets_on_get = get->resets;
      out.resets_on_put = put->resets;
      signal("cleans the object by " + function_name(out.reset_method), 1,
             get->resets ? get->reset_at : put->reset_at);
    }
    if (single && !out.puts.empty()) {
      out.bounded = true;
      out.single = true;
      signal("keeps one spare: what is put takes its place", 0, put->store_at);
    }
    if (put->checks_capacity) {
      out.bounded = true;
      signal("looks at the number of spares before it keeps one", 1, put->store_at);
    }
    const std::string_view class_name =
        slot.owner ? slot.owner->template_name.text() : std::string_view{};
    const std::string_view own_name = last_component(class_name);
    const bool pool_class =
        slot.owner && (mentions(own_name, kPoolWords) || mentions(own_name, kSpareWords));
    if (pool_class || mentions(slot.short_name, kPoolWords) || is_hint(slot.short_name)) {
      signal("named like one: " + (pool_class ? std::string(class_name) : slot.name), 1,
             slot.location);
    }

    if (mentions(element, kThreadWords) || (mentions(element, kTaskWords) && !any_make) || runs) {
      signal("its elements are run: work, not spares", -5, slot.location);
      out.why_not = "queue of work: its elements are run";
    }
    const auto hinted = [&](std::string_view name) {
      return is_hint(last_component(name.substr(0, name.find('('))));
    };
    const bool slot_hint = hinted(slot.short_name) || pool_class;
    if (!any_make && !prefill && intrusive && linked_put && slot_hint) {
      // A list that is pushed and popped at its head, and named like one, is a free list, whoever
      // cuts the objects that it starts with.
      signal("objects hang on each other, last in, first out", 2, slot.location);
    } else if (!any_make && !prefill) {
      signal("nothing fills it but what is put into it: a queue", -5, slot.location);
      if (out.why_not.empty())
        out.why_not = "plain queue: nothing makes an object when it is empty";
    }
    if (looks_up) {
      signal("elements are looked up by key", -2, slot.location);
      if (out.score < kReportScore && out.why_not.empty()) out.why_not = "cache: looked up by key";
    }
    const bool any_hint =
        hinted(slot.short_name) || hinted(class_name) || hinted(get_name) || hinted(put_name) ||
        (any_make && hinted(get->make_text));  // what comes from another pool: "pool_alloc()"
    if (out.why_not.empty() && !any_hint) out.why_not = "nothing in its names speaks of a pool";
    if (out.why_not.empty() && out.element == facts::kNoType && intrusive) {
      out.why_not = "general allocator: it hands out memory without a type";
    }
    if (out.why_not.empty() && std::ranges::all_of(out.gets, [&](const Part& part) {
          return hands_out_any_size(program_.function(part.function));
        })) {
      out.why_not = "general allocator: it hands out memory of the size it is asked for";
    }
    if (out.why_not.empty() && out.score < kReportScore) out.why_not = "too little evidence";

    const Symbol owner = slot.owner ? slot.owner->id : Symbol();
    const bool marked_class = marks_.pool_record(owner);
    if (marks_.not_a_pool(slot.id) || marks_.not_a_pool_record(owner)) {
      signal("marked in the source as none", 0, slot.location);
      out.why_not = "the source says that it is no pool";
    } else if (marked_class || marks_.pool(slot.id)) {
      signal("marked in the source as a pool", 0, slot.location);
      out.marked = true;
      out.why_not.clear();
    }

    // A class that is a pool by its name is one pool an instance; in any other class the slot is.
    if ((pool_class || marked_class) && !marks_.pool(slot.id)) {
      out.owner = slot.owner->pattern ? slot.owner->pattern : slot.owner->id;
      out.name = std::string(class_name);
    } else {
      out.name = slot.name;
    }
    const auto by_function = [](const Part& a, const Part& b) { return a.function < b.function; };
    std::ranges::sort(out.gets, by_function);
    std::ranges::sort(out.puts, by_function);
    return out;
  }

  // A class with several slots (per size, main and spare) is one pool.
  static void merge(std::vector<HandWritten>& pools) {
    std::map<Symbol, size_t> first;
    std::vector<HandWritten> kept;
    for (HandWritten& pool : pools) {
      if (!pool.owner) {
        kept.push_back(std::move(pool));
        continue;
      }
      const auto [at, fresh] = first.try_emplace(pool.owner, kept.size());
      if (fresh) {
        kept.push_back(std::move(pool));
        continue;
      }
      HandWritten& known = kept[at->second];
      const auto join = [](std::vector<Part>& into, const std::vector<Part>& more) {
        for (const Part& part : more) {
          const bool there = std::ranges::any_of(
              into, [&](const Part& each) { return each.function == part.function; });
          if (!there) into.push_back(part);
        }
        std::ranges::sort(into, {}, &Part::function);
      };
      join(known.gets, pool.gets);
      join(known.puts, pool.puts);
    }
    pools = std::move(kept);
  }

  const Program& program_;
  const Marks& marks_;
  const Lists lists_;
  std::map<Symbol, Uses> by_slot_;
  std::map<std::pair<Symbol, Symbol>, Symbol> refills_;  // function, from -> into
};

}  // namespace

Recognised recognise(const Program& program, const std::map<Symbol, Survey>& surveys,
                     const Marks& marks) {
  return Recogniser(program, surveys, marks).run();
}

}  // namespace pool_audit::analysis
