#include "tests/checks/analysis/misuse_model.h"

#include <array>
#include <string>
#include <vector>

namespace pool_audit::analysis {

namespace {

constexpr std::string_view kLocals = R"(
  local i: int
  local j: int
  local b: bool
  local p: Obj*
  local q: Obj*
  local s: Holder
  local s2: Holder
  local a: Obj*[2]
  local r: Obj**
  local c: int*
  local u: Lease
)";

class Writer {
 public:
  Writer(std::mt19937& random, const MisuseVocabulary& vocabulary)
      : random_(random), vocabulary_(vocabulary) {}

  MisuseGraph make() {
    const uint32_t count = 3 + below(6);
    const uint32_t taken_in = below(3);
    std::string blocks;
    for (uint32_t b = 0; b < count; ++b) {
      text_ = "";
      lines_ = 0;
      if (b == 0) prologue();
      const uint32_t events = b < taken_in ? below(2) : below(6);
      const uint32_t taken_at = below(events + 1);
      for (uint32_t e = 0; e <= events; ++e) {
        if (b == taken_in && e == taken_at) take(b);
        if (e < events) event();
      }
      if (b < taken_in) {
        line("if " + condition() + " -> " + std::to_string(b + 1) + " else " + name(below(count)));
      } else {
        terminator(b, count);
      }
      const bool guarded = vocabulary_.exceptions && one_in(2);
      blocks += "  block " + std::to_string(b) + (guarded ? " region=0" : "") + ":\n" + text_;
    }
    MisuseGraph out;
    out.program = program(head(count) + blocks + "  block " + name(count) + " exit\n",
                          "in: int, lo: int, hi: int");
    out.origin = origin_;
    return out;
  }

 private:
  uint32_t below(uint32_t n) { return static_cast<uint32_t>(random_() % n); }
  bool one_in(uint32_t n) { return below(n) == 0; }
  static std::string name(uint32_t number) { return std::to_string(number); }
  void line(const std::string& text) {
    text_ += "    " + text + "\n";
    ++lines_;
  }
  std::string any(std::initializer_list<const char*> words) {
    return std::data(words)[below(static_cast<uint32_t>(words.size()))];
  }

  // Owners and q may live in the try block: then an exception that leaves it destroys them.
  std::string head(uint32_t count) {
    std::string out(kLocals);
    if (!vocabulary_.exceptions) return out;
    if (one_in(2)) out.insert(out.find("u: Lease") + 8, " region=0");
    if (one_in(2)) out.insert(out.find("q: Obj*") + 7, " region=0");
    out += "  try 0: catch " + any({"int", "bool", "..."}) + " -> " + name(1 + below(count - 1));
    if (one_in(3)) out += ", catch ... -> " + name(1 + below(count - 1));
    return out + "\n";
  }

  std::string cell() {
    if (one_in(2)) return "p";
    if (vocabulary_.parts && one_in(2)) {
      return any({"s.Holder::ptr", "s2.Holder::ptr", "a[0]", "a[1]"});
    }
    return "q";
  }
  std::string pointer() { return vocabulary_.addresses && one_in(6) ? "*r" : cell(); }
  std::string memory() {
    if (vocabulary_.inside && one_in(4)) return "*c";
    const std::string at = pointer();
    return (at == "*r" ? "r.*" : at) + "->Obj::state";
  }
  std::string integer() { return any({"in", "i", "j"}); }
  std::string variable() { return any({"i", "j"}); }
  std::string constant() { return std::to_string(static_cast<int>(below(3)) - 1); }
  std::string comparison() { return any({" == ", " != ", " < ", " <= ", " > ", " >= "}); }
  std::string temp() { return "t" + std::to_string(temps_++); }

  void prologue() {
    for (const char* each : {"p", "q", "s.Holder::ptr", "s2.Holder::ptr", "a[0]", "a[1]", "c"}) {
      line(std::string(each) + " = null");
    }
    line("r = &p");
    line("i = " + constant());
    line("j = " + constant());
    line("b = " + std::to_string(below(2)));
  }

  void take(uint32_t block) {
    origin_.block = block;
    origin_.event = lines_;
    const std::string result = temp();
    if (vocabulary_.addresses && one_in(5)) {
      origin_.kind = Origin::Kind::out;
      const bool status = one_in(2);
      line(result + " = call " + (status ? "status_out" : "false_out") + "(&" + cell() +
           (status ? "): int" : "): bool"));
      line((status ? variable() : "b") + " = " + result);
      return;
    }
    line(result + " = call " + (one_in(2) ? "get_one" : "try_one") + "(): Obj*");
    line((one_in(2) ? "p" : pointer()) + " = " + result);
  }

