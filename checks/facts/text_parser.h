// The parser's parts: values and attributes (here and text_parse.cc), what comes before and behind
// everything else (text_parse_finish.cc), declarations (text_parse_unit.cc), types
// (text_parse_type.cc), flow graphs (text_parse_graph.cc), the ends of blocks (text_parse_flow.cc),
// events and places (text_parse_event.cc). Not for use outside checks/facts.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <limits>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "checks/facts/enums.h"
#include "checks/facts/fields.h"
#include "checks/facts/text_cursor.h"
#include "checks/facts/text_infer.h"
#include "checks/facts/text_names.h"
#include "checks/facts/text_syntax.h"

namespace pool_audit::facts::text {

// The type of an operand or event whose text says none, until infer_types() has run.
inline constexpr TypeId kInferred = std::numeric_limits<TypeId>::max();

class Parser {
 public:
  explicit Parser(std::string_view text) : in_(text) {}
  Result<TuFacts> run();

 private:
  using Core = std::initializer_list<std::string_view>;  // fields that are no attributes

  // ---- names first, so that everything may be used before it is declared (text_parse_finish.cc)
  void collect_names();
  void collect_members(Symbol record_name);
  [[nodiscard]] Symbol skim_id(Symbol fallback, bool& opens);

  // ---- declarations (text_parse_unit.cc)
  bool statement();
  bool unit_line();
  bool file_line();
  bool diagnostic_line();
  bool type_line();
  bool record();
  bool record_body(Record& record);
  bool variable();
  bool function();
  bool parameters(Function& function);
  bool graph();
  bool once(Role role, Symbol id, size_t position, std::string_view what);

  // ---- behind the last line (text_parse_finish.cc)
  bool finish();
  void infer_types();

  // ---- types (text_parse_type.cc)
  bool type(TypeId& out);
  bool guess_type(std::string_view spelling, TypeId& out, int depth);
  TypeId add_type(Type type);

  // ---- values (text_parse.cc)
  bool text(Symbol& out, size_t (*length)(std::string_view), std::string_view expected);
  bool entity(Role role, Symbol& out, size_t (*length)(std::string_view));
  bool location(Location& out);
  bool point(Symbol& file, uint32_t& line, uint32_t& column);
  bool at(Location& out, size_t statement_start);  // behind "@", optional
  bool annotation(Annotation& out);
  bool small(uint32_t& out);

  template <Role kRole, class T>
  bool value(T& x) {
    if constexpr (kIsVector<T>) {
      x.clear();
      if (!in_.expect("(")) return false;
      if (in_.accept(")")) return true;
      do {
        if (!value<kRole>(x.emplace_back())) return false;
      } while (in_.accept(","));
      return in_.expect(")");
    } else if constexpr (kRole == Role::type) {
      return type(x);
    } else if constexpr (std::is_same_v<T, Symbol>) {
      return kRole == Role::plain ? text(x, word_length, "a value") : entity(kRole, x, word_length);
    } else if constexpr (std::is_same_v<T, bool>) {
      if (in_.accept_word("true")) return x = true;
      if (in_.accept_word("false")) return !(x = false);
      return in_.fail("'true' or 'false'");
    } else if constexpr (std::is_enum_v<T>) {
      return enumerator(x);
    } else if constexpr (std::is_same_v<T, Digest>) {
      return digest(x);
    } else if constexpr (std::is_same_v<T, Location>) {
      return in_.expect("[") && location(x) && in_.expect("]");
    } else if constexpr (std::is_same_v<T, Annotation>) {
      return annotation(x);
    } else if constexpr (std::is_signed_v<T>) {
      int64_t wide = 0;
      const size_t start = in_.position();
      if (!in_.number(wide)) return false;
      x = static_cast<T>(wide);
      return x == wide || in_.fail_at(start, "expected a smaller number");
    } else {
      uint64_t wide = 0;
      if (!in_.number(wide, std::numeric_limits<T>::max())) return false;
      x = static_cast<T>(wide);
      return true;
    }
  }
  bool digest(Digest& out);

  template <class E>
  bool enumerator(E& out) {
    const std::string_view word = in_.peek_identifier();
    for (size_t i = 0; i < enum_names<E>.size(); ++i) {
      if (enum_names<E>[i] != word) continue;
      in_.take(word.size());
      out = static_cast<E>(i);
      return true;
    }
    std::string expected = "one of";
    for (const std::string_view name : enum_names<E>) (expected += ' ') += name;
    return in_.fail(expected);
  }
  template <class E>
  static bool flag(std::string_view word, uint64_t& bit) {
    for (size_t i = 0; i < flag_names<E>.size(); ++i) {
      if (flag_names<E>[i] != word) continue;
      bit = uint64_t{1} << i;
      return true;
    }
    return false;
  }

