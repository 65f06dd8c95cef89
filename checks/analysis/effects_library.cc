// What library functions do, of which nothing but the name and the parameters is known.
#include <algorithm>
#include <array>

#include "checks/analysis/effects.h"
#include "checks/analysis/survey_names.h"
#include "checks/support/words.h"

namespace pool_audit::analysis {

using facts::Event;
using facts::Function;
using facts::FunctionFlag;
using facts::TypeKind;

namespace {

// A value that holds an object, or none: its methods hand out what is in it. One of a number holds
// no object.
bool may_hold_one(const Program& program, const facts::Type& type) {
  constexpr std::array kNames = {"optional", "expected", "variant", "any", "StatusOr"};
  if (!one_of(last_component(type.template_name.text()), kNames)) return false;
  return type.arguments.empty() || std::ranges::any_of(type.arguments, [&](facts::TypeId each) {
           const TypeKind kind = program.type(each).kind;
           return kind == TypeKind::pointer || kind == TypeKind::record;
         });
}

// Methods of containers that keep what they are given.
constexpr std::array kKeepers = {"push_back",     "push_front", "push",       "emplace_back",
                                 "emplace_front", "emplace",    "insert",     "insert_or_assign",
                                 "try_emplace",   "assign",     "push_range", "append",
                                 "enqueue"};

}  // namespace

std::string_view Effects::last_component(const Function& function) {
  return pool_audit::last_component(function.name.text());
}

std::string Effects::in_words(const Function& function) {
  return std::string(function.name.text()) + "()";
}

bool Effects::is_keeper(const Function& function) {
  const std::string_view last = last_component(function);
  return std::ranges::any_of(kKeepers, [&](const char* each) { return last == each; });
}

CallEffect Effects::library_effect(const Function& callee, const Event& event, int index,
                                   bool address) const {
  const std::string_view name = callee.name.text();
  const std::string_view last = last_component(callee);
  if (index < 0) {
    const facts::Type& object = program_.type(program_.pointee(event.object.type));
    const TypeKind result = program_.type(event.type).kind;
    const bool answers = result == TypeKind::boolean || result == TypeKind::void_;
    if (may_hold_one(program_, object) && !answers && event.type != facts::kNoType) {
      return {Effect::unknown, "taken out of a " + std::string(object.template_name.text())};
    }
    return {Effect::borrows, ""};
  }
  if (callee.has(FunctionFlag::constructor)) {
    if (is_owner(event.type)) return {Effect::owns, "owned by a handle"};
    if (name.find("_ptr") != std::string_view::npos) {
      return event.arguments.size() > 1
                 ? CallEffect{Effect::owns, "owned by a smart pointer with a deleter"}
                 : CallEffect{Effect::keeps, "owned by a smart pointer"};
    }
    if (callee.has(FunctionFlag::copy_or_move)) return {Effect::returns, ""};
    if (last == "function" || last == "move_only_function") return {Effect::returns, ""};
    return {Effect::unknown, "passed to the constructor " + in_words(callee)};
  }
  if (is_keeper(callee) && name.find("::") != std::string_view::npos) {
    return {Effect::keeps, "stored in a container", kInObject};
  }
  if (last == "reset" && name.find("_ptr") != std::string_view::npos) {
    return {Effect::keeps, "owned by a smart pointer"};
  }
  if (last == "free" || last == "operator delete") return {Effect::keeps, "freed by the heap"};
  if (name == "std::exchange" && index == 0 && address && event.arguments.size() == 2 &&
      event.arguments[1].place.root == facts::Root::null) {
    return {Effect::moves, ""};
  }
  if (last == "swap" || last == "exchange") return {Effect::unknown, "swapped"};
  if (address && !name.starts_with("std::operator")) {
    const auto position = static_cast<size_t>(index);
    const bool constant =
        position < callee.parameters.size() &&
        program_.type(callee.parameters[position].type).spelling.text().find("const") !=
            std::string_view::npos;
    if (!constant) return {Effect::unknown, "its pointer is handed to " + in_words(callee)};
  }
  const auto at = static_cast<size_t>(index);
  if (!address && at < event.arguments.size()) {
    const facts::TypeId given = event.arguments[at].type;
    if (is_owner(given) || destroys(given)) {  // by value: what the callee has is its own
      return {Effect::unknown, "moved to " + in_words(callee) + " of a library"};
    }
  }
  if (!address && borrows_nothing_known(callee, index)) {
    return {Effect::unknown, "passed to " + in_words(callee) + " of a library"};
  }
  if (last == "thread" || last == "async" || last.starts_with("pthread_create")) {
    return {Effect::keeps, "handed to another thread"};
  }
  return {Effect::borrows, ""};
}

CallEffect Effects::nameless_effect(const Event& event) const {
  if (event.callee.text() != facts::kDependentCallee) {
    return {Effect::unknown, "passed to " + std::string(event.callee.text()) + "()"};
  }
  // `std::shared_ptr<T>(p, deleter)` with T still open.
  if (program_.type(event.type).template_name.text().ends_with("_ptr")) {
    return event.arguments.size() > 1
               ? CallEffect{Effect::owns, "owned by a smart pointer with a deleter"}
               : CallEffect{Effect::keeps, "owned by a smart pointer"};
  }
  return {Effect::unknown, "given to what has no meaning before the template is instantiated"};
}

bool Effects::keeps_pointers(facts::TypeId id) const {
  static constexpr std::array kOfElements = {"std::vector",        "std::deque", "std::list",
                                             "std::forward_list",  "std::set",   "std::multiset",
                                             "std::unordered_set", "std::stack", "std::queue"};
  static constexpr std::array kOfPairs = {"std::map", "std::multimap", "std::unordered_map"};
  const facts::Type& type = program_.type(id);
  if (type.kind != TypeKind::record) return false;
  const std::string_view name = type.template_name.text();
  const auto is = [&](const char* each) { return name == each; };
  const size_t at = std::ranges::any_of(kOfPairs, is) ? 1 : 0;
  if (at == 0 && std::ranges::none_of(kOfElements, is)) return false;
  return at < type.arguments.size() && program_.type(type.arguments[at]).kind == TypeKind::pointer;
}

ContainerUse Effects::container_use(const Event& call) const {
  static constexpr std::array kElement = {"front", "back", "at", "operator[]", "top", "operator*"};
  const Function* callee = program_.function(call.callee);
  if (!callee) return ContainerUse::other;
  const std::string_view last = last_component(*callee);
  const auto is = [&](const char* each) { return last == each; };
  const std::string_view name = callee->name.text();
  const bool map = name.starts_with("std::map::") || name.starts_with("std::unordered_map::");
  if (map && last == "operator[]") return ContainerUse::entry;
  if (std::ranges::any_of(kElement, is)) return ContainerUse::element;
  if (!map && (last == "begin" || last == "cbegin")) return ContainerUse::first;
  const bool adds = last.starts_with("push_") || last.starts_with("emplace_") || last == "push";
  const bool made = callee->has(FunctionFlag::constructor) && call.arguments.empty();
  if (adds) return ContainerUse::adds;
  return made || last == "reserve" ? ContainerUse::nothing : ContainerUse::other;
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
  if (parameter.kind != TypeKind::pointer) return false;
  return parameter.spelling.text().find("const ") == std::string_view::npos;
}

}  // namespace pool_audit::analysis
