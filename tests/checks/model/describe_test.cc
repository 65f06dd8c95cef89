#include "checks/model/describe.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "checks/model/annotation.h"
#include "checks/model/vocabulary.h"
#include "checks/model/write_model.h"

namespace pool_audit::model {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

PoolModel sample() {
  PoolModel model;
  model.id = "lib.pool";
  model.library = "Lib";
  model.title = "things";
  model.type = "lib::Pool<$T>";
  model.object_type = "$T";
  model.acquire.emplace_back().function = "take";
  model.acquire.back().fails = Failure::null;
  model.release.emplace_back().function = "give";
  model.release.back().object = {ObjectKind::argument, 0};
  model.release.back().null_ok = true;
  model.handles.emplace_back().type = "lib::Guard<*>";
  model.bounds.capacity = "constructor(1)";
  model.source = "m.yaml";
  model.line = 3;
  return model;
}

TEST(ListText, HasAColumnForEachFact) {
  PoolModel other = sample();
  other.id = "a";
  other.library = "";
  other.confirmed = false;
  other.source = "built in";
  const auto set = ModelSet::create({sample(), other}, {}, {});
  ASSERT_TRUE(set);
  EXPECT_EQ(list_text(*set),
            "ID        LIBRARY  KIND         WHAT IT HOLDS\n"
            "a                  no pool      things\n"
            "lib.pool  Lib      object pool  things (m.yaml:3)\n"
            "2 models\n");
  EXPECT_EQ(list_json(*set).dump(),
            R"({"models":[{"id":"a","library":"","kind":"none","title":"things",)"
            R"("source":"built in","line":3},{"id":"lib.pool","library":"Lib",)"
            R"("kind":"object_pool","title":"things","source":"m.yaml","line":3}]})");
}

TEST(ShowText, SaysItInWordsAndAsAFile) {
  EXPECT_EQ(show_text(sample()),
            "lib.pool (Lib)\n"
            "  what          things\n"
            "  kind          object pool\n"
            "  type          lib::Pool<$T>\n"
            "  pool          the object that is called\n"
            "  pooled        $T\n"
            "  take          take(): the result; failure: null\n"
            "  give back     give(): argument 0; null is fine\n"
            "  handle        lib::Guard<*>: gives back when it dies\n"
            "  capacity      ctor(1)\n"
            "  defined in    m.yaml:3\n"
            "\n"
            "pools:\n"
            "  - id: lib.pool\n"
            "    library: Lib\n"
            "    title: things\n"
            "    pool:\n"
            "      type: \"lib::Pool<$T>\"\n"
            "      object: \"$T\"\n"
            "    acquire:\n"
            "      - fn: take\n"
            "        object: return\n"
            "        fails: \"null\"\n"
            "    release:\n"
            "      - fn: give\n"
            "        object: arg(0)\n"
            "        null_ok: true\n"
            "    handle:\n"
            "      - type: \"lib::Guard<*>\"\n"
            "    bounds:\n"
            "      capacity: ctor(1)\n");
  EXPECT_EQ(show_json(sample())["source"], "m.yaml");
  EXPECT_EQ(show_json(sample())["line"], 3);
}

TEST(ShowText, EveryBuiltInModelIsDescribed) {
  for (const ModelFile& file : built_in_models()) {
    for (const PoolModel& model : file.pools) {
      EXPECT_THAT(show_text(model), StartsWith(model.id + " (" + model.library + ")\n  what  "));
    }
  }
}

TEST(FindModel, NamesTheNearest) {
  const auto set = ModelSet::create({sample()}, {}, {});
  ASSERT_TRUE(set);
  EXPECT_EQ((*find_model(*set, "lib.pool"))->title, "things");
  EXPECT_EQ(find_model(*set, "lib.pol").error().message,
            "there is no model 'lib.pol'; did you mean 'lib.pool'?");
  EXPECT_EQ(find_model(*set, "zzzzzzzzz").error().message,
            "there is no model 'zzzzzzzzz'; 'pool-audit model list' names them all");
}

// ---- models written and read back
// ----------------------------------------------------------------

void expect_round_trip(const PoolModel& model) {
  const std::string yaml = to_yaml(model);
  auto file = parse_models(yaml, model.source);
  if (!file) {
    for (const Error& error : file.error()) ADD_FAILURE() << error.to_string() << '\n' << yaml;
    return;
  }
  ASSERT_EQ(file->pools.size(), 1U);
  file->pools[0].line = model.line;
  EXPECT_EQ(file->pools[0], model) << yaml;
}

TEST(RoundTrip, EveryBuiltInModel) {
  for (const ModelFile& file : built_in_models()) {
    for (const PoolModel& model : file.pools) expect_round_trip(model);
    const auto again = parse_models(to_yaml(file), "built in");
    ASSERT_TRUE(again);
    EXPECT_EQ(again->not_a_pool, file.not_a_pool);
    EXPECT_EQ(again->consumers, file.consumers);
    EXPECT_EQ(again->extends, file.extends);
  }
}

// Random models that make sense, by a fixed seed.
class RandomModel {
 public:
  explicit RandomModel(uint32_t seed) : random_(seed) {}