  void event() {
    switch (below(30)) {
      case 0:
      case 1:
      case 2:
        return line(pointer() + " = " + pointer());
      case 3:
        return line(pointer() + " = null");
      case 4:
        if (vocabulary_.addresses) line("r = &" + cell());
        return;
      case 5:
        return line(variable() + " = " + (one_in(2) ? constant() : integer()));
      case 6:
        return line("b = " + pointer() + (one_in(2) ? " == null" : " != null"));
      case 7:
        return line("b = " +
                    (one_in(2) ? "!!" + pointer() : integer() + comparison() + constant()));
      case 8:
        return number();
      case 9:
      case 10:
      case 11:
      case 12:
        return line("use " + memory() + (one_in(2) ? " write" : ""));
      case 13:
      case 14:
      case 15:
      case 16:
        return line("call puts_back(" + pointer() + ")");
      case 17:
      case 18:
        return line("call puts_back(p)");
      case 19:
        return line("call " + any({"borrows_it", "unseen_it"}) + "(" + pointer() + ")");
      case 20:
        return line("call reads_it(" + (vocabulary_.inside && one_in(4) ? "c" : pointer()) + ")");
      case 21:
        return line("call " + any({"reads_run", "borrows_run"}) + "(object=" + pointer() + ")");
      case 22:
        return line(one_in(2) ? "call keeps_it(" + pointer() + ")" : "@cache = " + pointer());
      case 23:
      case 24:
        if (vocabulary_.inside) line("c = &" + object() + "->Obj::state");
        return;
      case 25:
        if (vocabulary_.parts) line(one_in(2) ? "s2 = s" : "s = s2");
        return;
      default:
        if (vocabulary_.owners) owner();
        return;
    }
  }

  std::string object() {
    const std::string at = pointer();
    return at == "*r" ? "r.*" : at;
  }

  void number() {
    if (!vocabulary_.numbers) return;
    if (one_in(3)) return line("call borrows_number(&" + variable() + ")");
    const std::string result = temp();
    line(result + " = call borrows_nothing(): int");
    line(variable() + " = " + result);
  }

  void owner() {
    if (one_in(3)) {
      const std::string result = temp();
      line(result + " = call moves_out(object=&u): Obj*");
      return line(pointer() + " = " + result);
    }
    line("destroy u");
    if (!one_in(3)) line("call owns_it(object=&u, " + pointer() + "): Lease");
  }

  std::string condition() {
    switch (below(vocabulary_.opaque ? 6 : 5)) {
      case 0:
        return pointer();
      case 1:
        return pointer() + (one_in(2) ? " == null" : " != null");
      case 2:
        return "b";
      case 3:
        return integer() + comparison() + constant();
      case 4:
        return vocabulary_.numbers
                   ? (one_in(2) ? "lo" + comparison() + "hi" : "hi" + comparison() + "lo")
                   : "b";
      default:
        return one_in(2) ? R"(opaque text "in & 4" reads (in))"
                         : R"(opaque text "i & 4" reads (i))";
    }
  }

  void terminator(uint32_t b, uint32_t count) {
    const auto target = [&] {
      if (one_in(6) || b + 1 >= count) return name(one_in(4) ? below(count) : count);
      return name(one_in(2) ? b + 1 : b + 1 + below(count - b));
    };
    const uint32_t kind = below(14);
    if (kind == 0) {
      line(one_in(2) ? "return " + pointer() : "return");
    } else if (kind == 1 && one_in(3)) {
      line("unreachable");
    } else if (kind == 2 && vocabulary_.exceptions) {
      line(one_in(2) ? "throw 1: int" : "throw 1: bool");
    } else if (kind == 3) {
      line("switch " + integer() + any({" case 0", " case -1..0", " case -1"}) + " -> " + target() +
           ", case 1 -> " + target() + ", else -> " + target());
    } else if (kind < 11) {
      line("if " + condition() + " -> " + target() + " else " + target());
    } else {
      line("-> " + target());
    }
  }

  std::mt19937& random_;
  const MisuseVocabulary& vocabulary_;
  Origin origin_;
  std::string text_;
  uint32_t lines_ = 0;
  uint32_t temps_ = 0;
};

}  // namespace

MisuseGraph random_misuse_graph(std::mt19937& random, const MisuseVocabulary& vocabulary) {
  return Writer(random, vocabulary).make();
}

bool MisuseOracle::may_give_null(const facts::Event& event) const {
  return failing(event) == Failing::null;
}

bool MisuseOracle::dereferences(const facts::FlowGraph&, const facts::Event& call, int) const {
  return call.callee.text().starts_with("reads_");
}

}  // namespace pool_audit::analysis
