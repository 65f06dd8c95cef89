// Every struct of facts.h, described once. The disk form, the text form and the random facts of the
// tests all walk these lists, so a new field is one line here; a struct with a field that its list
// lacks does not compile.
#pragma once

#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "checks/facts/facts.h"

namespace pool_audit::facts {

// What a field's value refers to. Plain fields are the value itself.
enum class Role : uint8_t {
  plain,
  type,      // TypeId or vector of them
  record,    // entity id, or vector of them
  variable,  // same
  function,  // same
  member,    // same, of a data member
  flags,     // a set of bits; `FlagEnum` names them
};

template <class Struct, class Value, Role kRoleOfField = Role::plain, class FlagEnum = void>
struct FieldOf {
  using Owner = Struct;
  using Flags = FlagEnum;
  static constexpr Role kRole = kRoleOfField;

  std::string_view name;  // the word for it in the text form
  Value Struct::* member;
};

namespace fields_detail {

template <Role kRole = Role::plain, class Flags = void, class Struct, class Value>
constexpr auto field(std::string_view name, Value Struct::* member) {
  return FieldOf<Struct, Value, kRole, Flags>{name, member};
}

// Converts to anything: how many of them a braced list takes is the number of fields.
struct Anything {
  template <class T>
  operator T() const;  // NOLINT: implicit by purpose, never defined
};
template <class T, class... Args>
constexpr size_t count_fields() {
  if constexpr (requires { T{Args{}..., Anything{}}; }) {
    return count_fields<T, Args..., Anything>();
  } else {
    return sizeof...(Args);
  }
}

}  // namespace fields_detail

template <class T>
inline constexpr int kFields = 0;

template <class T>
inline constexpr bool kListsAll = std::tuple_size_v<std::remove_const_t<decltype(kFields<T>)>> ==
                                  fields_detail::count_fields<T>();

#define PA_FACTS_FIELDS(Struct, ...)           \
  template <>                                  \
  inline constexpr auto kFields<Struct> = [] { \
    using S = Struct;                          \
    using fields_detail::field;                \
    return std::tuple(__VA_ARGS__);            \
  }();                                         \
  static_assert(kListsAll<Struct>, "fields.h lacks a field of " #Struct)

PA_FACTS_FIELDS(Location, field("file", &S::file), field("line", &S::line),
                field("column", &S::column), field("end_line", &S::end_line),
                field("end_column", &S::end_column), field("macro", &S::macro),
                field("macro_use", &S::macro_use), field("spelling_file", &S::spelling_file),
                field("spelling_line", &S::spelling_line),
                field("spelling_column", &S::spelling_column));

PA_FACTS_FIELDS(Type, field("kind", &S::kind), field("spelling", &S::spelling),
                field<Role::type>("target", &S::target), field("record", &S::record),
                field("template_name", &S::template_name),
                field<Role::type>("arguments", &S::arguments),
                field("text_arguments", &S::text_arguments), field("size_bytes", &S::size_bytes));

PA_FACTS_FIELDS(Annotation, field("name", &S::name), field("arguments", &S::arguments));

PA_FACTS_FIELDS(Field, field("id", &S::id), field("name", &S::name),
                field<Role::type>("type", &S::type), field("access", &S::access),
                field("is_mutable", &S::is_mutable), field("initializer", &S::initializer),
                field("location", &S::location), field("doc", &S::doc),
                field("annotations", &S::annotations));

PA_FACTS_FIELDS(Base, field<Role::type>("type", &S::type), field("is_virtual", &S::is_virtual));

PA_FACTS_FIELDS(
    Record, field("id", &S::id), field("name", &S::name), field("template_name", &S::template_name),
    field<Role::record>("pattern", &S::pattern), field("location", &S::location),
    field("doc", &S::doc), field("is_union", &S::is_union), field("is_system", &S::is_system),
    field("is_template_pattern", &S::is_template_pattern),
    field("is_polymorphic", &S::is_polymorphic), field("is_final", &S::is_final),
    field("has_trivial_destructor", &S::has_trivial_destructor), field("is_lambda", &S::is_lambda),
    field("is_complete", &S::is_complete), field("size_bytes", &S::size_bytes),
    field<Role::function>("destructor", &S::destructor),
    field<Role::function>("operator_new", &S::operator_new),
    field<Role::function>("operator_delete", &S::operator_delete), field("bases", &S::bases),
    field("fields", &S::fields), field("annotations", &S::annotations));

PA_FACTS_FIELDS(Variable, field("id", &S::id), field("name", &S::name),
                field<Role::type>("type", &S::type), field("storage", &S::storage),
                field("linkage", &S::linkage), field("is_thread_local", &S::is_thread_local),
                field("is_definition", &S::is_definition), field("is_const", &S::is_const),
                field("is_hidden", &S::is_hidden), field("in_main_file", &S::in_main_file),
                field("header", &S::header), field("location", &S::location),
                field<Role::function>("function", &S::function),
                field<Role::record>("record", &S::record), field("doc", &S::doc),
                field<Role::function>("initializer", &S::initializer),
                field("arguments", &S::arguments), field("annotations", &S::annotations));

PA_FACTS_FIELDS(Parameter, field("name", &S::name), field<Role::type>("type", &S::type));

PA_FACTS_FIELDS(Function, field("id", &S::id), field("name", &S::name),
                field<Role::type>("result", &S::result), field("parameters", &S::parameters),
                field<Role::record>("record", &S::record),
                field<Role::type>("record_type", &S::record_type),
                field<Role::type>("template_arguments", &S::template_arguments),
                field<Role::flags, FunctionFlag>("flags", &S::flags), field("access", &S::access),
                field("linkage", &S::linkage), field("location", &S::location),
                field("header", &S::header), field("doc", &S::doc),
                field<Role::function>("overrides", &S::overrides),
                field("annotations", &S::annotations));

PA_FACTS_FIELDS(Step, field("kind", &S::kind), field<Role::member>("field", &S::field),
                field("value", &S::value));

// `symbol` is a variable or a function by the root's kind.
PA_FACTS_FIELDS(Place, field("root", &S::root), field("index", &S::index),
                field("symbol", &S::symbol), field("value", &S::value), field("steps", &S::steps));

PA_FACTS_FIELDS(Operand, field("place", &S::place), field("address_of", &S::address_of),
                field<Role::type>("type", &S::type));

PA_FACTS_FIELDS(Event, field("kind", &S::kind), field<Role::flags, EventFlag>("flags", &S::flags),
                field("target", &S::target), field<Role::function>("callee", &S::callee),
                field("object", &S::object), field("arguments", &S::arguments),
                field<Role::type>("type", &S::type), field("compare", &S::compare),
                field("region", &S::region), field("location", &S::location));

PA_FACTS_FIELDS(Condition, field("op", &S::op), field("left", &S::left), field("right", &S::right),
                field("text", &S::text), field("reads", &S::reads));

PA_FACTS_FIELDS(Case, field("low", &S::low), field("high", &S::high));

PA_FACTS_FIELDS(Block, field("events", &S::events), field("terminator", &S::terminator),
                field("condition", &S::condition), field("cases", &S::cases),
                field("successors", &S::successors), field("location", &S::location),
                field("region", &S::region));

PA_FACTS_FIELDS(Handler, field("block", &S::block), field<Role::type>("type", &S::type));

PA_FACTS_FIELDS(Region, field("parent", &S::parent), field("handlers", &S::handlers));

PA_FACTS_FIELDS(Local, field("name", &S::name), field<Role::type>("type", &S::type),
                field("location", &S::location), field("region", &S::region),
                field("is_exception", &S::is_exception));

PA_FACTS_FIELDS(Capture, field("name", &S::name), field<Role::type>("type", &S::type),
                field("by_reference", &S::by_reference));

PA_FACTS_FIELDS(FlowGraph, field<Role::function>("function", &S::function),
                field("parameter_count", &S::parameter_count), field("temp_count", &S::temp_count),
                field("locals", &S::locals), field("captures", &S::captures),
                field("regions", &S::regions), field("blocks", &S::blocks));

PA_FACTS_FIELDS(FileRead, field("path", &S::path), field("digest", &S::digest),
                field("is_system", &S::is_system), field("bodies_skipped", &S::bodies_skipped));

PA_FACTS_FIELDS(Diagnostic, field("is_error", &S::is_error), field("location", &S::location),
                field("message", &S::message));

PA_FACTS_FIELDS(TuFacts, field("main_file", &S::main_file), field("is_cxx", &S::is_cxx),
                field("has_exceptions", &S::has_exceptions), field("files", &S::files),
                field("diagnostics", &S::diagnostics), field("types", &S::types),
                field("records", &S::records), field("variables", &S::variables),
                field("functions", &S::functions), field("graphs", &S::graphs));

#undef PA_FACTS_FIELDS

template <class T>
inline constexpr size_t kFieldCount = std::tuple_size_v<std::remove_const_t<decltype(kFields<T>)>>;

template <class T>
concept Described = !std::is_same_v<std::remove_cvref_t<decltype(kFields<T>)>, int>;

template <class T>
inline constexpr bool kIsVector = false;
template <class T>
inline constexpr bool kIsVector<std::vector<T>> = true;

// Calls visit(field) for each field of T, in the order of the lists above. Take the field by value
// to use `field.kRole` in a constant expression.
template <Described T, class Visit>
constexpr void for_each_field(Visit&& visit) {
  [&]<size_t... kIndex>(std::index_sequence<kIndex...>) {
    (visit(std::get<kIndex>(kFields<T>)), ...);
  }(std::make_index_sequence<kFieldCount<T>>());
}

}  // namespace pool_audit::facts
