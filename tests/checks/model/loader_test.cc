// What is wrong with a model file, and where.
#include "checks/model/loader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace pool_audit::model {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::StartsWith;

// "line:column: message" of every error, "" for none.
std::string errors_of(std::string_view yaml) {
  const auto file = parse_models(yaml, "m.yaml");
  std::string out;
  if (file) return out;
  for (const Error& error : file.error()) {
    EXPECT_EQ(error.file, "m.yaml");
    out += std::to_string(error.line) + ':' + std::to_string(error.column) + ": " + error.message;
    out += '\n';
  }
  return out;
}

struct ErrorCase {
  const char* yaml;
  const char* errors;
};

class LoaderErrors : public ::testing::TestWithParam<ErrorCase> {};

TEST_P(LoaderErrors, AreAllReportedWhereTheyStand) {
  EXPECT_EQ(errors_of(GetParam().yaml), GetParam().errors) << GetParam().yaml;
}

INSTANTIATE_TEST_SUITE_P(
    Files, LoaderErrors,
    ::testing::ValuesIn(std::vector<ErrorCase>{
        {"pools: [{aquire: []}]\n",
         "1:10: unknown key 'aquire' in a pool model; did you mean 'acquire'?\n"},
        {"pool: []\n", "1:1: unknown key 'pool' in a model file; did you mean 'pools'?\n"},
        {"- id: x\n",
         "1:1: expected a model file as a map with keys such as 'extends', found a list\n"},
        {"just text\n",
         "1:1: expected a model file as a map with keys such as 'extends', found 'just text'\n"},
        {"pools: {id: x}\n", "1:8: expected a list of pool models, found a map\n"},
        {"pools:\n"
         "  - id: \"a b\"\n"
         "    acquire: [{fn: \"::f\", object: return}]\n",
         "2:11: expected only letters, digits, '.', '_' and '-' in an id, found 'a b'\n"},
        {"pools:\n"
         "  - id: a\n"
         "    pool: {identity: arg}\n"
         "    acquire: [{fn: f, object: out(x), fails: nul, blocks: timeout}]\n"
         "    release: [{fn: f, object: argument(0), effect: give}]\n",
         "3:22: expected 'arg(N)' with N from 0 to 63 for 'identity', found 'arg'\n"
         "4:31: expected return, out(N), macro_out(N), id_out(N), new_expr or handle for 'object', "
         "found 'out(x)'\n"
         "4:46: expected never, null, status!=0, false, throw or optional for 'fails', found "
         "'nul'; did you mean 'null'?\n"
         "4:59: expected 'timeout(N)' with N from 0 to 63 for 'blocks', found 'timeout'\n"
         "5:31: expected arg(N), macro_arg(N), this, deref(N), id(N), delete_expr or all for "
         "'object', found 'argument(0)'\n"
         "5:52: expected return, discard, unref, transfer or return_all for 'effect', found "
         "'give'\n"},
        {"pools:\n"
         "  - id: a\n"
         "    pool: {type: \"P<\"}\n"
         "    acquire: [{fn: \"a::::b\", object: return}]\n",
         "3:19: expected a '>' for every '<' in 'P<'\n"
         "4:24: expected a name or '*' between the separators in 'a::::b'\n"},
        {"pools:\n"
         "  - id: a\n"
         "    acquire: [{fn: get, object: return}]\n",
         "3:20: expected 'type' under 'pool': the function is named inside the pool's class\n"},
        {"pools:\n"
         "  - id: a\n"
         "    acquire: [{fn: \"::get\", macro: X, object: return}, {object: return}]\n",
         "3:36: expected either 'fn' or 'macro', found both\n"
         "3:56: expected 'fn' or 'macro': what is called\n"},
        {"pools:\n"
         "  - id: a\n"
         "    pool: {identity: global}\n"
         "    acquire: [{fn: get, object: macro_out(1)}, {object: new_expr}, {fn: x, object: "
         "new_expr}]\n"
         "    release: [{fn: put}]\n",
         "4:33: expected 'macro' beside 'macro_out(1)': a function has no macro arguments\n"
         "4:57: expected 'identity: enclosing_type' or 'identity: object_type' for objects that "
         "come from new expressions\n"
         "4:84: expected 'identity: enclosing_type' or 'identity: object_type' for objects that "
         "come from new expressions\n"
         "4:84: expected no 'fn' and no 'macro' beside 'new_expr'\n"
         "5:15: expected 'object' in a release function: what is given back\n"},
        {"pools:\n"
         "  - acquire: [{fn: \"::get\", object: return}]\n"
         "  - id: b\n"
         "  - id: c\n"
         "    acquire: []\n",
         "2:5: expected 'id' in a pool model\n"
         "3:5: expected 'acquire' in a pool model: how objects are taken from it\n"},
        {"pools:\n"
         "  - {id: a, pool: {identity: global}, acquire: [{fn: get, object: return}]}\n"
         "  - {id: a, pool: {identity: global}, acquire: [{fn: get, object: return}]}\n",
         "3:5: expected a new id, found 'a' again; the first is on line 2\n"},
        {"pools:\n"
         "  - {id: a, pool: {identity: enclosing_type}, acquire: [{object: new_expr}]}\n",
         "2:19: expected 'type' or 'marker' beside 'identity: enclosing_type': which classes have "
         "an operator new of this pool\n"},
        {"pools:\n"
         "  - {id: a, pool: {type: \"P<$T>\", object: \"$U\"}, acquire: [{fn: get}]}\n",
         "2:43: expected a '$' name that the type or a function binds, found '$U'\n"},
        {"pools:\n"
         "  - {id: a, pool: {type: \"*::*\"}, acquire: [{fn: get}]}\n",
         "2:26: expected at least one component without '*' in the pool's type, found '*::*'; "
         "sources are looked through for that word\n"},
        {"pools:\n"
         "  - id: a\n"
         "    pool: {identity: global}\n"
         "    acquire: [{fn: \"*\"}, {fn: get, count: 3, factory: ctor(0), resets: yes}]\n",
         "4:20: expected at least one component without '*', found '*'; sources are looked through "
         "for that word\n"
         "4:43: expected 'arg(N)' with N from 0 to 63 for 'count', found '3'\n"
         "4:55: expected 'arg(N)' with N from 0 to 63 for 'factory' (a factory of the whole pool "
         "stands under 'lifecycle'), found 'ctor(0)'\n"
         "4:72: expected true or false for 'resets', found 'yes'\n"},
        {"pools:\n"
         "  - id: a\n"
         "    pool: {identity: global}\n"
         "    acquire: [{fn: get}]\n"
         "    handle: [{}, {raw: get}, {type: \"a<\", releases_on_dtor: no}]\n",
         "5:14: expected 'type' in a handle: the name of the class that owns the object\n"
         "5:18: expected 'type' in a handle: the name of the class that owns the object\n"
         "5:38: expected a '>' for every '<' in 'a<'\n"
         "5:61: expected true or false for 'releases_on_dtor', found 'no'\n"},
        {"pools:\n"
         "  - id: a\n"
         "    pool: {identity: global}\n"
         "    acquire: [{fn: get}]\n"
         "    lifecycle: {ctor: never, dtor: {\"false\": once}, on_pool_end: destroy, factory: "
         "lambda}\n"
         "    reset: {by: pool, methods: {a: b}, hook: arg(0)}\n"
         "    bounds: {capacity: arg(0), exhausted: nul, mt_safe: 3}\n"
         "    after_release: {types: [a]}\n",
         "5:23: expected once, each or none for 'ctor', found 'never'\n"
         "5:36: expected 'template_arg' in 'dtor': which argument decides\n"
         "5:46: expected never for 'false', found 'once'\n"
         "5:66: expected destroys, leaks or aborts for 'on_pool_end', found 'destroy'; did you "
         "mean 'destroys'?\n"
         "5:84: expected new, none, ctor(N), ctor(N).member, template_arg(N) or virtual(method) "
         "for 'factory', found 'lambda'\n"
         "6:17: expected pool_on_get, pool_on_put, factory, caller_before_put, caller_after_get, "
         "ctor or none for 'by', found 'pool'\n"
         "6:32: expected a list of methods, found a map\n"
         "6:46: expected new, none, ctor(N), ctor(N).member, template_arg(N) or virtual(method) "
         "for 'hook', found 'arg(0)'\n"
         "7:24: expected a number, a constant's name, unbounded, ctor(N) or template_arg(N) for "
         "'capacity', found 'arg(0)'\n"
         "7:43: expected null, throw, block, grow or heap for 'exhausted', found 'nul'; did you "
         "mean 'null'?\n"
         "8:21: unknown key 'types' in 'after_release'; expected type_stable\n"},
        {"not_a_pool: [\"a<\", {a: b}]\n"
         "consumes: [f, \"g(99)\", \"a::::h(0)\"]\n"
         "extends: [[a]]\n",
         "1:15: expected a '>' for every '<' in 'a<'\n"
         "1:20: expected a type name, found a map\n"
         "2:12: expected a function with the argument that it takes over: 'sendRequest(1)' in 'f'\n"
         "2:16: expected a function with the argument that it takes over: 'sendRequest(1)' in "
         "'g(99)'\n"
         "2:28: expected a name or '*' between the separators in 'a::::h(0)'\n"
         "3:11: expected a model file's path or a built-in file's name, found a list\n"},
        {"pools:\n"
         "  - id: a\n"
         "    id: b\n",
         "3:5: the key 'id' stands twice in one map; remove one\n"},
        {"a: &x 1\n",
         "1:4: anchors ('&name') are not supported; write the value out where it is needed\n"},
        {"a: *x\n", "1:4: expected valid YAML: the referenced anchor is not defined\n"},
        {"pools: !!seq []\n",
         "1:8: tags are not supported, found 'tag:yaml.org,2002:seq'; remove it\n"},
        {"--- \n"
         "a: 1\n"
         "---\n"
         "b: 2\n",
         "3:1: expected one document, found the start of another\n"},
        {"{[a]: b}\n",
         "1:2: expected a word as key, found a list or a map; is a bracket left open?\n"},
        {"pools: [\n", "2:1: expected valid YAML: end of sequence flow not found\n"},
        {"pools:\n"
         "\t- id: x\n",
         "2:2: expected valid YAML: illegal block entry\n"},
        {"a: \"\\x01\"\n",
         "1:1: unknown key 'a' in a model file; expected extends, pools, not_a_pool, consumes, "
         "functions, types, members, "
         "rules, suppressions or telemetry\n"},
        {"pools: \"\n", "1:8: expected a list of pool models, found ' '\n"},
        {"pools:\n"
         "  - id:\n"
         "    title: |\n"
         "      two\n"
         "      lines\n"
         "    pool: {identity: global, scan: [\"a b\"]}\n"
         "    acquire: [{fn: get}]\n",
         "3:5: expected an id such as 'mylib.buffers', found nothing\n"
         "3:12: expected a title on one line, found 'two...'\n"
         "6:36: expected identifiers for 'scan', found 'a b'\n"},
        {": x\n", "1:1: expected a key, found nothing before ':'\n"},
        {"pools:\n"
         "  - {id: a, kind: pool, deny: maybe, pool: {identity: global}, acquire: [{fn: get}]}\n",
         "2:19: expected object_pool, memory_pool, buffer_pool, connection_pool, arena or "
         "handle_pool for 'kind', found 'pool'\n"
         "2:31: expected true or false for 'deny', found 'maybe'\n"},
        {"pools:\n"
         "  - {id: a, pool: {identity: global, marker: {makro: X}, keyed_by: 3}, acquire: [{fn: "
         "get}]}\n",
         "2:47: unknown key 'makro' in 'marker'; did you mean 'macro'?\n"
         "2:68: expected 'arg(N)' with N from 0 to 63 for 'keyed_by', found '3'\n"},
        {"pools:\n"
         "  - {id: a, pool: {identity: global}, acquire: [{fn: get, thread: own}], release: [{fn: "
         "put, object: arg(0), thread: own, array: x}]}\n",
         "2:59: unknown key 'thread' in an acquire function; expected fn, macro, object, pool, "
         "effect, fails, blocks, count, array, factory, keyed_by, async_cb, owning, resets or "
         "raw_memory\n"
         "2:118: expected any or acquirer for 'thread', found 'own'\n"
         "2:130: expected 'arg(N)' with N from 0 to 63 for 'array', found 'x'\n"},
        {"pools: ~\n"
         "rules: {anything: [1, 2]}\n"
         "suppressions: [x]\n"
         "telemetry: 3\n",
         "1:8: expected a list of pool models, found 'null'\n"},
    }));

