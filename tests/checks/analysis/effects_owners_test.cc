// What calls do to an object that is handed by address, to a library or in an owner.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "tests/checks/analysis/effects_fixture.h"

namespace pool_audit::analysis {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

using EffectsByAddress = EffectsFixture;
using EffectsOfLibraries = EffectsFixture;
using EffectsOfOwners = EffectsFixture;

// ---- by address --------------------------------------------------------------------------------

constexpr std::string_view kPutThrough = R"( -> void {
  block 0:
    call Pool::put(object=&@pool, *it)
    *it = null
}
)";

TEST_F(EffectsByAddress, PutsWhatTheParameterPointsTo) {
  EXPECT_EQ(by_address("function g(it: Obj**)" + std::string(kPutThrough)), "puts: put by g()");
  EXPECT_EQ(by_address("function g(it: Obj*&)" + std::string(kPutThrough)), "puts: put by g()");
  EXPECT_EQ(by_address("function g(it: Obj*&&)" + std::string(kPutThrough)), "puts: put by g()");
}

TEST_F(EffectsByAddress, LeavesIt) {
  EXPECT_EQ(by_address("function g(it: Obj**) -> void {\n  block 0:\n    use *it\n}\n"), "borrows");
}

TEST_F(EffectsByAddress, OfThatTypeOnly) {
  for (const std::string type : {"void*", "char*", "long*", "?", "int"}) {
    EXPECT_THAT(by_address("function g(it: " + type + ") -> void {\n  block 0:\n    return\n}\n"),
                StartsWith("unknown: its pointer is handed to g() by address"))
        << type;
  }
}

TEST_F(EffectsByAddress, OfAStructOnlyWhatIsPutIsBelieved) {
  EXPECT_EQ(by_address(R"(function g(it: Server*) -> void {
  block 0:
    call Pool::put(object=&@pool, it->Server::obj)
}
)",
                       "g(&s)"),
            "puts: put by g()");
  EXPECT_THAT(
      by_address("function g(it: Server*) -> void {\n  block 0:\n    use it->Server::obj\n}\n",
                 "g(&s)"),
      StartsWith("unknown"));
}

TEST_F(EffectsByAddress, WithoutABody) {
  EXPECT_THAT(by_address("function g(a_: Obj**) -> void\n"), StartsWith("unknown"));
  EXPECT_THAT(effects_->missing_bodies(), testing::ElementsAre(Symbol("g")));
}

TEST_F(EffectsByAddress, ContainersOfTheProgramKeepIt) {
  EXPECT_EQ(by_address("function List::push_back(it: Obj*&) -> void {\n  block 0:\n    return\n}\n",
                       "List::push_back(&o)"),
            "keeps in -1: stored by List::push_back()");
}

TEST_F(EffectsByAddress, OfAHolderWhoseMethodIsCalled) {
  load(
      "function Server::close() -> void record=Server record_type=Server {\n  block 0:\n    "
      "return\n}\n",
      "  block 0:\n    call Server::close(object=&s)\n");
  EXPECT_THAT(effect(-1, true), StartsWith("unknown"));
}

// ---- libraries ---------------------------------------------------------------------------------

TEST_F(EffectsOfLibraries, ContainersKeep) {
  load("function std::vector::push_back(value: Obj*&) -> void in_system_header\n",
       "  block 0:\n    call std::vector::push_back(&o)\n");
  EXPECT_EQ(effect(0, true), "keeps in -1: stored in a container");
}

TEST_F(EffectsOfLibraries, ConstReferencesBorrow) {
  const auto find = [&](const std::string& parameter) {
    load("type \"const Obj *const &\" lvalue_reference\nfunction std::find(value: " + parameter +
             ") -> void in_system_header\n",
         "  block 0:\n    call std::find(&o)\n");
    return effect(0, true);
  };
  EXPECT_EQ(find("const Obj *const &"), "borrows");
  EXPECT_EQ(find("Obj*&"), "unknown: its pointer is handed to std::find()");
}

TEST_F(EffectsOfLibraries, FunctionsOfC) {
  const auto given = [&](const std::string& name, const std::string& parameter = "void*") {
    load("type \"const void *\" pointer\nfunction " + name + "(p: " + parameter +
             ") -> void in_system_header\n",
         "  block 0:\n    call " + name + "(obj)\n");
    return effect(0);
  };
  EXPECT_EQ(given("memset"), "borrows");
  EXPECT_EQ(given("fwrite"), "borrows");
  EXPECT_EQ(given("free"), "keeps: freed by the heap");
  EXPECT_EQ(given("SSL_set_ex_data"), "unknown: passed to SSL_set_ex_data() of a library");
  EXPECT_EQ(given("crc32", "\"const void *\""), "borrows") << "it cannot write to it";
  EXPECT_EQ(given("ns::run"), "borrows") << "C++ libraries keep by their containers";
}

TEST_F(EffectsOfLibraries, Threads) {
  load("function std::thread::thread(a_: Obj*) -> void in_system_header\n",
       "  block 0:\n    call std::thread::thread(obj)\n");
  EXPECT_EQ(effect(0), "keeps: handed to another thread");
}

