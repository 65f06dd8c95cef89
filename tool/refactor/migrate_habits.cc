#include "tool/refactor/migrate_habits.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <optional>
#include <set>

#include "checks/inventory/describe.h"
#include "tool/refactor/instances.h"
#include "tool/refactor/made_with.h"
#include "tool/refactor/object_statement.h"

namespace pool_audit::refactor {

using analysis::HandWritten;
using facts::EventKind;
using facts::FlowGraph;
using facts::FunctionFlag;
using inventory::Place;
using inventory::Subject;

namespace {

constexpr int kDeepest = 3;  // helpers of helpers

bool speaks_of_locks(std::string_view name) {
  constexpr std::array<std::string_view, 8> kWords = {"lock",  "Lock",  "mutex",  "Mutex",
                                                      "guard", "Guard", "atomic", "Critical"};
  return std::ranges::any_of(
      kWords, [&](std::string_view word) { return name.find(word) != std::string_view::npos; });
}

// What one function of the pool does.
class Body {
 public:
  Body(const Subject& subject, size_t pool, const HandWritten& own, Sources& sources, bool is_put)
      : subject_(subject),
        pool_(subject.pools[pool]),
        key_(subject.keys[pool]),
        own_(own),
        sources_(sources),
        is_put_(is_put),
        pooled_(subject.program.record_of(own.element)) {}

  Habits of(const analysis::Part& part) {
    element_ = element_of(subject_.program, part, is_put_);
    read(part.function, 0);
    for (const auto& [at, text] : reset_) out_.reset.push_back(text);
    for (const auto& [at, text] : prepare_) out_.prepare.push_back(text);
    return std::move(out_);
  }

 private:
  void trouble(const facts::Location& at, std::string reason) {
    out_.troubles.push_back({pool_.id, inventory::to_place(at), std::move(reason)});
  }

  [[nodiscard]] bool is_pooled(Symbol record) const {
    const facts::Record* known = subject_.program.record(record);
    if (known == nullptr) return false;
    return known->name.text() == pool_.pooled.name || known == element_ ||
           (pooled_ != nullptr &&
            (known->id == pooled_->id || subject_.program.inherits(pooled_->id, known->id)));
  }

  [[nodiscard]] bool is_owner(Symbol record) const {
    const facts::Record* known = subject_.program.record(record);
    const auto slot = subject_.program.field(own_.slot);
    return known != nullptr && (known->id == own_.owner || known->pattern == own_.owner ||
                                (slot.record != nullptr && (slot.record->id == known->id ||
                                                            slot.record->id == known->pattern)));
  }

  // Whether a place is a member of an object, or in one: `b->values`. Links between spares are the
  // pool's own affair.
  [[nodiscard]] bool goes_into_object(const facts::Place& place) const {
    return std::ranges::any_of(place.steps, [&](const facts::Step& step) {
      return step.kind == facts::StepKind::field && is_member(step.field);
    });
  }

  [[nodiscard]] bool is_member(Symbol id) const {
    const auto field = subject_.program.field(id);
    if (field.record == nullptr || !is_pooled(field.record->id)) return false;
    const facts::Record* linked = subject_.program.record_of(field.field->type);
    return linked == nullptr || !is_pooled(linked->id);
  }

  void read(Symbol function, int depth) {
    const auto graph = subject_.program.graph(function);
    const facts::Function* known = subject_.program.function(function);
    if (!graph || known == nullptr) {
      if (known != nullptr) trouble(known->location, "the body of the pool's function is not seen");
      return;
    }
    for (uint32_t block = 0; block < graph->blocks.size(); ++block) {
      for (uint32_t i = 0; i < graph->blocks[block].events.size(); ++i) {
        event(*graph, *known, block, graph->blocks[block].events[i], depth);
      }
      if (is_put_ && own_.bounded) bound(*known, graph->blocks[block]);
    }
  }

