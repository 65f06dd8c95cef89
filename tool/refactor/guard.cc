#include "tool/refactor/guard.h"

#include <algorithm>
#include <set>

#include "checks/inventory/describe.h"
#include "checks/rules/pooled_type.h"
#include "tool/refactor/include_lines.h"
#include "tool/refactor/lease_uses.h"
#include "tool/refactor/named_get.h"
#include "tool/refactor/pointer_uses.h"
#include "tool/refactor/remove_sites.h"

namespace pool_audit::refactor {

using analysis::EventAt;
using analysis::Fate;
using facts::Event;
using facts::EventKind;
using facts::FlowGraph;
using facts::Root;
using inventory::Edit;
using inventory::Place;
using inventory::Subject;
using inventory::Taken;

namespace {

// Whether the function does something between the put and the end of the object's scope that it
// would notice whether the object is back: then the put stays where it is.
class Afterwards {
 public:
  Afterwards(const FlowGraph& graph, uint32_t local, const Taken& get)
      : graph_(graph), local_(local), get_(get) {}

  bool matters(EventAt put) {
    seen_.assign(graph_.blocks.size(), false);
    return walk(put.block, put.event + 1);
  }

 private:
  bool walk(uint32_t block, uint32_t event) {
    if (block >= graph_.blocks.size()) return false;
    const facts::Block& here = graph_.blocks[block];
    if (here.terminator == facts::Terminator::throw_) return true;
    for (; event < here.events.size(); ++event) {
      const Event& each = here.events[event];
      if (each.kind == EventKind::end && is_object(each.target)) return false;
      if (block == get_.block && event == get_.event) return true;
      if (is_noticed(each)) return true;
    }
    return std::ranges::any_of(here.successors, [&](uint32_t next) {
      if (next >= seen_.size() || seen_[next]) return false;
      seen_[next] = true;
      return walk(next, 0);
    });
  }

  [[nodiscard]] bool is_object(const facts::Place& place) const {
    return place.root == Root::local && place.index == local_ && place.steps.empty();
  }

  // A value that no put changes: a constant, or a local of this function.
  static bool is_settled(const facts::Place& place) {
    const bool fixed = place.root == facts::Root::constant || place.root == facts::Root::null ||
                       place.root == facts::Root::text || place.root == facts::Root::temp ||
                       place.root == facts::Root::local;
    return fixed && place.steps.empty();
  }

  [[nodiscard]] bool is_noticed(const Event& event) const {
    const auto own = [](const facts::Place& place) {
      return place.steps.empty() && (place.root == Root::local || place.root == Root::temp);
    };
    switch (event.kind) {
      case EventKind::end:
      case EventKind::declare:
        return false;
      case EventKind::return_:
        return !event.arguments.empty() && !is_settled(event.arguments[0].place);
      case EventKind::assign:  // the put itself may name the local that is written
        return event.target.root != facts::Root::temp;
      case EventKind::use:
        return !own(event.target);
      case EventKind::destroy: {
        // What was there before the object is destroyed behind it, as before.
        if (event.target.root != Root::local) return true;
        const facts::Location& there = graph_.locals[event.target.index].location;
        const facts::Location& here = graph_.locals[local_].location;
        return there.file != here.file || there.line > here.line ||
               (there.line == here.line && there.column > here.column);
      }
      default:
        return true;
    }
  }

  const FlowGraph& graph_;
  uint32_t local_;
  const Taken& get_;
  std::vector<bool> seen_;
};

class Guard {
 public:
  Guard(const Subject& subject, Sources& sources, const Taken& get)
      : subject_(subject), sources_(sources), get_(get) {}

  Guarded run() {
    const Fate fate = get_.outcome.fate;
    if ((fate != Fate::all_paths && fate != Fate::some_paths) || get_.outcome.puts.empty()) {
      return {};
    }
    out_.place = get_.place;
    graph_ = subject_.program.graph(get_.function);
    if (!graph_) return {};
    const Event& event = graph_->blocks[get_.block].events[get_.event];
    if (subject_.program.type(event.type).kind != facts::TypeKind::pointer &&
        get_.role.object == analysis::ObjectAt::result) {
      return {};  // an owner already, or a number
    }
    if (has_owner()) return {};
    const bool good = read_get() && read_puts() && read_uses();
    if (!good) {
      out_.edits.clear();
      return std::move(out_);
    }
    write();
    return std::move(out_);
  }

