#include "tests/checks/facts/random_facts.h"

#include <algorithm>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>

#include "checks/facts/enums.h"
#include "checks/facts/fields.h"
#include "checks/facts/text_syntax.h"

namespace pool_audit::facts {
namespace {

constexpr std::string_view kWords[] = {
    "",
    "x",
    "y",
    "end",
    "null",
    "this",
    "t0",
    "t1",
    "object",
    "exit",
    "Foo",
    "Foo::x",
    "ns::Pool",
    "ns::Pool::get",
    "ns::Pool<Foo>",
    "std::vector<Foo *>",
    "std::pair<int, ns::Pool<Foo *> *>",
    "Foo *",
    "Foo*",
    "unsigned long",
    "const char *",
    "int (*)(void)",
    "c:@N@ns@F@f#",
    "c:@N@ns@S@Pool@F@get#I#&1$@S@Foo#",
    "c:a.cc@12@F@f@src/a.cc",
    "c:@ST>1#T@Pool@FI@x",
    "operator()",
    "operator->",
    "src/a.cc",
    "/usr/include/c++/12/vector",
    "file with spaces.h",
    "3.h",
    "with \"quotes\" and 'ticks' and `backs`",
    "back\\slash\\x",
    "line one\nline two\ttab",
    "# not a comment",
    "a # b",
    "gr\xC3\xBC\xC3\x9F\x65",
    "\xFF\xFEnot utf8\xC3",
    "@at",
    "%1",
    "?",
    "-1",
    "{",
    "}",
    "(a, b)",
    "const",
    "operator<<=",
    "~Foo",
    "a::~b",
    "a::",
    "::a",
    "nested<a<b<c>>, (1 > 2)>",
};

class Random {
 public:
  Random(uint64_t seed, const RandomShape& shape) : state_(seed * 2 + 1), shape_(shape) {}

  TuFacts unit() {
    TuFacts facts;
    type_count_ = 1 + below(shape_.types + 1);
    fill(facts.main_file);
    facts.is_cxx = coin();
    facts.has_exceptions = coin();
    for (TypeId id = 1; id < type_count_; ++id) facts.types.push_back(type(id));
    list(facts.diagnostics);
    list(facts.files);
    list(facts.records);
    list(facts.variables);
    list(facts.functions);
    make_unique(facts.files, &FileRead::path);
    make_unique(facts.records, &Record::id);
    make_unique(facts.variables, &Variable::id);
    make_unique(facts.functions, &Function::id);
    const uint32_t graphs = below(shape_.graphs + 1);
    for (uint32_t i = 0; i < graphs; ++i) {
      facts.graphs.push_back(graph());
      if (!facts.functions.empty() && below(4) != 0) {
        facts.graphs.back().function = facts.functions[below(facts.functions.size())].id;
      }
    }
    make_unique(facts.graphs, &FlowGraph::function);
    return facts;
  }