TEST_F(EffectsOfLibraries, SwapsAreNotFollowed) {
  load("function std::swap(a_: Obj*&, b_: Obj*&) -> void in_system_header\n",
       "  block 0:\n    call std::swap(&o, &obj)\n");
  EXPECT_EQ(effect(0, true), "unknown: swapped");
}

TEST_F(EffectsOfLibraries, ComparedWithNull) {
  const std::string functions =
      "function \"std::operator==\"(a_: int, b_: int) -> bool in_system_header\n"
      "function \"std::operator!=\"(a_: int, b_: int) -> bool in_system_header\n";
  load(functions, "  block 0:\n    t0 = call \"std::operator==\"(&s, null)\n");
  EXPECT_EQ(effect(0, true), "is_null");
  load(functions, "  block 0:\n    t0 = call \"std::operator!=\"(null, &s)\n");
  EXPECT_EQ(effect(1, true), "returns");
  load(functions, "  block 0:\n    t0 = call \"std::operator==\"(&s, &o)\n");
  EXPECT_EQ(effect(0, true), "unknown: compared with another");
}

// ---- owners ------------------------------------------------------------------------------------

constexpr std::string_view kSmart = R"(record Deleter size_bytes=1
type std::default_delete<Obj> record record=dd template_name=std::default_delete arguments=(Obj)
record "std::default_delete<Obj>" id=dd is_system template_name=std::default_delete
type std::unique_ptr<Obj> record record=up template_name=std::unique_ptr arguments=(Obj, std::default_delete<Obj>)
type std::unique_ptr<Obj,Deleter> record record=upd template_name=std::unique_ptr arguments=(Obj, Deleter)
function std::unique_ptr::unique_ptr(a_: int) -> void constructor in_system_header
function std::unique_ptr::get() -> Obj* in_system_header
function std::unique_ptr::release() -> Obj* in_system_header
function std::unique_ptr::reset(a_: int) -> void in_system_header
function std::unique_ptr::swap(a_: int) -> void in_system_header
function std::unique_ptr::get_deleter() -> void in_system_header
function "std::unique_ptr::operator="(a_: int) -> void in_system_header
)";

TEST_F(EffectsOfOwners, UniquePointers) {
  load(kSmart,
       "  local p: std::unique_ptr<Obj>\n  local q: std::unique_ptr<Obj,Deleter>\n"
       "  block 0:\n    delete p\n");
  const facts::TypeId plain = type_named("std::unique_ptr<Obj>");
  const facts::TypeId special = type_named("std::unique_ptr<Obj,Deleter>");
  EXPECT_FALSE(effects_->is_owner(plain));
  EXPECT_TRUE(effects_->destroys(plain));
  EXPECT_TRUE(effects_->is_owner(special));
  EXPECT_FALSE(effects_->destroys(special));
  EXPECT_FALSE(effects_->destroys(type_named("Obj")));
  EXPECT_FALSE(effects_->destroys(type_named("Obj *")));
  EXPECT_FALSE(effects_->destroys(facts::kNoType));
}

TEST_F(EffectsOfOwners, MethodsOfUniquePointers) {
  const auto method = [&](const std::string& type, const std::string& call, int index) {
    load(kSmart,
         "  local p: " + type + "\n  local q: " + type + "\n  block 0:\n    call " + call + "\n");
    return effect(index, true);
  };
  const std::string plain = "std::unique_ptr<Obj>";
  const std::string special = "std::unique_ptr<Obj,Deleter>";
  for (const std::string& type : {plain, special}) {
    EXPECT_EQ(method(type, "std::unique_ptr::release(object=&p)", -1), "moves");
    EXPECT_EQ(method(type, "std::unique_ptr::get(object=&p)", -1), "returns");
    EXPECT_EQ(method(type, "std::unique_ptr::get_deleter(object=&p)", -1), "borrows");
    EXPECT_EQ(method(type, "std::unique_ptr::swap(object=&p, &q)", -1), "unknown: swapped");
    EXPECT_EQ(method(type, "std::unique_ptr::swap(object=&p, &q)", 0), "unknown: swapped");
    EXPECT_THAT(method(type, "std::unique_ptr::unique_ptr(object=&p, &q): " + type, 0),
                StartsWith("owns"));
    EXPECT_EQ(method(type, "std::unique_ptr::unique_ptr(object=&p, &q): " + type, -1), "borrows");
    EXPECT_THAT(method(type, "std::unique_ptr::operator=(object=&p, &q)", 0), StartsWith("owns"));
    EXPECT_THAT(method(type, "std::unique_ptr::reset(object=&p, obj)", 0), StartsWith("owns"));
  }
  EXPECT_EQ(method(special, "std::unique_ptr::reset(object=&p, null)", -1), "puts");
  EXPECT_EQ(method(special, "std::unique_ptr::operator=(object=&p, &q)", -1), "puts");
  EXPECT_EQ(method(plain, "std::unique_ptr::operator=(object=&p, &q)", -1), "destroys");
  EXPECT_EQ(method(plain, "std::unique_ptr::operator=(object=&p, null)", -1),
            "keeps: destroyed by std::unique_ptr::operator=()");
  EXPECT_EQ(method(plain, "std::unique_ptr::reset(object=&p, null)", -1),
            "keeps: destroyed by std::unique_ptr::reset()");
}