  // "key=value", "key" for true. `special(key)` takes the words that are no fields: it answers
  // whether it knows the word, and moves behind it.
  template <Described T, class Special>
  bool attributes(T& x, Core core, Special&& special) {
    while (true) {
      const std::string_view key = in_.peek_identifier();
      if (key.empty() || in_.failed()) return !in_.failed();
      if (special(key)) continue;
      bool known = false;
      for_each_field<T>([&](auto field) {
        using Value = std::remove_cvref_t<decltype(x.*field.member)>;
        if constexpr (kIsAttribute<Value>) {
          if (known || field.name != key || is_core(core, key)) return;
          known = true;
          in_.take(key.size());
          if (in_.accept_adjacent("=")) {
            static_cast<void>(value<field.kRole>(x.*field.member));
          } else if constexpr (std::is_same_v<Value, bool>) {
            x.*field.member = true;
          } else {
            in_.fail("'=' behind the name of an attribute");
          }
        }
      });
      if (!known) return in_.fail(attribute_names<T>(core));
    }
  }
  template <Described T>
  bool attributes(T& x, Core core) {
    return attributes(x, core, [](std::string_view) { return false; });
  }
  // The same in braces, where they are allowed but not needed.
  template <Described T>
  bool extras(T& x, Core core) {
    return attributes(x, core) && in_.expect("}");
  }

  static bool is_core(Core core, std::string_view name) {
    return std::ranges::find(core, name) != core.end();
  }
  template <Described T>
  static std::string attribute_names(Core core) {
    std::string names;
    for_each_field<T>([&](auto field) {
      using Value = std::remove_cvref_t<decltype(std::declval<T>().*field.member)>;
      if (!kIsAttribute<Value> || is_core(core, field.name)) return;
      names += names.empty() ? "an attribute (" : ", ";
      names += field.name;
    });
    return names.empty() ? "end of line" : names + ") or end of line";
  }

  // ---- flow graphs (text_parse_graph.cc)
  struct Target {  // a successor or handler whose block may come later
    size_t position = 0;
    std::string_view label;
    size_t block = 0;  // or the region
    size_t index = 0;  // of the successor or handler
    bool is_handler = false;
  };
  bool body(FlowGraph& graph, Function* function, bool head_has_parameters);
  bool declaration_line(bool& matched);
  bool param_line(size_t start);
  bool local_line(size_t start);
  bool capture_line(size_t start);
  bool try_line(size_t start);
  bool temps_line(size_t start);
  bool attributes_line(size_t start);
  bool no_params_line(size_t start);
  bool end_locals(Function* function, bool head_has_parameters);
  Block& current_block();
  bool block_line();
  bool block_statement();
  void end_block();
  bool end_body();
  bool region_number(int32_t& out);

  // ---- the ends of blocks (text_parse_flow.cc)
  bool target(size_t block, size_t index, bool is_handler);
  bool successor();
  bool successors();
  bool terminator(size_t start, bool& matched);
  bool if_line();
  bool switch_line();
  bool case_values();
  bool cases_line();
  bool relation(CompareOp& out);
  bool condition(Condition& out);

  // ---- events (text_parse_event.cc)
  static bool is_event_word(std::string_view word);
  static size_t no_bare(std::string_view) { return 0; }
  [[nodiscard]] bool at_location();
  [[nodiscard]] bool at_attribute();
  bool event(size_t start);
  bool event_by_keyword(Event& event);
  bool assignment(Event& event);
  bool event_tail(Event& event, size_t start);
  bool operands(Event& event);
  bool callee(Event& event);
  bool operand(Operand& out);
  bool place(Place& out);
  bool root(Place& out);
  bool step(Place& place, bool& matched);
  bool indexed_name(bool is_capture, uint32_t& index);
  bool find_by_name(Symbol name, bool is_capture, size_t position, uint32_t& index);

  Cursor in_;
  TuFacts facts_;
  EntityNames names_;
  TypeNames types_;
  TypeId declared_types_ = 1;  // types below it have a line of their own
  TypeId next_type_ = 1;       // the one that the next `type` line declares
  bool locate_lines_ = false;
  bool first_statement_ = true;
  std::array<std::unordered_map<Symbol, uint32_t>, 8> seen_;  // by role, and files and graphs
  std::vector<uint32_t> graph_lines_;                         // where each graph starts

  // `new T` events, whose pointer type is found when all types are known; by graph.
  struct NewType {
    size_t block = 0;
    size_t event = 0;
    TypeId type = kNoType;
  };
  std::unordered_map<Symbol, std::vector<NewType>> new_types_;

  // Of the graph being read.
  FlowGraph* graph_ = nullptr;
  std::unordered_map<Symbol, std::vector<uint32_t>> local_indices_;
  std::unordered_map<Symbol, std::vector<uint32_t>> capture_indices_;
  std::unordered_map<std::string_view, uint32_t> labels_;
  std::vector<Target> targets_;
  bool locals_done_ = false;
  bool no_params_ = false;
  bool temps_given_ = false;
  bool terminated_ = false;     // the current block has its terminator
  int32_t header_region_ = -1;  // of the current block
};

}  // namespace pool_audit::facts::text