  void event(const FlowGraph& graph, const facts::Function& function, uint32_t block,
             const facts::Event& event, int depth) {
    if (event.kind == EventKind::call) return call(graph, function, block, event, depth);
    if (event.kind == EventKind::delete_ && is_put_) return dropped(graph, event);
    const bool writes = event.kind == EventKind::assign ||
                        (event.kind == EventKind::use && event.has(facts::EventFlag::write));
    if (!writes || event.target.steps.empty()) return;
    const facts::Record* whole = subject_.program.record_of(event.type);
    if (event.target.steps.back().kind == facts::StepKind::deref && whole != nullptr &&
        is_pooled(whole->id) && subject_.program.type(event.type).kind == facts::TypeKind::record) {
      return statement(graph, function, block, event, event.target);
    }
    const facts::Step& step = event.target.steps.back();
    if (step.kind != facts::StepKind::field || !is_member(step.field)) return;
    statement(graph, function, block, event, event.target);
  }

  void call(const FlowGraph& graph, const facts::Function& function, uint32_t block,
            const facts::Event& event, int depth) {
    const facts::Function* callee = subject_.program.function(event.callee);
    if (callee == nullptr) {
      if (event.callee && !event.has(facts::EventFlag::implicit)) {
        trouble(event.location, "what is called here does not show");
      }
      return;
    }
    const std::string_view name = callee->name.text();
    // An assignment that the compiler wrote is one all the same: *b = Buffer();
    const bool assigns = callee->has(FunctionFlag::copy_or_move) && is_pooled(callee->record) &&
                         !callee->has(FunctionFlag::constructor);
    if ((callee->has(FunctionFlag::implicit) && !assigns) ||
        callee->has(FunctionFlag::destructor)) {
      return;
    }
    if (is_pooled(callee->record)) {
      if (callee->has(FunctionFlag::constructor)) return made(event, *callee);
      return statement(graph, function, block, event, event.object.place);
    }
    if (callee->record) {
      if (!callee->has(FunctionFlag::const_) && goes_into_object(event.object.place)) {
        return statement(graph, function, block, event, event.object.place);
      }
      if (callee->has(FunctionFlag::in_system_header) || speaks_of_locks(name)) return;
      if (is_owner(callee->record)) return helper(*callee, depth);
      const bool about_slot =
          std::ranges::any_of(event.object.place.steps, [&](const facts::Step& step) {
            return step.kind == facts::StepKind::field && step.field == own_.slot;
          });
      if (about_slot || event.object.place.symbol == own_.slot) return;
      return trouble(event.location,
                     "the pool calls " + std::string(name) + ", which the new one would not");
    }
    if (name == "std::make_unique" || name == "std::make_shared") {
      if (!event.arguments.empty()) trouble(event.location, "objects are made with arguments");
      return;
    }
    for (const facts::Operand& argument : event.arguments) {
      if (goes_into_object(argument.place)) {
        return statement(graph, function, block, event, argument.place);
      }
    }
    if (name.starts_with("std::") || name.starts_with("__") || speaks_of_locks(name)) return;
    for (const facts::Operand& argument : event.arguments) {
      const facts::Record* record = subject_.program.record_of(argument.type);
      if (argument.place.root == facts::Root::local && record != nullptr && is_pooled(record->id)) {
        return statement(graph, function, block, event, argument.place);
      }
    }
    if (callee->has(FunctionFlag::in_system_header)) return;
    if (subject_.program.has_graph(callee->id)) return helper(*callee, depth);
    trouble(event.location,
            "the pool calls " + std::string(name) + ", which the new one would not");
  }

  // A function of the pool itself that does a part of it.
  void helper(const facts::Function& callee, int depth) {
    if (depth < kDeepest) return read(callee.id, depth + 1);
    trouble(callee.location, "what the pool does in here does not show");
  }