 private:
  struct Put {
    Statement statement;
    EventAt at;
    bool stays = false;  // in a handler: the object is put back where it always was
  };

  bool stop(std::string reason, const Place* place = nullptr) {
    out_.reason = std::move(reason);
    if (place != nullptr) out_.place = *place;
    return false;
  }

  [[nodiscard]] const std::vector<SourceToken>& tokens() const { return named_->source->tokens(); }
  [[nodiscard]] size_t token_at(size_t offset) const { return named_->source->token_at(offset); }

  // Whether the get is an argument of a smart pointer that is declared there, as this very planner
  // writes it: std::unique_ptr<Buffer, decltype(put_b)> b(buffers.acquire(), put_b);
  [[nodiscard]] bool has_owner() const {
    const Source* source = sources_.find(get_.place.file);
    const auto call = source != nullptr ? source->range(get_.place) : std::nullopt;
    if (!call) return false;
    const auto& tokens = source->tokens();
    const size_t first = source->token_at(call->begin);
    const auto statement = source->statement_around(first);
    if (!statement || first == 0) return false;
    const std::string_view text = source->of(statement->range);
    const bool owner = text.starts_with("std::unique_ptr<") || text.starts_with("std::shared_ptr<");
    return owner && (tokens[first - 1].is("(") || tokens[first - 1].is("{"));
  }

  bool read_get() {
    if (get_.place.file.ends_with(".c")) return stop("C has no destructor that would put it back");
    if (!get_.place.macro.empty()) {
      return stop("the get comes out of the macro " + get_.place.macro);
    }
    named_ = named_get(sources_, get_);
    if (!named_ || !named_->declares) return stop("the get is no declaration of a pointer");
    const auto local = std::ranges::find_if(graph_->locals, [&](const facts::Local& each) {
      const auto at = named_->source->offset(each.location.line, each.location.column);
      return each.name.text() == named_->name && each.location.file.text() == named_->file && at &&
             named_->statement.range.begin <= *at && *at < named_->statement.range.end;
    });
    if (local == graph_->locals.end()) return stop("the variable of the get does not show");
    local_ = static_cast<uint32_t>(local - graph_->locals.begin());
    const auto end = end_of_block(*named_->source, token_at(named_->call.begin));
    if (!end) return stop("the scope of the object does not show");
    end_ = *end;
    type_ = object_type();
    return !type_.empty() || stop("the type of the object has no name here");
  }

  // `Buffer` of `Buffer* b`, else as the inventory has it.
  [[nodiscard]] std::string object_type() const {
    const size_t first = token_at(named_->statement.range.begin);
    size_t star = first;
    while (!tokens()[star].is("*") && !tokens()[star].is("=")) ++star;
    const bool is_auto = std::any_of(tokens().begin() + static_cast<std::ptrdiff_t>(first),
                                     tokens().begin() + static_cast<std::ptrdiff_t>(star),
                                     [](const SourceToken& token) { return token.is("auto"); });
    if (is_auto || star == first || !tokens()[star].is("*")) {
      return writable_type(subject_.pools[get_.pools.front()].pooled.name);
    }
    const size_t name = star + (tokens()[star + 1].is("const") ? 2 : 1);
    if (!tokens()[name].is(named_->name)) return {};  // Buffer** b
    return std::string(
        named_->source->of({tokens()[first].range.begin, tokens()[star - 1].range.end}));
  }

  // All puts, which have to be the same statement.
  bool read_puts() {
    for (const facts::Location& location : get_.outcome.puts) {
      const Place place = inventory::to_place(location);
      if (!place.macro.empty()) {
        return stop("the put comes out of the macro " + place.macro, &place);
      }
      const auto range = place.file == named_->file ? named_->source->range(place) : std::nullopt;
      if (!range) return stop("the put is no statement of its own", &place);
      const auto at = event_at(location);
      if (!at) return stop("what is called here does not show", &place);
      if (!read_put(*range, *at, place)) return false;
    }
    return read_handlers();
  }

