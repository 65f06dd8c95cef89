#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checks/model/loader.h"
#include "checks/model/model.h"

namespace pool_audit::model {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

ModelSet set_of(const std::string& yaml) {
  auto file = parse_models(yaml, "test.yaml");
  if (!file) {
    for (const Error& error : file.error()) ADD_FAILURE() << error.to_string();
    return *ModelSet::create({}, {}, {});
  }
  auto set = ModelSet::create(file->pools, file->not_a_pool, file->consumers);
  if (!set) {
    ADD_FAILURE() << set.error().to_string();
    return *ModelSet::create({}, {}, {});
  }
  return std::move(*set);
}

CallName method(std::string_view name, std::string_view record) {
  CallName call;
  call.name = name;
  call.record = record;
  return call;
}

CallName function(std::string_view name, std::vector<std::string_view> arguments = {}) {
  CallName call;
  call.name = name;
  call.template_arguments = std::move(arguments);
  return call;
}

constexpr const char* kMember = R"yaml(
pools:
  - id: poco
    pool: {type: "Poco::ObjectPool<*>", object: template_arg(0)}
    acquire: [{fn: borrowObject, object: return}]
    release: [{fn: returnObject, object: arg(0)}]
)yaml";

TEST(MatchCall, MethodsNeedTheirClass) {
  const ModelSet set = set_of(kMember);
  const Match match =
      set.match_call(method("Poco::ObjectPool::borrowObject", "Poco::ObjectPool<Foo, Foo *>"));
  ASSERT_TRUE(match);
  EXPECT_EQ(match.role, Role::acquire);
  EXPECT_EQ(match.model->id, "poco");
  EXPECT_EQ(match.operation->function, "borrowObject");
  EXPECT_FALSE(set.match_call(method("Other::borrowObject", "Other")));
  EXPECT_FALSE(set.match_call(method("My::ObjectPool::borrowObject", "My::ObjectPool<Foo>")));
  EXPECT_FALSE(set.match_call(function("borrowObject")));
  EXPECT_FALSE(set.match_call(method("Poco::ObjectPool::size", "Poco::ObjectPool<Foo>")));
}

TEST(MatchCall, WorksWithoutTheRecordsSpelling) {
  const ModelSet set = set_of(kMember);
  EXPECT_EQ(set.match_call(function("Poco::ObjectPool::returnObject")).role, Role::release);
  CallName call = method("Poco::ObjectPool::returnObject", "Poco::ObjectPool");
  call.record_arguments = {"Foo", "Foo *"};
  EXPECT_EQ(set.match_call(call).role, Role::release);
}

TEST(MatchCall, TemplateFunctionsBindTheirArguments) {
  const ModelSet set = set_of(R"yaml(
pools:
  - id: butil
    pool: {identity: template_arg(0), type: "butil::ObjectPool<$T>", not: [void, char]}
    acquire: [{fn: "butil::get_object<$T>", object: return}]
    release: [{fn: "butil::return_object<$T>", object: arg(0)}]
)yaml");
  const Match match = set.match_call(function("butil::get_object", {"ns::Foo"}));
  ASSERT_TRUE(match);
  EXPECT_EQ(match.bindings.at("$T"), "ns::Foo");
  // Deduced arguments may be unknown; the pool is then known by the function alone.
  EXPECT_TRUE(set.match_call(function("butil::return_object")));
  EXPECT_FALSE(set.match_call(function("butil::get_object", {"char"})));
  EXPECT_FALSE(set.match_call(function("butil::get_object", {"Foo", "int"})));
  EXPECT_FALSE(set.match_call(function("get_object", {"Foo"})));
}

