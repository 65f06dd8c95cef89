// What single events do to the members of an object.
#include "checks/analysis/member_writes.h"

#include <algorithm>
#include <array>

#include "checks/analysis/survey_names.h"
#include "checks/support/words.h"

namespace pool_audit::analysis {

using facts::Event;
using facts::EventFlag;
using facts::EventKind;
using facts::FunctionFlag;
using facts::Operand;
using facts::TypeKind;

namespace {

// Methods of the standard library that change nothing, whether they are const or not.
constexpr std::array kObservers = {"begin", "end",    "rbegin",     "rend",      "data",
                                   "at",    "front",  "operator[]", "back",      "find",
                                   "get",   "top",    "operator->", "operator*", "c_str",
                                   "lock",  "unlock", "try_lock"};

// Methods of the standard library that add to what is there.
constexpr std::array kAdders = {"push_back",  "push_front", "emplace_back", "emplace_front",
                                "emplace",    "insert",     "push",         "append",
                                "operator+=", "reserve"};

bool fills_memory(std::string_view name) {
  return name == "memset" || name == "bzero" || name == "__builtin_memset" ||
         name == "explicit_bzero" || name == "memcpy" || name == "memmove";
}

Inside inside_of(const Inside& outer, const Member& inner) {
  Inside out = outer;
  if (!out.beyond) out.member.insert(out.member.end(), inner.begin(), inner.end());
  return out;
}

}  // namespace

bool MemberWrites::may_write(const Event& call, int index) const {
  const facts::Function* callee = program_.function(call.callee);
  if (!callee) return true;
  if (index < 0) return !callee->has(FunctionFlag::const_);
  if (static_cast<size_t>(index) >= callee->parameters.size()) return callee->parameters.empty();
  const facts::Type& type = program_.type(callee->parameters[static_cast<size_t>(index)].type);
  const bool leads = type.kind == TypeKind::pointer || type.kind == TypeKind::lvalue_reference ||
                     type.kind == TypeKind::rvalue_reference;
  if (!leads) return type.kind == TypeKind::unknown || type.kind == TypeKind::dependent;
  return !type.spelling.text().starts_with("const ");
}

void MemberWrites::of_operand(const Event& event, int index, const Inside& leads,
                              Members& out) const {
  const facts::Function* callee = program_.function(event.callee);
  if (leads.depth > 0) {  // a pointer to the pointer; containers keep it
    const bool library = callee && callee->has(FunctionFlag::in_system_header);
    if (!library && !program_.has_graph(event.callee)) out.add(Member{});
    return;
  }
  if (!callee || event.has(EventFlag::indirect)) {
    out.add(leads.member);
    return;
  }
  if (index < 0 &&
      (callee->has(FunctionFlag::constructor) || callee->has(FunctionFlag::destructor))) {
    if (!event.has(EventFlag::base_call)) out.add(leads.member);
    return;
  }
  if (!may_write(event, index)) return;
  const std::string_view name = last_component(callee->name.text());
  if (fills_memory(name) && index == 0 && !leads.member.empty() && !leads.beyond &&
      event.arguments.size() >= 2) {
    // More than the member: what stands behind it in the object, too.
    const auto field = program_.field(leads.member.back());
    const Operand& size = event.arguments.back();
    const uint64_t own = field.field ? program_.type(field.field->type).size_bytes : 0;
    const bool constant = size.place.root == facts::Root::constant;
    const bool one = constant && own != 0 && static_cast<uint64_t>(size.place.value) <= own;
    out.add(one ? leads.member : Member{});
    return;
  }
  std::vector<Symbol> bodies = {event.callee};
  if (event.has(EventFlag::virtual_)) {
    for (const Symbol each : program_.overriders(event.callee)) bodies.push_back(each);
  }
  bool seen = false;
  for (const Symbol body : bodies) {
    if (!program_.has_graph(body)) continue;
    seen = true;
    const Members inner = overwritten_by(body, index);
    if (leads.beyond) {
      if (!inner.empty()) out.add(leads.member);
    } else {
      out.add_inside(leads.member, inner);
    }
  }
  if (seen) return;
  const bool library = callee->has(FunctionFlag::in_system_header);
  if (library && index < 0 && (one_of(name, kObservers) || one_of(name, kAdders))) return;
  out.add(leads.member);
}

void MemberWrites::of_call(const Event& event, const MemberAliases& aliases, Members& out) const {
  if (const auto object = aliases.value(event.object)) of_operand(event, -1, *object, out);
  for (size_t i = 0; i < event.arguments.size(); ++i) {
    const auto leads = aliases.value(event.arguments[i]);
    if (leads) of_operand(event, static_cast<int>(i), *leads, out);
  }
}

void MemberWrites::of_lambda(const Event& event, const MemberAliases& aliases, Members& out) const {
  for (size_t i = 0; i < event.arguments.size(); ++i) {
    const auto leads = aliases.value(event.arguments[i]);
    if (!leads) continue;
    Origin origin;
    origin.kind = Origin::Kind::capture;
    origin.index = static_cast<uint32_t>(i);
    const Members inner = summary(event.callee, origin);
    if (leads->beyond) {
      if (!inner.empty()) out.add(leads->member);
    } else {
      out.add_inside(leads->member, inner);
    }
  }
}

Members MemberWrites::of_event(const Event& event, const MemberAliases& aliases) const {
  Members out;
  if (event.has(EventFlag::noreturn)) return Members::everything();
  const RoleKind role = roles_.of(event).kind;
  if (role == RoleKind::get || role == RoleKind::put) return out;
  switch (event.kind) {
    case EventKind::assign:
      if (const auto at = aliases.location(event.target)) out.add(at->member);
      break;
    case EventKind::use:
      if (!event.has(EventFlag::write)) break;
      if (const auto at = aliases.location(event.target)) out.add(at->member);
      break;
    case EventKind::call:
      if (const auto at = aliases.location(event.target)) out.add(at->member);
      of_call(event, aliases, out);
      break;
    case EventKind::macro:
    case EventKind::delete_:
    case EventKind::new_:
      if (const auto at = aliases.location(event.target)) out.add(at->member);
      for (const Operand& argument : event.arguments) {
        if (event.kind == EventKind::new_ && !event.has(EventFlag::placement)) break;
        if (const auto leads = aliases.value(argument)) out.add(leads->member);
      }
      break;
    case EventKind::lambda:
      of_lambda(event, aliases, out);
      break;
    default:
      break;
  }
  return out;
}

// Reads that an event makes by itself.
void MemberWrites::reads_in(const Event& event, const MemberAliases& aliases,
                            std::vector<MemberRead>& out) const {
  const auto loaded = [&](const Operand& operand) {
    const auto at = aliases.location(operand.place);
    if (at && !operand.address_of && !at->member.empty()) {
      out.push_back({at->member, event.location});
    }
  };
  if (event.kind == EventKind::use && !event.has(EventFlag::write)) {
    const auto at = aliases.location(event.target);
    if (at && !at->member.empty()) out.push_back({at->member, event.location});
  }
  if (event.kind == EventKind::assign && event.has(EventFlag::arithmetic)) {
    const auto at = aliases.location(event.target);
    if (at && !at->member.empty()) out.push_back({at->member, event.location});
  }
  for (const Operand& argument : event.arguments) loaded(argument);
  if (event.kind != EventKind::call || roles_.of(event)) return;
  const auto passed = [&](int index, const Operand& operand) {
    const auto leads = aliases.value(operand);
    if (!leads || leads->depth > 0) return;
    if (!leads->member.empty()) {
      // A const method of a member, or a function that may only look at it.
      const facts::Function* callee = program_.function(event.callee);
      const bool observes = callee && (!may_write(event, index) ||
                                       (callee->has(FunctionFlag::in_system_header) && index < 0 &&
                                        one_of(last_component(callee->name.text()), kObservers)));
      if (observes) out.push_back({leads->member, event.location});
      return;
    }
    if (leads->beyond || event.has(EventFlag::virtual_)) return;
    for (const MemberRead& read : reads_of(event.callee, index)) {
      out.push_back({inside_of(*leads, read.member).member, read.at});
    }
  };
  passed(-1, event.object);
  for (size_t i = 0; i < event.arguments.size(); ++i) {
    passed(static_cast<int>(i), event.arguments[i]);
  }
}

}  // namespace pool_audit::analysis
