#include "checks/analysis/effects.h"

#include <algorithm>
#include <array>

namespace pool_audit::analysis {

using facts::Event;
using facts::EventFlag;
using facts::EventKind;
using facts::FlowGraph;
using facts::Function;
using facts::FunctionFlag;

namespace {

constexpr int kCaptureBase = 1000;

// Methods of standard containers that keep what they are given.
constexpr std::array kKeepers = {"push_back",     "push_front", "push",       "emplace_back",
                                 "emplace_front", "emplace",    "insert",     "insert_or_assign",
                                 "try_emplace",   "assign",     "push_range", "append",
                                 "enqueue"};

std::string_view last_component(std::string_view name) {
  const size_t at = name.rfind("::");
  return at == std::string_view::npos ? name : name.substr(at + 2);
}

std::string quoted(const Function& function) {
  return std::string(function.name.text()) + "()";
}

CallEffect to_effect(const Outcome& outcome, const Function* function) {
  const std::string name = function ? quoted(*function) : "a lambda";
  switch (outcome.fate) {
    case Fate::all_paths:
    case Fate::leased:
      return {Effect::puts, "put by " + name};
    case Fate::some_paths:
      return {Effect::puts_some, "put by " + name + " on some paths only"};
    case Fate::handed_over:
      if (outcome.returned) return {Effect::returns, name + " returns it"};
      return {Effect::keeps, name + ": " + outcome.reason};
    case Fate::mixed:
      return {Effect::keeps, name + " puts or keeps it"};
    case Fate::never:
    case Fate::borrowed:
      if (outcome.reset) return {Effect::resets, name + " resets it"};
      return {Effect::borrows, ""};
    case Fate::unproven:
      return {Effect::unknown, name + ": " + outcome.reason};
  }
  return {};
}

}  // namespace

CallEffect Effects::summary(Symbol function, int index) const {
  return summaries_.get({function, index}, [&] { return summarise(function, index); });
}

CallEffect Effects::summarise(Symbol function, int index) const {
  const Function* fact = program_.function(function);
  const auto graph = program_.graph(function);
  if (!graph) {
    return {Effect::unknown, "passed to " + (fact ? quoted(*fact) : std::string("a function")) +
                                 ", whose body is not in the program"};
  }
  Origin origin;
  if (index >= kCaptureBase) {
    origin.kind = Origin::Kind::capture;
    origin.index = static_cast<uint32_t>(index - kCaptureBase);
  } else if (index < 0) {
    origin.kind = Origin::Kind::this_;
  } else {
    origin.kind = Origin::Kind::parameter;
    origin.index = static_cast<uint32_t>(index);
    if (origin.index >= graph->parameter_count) return {Effect::borrows, ""};
  }
  return to_effect(explore(*graph, origin, *this), fact);
}

CallEffect Effects::capture_effect(Symbol function, uint32_t capture) const {
  return summary(function, kCaptureBase + static_cast<int>(capture));
}

CallEffect Effects::effect(const FlowGraph&, const Event& event, int index, bool address) const {
  if (const Role& role = roles_.of(event)) {
    const bool here = (role.object == ObjectAt::object && index < 0) ||
                      (role.object == ObjectAt::argument && role.index == index && !address) ||
                      (role.object == ObjectAt::deref && role.index == index && address);
    if (here && role.kind == RoleKind::put) {
      const auto effect = role.operation ? role.operation->effect : model::Effect::give_back;
      if (effect == model::Effect::transfer) return {Effect::keeps, "handed on"};
      return {Effect::puts, ""};
    }
    if (here && role.kind == RoleKind::reset) return {Effect::resets, ""};
    if (role.kind != RoleKind::put || !here) {
      // The pool's own API does nothing else with what it is given, but by reference to a pointer.
      if (!address || role.kind == RoleKind::get) return {Effect::borrows, ""};
    }
  }
  if (event.kind == EventKind::new_) {  // what is built in the memory is the object from here on
    const bool memory = event.has(EventFlag::placement) && index == 0;
    return {memory ? Effect::returns : Effect::borrows, ""};
  }
  if (event.kind == EventKind::delete_) return {Effect::keeps, "destroyed by delete"};
  if (event.has(EventFlag::indirect)) {
    if (index < 0) return {Effect::borrows, ""};
    return {Effect::unknown, "passed to a function through a pointer"};
  }
  const Function* callee = program_.function(event.callee);
  if (!callee) {
    return {Effect::unknown, "passed to " + std::string(event.callee.text()) + "()"};
  }
  if (index >= 0 && (models_.consumed_argument(callee->name.text()) == index ||
                     roles_.consumed_argument(*callee) == index)) {
    return {Effect::keeps, "handed to " + quoted(*callee)};
  }
  if (callee->has(FunctionFlag::in_system_header)) {
    return library_effect(*callee, event, index, address);
  }
  std::vector<Symbol> candidates;
  if (event.has(EventFlag::virtual_)) candidates = program_.overriders(event.callee);
  if (!callee->has(FunctionFlag::pure) || candidates.empty()) candidates.push_back(event.callee);
  if (candidates.size() > 16) {
    return {Effect::unknown, "passed to one of many overriders of " + quoted(*callee)};
  }
  if (address) {
    // What is handed over by reference may be copied, and kept.
    const std::string_view last = last_component(callee->name.text());
    if (std::ranges::any_of(kKeepers, [&](const char* each) { return last == each; })) {
      return {Effect::keeps, "stored by " + quoted(*callee)};
    }
    return {Effect::unknown, "its pointer is handed to " + quoted(*callee) + " by address"};
  }
  CallEffect out;
  bool first = true;
  for (const Symbol candidate : candidates) {
    CallEffect each = summary(candidate, index);
    if (first) {
      out = std::move(each);
      first = false;
    } else if (each.effect != out.effect) {
      return {Effect::unknown, "the overriders of " + quoted(*callee) + " differ"};
    }
  }
  if (out.effect == Effect::unknown && index < 0 && !program_.has_graph(event.callee)) {
    return {Effect::borrows, ""};  // calling a method of the object is using it
  }
  return out;
}

CallEffect Effects::library_effect(const Function& callee, const Event& event, int index,
                                   bool address) const {
  const std::string_view name = callee.name.text();
  const std::string_view last = last_component(name);
  if (index < 0) return {Effect::borrows, ""};
  if (callee.has(FunctionFlag::constructor)) {
    if (is_owner(event.type)) return {Effect::owns, "owned by a handle"};
    if (name.find("_ptr") != std::string_view::npos) {
      return event.arguments.size() > 1
                 ? CallEffect{Effect::owns, "owned by a smart pointer with a deleter"}
                 : CallEffect{Effect::keeps, "owned by a smart pointer"};
    }
    if (callee.has(FunctionFlag::copy_or_move)) return {Effect::returns, ""};
    return {Effect::unknown, "passed to the constructor " + quoted(callee)};
  }
  const bool keeps = std::ranges::any_of(kKeepers, [&](const char* each) { return last == each; });
  if (keeps && name.find("::") != std::string_view::npos) {
    return {Effect::keeps, "stored in a container"};
  }
  if (last == "reset" && name.find("_ptr") != std::string_view::npos) {
    return {Effect::keeps, "owned by a smart pointer"};
  }
  if (last == "free" || last == "operator delete") return {Effect::keeps, "freed by the heap"};
  if (last == "swap" || last == "exchange") return {Effect::unknown, "swapped"};
  if (address && !name.starts_with("std::operator")) {
    const auto position = static_cast<size_t>(index);
    const bool constant =
        position < callee.parameters.size() &&
        program_.type(callee.parameters[position].type).spelling.text().find("const") !=
            std::string_view::npos;
    if (!constant) return {Effect::unknown, "its pointer is handed to " + quoted(callee)};
  }
  if (!address && borrows_nothing_known(callee, index)) {
    return {Effect::unknown, "passed to " + quoted(callee) + " of a library"};
  }
  if (last == "thread" || last == "async" || last.starts_with("pthread_create")) {
    return {Effect::keeps, "handed to another thread"};
  }
  return {Effect::borrows, ""};
}

// A C function that takes a pointer to something it could write to could also keep it; those of the
// C library do not.
bool Effects::borrows_nothing_known(const Function& callee, int index) const {
  const std::string_view name = callee.name.text();
  if (name.find("::") != std::string_view::npos || index < 0) return false;
  static constexpr std::array kBorrowers = {
      "mem",           "str",    "print",  "snprintf", "vsn",      "fread",          "fwrite",
      "read",          "write",  "recv",   "send",     "sprintf",  "__builtin_",     "bcopy",
      "bzero",         "qsort",  "atomic", "__atomic", "__sync",   "pthread_mutex",  "gettimeofday",
      "clock_gettime", "stat",   "fstat",  "poll",     "getsock",  "getpeer",        "connect",
      "bind",          "accept", "inet_",  "assert",   "__assert", "posix_memalign", "wmem"};
  if (std::ranges::any_of(kBorrowers, [&](const char* each) { return name.starts_with(each); })) {
    return false;
  }
  const auto position = static_cast<size_t>(index);
  if (position >= callee.parameters.size()) return false;
  const facts::Type& parameter = program_.type(callee.parameters[position].type);
  if (parameter.kind != facts::TypeKind::pointer) return false;
  return parameter.spelling.text().find("const ") == std::string_view::npos;
}

bool Effects::destructor_puts(const facts::Record& record) const {
  if (!record.destructor) return false;
  const auto graph = program_.graph(record.destructor);
  if (!graph) return false;
  for (const facts::Block& block : graph->blocks) {
    for (const Event& event : block.events) {
      const Role& role = roles_.of(event);
      if (role.kind != RoleKind::put) continue;
      const facts::Place* object = nullptr;
      if (role.object == ObjectAt::object) object = &event.object.place;
      const auto index = static_cast<size_t>(std::max(role.index, 0));
      if ((role.object == ObjectAt::argument || role.object == ObjectAt::deref) &&
          index < event.arguments.size()) {
        object = &event.arguments[index].place;
      }
      if (object && object->root == facts::Root::this_ && object->steps.size() >= 2) return true;
    }
  }
  return false;
}

bool Effects::is_owner(facts::TypeId id) const {
  const auto [at, fresh] = owners_.try_emplace(id, false);
  if (!fresh) return at->second;
  const facts::Type& type = program_.type(id);
  bool owner = false;
  if (type.kind == facts::TypeKind::record) {
    if (const auto handle = roles_.handle_of_type(id, "")) {
      owner = handle.handle->releases_on_destruction;
    } else if (type.template_name.text() == "std::unique_ptr" && type.arguments.size() >= 2) {
      const facts::Type& deleter = program_.type(type.arguments[1]);
      owner = deleter.template_name.text() != "std::default_delete";
    } else if (const facts::Record* record = program_.record(type.record);
               record && !record->is_system) {
      owner = destructor_puts(*record);
    }
  }
  owners_[id] = owner;
  return owner;
}

bool Effects::never_fails(const Event& event) const {
  const Role& role = roles_.of(event);
  if (role.operation) {
    return role.operation->fails == model::Failure::never ||
           role.operation->fails == model::Failure::throws;
  }
  return event.kind == EventKind::new_;
}

}  // namespace pool_audit::analysis