  PoolModel make() {
    PoolModel model;
    model.id = "m" + std::to_string(random_() % 1000);
    model.library = text();
    model.title = text();
    model.kind = pick(pool_kinds());
    model.type = "ns::Pool<$T, *>";
    if (flip()) model.excluded_types = {"void", "Foo *", "a::*"};
    model.identity = {pick(identities()), 0};
    model.identity.index = indexed(identities(), model.identity.kind);
    if (flip()) {
      model.object_template_argument = index();
    } else {
      model.object_type = flip() ? "$T" : "ns::Foo<int>";
    }
    model.key_argument = maybe_index();
    if (flip()) model.scan_words = {"one", "two"};
    if (flip()) model.marker_macro = "POOLED";
    if (flip()) model.marker_member = "Pool()";
    for (uint32_t i = random_() % 4 + 1; i > 0; --i) model.acquire.push_back(acquire(model));
    for (uint32_t i = random_() % 4; i > 0; --i) model.release.push_back(release());
    for (uint32_t i = random_() % 3; i > 0; --i) model.handles.push_back(handle());
    if (flip()) model.constructs = pick(constructions());
    if (flip()) model.destroys = pick(destructions());
    if (model.destroys != Lifetime::unknown && flip()) {
      model.destroys_template_argument = index();
    }
    if (flip()) model.on_pool_end = pick(pool_ends());
    if (flip()) model.factory = hook();
    if (flip()) model.reset_by = pick(resets());
    if (flip()) model.reset_methods = {"reset", "operator()"};
    if (flip()) model.reset_hook = hook();
    const char* const capacities[] = {"",     "unbounded",      "64",
                                      "kMax", "constructor(2)", "template_argument(0)"};
    model.bounds.capacity = capacities[random_() % 6];
    if (flip()) model.bounds.exhausted = pick(exhaustions());
    model.bounds.grow_moves = flip();
    model.bounds.same_thread = flip();
    if (flip()) model.bounds.thread_safe = {"getMt"};
    if (flip())
      model.blocks = {flip() ? 0 : -1, flip() ? 1 : -1, flip() ? 0 : -1, flip(), {}, {"trim"}};
    if (flip()) {
      model.after_release = pick(after_releases());
    } else if (flip()) {
      model.type_stable_types = {"ns::Node", "*::Leaf"};
    }
    model.confirmed = flip() || flip();
    model.source = "random";
    return model;
  }