TEST(MatchCall, FreeFunctionsAreGlobal) {
  const ModelSet set = set_of(R"yaml(
pools:
  - id: c
    pool: {identity: arg(0), type: "struct pool_head"}
    acquire: [{fn: pool_alloc, object: return, fails: "null"}]
    release: [{fn: pool_free, object: arg(1)}]
)yaml");
  EXPECT_EQ(set.match_call(function("pool_alloc")).role, Role::acquire);
  EXPECT_EQ(set.match_call(function("pool_free")).operation->object,
            (ObjectRef{ObjectKind::argument, 1}));
  EXPECT_FALSE(set.match_call(function("ns::pool_alloc")));
  EXPECT_FALSE(set.match_call(method("X::pool_alloc", "X")));
  EXPECT_EQ(set.match_type("struct pool_head", {})->id, "c");
  EXPECT_EQ(set.match_type("pool_head", {})->id, "c");
}

TEST(MatchCall, TheMoreSpecificPatternWins) {
  const ModelSet set = set_of(R"yaml(
pools:
  - id: exact
    pool: {type: "a::ObjectPool"}
    acquire: [{fn: get, object: return}]
  - id: any
    pool: {type: "*::ObjectPool"}
    acquire: [{fn: get, object: return}]
)yaml");
  EXPECT_EQ(set.match_call(method("a::ObjectPool::get", "a::ObjectPool")).model->id, "exact");
  EXPECT_EQ(set.match_call(method("b::ObjectPool::get", "b::ObjectPool")).model->id, "any");
  EXPECT_EQ(set.match_type("a::ObjectPool", {})->id, "exact");
  EXPECT_EQ(set.match_type("b::ObjectPool", {})->id, "any");
}

TEST(MatchCall, AmongEqualsTheLaterWins) {
  const ModelSet set = set_of(R"yaml(
pools:
  - {id: one, pool: {type: "a::P"}, acquire: [{fn: get, object: return}]}
  - {id: two, pool: {type: "a::P"}, acquire: [{fn: get, object: return}]}
)yaml");
  EXPECT_EQ(set.match_call(method("a::P::get", "a::P")).model->id, "two");
  EXPECT_EQ(set.match_type("a::P", {})->id, "two");
}

TEST(MatchCall, ALaterModelReplacesOneOfTheSameId) {
  auto first = parse_models(kMember, "a.yaml");
  auto second = parse_models(R"yaml(
pools: [{id: poco, pool: {type: "My::Pool"}, acquire: [{fn: get, object: return}]}]
)yaml",
                             "b.yaml");
  ASSERT_TRUE(first && second);
  std::vector<PoolModel> models = first->pools;
  models.push_back(second->pools[0]);
  const auto set = ModelSet::create(models, {}, {});
  ASSERT_TRUE(set);
  EXPECT_EQ(set->models().size(), 1U);
  EXPECT_FALSE(set->match_type("Poco::ObjectPool<Foo>", {}));
  EXPECT_TRUE(set->match_type("My::Pool", {}));
}

TEST(Deny, ATypeIsNoPool) {
  const ModelSet set = set_of(std::string(kMember) + R"yaml(
  - {id: none, deny: true, pool: {type: "Poco::ObjectPool<Foo, *>"}}
)yaml");
  EXPECT_TRUE(set.match_type("Poco::ObjectPool<Bar, Bar *>", {}));
  EXPECT_FALSE(set.match_type("Poco::ObjectPool<Foo, Foo *>", {}));
  EXPECT_FALSE(
      set.match_call(method("Poco::ObjectPool::borrowObject", "Poco::ObjectPool<Foo, Foo *>")));
  EXPECT_TRUE(
      set.match_call(method("Poco::ObjectPool::borrowObject", "Poco::ObjectPool<Bar, Bar *>")));
  EXPECT_TRUE(set.denied("Poco::ObjectPool<Foo, Foo *>"));
  EXPECT_FALSE(set.denied("Poco::ObjectPool<Bar, Bar *>"));
}