  // new T(arguments): they must mean the same outside of the function.
  void made(const facts::Event& event, const facts::Function& constructor) {
    if (event.arguments.empty() || constructor.has(FunctionFlag::copy_or_move) || is_put_) return;
    const Place place = inventory::to_place(event.location);
    const Source* source = sources_.find(place.file);
    const auto range = source != nullptr ? source->range(place) : std::nullopt;
    const bool constant = std::ranges::all_of(event.arguments, [](const facts::Operand& each) {
      return each.place.root == facts::Root::constant || each.place.root == facts::Root::null ||
             each.place.root == facts::Root::text;
    });
    if (!range || !constant) return trouble(event.location, "objects are made with arguments");
    std::string text(source->of(*range));
    if (!text.starts_with("new ")) {
      // The constructor stands behind the `new`.
      const size_t first = source->token_at(range->begin);
      if (first == 0 || !source->tokens()[first - 1].is("new")) {
        return trouble(event.location, "objects are made with arguments");
      }
      text = "new " + text;
    }
    if (!out_.create.empty() && out_.create != text) {
      trouble(event.location, "objects are made in two ways");
    }
    out_.create = text;
  }

  [[nodiscard]] ObjectWords words(const FlowGraph& graph, const facts::Local& local) const {
    ObjectWords out;
    out.name = local.name.text();
    out.is_reference =
        subject_.program.type(local.type).kind == facts::TypeKind::lvalue_reference ||
        subject_.program.type(local.type).kind == facts::TypeKind::rvalue_reference;
    for (const facts::Local& each : graph.locals) out.closed.emplace(each.name.text());
    const auto slot = subject_.program.field(own_.slot);
    for (const facts::Record* record : {subject_.program.record(own_.owner), slot.record}) {
      if (record == nullptr) continue;
      for (const facts::Field& field : record->fields) out.closed.emplace(field.name.text());
    }
    for (const facts::Variable* each : subject_.program.variables()) {
      if (is_owner(each->record)) out.closed.insert(last_part(each->name.text()));
    }
    for (const facts::Function* each : subject_.program.functions()) {
      if (is_owner(each->record)) out.closed.insert(last_part(each->name.text()));
    }
    if (const facts::Variable* each = subject_.program.variable(own_.slot)) {
      out.closed.insert(last_part(each->name.text()));
    }
    return out;
  }

  // Braces around an offset, from the beginning of the function on.
  static size_t depth_in(const Source& source, Range function, size_t offset) {
    size_t depth = 0;
    for (size_t i = source.token_at(function.begin); i < source.token_at(offset); ++i) {
      if (source.tokens()[i].is("{")) ++depth;
      if (source.tokens()[i].is("}") && depth > 0) --depth;
    }
    return depth;
  }

  // Through a smart pointer the object is no local, but its owner is.
  static const facts::Local* local_named(const FlowGraph& graph, const Source& source,
                                         size_t offset) {
    size_t first = source.token_at(offset);
    while (source.tokens()[first].is("*") || source.tokens()[first].is("(")) ++first;
    const std::string_view name = source.tokens()[first].text;
    const auto found = std::ranges::find_if(
        graph.locals, [&](const facts::Local& each) { return each.name.text() == name; });
    return found != graph.locals.end() ? &*found : nullptr;
  }

  // Whether the block around an offset takes a used object first.
  [[nodiscard]] bool takes_before(const Source& source, size_t offset) const {
    const auto slot = subject_.program.field(own_.slot);
    const facts::Variable* variable = subject_.program.variable(own_.slot);
    const std::string name = slot.field != nullptr ? std::string(slot.field->name.text())
                             : variable != nullptr ? last_part(variable->name.text())
                                                   : "";
    for (size_t i = source.token_at(offset); i-- > 0 && !source.tokens()[i].is("{");) {
      if (source.tokens()[i].is(name)) return true;
    }
    return false;
  }