 private:
  // splitmix64
  uint64_t next() {
    uint64_t z = (state_ += 0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
  }
  uint32_t below(size_t count) { return static_cast<uint32_t>(next() % count); }
  bool coin() { return (next() & 1) != 0; }

  template <class T>
  T extreme() {
    switch (below(6)) {
      case 0:
        return std::numeric_limits<T>::max();
      case 1:
        return std::numeric_limits<T>::min();
      case 2:
        return static_cast<T>(next());
      default:
        return static_cast<T>(below(200));
    }
  }

  template <class T>
  void list(std::vector<T>& items) {
    items.resize(below(shape_.declarations + 1));
    for (T& item : items) fill(item);
  }
  template <class T, class Key>
  void make_unique(std::vector<T>& items, Key key) {
    std::ranges::sort(items, {}, key);
    items.erase(std::ranges::unique(items, {}, key).begin(), items.end());
  }

  void fill(Symbol& x) {
    const auto keywords = text::reserved_words();
    switch (below(8)) {
      case 0:
      case 1:
        x = Symbol("name" + std::to_string(below(40)));
        break;
      case 2:
        x = Symbol(keywords[below(keywords.size())]);
        break;
      default:
        x = Symbol(kWords[below(std::size(kWords))]);
    }
  }
  void fill(bool& x) { x = coin(); }
  void fill(Digest& x) { x = {next(), next()}; }
  template <class T>
    requires std::is_enum_v<T>
  void fill(T& x) {
    x = static_cast<T>(below(enum_names<T>.size()));
  }
  template <class T>
    requires(std::is_integral_v<T> && !std::is_same_v<T, bool>)
  void fill(T& x) {
    x = extreme<T>();
  }
  template <class T>
  void fill(std::vector<T>& x) {
    x.resize(below(4));
    for (T& each : x) fill(each);
  }
  void fill(Step& x) {
    fill(x.kind);
    if (x.kind == StepKind::field || below(8) == 0) fill(x.field);
    if (x.kind == StepKind::element || below(8) == 0) fill(x.value);
  }
  void fill(Place& x) {
    fill(x.root);
    if (below(6) == 0) fill(x.index);
    if (below(6) == 0) fill(x.value);
    if (below(6) == 0) fill(x.symbol);
    const auto within = [&](size_t count) {
      if (count == 0) x.root = Root::null;
      x.index = count == 0 ? 0 : below(count);
    };
    if (x.root == Root::local) within(graph_->locals.size());
    if (x.root == Root::temp) within(graph_->temp_count);
    if (x.root == Root::capture) within(graph_->captures.size());
    if (x.root == Root::global || x.root == Root::function || x.root == Root::text) fill(x.symbol);
    if (x.root == Root::constant) fill(x.value);
    fill(x.steps);
  }
  void fill(Region& x) {
    x.parent = static_cast<int32_t>(below(regions_ + 1)) - 1;
    fill(x.handlers);
  }
  // Any struct: each field is the default or anything.
  template <Described T>
  void fill(T& x) {
    for_each_field<T>([&](auto field) {
      if (below(3) == 0) return;
      auto& value = x.*field.member;
      using Value = std::remove_cvref_t<decltype(value)>;
      if constexpr (std::is_same_v<Value, std::vector<FlowGraph>>) {
      } else if constexpr (field.kRole == Role::type) {
        if constexpr (std::is_same_v<Value, TypeId>) {
          value = below(type_count_);
        } else {
          value.resize(below(3));
          for (TypeId& each : value) each = below(type_count_);
        }
      } else if (field.name == "region") {
        set_region(value);
      } else if (field.name == "block") {
        set_block(value);
      } else if (field.name == "successors") {
        // the block's terminator decides
      } else {
        fill(value);
      }
    });
  }
  template <class T>
  void set_region(T& value) {
    if constexpr (std::is_same_v<T, int32_t>) value = static_cast<T>(below(regions_ + 1)) - 1;
  }
  template <class T>
  void set_block(T& value) {
    if constexpr (std::is_same_v<T, uint32_t>) value = below(5) == 0 ? kNoBlock : below(blocks_);
  }

  Type type(TypeId id) {
    Type x;
    fill(x.kind);
    fill(x.spelling);
    if (coin()) x.target = below(id);
    if (coin()) fill(x.record);
    if (coin()) fill(x.template_name);
    x.arguments.resize(below(3));
    for (TypeId& each : x.arguments) each = below(id);
    fill(x.text_arguments);
    fill(x.size_bytes);
    return x;
  }

  FlowGraph graph() {
    FlowGraph x;
    graph_ = &x;
    regions_ = below(3);
    blocks_ = 1 + below(shape_.blocks + 1);
    fill(x.function);
    fill(x.locals);
    fill(x.captures);
    x.temp_count = below(5);
    x.parameter_count = below(x.locals.size() + 1);
    for (uint32_t i = 0; i < regions_; ++i) {
      fill(x.regions.emplace_back());
      x.regions.back().parent = static_cast<int32_t>(below(i + 1)) - 1;
    }
    for (uint32_t i = 0; i + 1 < blocks_; ++i) block(x.blocks.emplace_back());
    x.blocks.emplace_back().terminator = Terminator::exit;
    if (below(4) == 0) fill(x.blocks.back().location);
    return x;
  }

  void block(Block& x) {
    x.events.resize(below(shape_.events + 1));
    for (Event& each : x.events) {
      fill(each);
      if (coin()) each.flags &= 0x7FFF;
    }
    x.terminator = static_cast<Terminator>(below(static_cast<size_t>(Terminator::exit)));
    if (coin()) fill(x.condition);
    if (below(4) == 0 || x.terminator == Terminator::switch_) fill(x.cases);
    if (coin()) fill(x.location);
    if (below(3) == 0) set_region(x.region);
    size_t successors = below(3);
    if (x.terminator == Terminator::jump) successors = 1;
    if (x.terminator == Terminator::branch) successors = 2;
    if (x.terminator == Terminator::switch_) successors = x.cases.size() + 1;
    x.successors.resize(successors);
    for (uint32_t& each : x.successors) set_block(each);
    if (below(3) == 0) plain_end(x);
  }
  // The ends that the text form leaves out.
  void plain_end(Block& x) {
    const bool returns = coin();
    x.cases.clear();
    x.condition = {};
    x.location = {};
    x.terminator = returns ? Terminator::return_ : Terminator::throw_;
    x.successors.clear();
    if (returns) x.successors.push_back(blocks_ - 1);
    x.region = -1;
    Event& last = x.events.emplace_back();
    last.kind = returns ? EventKind::return_ : EventKind::throw_;
    if (!returns) set_region(last.region);
    if (!returns && below(4) != 0) x.region = last.region;
    if (coin()) fill(last.arguments.emplace_back());
  }

  uint64_t state_;
  RandomShape shape_;
  uint32_t type_count_ = 1;
  uint32_t regions_ = 0;
  uint32_t blocks_ = 1;
  const FlowGraph* graph_ = nullptr;
};

}  // namespace

TuFacts random_facts(uint64_t seed, const RandomShape& shape) {
  return Random(seed, shape).unit();
}

}  // namespace pool_audit::facts
