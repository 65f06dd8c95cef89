// The words by which the text form calls enumerators and flag bits: one array per enumeration, in
// the order of facts.h. The disk form takes the number of enumerators from here.
#pragma once

#include <array>
#include <string_view>

#include "checks/facts/facts.h"

namespace pool_audit::facts {

// enum_names<E>[i] is the word for the enumerator of value i.
template <class E>
inline constexpr std::array<std::string_view, 0> enum_names;

template <>
inline constexpr auto enum_names<MacroUse> =
    std::to_array<std::string_view>({"none", "argument", "body"});
template <>
inline constexpr auto enum_names<TypeKind> = std::to_array<std::string_view>(
    {"unknown", "void", "boolean", "integer", "floating", "enumeration", "pointer",
     "lvalue_reference", "rvalue_reference", "array", "function", "record", "member_pointer",
     "null_pointer", "dependent"});
template <>
inline constexpr auto enum_names<Access> =
    std::to_array<std::string_view>({"none", "public", "protected", "private"});
template <>
inline constexpr auto enum_names<Linkage> =
    std::to_array<std::string_view>({"none", "internal", "external"});
template <>
inline constexpr auto enum_names<Storage> = std::to_array<std::string_view>(
    {"namespace_scope", "static_member", "member", "function_static", "local", "parameter"});
template <>
inline constexpr auto enum_names<Root> = std::to_array<std::string_view>(
    {"none", "local", "temp", "capture", "this", "global", "function", "null", "constant", "text"});
template <>
inline constexpr auto enum_names<StepKind> =
    std::to_array<std::string_view>({"deref", "field", "element"});
template <>
inline constexpr auto enum_names<EventKind> =
    std::to_array<std::string_view>({"call", "new", "delete", "assign", "use", "declare", "destroy",
                                     "end", "lambda", "return", "throw", "suspend", "macro"});
template <>
inline constexpr auto enum_names<CompareOp> =
    std::to_array<std::string_view>({"none", "truth", "eq", "ne", "lt", "le", "gt", "ge"});
template <>
inline constexpr auto enum_names<Terminator> = std::to_array<std::string_view>(
    {"jump", "branch", "switch", "return", "throw", "unreachable", "exit"});

template <class E, E last>
inline constexpr bool kNamesAll = enum_names<E>.size() == static_cast<size_t>(last) + 1;
static_assert(kNamesAll<MacroUse, MacroUse::body>);
static_assert(kNamesAll<TypeKind, TypeKind::dependent>);
static_assert(kNamesAll<Access, Access::private_>);
static_assert(kNamesAll<Linkage, Linkage::external>);
static_assert(kNamesAll<Storage, Storage::parameter>);
static_assert(kNamesAll<Root, Root::text>);
static_assert(kNamesAll<StepKind, StepKind::element>);
static_assert(kNamesAll<EventKind, EventKind::macro>);
static_assert(kNamesAll<CompareOp, CompareOp::ge>);
static_assert(kNamesAll<Terminator, Terminator::exit>);

// flag_names<E>[i] is the word for the flag 1 << i.
template <class E>
inline constexpr std::array<std::string_view, 0> flag_names;

template <>
inline constexpr auto flag_names<FunctionFlag> =
    std::to_array<std::string_view>({"defined",
                                     "virtual",
                                     "pure",
                                     "static",
                                     "const_method",
                                     "constructor",
                                     "destructor",
                                     "operator",
                                     "lambda",
                                     "coroutine",
                                     "noreturn",
                                     "nothrow",
                                     "template_pattern",
                                     "instantiation",
                                     "in_system_header",
                                     "in_header",
                                     "variadic",
                                     "copy_or_move",
                                     "moves",
                                     "trivial",
                                     "implicit",
                                     "initializer"});
template <>
inline constexpr auto flag_names<EventFlag> = std::to_array<std::string_view>(
    {"may_throw", "noreturn", "virtual", "indirect", "write", "init", "move", "array", "placement",
     "discarded", "void_cast", "base_call", "implicit", "arithmetic", "unresolved", "own_lines",
     "tabs", "crlf"});

static_assert(1U << (flag_names<FunctionFlag>.size() - 1) ==
              static_cast<uint32_t>(FunctionFlag::initializer));
static_assert(1U << (flag_names<EventFlag>.size() - 1) == static_cast<uint32_t>(EventFlag::crlf));

}  // namespace pool_audit::facts