  // A statement that does something to the object becomes one of a hook.
  void statement(const FlowGraph& graph, const facts::Function& function, uint32_t block,
                 const facts::Event& event, const facts::Place& target) {
    const auto refuse = [&] {
      trouble(event.location, std::string("the ") + (is_put_ ? "put" : "get") +
                                  " does something to the object here that no hook can do");
    };
    const Place place = inventory::to_place(event.location);
    const Place whole = inventory::to_place(function.location);
    const Source* source = sources_.find(place.file);
    const auto range = source != nullptr ? source->range(place) : std::nullopt;
    const auto body = source != nullptr ? source->range(whole) : std::nullopt;
    const auto found = range ? source->statement(*range) : std::nullopt;
    if (!found || !body || place.file != whole.file) return refuse();
    const facts::Local* object = target.root == facts::Root::local
                                     ? &graph.locals[target.index]
                                     : local_named(graph, *source, found->range.begin);
    if (object == nullptr) return refuse();
    const bool fresh_too = !is_put_ && is_behind_new(graph, block);
    const bool always = depth_in(*source, *body, found->range.begin) == 1 ||
                        (!is_put_ && takes_before(*source, found->range.begin));
    const bool plain = !found->is_controlled && !found->has_several && always;
    const size_t first = source->token_at(found->range.begin);
    if (!plain || source->tokens()[first].is("return")) return refuse();
    const auto text = of_object(*source, found->range, words(graph, *object));
    if (!text) return refuse();
    (fresh_too ? prepare_ : reset_)[{place.file, found->range.begin}] = *text;
  }

  // Whether a fresh object comes by this block.
  [[nodiscard]] static bool is_behind_new(const FlowGraph& graph, uint32_t block) {
    std::vector<uint32_t> work;
    std::vector<bool> seen(graph.blocks.size(), false);
    for (uint32_t i = 0; i < graph.blocks.size(); ++i) {
      if (std::ranges::any_of(graph.blocks[i].events, [](const facts::Event& each) {
            return each.kind == EventKind::new_;
          })) {
        work.push_back(i);
        seen[i] = true;
      }
    }
    while (!work.empty()) {
      const uint32_t at = work.back();
      work.pop_back();
      if (at == block) return true;
      for (const uint32_t next : graph.blocks[at].successors) {
        if (next == facts::kNoBlock || seen[next]) continue;
        seen[next] = true;
        work.push_back(next);
      }
    }
    return false;
  }

  // The put deletes an object rather than keep it: for want of room, or because of what it is.
  void dropped(const FlowGraph& graph, const facts::Event& event) {
    if (own_.bounded || event.arguments.empty()) return;
    const facts::Place& object = event.arguments[0].place;
    const Place place = inventory::to_place(event.location);
    const Source* source = sources_.find(place.file);
    const auto range = source != nullptr ? source->range(place) : std::nullopt;
    const auto condition = range ? condition_around(*source, *range) : std::nullopt;
    if (condition && object.root == facts::Root::local) {
      if (const auto text =
              of_object(*source, *condition, words(graph, graph.locals[object.index]))) {
        out_.retain = "!(" + *text + ")";
        return;
      }
    }
    trouble(event.location, "when the put drops an object does not show");
  }

  // What stands in the brackets of the innermost `if` around.
  static std::optional<Range> condition_around(const Source& source, Range range) {
    const auto& tokens = source.tokens();
    for (size_t i = source.token_at(range.begin); i-- > 0;) {
      if (tokens[i].is(";") || tokens[i].is("}")) return std::nullopt;
      if (!tokens[i].is("if") || i + 1 >= tokens.size() || !tokens[i + 1].is("(")) continue;
      const auto closing = source.partner(i + 1);
      if (!closing || tokens[*closing].range.end > range.begin) return std::nullopt;
      return Range{tokens[i + 1].range.end, tokens[*closing].range.begin};
    }
    return std::nullopt;
  }

  // A number that the class keeps; what it holds by its type alone, as its size, is none.
  [[nodiscard]] bool is_owner_field(Symbol id) const {
    const auto field = subject_.program.field(id);
    return field.record != nullptr && is_owner(field.record->id) && id != own_.slot &&
           subject_.program.type(field.field->type).kind == facts::TypeKind::integer;
  }