TEST(LoaderErrors, ManyAreCut) {
  std::string yaml = "pools:\n";
  for (int i = 0; i < 300; ++i) yaml += "  - {idd: x}\n";
  const auto file = parse_models(yaml, "m.yaml");
  ASSERT_FALSE(file);
  EXPECT_THAT(file.error(), SizeIs(101));
  EXPECT_EQ(file.error().back().message, "200 more errors are not shown");
}

TEST(LoaderLimits, NestingIsBounded) {
  const std::string deep = "a: " + std::string(50, '[') + std::string(50, ']');
  EXPECT_THAT(errors_of(deep), HasSubstr("expected at most 16 levels of nesting"));
  std::string blocks;
  for (int i = 0; i < 50; ++i) blocks += std::string(static_cast<size_t>(i), ' ') + "a:\n";
  EXPECT_THAT(errors_of(blocks), HasSubstr("expected at most 16 levels of nesting"));
  EXPECT_NE(errors_of(std::string(200'000, '[')), "");
  EXPECT_NE(errors_of("- " + std::string(100'000, '{')), "");
}

TEST(LoaderLimits, ValuesAreBounded) {
  EXPECT_EQ(errors_of("rules: " + std::string(4096, 'x')), "");
  EXPECT_EQ(errors_of("rules: " + std::string(4097, 'x')),
            "1:8: expected at most 4096 bytes in one value, found 4097\n");
}

TEST(LoaderLimits, TheFileIsBounded) {
  EXPECT_EQ(errors_of(std::string((1 << 20) + 1, ' ')),
            "0:0: expected at most 1048576 bytes, found 1048577; split the file\n");
}

TEST(LoaderLimits, TheNumberOfValuesIsBounded) {
  std::string yaml = "rules: [";
  for (int i = 0; i < 100'001; ++i) yaml += "1,";
  EXPECT_THAT(errors_of(yaml + "]"), HasSubstr("expected at most 100000 values in one file"));
}

TEST(LoaderLimits, BillionLaughs) {
  std::string yaml = "a: &a [x, x, x, x, x, x, x, x, x]\n";
  for (char c = 'b'; c <= 'j'; ++c) {
    const std::string before(1, static_cast<char>(c - 1));
    yaml += std::string(1, c) + ": &" + c + " [";
    for (int i = 0; i < 9; ++i) yaml += '*' + before + ',';
    yaml += "]\n";
  }
  EXPECT_EQ(errors_of(yaml),
            "1:4: anchors ('&name') are not supported; write the value out where it is needed\n");
}

TEST(LoaderText, MustBeUtf8) {
  EXPECT_EQ(errors_of("pools:\n  - id: \xff"),
            "2:9: expected UTF-8 text, found the byte 0xff; save the file as UTF-8\n");
  EXPECT_EQ(errors_of(std::string("a\0b", 3)),
            "1:2: expected UTF-8 text, found the byte 0x00; save the file as UTF-8\n");
  EXPECT_THAT(errors_of("\xff\xfep\0o\0"), StartsWith("1:1: expected UTF-8 text"));
  EXPECT_THAT(errors_of("a: \xc0\x80"), StartsWith("1:4: "));          // overlong
  EXPECT_THAT(errors_of("a: \xed\xa0\x80"), StartsWith("1:4: "));      // surrogate
  EXPECT_THAT(errors_of("a: \xf4\x90\x80\x80"), StartsWith("1:4: "));  // above U+10FFFF
  EXPECT_THAT(errors_of("a: \xe2\x82"), StartsWith("1:4: "));          // cut off
  EXPECT_EQ(errors_of("\xef\xbb\xbfrules: 1\n"), "");
  EXPECT_EQ(errors_of("rules: \"gr\xc3\xbc\xc3\x9f\"\r\n"), "");
}

TEST(LoaderText, EscapesMakeText) {
  const std::string none = "1:8: expected text, found an escape that is none in UTF-8\n";
  EXPECT_EQ(errors_of("rules: \"a\\Nb\"\n"), none);
  EXPECT_EQ(errors_of("rules: \"\\_\"\n"), none);
  for (const char* escape : {"\\t", "\\n", "\\x41", "\\x01", "\\u00fc", "\\u0085", "\\\""}) {
    EXPECT_EQ(errors_of("rules: \"" + std::string(escape) + "\"\n"), "") << escape;
  }
}

TEST(LoaderText, NothingIsAFileWithoutModels) {
  for (const char* yaml : {"", "\n", "# only a comment\n", "---\n", "pools:\n", "pools: []\n"}) {
    const auto file = parse_models(yaml, "m.yaml");
    ASSERT_TRUE(file) << yaml;
    EXPECT_EQ(*file, ModelFile{}) << yaml;
  }
}

TEST(LoaderText, SectionsOfOthersAreLeftAlone) {
  EXPECT_EQ(errors_of("rules: {a: [1, {b: c}]}\nsuppressions: [x]\ntelemetry: {file: y}\n"), "");
}

TEST(LoaderValues, EveryKeyArrives) {
  const auto file = parse_models(R"yaml(
extends: [other.yaml, poco]
pools:
  - id: lib.pool-1
    library: Lib
    title: what it is
    kind: buffer_pool
    pool:
      identity: arg(2)
      type: "lib::Pool<$T, *>"
      not: [void, "char *"]
      object: "$T"
      keyed_by: arg(3)
      scan: [word]
    acquire:
      - {fn: "lib::take", object: out(1), pool: arg(0), fails: status!=0, blocks: timeout(4),
         count: arg(5), array: arg(6), factory: arg(7), keyed_by: arg(8), async_cb: arg(9),
         owning: true, resets: true, raw_memory: true}
      - {macro: TAKE, object: macro_out(1), pool: macro_arg(0), fails: "false", blocks: yes}
      - {fn: "lib::add", object: return, effect: adopt, fails: null}
      - {fn: "lib::id", object: id_out(0), fails: optional}
      - {fn: "lib::Guard::Guard", object: ctor(handle), fails: throw}
    release:
      - {fn: "lib::give", object: arg(1), effect: discard, count: arg(2), array: arg(3),
         keyed_by: arg(4), valid_flag: arg(5), null_ok: true, nulls_arg: true, thread: acquirer}
      - {fn: "lib::unref", object: deref(arg 0), effect: unref, pool: in_object, resets: true}
      - {macro: GIVE, object: macro_arg(0), effect: transfer}
      - {fn: "lib::give_id", object: id(0)}
      - {fn: "lib::Thing::free", object: this}
      - {fn: "lib::drain", effect: return_all}
    handle:
      - {type: "lib::Guard<*>", releases_on_dtor: false, detach: release, return: [reset, done],
         raw: get, discard: expire, transfer: publish}
    lifecycle: {ctor: once, dtor: {template_arg: 1, "false": never, "true": on_drop},
                on_pool_end: leaks, factory: ctor(0).make}
    reset: {by: pool_on_put, methods: [reset, clear], hook: virtual(resetObject)}
    bounds: {capacity: template_arg(3), exhausted: throw, grow_moves: true, same_thread: true,
             mt_safe: [takeMt]}
    blocks: {size: ctor(0), prefilled: ctor(2), from: template_arg(1), freed_at_end: true,
             tuned_by: [set_grain], trimmed_by: trim}
    after_release: {type_stable: ["lib::Node"]}
  - id: denied
    deny: true
    pool: {type: "lib::NotAPool"}
not_a_pool: ["x::*"]
consumes: ["send(1)"]
)yaml",
                                 "m.yaml");
  if (!file) {
    for (const Error& error : file.error()) ADD_FAILURE() << error.to_string();
    return;
  }
  PoolModel model;
  model.id = "lib.pool-1";
  model.library = "Lib";
  model.title = "what it is";
  model.kind = PoolKind::buffer_pool;
  model.identity = {IdentityKind::argument, 2};
  model.type = "lib::Pool<$T, *>";
  model.excluded_types = {"void", "char *"};
  model.object_type = "$T";
  model.key_argument = 3;
  model.scan_words = {"word"};
  Operation take;
  take.function = "lib::take";
  take.object = {ObjectKind::out, 1};
  take.pool = Identity{IdentityKind::argument, 0};
  take.fails = Failure::status;
  take.blocks = Blocking::timeout;
  take.timeout_argument = 4;
  take.count_argument = 5;
  take.array_argument = 6;
  take.factory_argument = 7;
  take.key_argument = 8;
  take.async_argument = 9;
  take.owning = take.resets = take.raw_memory = true;
  Operation macro;
  macro.macro = "TAKE";
  macro.object = {ObjectKind::macro_out, 1};
  macro.pool = Identity{IdentityKind::macro_argument, 0};
  macro.fails = Failure::false_;
  macro.blocks = Blocking::yes;
  Operation add;
  add.function = "lib::add";
  add.effect = Effect::adopt;
  add.fails = Failure::null;
  Operation id;
  id.function = "lib::id";
  id.object = {ObjectKind::id_out, 0};
  id.fails = Failure::optional;
  Operation guard;
  guard.function = "lib::Guard::Guard";
  guard.object = {ObjectKind::handle, 0};
  guard.fails = Failure::throws;
  model.acquire = {take, macro, add, id, guard};
  Operation give;
  give.function = "lib::give";
  give.object = {ObjectKind::argument, 1};
  give.effect = Effect::discard;
  give.count_argument = 2;
  give.array_argument = 3;
  give.key_argument = 4;
  give.valid_argument = 5;
  give.null_ok = give.nulls_argument = true;
  give.any_thread = false;
  Operation unref;
  unref.function = "lib::unref";
  unref.object = {ObjectKind::deref, 0};
  unref.effect = Effect::unref;
  unref.pool = Identity{IdentityKind::in_object, 0};
  unref.resets = true;
  Operation give_macro;
  give_macro.macro = "GIVE";
  give_macro.object = {ObjectKind::macro_argument, 0};
  give_macro.effect = Effect::transfer;
  Operation give_id;
  give_id.function = "lib::give_id";
  give_id.object = {ObjectKind::id, 0};
  Operation self;
  self.function = "lib::Thing::free";
  self.object = {ObjectKind::this_, 0};
  Operation drain;
  drain.function = "lib::drain";
  drain.object = {ObjectKind::all, 0};
  drain.effect = Effect::return_all;
  model.release = {give, unref, give_macro, give_id, self, drain};
  Handle handle;
  handle.type = "lib::Guard<*>";
  handle.releases_on_destruction = false;
  handle.detach = {"release"};
  handle.give_back = {"reset", "done"};
  handle.raw = {"get"};
  handle.discard = {"expire"};
  handle.transfer = {"publish"};
  model.handles = {handle};
  model.constructs = Lifetime::once;
  model.destroys = Lifetime::on_drop;
  model.destroys_template_argument = 1;
  model.on_pool_end = PoolEnd::leaks;
  model.factory = {HookKind::constructor_argument, 0, "make"};
  model.reset_by = ResetBy::pool_on_put;
  model.reset_methods = {"reset", "clear"};
  model.reset_hook = {HookKind::virtual_method, 0, "resetObject"};
  model.bounds.capacity = "template_argument(3)";
  model.bounds.exhausted = Exhausted::throws;
  model.bounds.grow_moves = model.bounds.same_thread = true;
  model.bounds.thread_safe = {"takeMt"};
  model.blocks = {0, 2, 1, true, {"set_grain"}, {"trim"}};
  model.type_stable_types = {"lib::Node"};
  model.source = "m.yaml";
  model.line = 4;
  ASSERT_THAT(file->pools, SizeIs(2));
  EXPECT_EQ(file->pools[0], model);
  EXPECT_FALSE(file->pools[1].confirmed);
  EXPECT_EQ(file->pools[1].type, "lib::NotAPool");
  EXPECT_THAT(file->extends, ElementsAre("other.yaml", "poco"));
  EXPECT_THAT(file->not_a_pool, ElementsAre("x::*"));
  EXPECT_THAT(file->consumers, ElementsAre("send(1)"));
}

class LoadModels : public ::testing::Test {
 protected:
  void SetUp() override {
    root_ = std::filesystem::temp_directory_path() /
            ("pool-audit-models-" +
             std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()) +
             std::to_string(::getpid()));
    std::filesystem::create_directories(root_ / "a" / "b");
  }
  void TearDown() override { std::filesystem::remove_all(root_); }

  std::string write(const std::string& name, const std::string& text) const {
    const std::string path = (root_ / name).string();
    std::ofstream(path) << text;
    return path;
  }
  std::string path(const std::string& name) const { return (root_ / name).string(); }

  static std::string load(const std::string& file) {
    const auto set = load_models({file});
    std::string out;
    if (set) return out;
    for (const Error& error : set.error()) out += error.to_string() + '\n';
    return out;
  }

  std::filesystem::path root_;
};

constexpr const char* kMine =
    "pools: [{id: mine, pool: {type: \"my::Pool\"}, acquire: [{fn: get}]}]\n";

TEST_F(LoadModels, BuiltInModelsAreAlwaysThere) {
  const auto set = load_models({write("m.yaml", kMine)});
  ASSERT_TRUE(set);
  EXPECT_TRUE(set->match_type("my::Pool", {}));
  EXPECT_TRUE(set->match_type("Poco::ObjectPool<Foo>", {}));
}

TEST_F(LoadModels, ExtendsIsRelativeToTheFile) {
  write("a/base.yaml", kMine);
  const auto set = load_models({write("a/b/m.yaml", "extends: ../base.yaml\n")});
  ASSERT_TRUE(set);
  EXPECT_TRUE(set->match_type("my::Pool", {}));
}

TEST_F(LoadModels, AFileReachedTwiceIsReadOnce) {
  write("base.yaml", kMine);
  write("x.yaml", "extends: [./base.yaml]\n");
  EXPECT_EQ(load(write("m.yaml", "extends: [base.yaml, x.yaml, poco]\n")), "");
}

TEST_F(LoadModels, RingsMissingFilesAndUnknownNamesAreErrors) {
  write("x.yaml", "extends: [m.yaml]\n");
  const std::string file = write("m.yaml", "extends:\n  - x.yaml\n  - gone.yaml\n  - pocco\n");
  const std::string errors = load(file);
  EXPECT_THAT(errors, HasSubstr(path("x.yaml") + ":1:11: the file extends itself through '" + file +
                                "'; break the ring\n"));
  EXPECT_THAT(errors, HasSubstr(file + ":3:5: cannot read what this file extends: "));
  EXPECT_THAT(errors,
              HasSubstr(file + ":4:5: expected a model file's path or the name of a built-in one, "
                               "found 'pocco'; did you mean 'poco'?\n"));
}

TEST_F(LoadModels, ErrorsOfWhatIsExtendedNameThatFile) {
  write("base.yaml", "pool: 1\n");
  EXPECT_EQ(
      load(write("m.yaml", "extends: base.yaml\n")),
      path("base.yaml") + ":1:1: unknown key 'pool' in a model file; did you mean 'pools'?\n");
}

TEST_F(LoadModels, AMissingFileIsAnError) {
  EXPECT_THAT(load(path("gone.yaml")), StartsWith(path("gone.yaml")));
}

TEST_F(LoadModels, DenyTakesBackABuiltInModel) {
  const auto set = load_models({write("m.yaml", "pools: [{id: poco.memory_pool, deny: true}]\n")});
  ASSERT_TRUE(set);
  EXPECT_FALSE(set->match_type("Poco::MemoryPool", {}));
  EXPECT_TRUE(set->denied("Poco::MemoryPool"));
  EXPECT_TRUE(set->match_type("Poco::ObjectPool<Foo>", {}));
}

TEST_F(LoadModels, NotAPoolSpeaksAgainstEarlierModelsOnly) {
  write("base.yaml", "not_a_pool: [\"my::*\", \"Poco::*\"]\n");
  const auto set = load_models({write("m.yaml", std::string("extends: base.yaml\n") + kMine)});
  ASSERT_TRUE(set);
  EXPECT_FALSE(set->match_type("Poco::MemoryPool", {}));
  EXPECT_FALSE(set->match_type("Poco::ObjectPool<Foo>", {}));
  EXPECT_TRUE(set->denied("Poco::MemoryPool"));
  EXPECT_TRUE(set->match_type("my::Pool", {}));
  EXPECT_FALSE(set->denied("my::Pool"));
  EXPECT_TRUE(set->denied("my::Other"));
}

TEST_F(LoadModels, TheUsersFileIsFoundUpwards) {
  EXPECT_EQ(find_user_models(path("a/b")), "");
  const std::string top = write(".pool-audit.yaml", "");
  EXPECT_EQ(find_user_models(path("a/b")), top);
  const std::string near = write("a/.pool-audit.yaml", "");
  EXPECT_EQ(find_user_models(path("a/b")), near);
  EXPECT_EQ(find_user_models(path("a/b/../b/")), near);
  EXPECT_EQ(find_user_models(path("")), top);
  std::filesystem::create_directories(root_ / "a" / "b" / ".pool-audit.yaml");
  EXPECT_EQ(find_user_models(path("a/b")), near);  // a folder of that name is none
}

}  // namespace
}  // namespace pool_audit::model