 private:
  bool flip() { return random_() % 2 == 0; }
  int index() { return static_cast<int>(random_() % (kMaxIndex + 1)); }
  int maybe_index() { return flip() ? index() : -1; }
  template <class Value>
  Value pick(Words<Value> words) {
    return words[random_() % words.size()].value;
  }
  template <class Value>
  int indexed(Words<Value> words, Value value) {
    for (const Word<Value>& word : words) {
      if (word.value == value && word.indexed) return index();
    }
    return 0;
  }
  std::string text() {
    const char* const texts[] = {"plain",
                                 "two words",
                                 "with: colon",
                                 "# no comment",
                                 "\"quoted\"",
                                 "back\\slash",
                                 "gr\xc3\xbc\xc3\x9f",
                                 "null",
                                 "true",
                                 "- dash",
                                 "{brace",
                                 "a, b",
                                 "~",
                                 "12"};
    return texts[random_() % 14];
  }
  Hook hook() {
    switch (random_() % 5) {
      case 0:
        return {HookKind::none, 0, ""};
      case 1:
        return {HookKind::construction, 0, ""};
      case 2:
        return {HookKind::constructor_argument, index(), flip() ? "reset" : ""};
      case 3:
        return {HookKind::template_argument, index(), ""};
      default:
        return {HookKind::virtual_method, 0, "createObject"};
    }
  }
  void name(Operation& operation, bool by_macro) {
    if (by_macro) {
      operation.macro = "TAKE_IT";
    } else {
      operation.function = flip() ? "take" : "::ns::f<$T, 3>";
    }
    if (flip()) {
      Identity identity{pick(identities()), 0};
      identity.index = indexed(identities(), identity.kind);
      operation.pool = identity;
    }
  }
  void common(Operation& operation) {
    operation.count_argument = maybe_index();
    operation.array_argument = maybe_index();
    operation.key_argument = maybe_index();
    operation.resets = flip();
  }
  Operation acquire(const PoolModel& model) {
    Operation operation;
    operation.object.kind = pick(acquire_objects());
    operation.object.index = indexed(acquire_objects(), operation.object.kind);
    if (operation.object.kind == ObjectKind::new_expr) {
      const bool fits = model.identity.kind == IdentityKind::enclosing_type ||
                        model.identity.kind == IdentityKind::object_type;
      if (!fits) operation.pool = Identity{IdentityKind::object_type, 0};
    } else {
      name(operation, operation.object.kind == ObjectKind::macro_out || flip());
    }
    operation.fails = pick(failures());
    operation.blocks = pick(blockings());
    if (operation.blocks == Blocking::timeout) operation.timeout_argument = index();
    if (flip()) operation.effect = Effect::adopt;
    operation.factory_argument = maybe_index();
    operation.async_argument = maybe_index();
    operation.owning = flip();
    operation.raw_memory = flip();
    common(operation);
    return operation;
  }
  Operation release() {
    Operation operation;
    operation.object.kind = pick(release_objects());
    operation.object.index = indexed(release_objects(), operation.object.kind);
    if (operation.object.kind != ObjectKind::delete_expr) {
      name(operation, operation.object.kind == ObjectKind::macro_argument || flip());
    }
    operation.effect = pick(release_effects());
    operation.valid_argument = maybe_index();
    operation.null_ok = flip();
    operation.nulls_argument = flip();
    operation.any_thread = flip();
    common(operation);
    return operation;
  }
  Handle handle() {
    Handle out;
    out.type = "ns::Guard<*>";
    out.releases_on_destruction = flip();
    if (flip()) out.detach = {"release"};
    if (flip()) out.give_back = {"reset", "operator="};
    if (flip()) out.raw = {"operator*", "operator->"};
    if (flip()) out.discard = {"expire"};
    if (flip()) out.transfer = {"publish"};
    return out;
  }