  // The bound is a member of the pool's class. It shows where one constructor, or the member's
  // declaration, says what it is, and nothing changes it afterwards.
  void take_from_instance(Symbol member) {
    const auto given = made_with(subject_.program, key_, sources_);
    if (!given) return;
    std::optional<std::string> text;
    int constructors = 0;
    for (const facts::Function* each : subject_.program.functions()) {
      const auto graph = is_owner(each->record) ? subject_.program.graph(each->id) : nullptr;
      if (!graph) continue;
      const bool constructs = each->has(FunctionFlag::constructor) &&
                              !each->has(FunctionFlag::copy_or_move) &&
                              each->parameters.size() == given->size();
      const Writes writes = writes_of(*graph, member);
      if (writes.changes != 0 && !each->has(FunctionFlag::constructor)) return;
      if (!constructs) continue;
      ++constructors;
      if (writes.changes == 0) continue;
      if (writes.changes != 1 || !writes.parameter) return;
      const auto index = static_cast<size_t>(*writes.parameter);
      if (index < given->size()) text = (*given)[index];
    }
    if (constructors > 1) return;
    if (!text) {
      const facts::Field* field = subject_.program.field(member).field;
      if (field == nullptr || !given->empty()) return;
      text = std::string(field->initializer.text());
      if (text->size() > 2 && text->front() == '{') text = text->substr(1, text->size() - 2);
      if (!std::ranges::all_of(*text, [](unsigned char c) { return std::isdigit(c) != 0; })) return;
    }
    const bool plain = !text->empty() && std::ranges::all_of(*text, [](unsigned char c) {
      return std::isalnum(c) != 0 || c == '_' || c == ':';
    });
    if (plain && *text != "0") out_.capacity = *text;
  }

  // How often a function writes a member, and which parameter it is set to as it stands.
  struct Writes {
    int changes = 0;
    std::optional<uint32_t> parameter;
  };

  static bool is_written(const FlowGraph& graph, uint32_t local) {
    return std::ranges::any_of(graph.blocks, [&](const facts::Block& block) {
      return std::ranges::any_of(block.events, [&](const facts::Event& each) {
        const bool writes = each.kind == EventKind::assign ||
                            (each.kind == EventKind::use && each.has(facts::EventFlag::write));
        return writes && each.target.root == facts::Root::local && each.target.index == local;
      });
    });
  }

  static Writes writes_of(const FlowGraph& graph, Symbol member) {
    Writes out;
    const auto is_it = [member](const facts::Place& place) {
      return !place.steps.empty() && place.steps.back().kind == facts::StepKind::field &&
             place.steps.back().field == member;
    };
    for (const facts::Block& block : graph.blocks) {
      for (const facts::Event& each : block.events) {
        const bool assigns = each.kind == EventKind::assign;
        const bool writes =
            assigns || (each.kind == EventKind::use && each.has(facts::EventFlag::write));
        if (!writes || !is_it(each.target)) continue;
        ++out.changes;
        if (!assigns || each.compare != facts::CompareOp::none || each.arguments.size() != 1) {
          continue;
        }
        const facts::Place& from = each.arguments[0].place;
        const bool whole = from.root == facts::Root::local && from.steps.empty();
        if (whole && from.index < graph.parameter_count) out.parameter = from.index;
      }
    }
    if (out.parameter && is_written(graph, *out.parameter)) out.parameter.reset();
    return out;
  }

  // The number that a function compares with. The body of a template's function is that of one of
  // its instances: a number that an argument gave it is what the type of this pool says there, and
  // any other one has to be written in the body.
  [[nodiscard]] std::string number_in(const facts::Function& function, int64_t value) const {
    std::string out = std::to_string(value);
    const auto& arguments = subject_.program.type(function.record_type).text_arguments;
    if (arguments.empty()) return out;
    const bool written = sources_.is_written_in(sources_.stretch(function.location), out);
    const auto given =
        std::ranges::find(arguments, out, [](Symbol each) { return without_suffix(each.text()); });
    if (given == arguments.end()) return written ? out : "";
    const auto& own =
        subject_.program.type(inventory::type_of(key_, subject_.program)).text_arguments;
    const auto index = static_cast<size_t>(given - arguments.begin());
    if (own.size() != arguments.size()) return "";
    // Either may be meant where the number is written as well.
    if (written && own[index] != *given) return "";
    return std::string(without_suffix(own[index].text()));
  }