TEST_F(EffectsOfOwners, UniquePointerHandedToALibraryByValue) {
  load(std::string(kSmart) +
           "function lib::take(a_: std::unique_ptr<Obj>) -> void in_system_header\n",
       "  local p: std::unique_ptr<Obj>\n  block 0:\n    call lib::take(p)\n");
  EXPECT_EQ(effect(0), "unknown: moved to lib::take() of a library");
}

TEST_F(EffectsOfOwners, HandlesOfAModel) {
  const auto method = [&](const std::string& name) {
    load("function Handle::" + name + "() -> Obj* record=Handle record_type=Handle\n",
         "  local h: Handle\n  block 0:\n    call Handle::" + name + "(object=&h)\n");
    return effect(-1, true);
  };
  EXPECT_EQ(method("detach"), "moves");
  EXPECT_EQ(method("give_back"), "puts");
  EXPECT_EQ(method("peek"), "returns");
  EXPECT_EQ(method("drop"), "keeps: destroyed by Handle::drop()");
  EXPECT_EQ(method("send"), "keeps: handed on by Handle::send()");
  EXPECT_TRUE(effects_->is_owner(type_named("Handle")));
}

// A class whose destructor puts what a member holds.
std::string guard(std::string_view destructor) {
  return R"(record Guard size_bytes=16 destructor=Guard::~Guard {
  field obj: Obj*
  field other: Obj*
}
function Guard::Guard(it: Obj*) -> void record=Guard constructor {
  block 0:
    this->Guard::obj = it
}
function Guard::adopt(it: Obj*) -> void record=Guard {
  block 0:
    this->Guard::obj = it
}
function std::exchange(a_: Obj*&, b_: int) -> Obj* in_system_header
function Guard::~Guard() -> void record=Guard destructor {
  local o: Obj*
)" + std::string(destructor) +
         "}\n";
}

TEST_F(EffectsOfOwners, ClassesWhoseDestructorPuts) {
  const auto owner = [&](std::string_view destructor) {
    load(guard(destructor), "  local g: Guard\n  block 0:\n    delete obj\n");
    const bool owns = effects_->is_owner(type_named("Guard"));
    EXPECT_EQ(effects_->puts_member(Symbol("Guard::Guard"), Symbol("Guard::obj")), owns);
    EXPECT_FALSE(effects_->puts_member(Symbol("Guard::Guard"), Symbol("Guard::other")));
    EXPECT_FALSE(effects_->puts_member(Symbol("Guard::adopt"), Symbol("Guard::obj")))
        << "no constructor";
    EXPECT_FALSE(effects_->destroys(type_named("Guard")));
    return owns;
  };
  EXPECT_TRUE(owner("  block 0:\n    call Pool::put(object=&@pool, this->Guard::obj)\n"));
  EXPECT_TRUE(
      owner("  block 0:\n    o = this->Guard::obj\n    call Pool::put(object=&@pool, o)\n"));
  EXPECT_TRUE(
      owner("  block 0:\n    t0 = call std::exchange(&this->Guard::obj, null)\n    call "
            "Pool::put(object=&@pool, t0)\n"));
  EXPECT_TRUE(
      owner("  block 0:\n    if this->Guard::obj -> 1 else 2\n  block 1:\n    call "
            "Pool::put(object=&@pool, this->Guard::obj)\n  block 2:\n    return\n"));
  EXPECT_FALSE(owner("  block 0:\n    use this->Guard::obj\n"));
  EXPECT_FALSE(
      owner("  block 0:\n    o = call Pool::get(object=&@pool)\n    call "
            "Pool::put(object=&@pool, o)\n"));
  EXPECT_FALSE(owner("  block 0:\n    call Pool::put(object=&@pool, @global)\n"));
}

TEST_F(EffectsOfOwners, NamesForPeople) {
  load(
      "record \"Pool<Obj>\" id=inst template_name=ns::Pool size_bytes=8 {\n  field idle: Obj* "
      "id=fi\n}\n",
      "  block 0:\n    delete obj\n");
  EXPECT_EQ(effects_->name(Symbol("fi")), "ns::Pool::idle");
  EXPECT_EQ(effects_->name(Symbol("Server::obj")), "Server::obj");
  EXPECT_EQ(effects_->name(Symbol("f")), "f");
  EXPECT_EQ(effects_->name(Symbol("global")), "global");
  EXPECT_EQ(effects_->name(Symbol("c:@N@ns@F@gone#")), "ns::gone") << "what nobody declares";
}

}  // namespace
}  // namespace pool_audit::analysis