  bool read_put(Range range, EventAt at, const Place& place) {
    const auto statement = named_->source->statement(range);
    if (!statement || statement->range.begin != range.begin ||
        !tokens()[token_at(range.end)].is(";")) {
      return stop("the put is no statement of its own", &place);
    }
    if (range.begin < named_->call.end || range.end > tokens()[end_].range.begin) {
      return stop("the put is outside of the block of the get", &place);
    }
    const std::string call = generic(range);
    if (call.empty()) return stop("the put names more than the object and the pool", &place);
    if (!call_.empty() && call != call_) {
      return stop("the puts of the object are not alike", &place);
    }
    call_ = call;
    if (!subject_.effects.thrown_by(graph_->blocks[at.block].events[at.event]).empty()) {
      return stop("the put may throw, which no destructor may", &place);
    }
    puts_.push_back({*statement, at});
    return true;
  }

  // Calls that get the object where an exception is handled, of which the outcome says nothing
  // when no exception is known to come there: they are puts, or might put it back.
  bool read_handlers() {
    const std::vector<bool> met = blocks_behind_get();
    for (uint32_t block = 0; block < graph_->blocks.size(); ++block) {
      if (met[block]) continue;
      const auto& events = graph_->blocks[block].events;
      for (uint32_t event = 0; event < events.size(); ++event) {
        const Event& each = events[event];
        const bool passed = std::ranges::any_of(each.arguments, [&](const facts::Operand& one) {
          return one.place.root == Root::local && one.place.index == local_ &&
                 one.place.steps.empty();
        });
        const bool known = std::ranges::any_of(
            puts_, [&](const Put& put) { return put.at.block == block && put.at.event == event; });
        if (each.kind != EventKind::call || !passed || known) continue;
        const Place place = inventory::to_place(each.location);
        const auto range = place.file == named_->file ? named_->source->range(place) : std::nullopt;
        if (!range || !place.macro.empty() || generic(*range) != call_) {
          return stop("'" + named_->name + "' is passed on where an exception is handled", &place);
        }
        if (!read_put(*range, {block, event}, place)) return false;
        puts_.back().stays = true;
      }
    }
    return true;
  }

  // Where the function comes to without an exception.
  [[nodiscard]] std::vector<bool> blocks_behind_get() const {
    std::vector<bool> met(graph_->blocks.size(), false);
    std::vector<uint32_t> open = {get_.block};
    while (!open.empty()) {
      const uint32_t block = open.back();
      open.pop_back();
      if (block >= met.size() || met[block]) continue;
      met[block] = true;
      std::ranges::copy(graph_->blocks[block].successors, std::back_inserter(open));
    }
    return met;
  }

  // The call with `object` for the variable; "" when a name in it is declared behind the get.
  std::string generic(Range call) {
    std::string out;
    size_t at = call.begin;
    size_t named = 0;
    for (size_t i = token_at(call.begin); i < token_at(call.end); ++i) {
      const SourceToken& token = tokens()[i];
      if (token.is("object") || token.in_directive) return {};
      const bool member = named_->source->is_behind_object(i);
      if (token.is(named_->name) && !member) {
        out += std::string(named_->source->of({at, token.range.begin})) + "object";
        at = token.range.end;
        ++named;
      } else if (token.is_word() && !member) {
        for (uint32_t local = 0; local < graph_->locals.size(); ++local) {
          if (graph_->locals[local].name.text() != token.text) continue;
          captures_ = true;
          const auto declared = named_->source->offset(graph_->locals[local].location.line,
                                                       graph_->locals[local].location.column);
          if (!declared || *declared >= named_->statement.range.begin) return {};
        }
        if (token.is("this")) captures_ = true;
      }
    }
    out += named_->source->of({at, call.end});
    return named == 1 ? out : "";
  }

  [[nodiscard]] std::optional<EventAt> event_at(const facts::Location& location) const {
    for (uint32_t block = 0; block < graph_->blocks.size(); ++block) {
      const auto& events = graph_->blocks[block].events;
      for (uint32_t event = 0; event < events.size(); ++event) {
        const bool call =
            events[event].kind == EventKind::call || events[event].kind == EventKind::delete_;
        if (call && events[event].location == location) return EventAt{block, event};
      }
    }
    return std::nullopt;
  }