  std::mt19937 random_;
};

TEST(RoundTrip, RandomModels) {
  for (uint32_t seed = 0; seed < 500; ++seed) {
    SCOPED_TRACE(seed);
    expect_round_trip(RandomModel(seed).make());
    if (HasFailure()) break;
  }
}

// ---- suggestions
// ---------------------------------------------------------------------------------

RecognisedFunction function(const std::string& name, int object = -1, int pool = -1) {
  RecognisedFunction out;
  out.name = name;
  out.object_argument = object;
  out.pool_argument = pool;
  return out;
}

// The suggestion as it would come out of a user's file.
PoolModel suggested(const RecognisedPool& pool) {
  const Result<std::string> yaml = suggest(pool);
  EXPECT_TRUE(yaml) << (yaml ? "" : yaml.error().message);
  if (!yaml) return {};
  const auto file = parse_models(*yaml, "suggested");
  EXPECT_TRUE(file) << *yaml;
  return file ? file->pools.at(0) : PoolModel{};
}

TEST(Suggest, AClassWithMethods) {
  RecognisedPool pool;
  pool.type = "net::BufferPool";
  pool.object_type = "net::Buffer";
  pool.gets = {function("net::BufferPool::get"), function("net::BufferPool::tryGet", 0)};
  pool.puts = {function("net::BufferPool::put", 0)};
  pool.reset_method = "clear";
  pool.reset_by = ResetBy::pool_on_put;
  pool.capacity = "64";
  pool.may_return_null = true;
  EXPECT_EQ(*suggest(pool),
            "# Made from the structure of the code: check what it says, then keep it in\n"
            "# .pool-audit.yaml, or deny it there with `deny: true`.\n"
            "pools:\n"
            "  - id: net.buffer_pool\n"
            "    title: \"hand-written pool of net::Buffer\"\n"
            "    pool:\n"
            "      type: \"net::BufferPool\"\n"
            "      object: \"net::Buffer\"\n"
            "    acquire:\n"
            "      - fn: get\n"
            "        object: return\n"
            "        fails: \"null\"\n"
            "      - fn: tryGet\n"
            "        object: out(0)\n"
            "        fails: \"null\"\n"
            "    release:\n"
            "      - fn: put\n"
            "        object: arg(0)\n"
            "    reset:\n"
            "      by: pool_on_put\n"
            "      methods: [clear]\n"
            "    bounds:\n"
            "      capacity: 64\n");
  const auto set = ModelSet::create({suggested(pool)}, {}, {});
  ASSERT_TRUE(set);
  CallName call;
  call.name = "net::BufferPool::tryGet";
  call.record = "net::BufferPool";
  EXPECT_EQ(set->match_call(call).operation->object, (ObjectRef{ObjectKind::out, 0}));
  EXPECT_TRUE(set->match_type("net::BufferPool", {}));
}

TEST(Suggest, ATemplateStandsForAllItsInstances) {
  RecognisedPool pool;
  pool.type = "net::Pool<Foo, 4>";
  pool.object_type = "Foo";
  pool.gets = {function("net::Pool::take")};
  pool.puts = {function("net::Pool::give", 0)};
  const PoolModel model = suggested(pool);
  EXPECT_EQ(model.type, "net::Pool<$T, *>");
  EXPECT_EQ(model.object_type, "$T");
  const auto set = ModelSet::create({model}, {}, {});
  ASSERT_TRUE(set);
  CallName call;
  call.name = "net::Pool::take";
  call.record = "net::Pool<Bar, 8>";
  EXPECT_EQ(set->match_call(call).bindings.at("$T"), "Bar");
}

TEST(Suggest, FreeFunctions) {
  RecognisedPool pool;
  pool.object_type = "struct node";
  pool.gets = {function("node_get")};
  pool.puts = {function("node_put", 0)};
  const PoolModel model = suggested(pool);
  EXPECT_EQ(model.id, "node_get");
  EXPECT_EQ(model.identity.kind, IdentityKind::global);
  EXPECT_FALSE(model.acquire[0].pool);

  pool.type = "struct node_pool";
  pool.gets = {function("node_get", -1, 0)};
  pool.puts = {function("node_put", 1, 0)};
  const PoolModel with_pool = suggested(pool);
  EXPECT_EQ(with_pool.id, "node_pool");
  EXPECT_EQ(with_pool.identity, (Identity{IdentityKind::argument, 0}));
  EXPECT_EQ(with_pool.release[0].object, (ObjectRef{ObjectKind::argument, 1}));
}

TEST(Suggest, MixedForms) {
  RecognisedPool pool;
  pool.type = "(anonymous namespace)::Conn::Pool";
  pool.object_type = "Conn";
  pool.gets = {function("(anonymous namespace)::Conn::Pool::get")};
  RecognisedFunction fixed = function("(anonymous namespace)::Conn::Pool::shared");
  fixed.is_static = true;
  pool.gets.push_back(fixed);
  pool.puts = {function("give_back", 0), function("Conn::done")};
  const PoolModel model = suggested(pool);
  EXPECT_EQ(model.id, "conn.pool");
  EXPECT_EQ(model.acquire[0].function, "get");
  EXPECT_EQ(model.acquire[1].pool, (Identity{IdentityKind::global, 0}));
  EXPECT_EQ(model.release[0].function, "give_back");
  EXPECT_EQ(model.release[1].object, (ObjectRef{ObjectKind::this_, 0}));
}

TEST(Suggest, WhatCannotBeSaidIsAnError) {
  RecognisedPool pool;
  pool.type = "Pool";
  EXPECT_EQ(suggest(pool).error().message, "expected a function that takes from the pool");
  pool.gets = {function("Pool::both")};
  pool.puts = {function("Pool::both", 0)};
  EXPECT_EQ(suggest(pool).error().message, "cannot write a model that matches 'Pool::both'");
  pool.type = "P<";
  EXPECT_THAT(suggest(pool).error().message, StartsWith("cannot write a model"));
}

// ---- annotations
// ---------------------------------------------------------------------------------

TEST(Annotations, Roles) {
  using Kind = AnnotationKind;
  EXPECT_EQ(*parse_annotation("pool::get"), (Annotation{Kind::get, -1, -1}));
  EXPECT_EQ(*parse_annotation("pool::get(1)"), (Annotation{Kind::get, 1, -1}));
  EXPECT_EQ(*parse_annotation("pool::get(pool=0)"), (Annotation{Kind::get, -1, 0}));
  EXPECT_EQ(*parse_annotation("pool::put"), (Annotation{Kind::put, -1, -1}));
  EXPECT_EQ(*parse_annotation(" pool::put( 1 , pool=0 ) "), (Annotation{Kind::put, 1, 0}));
  EXPECT_EQ(*parse_annotation("pool::put", {"1"}), (Annotation{Kind::put, 1, -1}));
  EXPECT_EQ(*parse_annotation("pool::reset"), (Annotation{Kind::reset, -1, -1}));
  EXPECT_EQ(*parse_annotation("pool::reset(0)"), (Annotation{Kind::reset, 0, -1}));
  EXPECT_EQ(*parse_annotation("pool::consumes(2)"), (Annotation{Kind::consumes, 2, -1}));
  EXPECT_EQ(*parse_annotation("pool::pool"), (Annotation{Kind::pool, -1, -1}));
  EXPECT_EQ(*parse_annotation("pool::handle"), (Annotation{Kind::handle, -1, -1}));
  EXPECT_EQ(*parse_annotation("pool::not_a_pool"), (Annotation{Kind::not_a_pool, -1, -1}));
}

TEST(Annotations, OnlyOnesOfThisTool) {
  EXPECT_TRUE(is_annotation("pool::get"));
  EXPECT_TRUE(is_annotation("pool::gett"));
  EXPECT_FALSE(is_annotation("pool"));
  EXPECT_FALSE(is_annotation("other::get"));
  EXPECT_FALSE(is_annotation(""));
}

TEST(Annotations, Errors) {
  const auto message = [](std::string_view text) {
    const auto parsed = parse_annotation(text);
    return parsed ? std::string("no error") : parsed.error().message;
  };
  EXPECT_EQ(message("pool::gett"), "unknown annotation 'pool::gett'; did you mean 'pool::get'?");
  EXPECT_EQ(message("pool::zzzzzz"),
            "unknown annotation 'pool::zzzzzz'; expected get, put, reset, consumes, pool, handle "
            "or not_a_pool behind 'pool::'");
  EXPECT_EQ(message("get"), "expected an annotation 'pool::...', found 'get'");
  EXPECT_EQ(message("pool::put(0"), "expected ')' at the end of 'pool::put(0'");
  EXPECT_EQ(message("pool::pool(0)"),
            "expected no arguments for 'pool::pool', found 'pool::pool(0)'");
  for (const char* text : {"pool::put(x)", "pool::put()", "pool::put(0, 1)", "pool::put(-1)",
                           "pool::put(64)", "pool::put(pool=0, pool=1)", "pool::put(pool=)"}) {
    EXPECT_THAT(message(text), StartsWith("expected the number of an argument")) << text;
  }
}

}  // namespace
}  // namespace pool_audit::model