TEST(Deny, ByIdTakesBackTheWholeModel) {
  const ModelSet set = set_of(kMember);
  std::vector<PoolModel> models = set.models();
  PoolModel deny;
  deny.id = "poco";
  deny.confirmed = false;
  models.push_back(deny);
  const auto denied = ModelSet::create(models, {}, {});
  ASSERT_TRUE(denied);
  EXPECT_FALSE(denied->match_type("Poco::ObjectPool<Foo>", {}));
  EXPECT_FALSE(denied->match_call(method("Poco::ObjectPool::borrowObject", "Poco::ObjectPool<F>")));
  EXPECT_TRUE(denied->denied("Poco::ObjectPool<Foo>"));
  EXPECT_THAT(denied->identifiers(), Not(Contains("ObjectPool")));
}

TEST(Deny, AnUnknownIdIsAnError) {
  const ModelSet set = set_of(kMember);
  std::vector<PoolModel> models = set.models();
  PoolModel deny;
  deny.id = "pocco";
  deny.confirmed = false;
  deny.source = "u.yaml";
  deny.line = 7;
  models.push_back(deny);
  const auto denied = ModelSet::create(models, {}, {});
  ASSERT_FALSE(denied);
  EXPECT_EQ(denied.error().to_string(),
            "u.yaml:7: pool model 'pocco': it denies a model that is not there; did you mean "
            "'poco'?");
}

TEST(Deny, NotAPoolYieldsToAModel) {
  const ModelSet set = set_of(std::string(kMember) + R"yaml(
not_a_pool: ["*::*Pool", "std::pmr::**"]
)yaml");
  EXPECT_TRUE(set.denied("ns::ThreadPool"));
  EXPECT_TRUE(set.denied("ThreadPool"));
  EXPECT_TRUE(set.denied("std::pmr::unsynchronized_pool_resource"));
  EXPECT_FALSE(set.denied("ns::Buffers"));
  EXPECT_FALSE(set.denied("Poco::ObjectPool<Foo>"));
  EXPECT_TRUE(set.match_type("Poco::ObjectPool<Foo>", {}));
}

TEST(MatchMacro, KnowsItsArguments) {
  const ModelSet set = set_of(R"yaml(
pools:
  - id: vpp
    pool: {identity: global}
    acquire: [{macro: pool_get, pool: macro_arg(0), object: macro_out(1)}]
    release: [{macro: pool_put, pool: macro_arg(0), object: macro_arg(1)}]
)yaml");
  const Match get = set.match_macro("pool_get");
  ASSERT_EQ(get.role, Role::acquire);
  EXPECT_EQ(get.operation->object, (ObjectRef{ObjectKind::macro_out, 1}));
  EXPECT_EQ(get.operation->pool, (Identity{IdentityKind::macro_argument, 0}));
  EXPECT_EQ(set.match_macro("pool_put").role, Role::release);
  EXPECT_FALSE(set.match_macro("pool_elts"));
  EXPECT_THAT(set.macros(), ElementsAre("pool_get", "pool_put"));
}

TEST(MatchNew, ByTypeOrByMarker) {
  const ModelSet set = set_of(R"yaml(
pools:
  - id: fast
    pool: {identity: enclosing_type, type: "FastAllocated<$T>"}
    acquire: [{object: new_expr}]
    release: [{object: delete_expr}]
  - id: squid
    pool: {identity: enclosing_type, marker: {macro: MEMPROXY_CLASS, member_decl: "Pool()"}}
    acquire: [{object: new_expr}]
    release: [{object: delete_expr}]
)yaml");
  EXPECT_EQ(set.match_new("FastAllocated<Foo>")->id, "fast");
  EXPECT_EQ(set.match_new("Foo"), nullptr);
  EXPECT_EQ(set.match_type("FastAllocated<Foo>", {}), nullptr);
  EXPECT_EQ(set.match_marker("MEMPROXY_CLASS")->id, "squid");
  EXPECT_EQ(set.match_marker("OTHER"), nullptr);
  EXPECT_THAT(set.macros(), IsEmpty());
  EXPECT_THAT(set.identifiers(), ElementsAre("FastAllocated", "MEMPROXY_CLASS"));
}