  bool read_uses() {
    const Source& source = *named_->source;
    OwnedLocal local;
    local.name = named_->name;
    local.scope = {named_->call.end, tokens()[end_].range.begin};
    for (const Put& put : puts_) {
      if (!is_used_behind(source, put.statement, local)) continue;
      const Place place = source.place(named_->file, put.statement.range);
      return stop("'" + named_->name + "' is named behind this put", &place);
    }
    for (size_t i = token_at(named_->call.end); i < end_; ++i) {
      if (!tokens()[i].is(named_->name)) continue;
      const bool in_put = std::ranges::any_of(puts_, [&](const Put& put) {
        return put.statement.range.begin <= tokens()[i].range.begin &&
               tokens()[i].range.end <= put.statement.range.end;
      });
      if (in_put) continue;
      const PointerUse use = use_of(source, i);
      if (use == PointerUse::other) {
        const Place place = source.place(named_->file, tokens()[i].range);
        return stop("'" + named_->name + "' is copied or changed here", &place);
      }
      if (use == PointerUse::as_it_is) continue;
      const Range behind{tokens()[i].range.end, tokens()[i].range.end};
      out_.edits.push_back({source.place(named_->file, behind), ".get()"});
    }
    return true;
  }

  // The name of the deleter, which nothing else in the file has.
  [[nodiscard]] std::string deleter() const {
    std::string out = "put_" + named_->name;
    while (std::ranges::any_of(tokens(), [&](const SourceToken& each) { return each.is(out); })) {
      out += "_back";
    }
    return out;
  }

  void write() {
    const Source& source = *named_->source;
    const facts::Function* function = subject_.program.function(get_.function);
    if (function != nullptr && function->record) captures_ = true;
    if (function != nullptr && function->has(facts::FunctionFlag::lambda)) captures_ = true;
    const Range whole{named_->statement.range.begin, named_->call.end};
    const size_t equals = source.text().rfind('=', named_->call.begin);
    size_t value = equals + 1;
    value = source.text().find_first_not_of(" \t\r\n", value);
    const std::string taken(source.of({value, named_->call.end}));
    Afterwards afterwards(*graph_, local_, get_);
    if (const auto lease = lease_for(taken)) {
      give_back_ = lease->give_back;
      out_.edits.push_back(
          {source.place(named_->file, whole), "auto " + named_->name + " = " + lease->call});
      for (const Put& put : puts_) write(put, put.stays || afterwards.matters(put.at));
      return;
    }
    const std::string name = deleter();
    const std::string indentation = source.indentation(whole.begin);
    // In a line with something else both stay in that line.
    const bool begins = source.line_begin(whole.begin) + indentation.size() == whole.begin;
    const std::string between = begins ? source.line_end(whole.begin) + indentation : " ";
    const std::string text = "const auto " + name + " = [" + (captures_ ? "&" : "") + "](" + type_ +
                             "* object) { " + call_ + "; };" + between + "std::unique_ptr<" +
                             type_ + ", decltype(" + name + ")> " + named_->name + "(" + taken +
                             ", " + name + ")";
    out_.edits.push_back({source.place(named_->file, whole), text});
    for (const Put& put : puts_) write(put, put.stays || afterwards.matters(put.at));
    if (auto line = include_line(source, named_->file, "<memory>")) out_.edits.push_back(*line);
  }

  // The library's own way to take an object that goes back by itself.
  struct Lease {
    std::string call;       // "buffers.acquire()"
    std::string give_back;  // "reset"
  };

