// The printer's parts: values and attributes (here), declarations (text_print.cc), flow graphs
// (text_print_graph.cc, text_print_event.cc). Not for use outside checks/facts.
#pragma once

#include <algorithm>
#include <concepts>
#include <initializer_list>
#include <string>
#include <string_view>

#include "checks/facts/enums.h"
#include "checks/facts/fields.h"
#include "checks/facts/text_infer.h"
#include "checks/facts/text_names.h"
#include "checks/facts/text_syntax.h"

namespace pool_audit::facts::text {

template <class E>
[[nodiscard]] std::string_view enum_word(E value) {
  const auto index = static_cast<size_t>(value);
  return index < enum_names<E>.size() ? enum_names<E>[index] : "invalid";
}

// The signs of the comparisons, by CompareOp.
inline constexpr std::string_view kCompareSigns[] = {"", "", "==", "!=", "<", "<=", ">", ">="};

[[nodiscard]] inline bool is_relation(CompareOp op) {
  return op != CompareOp::none && op != CompareOp::truth;
}

class Printer {
 public:
  explicit Printer(const TuFacts& facts);

  void unit();
  void graph(const FlowGraph& graph);  // with its own head, for graphs without a function
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  using Core = std::initializer_list<std::string_view>;  // fields that have a place of their own

  // ---- values
  void put(std::string_view text) { out_ += text; }
  void number(std::integral auto value) { out_ += std::to_string(value); }
  void type(TypeId id) { out_ += types_.spell(id); }
  void word(Symbol symbol) { put(bare_or_quoted(symbol.text(), word_length)); }
  void name(Symbol symbol) { put(bare_or_quoted(symbol.text(), name_length)); }
  void entity(Role role, Symbol id, size_t (*length)(std::string_view) = word_length);
  void location(const Location& where);  // a.cc:3:10-20 body MACRO spelled b.h:5:3
  void at(const Location& where);        // the same behind " @ ", or nothing
  void annotation(const Annotation& annotation);

  template <Role kRole, class T>
  void value(const T& x) {
    if constexpr (kIsVector<T>) {
      put("(");
      for (size_t i = 0; i < x.size(); ++i) {
        if (i != 0) put(", ");
        value<kRole>(x[i]);
      }
      put(")");
    } else if constexpr (kRole == Role::type) {
      type(x);
    } else if constexpr (std::is_same_v<T, Symbol>) {
      if constexpr (kRole == Role::plain) {
        word(x);
      } else {
        entity(kRole, x);
      }
    } else if constexpr (std::is_same_v<T, bool>) {
      put(x ? "true" : "false");
    } else if constexpr (std::is_enum_v<T>) {
      put(enum_word(x));
    } else if constexpr (std::is_same_v<T, Digest>) {
      put(x.hex());
    } else if constexpr (std::is_same_v<T, Location>) {
      put("[");
      location(x);
      put("]");
    } else if constexpr (std::is_same_v<T, Annotation>) {
      annotation(x);
    } else {
      number(x);
    }
  }

  // " key=value" for every field that is neither the default nor in `core`; "key" for true.
  template <Described T>
  void attributes(const T& x, Core core) {
    static const T defaults{};
    for_each_field<T>([&](auto field) {
      using Value = std::remove_cvref_t<decltype(x.*field.member)>;
      if (std::ranges::find(core, field.name) != core.end()) return;
      if constexpr (kIsAttribute<Value>) {
        if (x.*field.member == defaults.*field.member) return;
        put(" ");
        put(field.name);
        if constexpr (std::is_same_v<Value, bool>) {
          if (x.*field.member) return;
        }
        put("=");
        value<field.kRole>(x.*field.member);
      }
    });
  }
  // The same in braces, for parts of an event: "{index=3 value=5}".
  template <Described T>
  void extras(const T& x, Core core, std::string_view before = "") {
    const size_t start = out_.size();
    attributes(x, core);
    if (out_.size() == start) return;
    out_.replace(start, 1, std::string(before) + "{");
    put("}");
  }
  template <class Flag>
  void flags(uint64_t bits, uint64_t hidden = 0) {
    for (size_t i = 0; i < flag_names<Flag>.size(); ++i) {
      if ((bits & ~hidden & (uint64_t{1} << i)) == 0) continue;
      put(" ");
      put(flag_names<Flag>[i]);
    }
    const uint64_t unnamed = bits & ~((uint64_t{1} << flag_names<Flag>.size()) - 1);
    if (unnamed != 0) {
      put(" flags=");
      number(unnamed);
    }
  }

  // ---- declarations (text_print.cc)
  void type_line(TypeId id);
  void id(Symbol id, Symbol usual);  // nothing where it is what the parser assumes
  void record(const Record& record);
  void variable(const Variable& variable);
  void function(const Function& function, const FlowGraph* body);

  // ---- flow graphs (text_print_graph.cc)
  // `head_has_parameters`: a body without `param` lines would get those of the head.
  void body(const FlowGraph& graph, bool head_has_parameters);
  void local(const Local& local, std::string_view keyword);
  void region(const Region& region, size_t index);
  void block(const Block& block, size_t index);
  void terminator(const Block& block, int32_t header_region);
  void targets(const Block& block);
  void target_block(uint32_t index);
  void condition(const Condition& condition);
  void event(const Event& event, int32_t header_region);
  void event_core(const Event& event);
  void operands(const Event& event);
  void event_type(const Event& event, std::string_view before);
  [[nodiscard]] bool is_short_new(const Event& event) const;
  void operand(const Operand& operand);
  void place(const Place& place);
  void root(const Place& place);
  void local_name(Symbol name, uint32_t index, bool unique, bool avoid_keywords);
  [[nodiscard]] bool has_default_terminator(const Block& block) const;

  const TuFacts& facts_;
  EntityNames names_;
  TypeNames types_;
  Inference inference_;
  std::string out_;

  // Of the graph being printed.
  const FlowGraph* graph_ = nullptr;
  std::unordered_map<Symbol, uint32_t> local_counts_;
  std::unordered_map<Symbol, uint32_t> capture_counts_;
};

}  // namespace pool_audit::facts::text