TEST(MatchHandle, RolesOfMethods) {
  const ModelSet set = set_of(R"yaml(
pools:
  - id: ch
    pool: {type: "DB::SimpleObjectPool<*>"}
    acquire: [{fn: get, object: return}]
    handle:
      - {type: "std::unique_ptr<*, DB::SimpleObjectPool<*>::Deleter>", detach: release,
         return: [reset], raw: [get, "operator*", "operator->"]}
      - {type: "DB::Entry", releases_on_dtor: false, discard: [expire], transfer: [publish]}
)yaml");
  const char* type = "std::unique_ptr<Foo, DB::SimpleObjectPool<Foo>::Deleter>";
  EXPECT_EQ(set.match_handle(type, "").role, HandleRole::destructor);
  EXPECT_TRUE(set.match_handle(type, "").handle->releases_on_destruction);
  EXPECT_EQ(set.match_handle(type, "release").role, HandleRole::detach);
  EXPECT_EQ(set.match_handle(type, "reset").role, HandleRole::give_back);
  EXPECT_EQ(set.match_handle(type, "operator->").role, HandleRole::raw);
  EXPECT_EQ(set.match_handle(type, "swap").role, HandleRole::none);
  EXPECT_TRUE(set.match_handle(type, "swap"));
  EXPECT_FALSE(set.match_handle("std::unique_ptr<Foo, std::default_delete<Foo>>", "release"));
  EXPECT_EQ(set.match_handle("DB::Entry", "expire").role, HandleRole::discard);
  EXPECT_EQ(set.match_handle("DB::Entry", "publish").role, HandleRole::transfer);
  EXPECT_FALSE(set.match_handle("DB::Entry", "").handle->releases_on_destruction);
}

TEST(Consumes, NamesTheArgument) {
  const ModelSet set = set_of("consumes: [\"net::send(1)\", \"*::post(0)\"]\n");
  EXPECT_EQ(set.consumed_argument("net::send"), 1);
  EXPECT_EQ(set.consumed_argument("a::b::post"), 0);
  EXPECT_EQ(set.consumed_argument("send"), -1);
}

TEST(Identifiers, AreTheWordsThatAUserCannotAvoid) {
  const ModelSet set = set_of(R"yaml(
pools:
  - id: a
    pool: {type: "ns::BufferPool<*>"}
    acquire: [{fn: get, object: return}, {fn: "ns::*_take", object: return, pool: global}]
    release: [{macro: GIVE_BACK, object: macro_arg(0)}]
    handle: [{type: "ns::Guard<*>"}]
)yaml");
  EXPECT_THAT(set.identifiers(), ElementsAre("BufferPool", "GIVE_BACK", "Guard", "ns"));
}

TEST(Identifiers, AModelMaySayWhatToLookFor) {
  const ModelSet set = set_of(R"yaml(
pools:
  - id: a
    pool: {type: "ns::pool", scan: [rare_word]}
    acquire: [{fn: get, object: return}]
)yaml");
  EXPECT_THAT(set.identifiers(), ElementsAre("rare_word"));
}

TEST(Digest, ChangesWithWhatIsMatched) {
  const Digest base = set_of(kMember).digest();
  EXPECT_EQ(base, set_of(kMember).digest());
  EXPECT_EQ(base, set_of("# a comment\n" + std::string(kMember)).digest());
  EXPECT_NE(base, set_of(std::string(kMember) + "not_a_pool: [X]\n").digest());
  EXPECT_NE(base, set_of(std::string(kMember) + "consumes: [\"x(0)\"]\n").digest());
  EXPECT_NE(base, set_of("").digest());
}

TEST(Create, BlamesTheModel) {
  PoolModel model;
  model.id = "x";
  model.acquire.emplace_back().function = "get";
  const auto set = ModelSet::create({model}, {}, {});
  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().message,
            "pool model 'x': 'get': expected 'type' under 'pool': the function is named inside the "
            "pool's class");
  EXPECT_FALSE(ModelSet::create({}, {"a<"}, {}));
  EXPECT_FALSE(ModelSet::create({}, {}, {"send"}));
}

}  // namespace
}  // namespace pool_audit::model