  // In place of `taken`, when the model of the pool has one that gives objects as the get does.
  [[nodiscard]] std::optional<Lease> lease_for(const std::string& taken) const {
    const inventory::Pool& pool = subject_.pools[get_.pools.front()];
    const model::PoolModel* model = rules::model_of(subject_, pool);
    if (model == nullptr) return std::nullopt;
    const auto named = [](const model::Operation& each, std::string_view name) {
      return last_part(each.function) == name;
    };
    const auto get = std::ranges::find_if(model->acquire, [&](const model::Operation& each) {
      return named(each, get_.api) && !each.owning;
    });
    if (get == model->acquire.end()) return std::nullopt;
    const auto lease = std::ranges::find_if(model->acquire, [&](const model::Operation& each) {
      return each.owning && each.async_argument < 0 && each.fails == get->fails &&
             each.blocks == get->blocks && each.object == get->object && !each.function.empty();
    });
    const model::Handle* handle = handle_of(*model);
    if (lease == model->acquire.end() || handle == nullptr) return std::nullopt;
    // buffers.get() and buffers.put(object), and neither says more.
    const std::string tail = get_.api + "()";
    if (!taken.ends_with(tail)) return std::nullopt;
    const std::string way = taken.substr(0, taken.size() - tail.size());
    const bool is_member = way.ends_with('.') || way.ends_with("->");
    const bool plain = std::ranges::any_of(model->release, [&](const model::Operation& each) {
      return each.effect == model::Effect::give_back &&
             call_ == way + last_part(each.function) + "(object)";
    });
    if (!is_member || !plain) return std::nullopt;
    return Lease{way + last_part(lease->function) + "()", handle->give_back.front()};
  }

  // What the library hands out as an owner, if it can stand for a pointer.
  [[nodiscard]] const model::Handle* handle_of(const model::PoolModel& model) const {
    const model::Handle* out = nullptr;
    for (const model::PoolModel& each : subject_.models.models()) {
      if (each.library != model.library) continue;
      for (const model::Handle& handle : each.handles) {
        const bool fits = handle.releases_on_destruction && !handle.give_back.empty() &&
                          std::ranges::count(handle.raw, "get") != 0 &&
                          std::ranges::count(handle.raw, "operator->") != 0;
        if (!fits || (out != nullptr && out->type != handle.type)) return nullptr;
        out = &handle;
      }
    }
    return out;
  }

  void write(const Put& put, bool stays) {
    const Source& source = *named_->source;
    const auto whole =
        put.statement.is_controlled ? source.with_if(put.statement) : std::optional(put.statement);
    if (stays || !whole) {
      out_.edits.push_back({source.place(named_->file, put.statement.range),
                            named_->name + "." + give_back_ + "();"});
      return;
    }
    out_.edits.push_back({source.place(named_->file, source.lines_of(*whole)), ""});
  }

  const Subject& subject_;
  Sources& sources_;
  const Taken& get_;
  std::shared_ptr<const FlowGraph> graph_;
  std::optional<NamedGet> named_;
  uint32_t local_ = 0;
  size_t end_ = 0;  // the token that closes the block of the get
  std::string type_;
  std::string call_;  // "buffers.put(object)"
  bool captures_ = false;
  std::vector<Put> puts_;
  std::string give_back_ = "reset";  // what the owner does where a put has to stay
  Guarded out_;
};

}  // namespace

Guarded guarded(const Subject& subject, Sources& sources, const Taken& get) {
  return Guard(subject, sources, get).run();
}

void plan_guards(const Subject& subject, size_t index, Sources& sources, Plan& plan) {
  const inventory::Pool& pool = subject.pools[index];
  std::set<Place> seen;  // a template has a get for each of its instances
  for (const Taken& get : subject.taken) {
    if (get.pools != std::vector<size_t>{index} || !seen.insert(get.place).second) continue;
    Guarded made = guarded(subject, sources, get);
    if (!made.reason.empty()) {
      plan.manual.push_back(
          {pool.id, made.place,
           "no guard for the get at line " + std::to_string(get.place.line) + ": " + made.reason});
    }
    if (made.edits.empty()) continue;
    const facts::Function* function = subject.program.function(get.function);
    Group group;
    group.pool = pool.id;
    group.pool_name = pool.name;
    group.function = function != nullptr ? std::string(function->name.text()) : "";
    group.title = "let a guard put back what " + group.function + " takes from " + pool.name;
    group.evidence =
        "The object is put back by hand, and never leaves the block that takes it. The "
        "guard does that on every way out, exceptions among them.";
    group.edits = std::move(made.edits);
    plan.groups.push_back(std::move(group));
  }
}

}  // namespace pool_audit::refactor