  void bound(const facts::Function& function, const facts::Block& block) {
    if (own_.single) {
      out_.capacity = "1";
      return;
    }
    const facts::Condition& condition = block.condition;
    if (condition.op == facts::CompareOp::none || condition.op == facts::CompareOp::truth) return;
    for (const facts::Operand* side : {&condition.left, &condition.right}) {
      const facts::Place& place = side->place;
      const bool is_member = place.root == facts::Root::this_ && !place.steps.empty() &&
                             place.steps.back().kind == facts::StepKind::field;
      if (is_member && is_owner_field(place.steps.back().field)) {
        take_from_instance(place.steps.back().field);
      } else if (place.root == facts::Root::constant && place.value > 0) {
        out_.capacity = number_in(function, place.value);
      } else if (place.root == facts::Root::global && place.steps.empty()) {
        const facts::Variable* known = subject_.program.variable(place.symbol);
        if (known != nullptr && known->is_const && !is_owner(known->record)) {
          out_.capacity = last_part(known->name.text());
        } else if (known != nullptr && known->is_const && known->arguments.size() == 1) {
          out_.capacity = known->arguments[0].text();
        }
      }
    }
  }

  const Subject& subject_;
  const inventory::Pool& pool_;
  const inventory::PoolKey& key_;
  const HandWritten& own_;
  Sources& sources_;
  bool is_put_;
  const facts::Record* pooled_;
  const facts::Record* element_ = nullptr;
  Habits out_;
  std::map<std::pair<std::string, size_t>, std::string> reset_;  // in the order of the source
  std::map<std::pair<std::string, size_t>, std::string> prepare_;
};

}  // namespace

Habits habits_of(const Subject& subject, size_t pool, const HandWritten& own, Sources& sources) {
  Habits out;
  const auto differ = [&](const char* what) {
    out.troubles.push_back({subject.pools[pool].id, subject.pools[pool].place,
                            std::string("the pool has two ways to ") + what +
                                ", which do different things to an object"});
  };
  const auto all = [&](const std::vector<analysis::Part>& parts, bool is_put) {
    std::optional<Habits> first;
    for (const analysis::Part& part : parts) {
      Habits each = Body(subject, pool, own, sources, is_put).of(part);
      if (!first) {
        first = std::move(each);
      } else if (!(*first == each)) {
        differ(is_put ? "put" : "get");
      }
    }
    return first.value_or(Habits{});
  };
  if (const std::string name = unseen_parameter(subject, pool, own, sources); !name.empty()) {
    out.troubles.push_back({subject.pools[pool].id, subject.pools[pool].place,
                            "what its functions do depends on " + name +
                                ", which is another one here than in the code that is seen"});
  }
  Habits put = all(own.puts, true);
  const Habits get = all(own.gets, false);
  out.create = get.create;
  out.reset = put.reset;
  // A used object that the get resets may as well be reset when it comes back: nobody sees it
  // meanwhile.
  out.reset.insert(out.reset.end(), get.reset.begin(), get.reset.end());
  out.prepare = get.prepare;
  out.retain = put.retain;
  out.capacity = put.capacity;
  if (own.bounded && out.capacity.empty()) {
    out.troubles.push_back(
        {subject.pools[pool].id, subject.pools[pool].place, "its bound does not show"});
  }
  out.troubles.insert(out.troubles.end(), put.troubles.begin(), put.troubles.end());
  out.troubles.insert(out.troubles.end(), get.troubles.begin(), get.troubles.end());
  return out;
}

}  // namespace pool_audit::refactor
