// The sections `functions` and `types`: reading, writing, look-up, and what ships with the tool.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "checks/model/loader.h"
#include "checks/model/pattern.h"
#include "checks/model/vocabulary.h"
#include "checks/model/write_model.h"

namespace pool_audit::model {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string errors_of(const std::string& yaml) {
  const auto file = parse_models(yaml, "m.yaml");
  std::string out;
  if (file) return out;
  for (const Error& error : file.error()) {
    out += std::to_string(error.line) + ':' + std::to_string(error.column) + ": " + error.message;
    out += '\n';
  }
  return out;
}

Behaviour behaviour_of(const std::string& yaml) {
  auto file = parse_models(yaml, "m.yaml");
  EXPECT_TRUE(file) << errors_of(yaml);
  return file ? file->behaviour : Behaviour{};
}

ModelSet set_of(const std::string& yaml) {
  auto set = ModelSet::create({}, {}, {}, behaviour_of(yaml));
  EXPECT_TRUE(set);
  return std::move(*set);
}

TEST(Behaviour, EveryKeyArrives) {
  const Behaviour read = behaviour_of(R"yaml(
functions:
  - {fn: [a, "b::C::d"], does: [sleeps, no_throw], opens: timer, handle: out(2), args: 3}
types:
  - {type: ["X *", "y::Z<*>"], holds: socket, contains: [template_arg(0), template_arg(2)],
     grows: true, clears_by: clear, shrinks_by: [trim, drop], capacity_by: size, use_instead: "a Q"}
  - {type: V, contains: all, owns_memory: true}
members:
  - {name: [m_ticket, stream_id], tells: request}
)yaml");
  EXPECT_THAT(read.members,
              ElementsAre(MemberModel{{"m_ticket", "stream_id"}, MemberKind::request}));
  ASSERT_EQ(read.functions.size(), 1U);
  const FunctionModel& function = read.functions[0];
  EXPECT_THAT(function.functions, ElementsAre("a", "b::C::d"));
  EXPECT_TRUE(function.can(Does::sleeps));
  EXPECT_TRUE(function.can(Does::no_throw));
  EXPECT_FALSE(function.can(Does::blocks));
  EXPECT_EQ(function.opens, HandleKind::timer);
  EXPECT_EQ(function.handle, (ObjectRef{ObjectKind::out, 2}));
  EXPECT_EQ(function.min_arguments, 3);
  ASSERT_EQ(read.types.size(), 2U);
  const TypeModel& type = read.types[0];
  EXPECT_THAT(type.types, ElementsAre("X *", "y::Z<*>"));
  EXPECT_EQ(type.holds, HandleKind::socket);
  EXPECT_THAT(type.contains, ElementsAre(0, 2));
  EXPECT_TRUE(type.grows);
  EXPECT_TRUE(type.owns_memory);
  EXPECT_THAT(type.clears_by, ElementsAre("clear"));
  EXPECT_THAT(type.shrinks_by, ElementsAre("trim", "drop"));
  EXPECT_THAT(type.capacity_by, ElementsAre("size"));
  EXPECT_EQ(type.use_instead, "a Q");
  EXPECT_TRUE(read.types[1].contains_all);
}

TEST(Behaviour, WhereTheHandleStandsHasADefault) {
  const Behaviour read = behaviour_of(
      "functions: [{fn: a, opens: file}, {fn: b, closes: file}, {fn: c, closes: file, handle: "
      "this}]");
  EXPECT_EQ(read.functions[0].handle.kind, ObjectKind::result);
  EXPECT_EQ(read.functions[1].handle, (ObjectRef{ObjectKind::argument, 0}));
  EXPECT_EQ(read.functions[2].handle.kind, ObjectKind::this_);
}

TEST(Behaviour, ErrorsStandWhereTheyBelong) {
  EXPECT_EQ(errors_of("functions: [{does: []}]"),
            "1:13: expected 'fn' in a function: what is called\n");
  EXPECT_EQ(errors_of("functions: [{fn: f}]"),
            "1:13: expected 'does', 'opens' or 'closes' in a function: what it does\n");
  EXPECT_THAT(errors_of("functions: [{fn: f, does: sleep}]"), HasSubstr("did you mean 'sleeps'?"));
  EXPECT_THAT(errors_of("functions: [{fn: f, opens: mutx}]"), HasSubstr("did you mean 'mutex'?"));
  EXPECT_THAT(errors_of("functions: [{fn: f, dose: []}]"), HasSubstr("did you mean 'does'?"));
  EXPECT_EQ(errors_of("functions: [{fn: f, does: [], handle: this}]"),
            "1:39: expected 'opens' or 'closes' beside 'handle'\n");
  EXPECT_EQ(errors_of("functions: [{fn: f, opens: file, closes: file}]"),
            "1:42: expected either 'opens' or 'closes', found both\n");
  EXPECT_EQ(errors_of("functions: [{fn: f, does: [throws, no_throw]}]"),
            "1:27: expected either 'throws' or 'no_throw', found both\n");
  EXPECT_EQ(errors_of("functions: [{fn: f, does: [], args: 64}]"),
            "1:37: expected a number of arguments, from 0 to 63, found '64'\n");
  EXPECT_EQ(errors_of("functions: [{fn: 'a<', does: []}]"),
            "1:19: expected a '>' for every '<' in 'a<'\n");
  EXPECT_EQ(errors_of("types: [{holds: file}]"), "1:9: expected 'type' in a type: its name\n");
  EXPECT_EQ(errors_of("types: [{type: A}]"),
            "1:9: expected something to be said of a type, such as 'holds' or 'grows'\n");
  EXPECT_EQ(errors_of("types: [{type: A, contains: [first]}]"),
            "1:30: expected all or template_arg(N) for 'contains', found 'first'\n");
  EXPECT_THAT(errors_of("types: [{type: A, grows: 1}]"), HasSubstr("expected true or false"));
}

TEST(Behaviour, MistakesInMembersAreNamed) {
  EXPECT_EQ(errors_of("members: [{name: a}]"),
            "1:11: expected 'tells' in a member: what its name says of it\n");
  EXPECT_EQ(errors_of("members: [{tells: user}]"), "1:11: expected 'name' in a member\n");
  EXPECT_THAT(errors_of("members: [{name: a, tells: requests}]"),
              HasSubstr("did you mean 'request'?"));
  EXPECT_THAT(errors_of("members: [{name: a, tell: user}]"), HasSubstr("did you mean 'tells'?"));
}

TEST(Behaviour, IsReadBackAsWritten) {
  for (const ModelFile& file : built_in_models()) {
    if (file.behaviour == Behaviour{}) continue;
    const auto again = parse_models(to_yaml(file), "again");
    ASSERT_TRUE(again);
    EXPECT_EQ(again->behaviour, file.behaviour);
  }
}

TEST(LookUp, SaysWhatMatchesBest) {
  const ModelSet set = set_of(R"yaml(
functions:
  - {fn: "*::Log::write", does: logs}
  - {fn: "net::Log::write", does: performs_io}
  - {fn: "std::thread::thread", args: 1, does: starts_thread}
  - {fn: [open, open], does: performs_io}
  - {fn: open, does: []}
types:
  - {type: "FILE *", holds: file}
  - {type: "ns::Map", grows: true}
)yaml");
  EXPECT_TRUE(set.effects_of("a::Log::write")->can(Does::logs));
  EXPECT_TRUE(set.effects_of("net::Log::write")->can(Does::performs_io));
  EXPECT_EQ(set.effects_of("net::Log::read"), nullptr);
  EXPECT_EQ(set.effects_of("std::thread::thread", 0), nullptr);
  EXPECT_NE(set.effects_of("std::thread::thread", 2), nullptr);
  EXPECT_NE(set.effects_of("std::thread::thread"), nullptr);
  EXPECT_EQ(set.effects_of("open")->does, 0U) << "the later one wins";
  EXPECT_EQ(set.effects_of("x::open"), nullptr);
  EXPECT_EQ(set.traits_of("FILE *")->holds, HandleKind::file);
  EXPECT_EQ(set.traits_of("struct FILE *")->holds, HandleKind::file);
  EXPECT_EQ(set.traits_of("FILE"), nullptr);
  EXPECT_EQ(set.traits_of("FILE **"), nullptr);
  EXPECT_TRUE(set.traits_of("ns::Map<int, std::allocator<int>>")->grows);
  EXPECT_EQ(set.traits_of("ns::Map<int> *"), nullptr);
}

TEST(LookUp, KnowsMembersByTheirPlainNames) {
  const ModelSet set = set_of(
      "members: [{name: [stream_ticket], tells: request}, {name: user_name, tells: nothing}]");
  for (const char* name : {"stream_ticket", "streamTicket", "m_streamTicket", "STREAM_TICKET_"}) {
    EXPECT_EQ(set.kind_of_member(name), MemberKind::request) << name;
  }
  EXPECT_EQ(set.kind_of_member("stream"), MemberKind::other);
  EXPECT_EQ(set.kind_of_member("userName"), MemberKind::other) << "the later one wins";
  const auto built_in = load_models({});
  ASSERT_TRUE(built_in);
  EXPECT_EQ(built_in->kind_of_member("userName"), MemberKind::user);
  EXPECT_EQ(built_in->kind_of_member("next_"), MemberKind::link);
}

TEST(LookUp, IsPartOfTheDigest) {
  const ModelSet one = set_of("functions: [{fn: f, does: sleeps}]");
  const ModelSet two = set_of("functions: [{fn: f, does: blocks}]");
  EXPECT_NE(one.digest(), two.digest());
}

const ModelSet& built_in() {
  static const ModelSet set = std::move(*load_models({}));
  return set;
}

// Once in all files, so that nothing contradicts itself.
TEST(BuiltInBehaviour, NothingIsSaidTwice) {
  std::map<std::string, int> functions;
  std::map<std::string, int> types;
  for (const ModelFile& file : built_in_models()) {
    for (const FunctionModel& model : file.behaviour.functions) {
      for (const std::string& name : model.functions) EXPECT_EQ(++functions[name], 1) << name;
    }
    for (const TypeModel& model : file.behaviour.types) {
      for (const std::string& name : model.types) EXPECT_EQ(++types[name], 1) << name;
    }
  }
  EXPECT_GT(functions.size(), 900U);
  EXPECT_GT(types.size(), 250U);
}

// A star in the last component costs every look-up.
TEST(BuiltInBehaviour, EveryNameEndsInAWord) {
  for (const ModelFile& file : built_in_models()) {
    for (const FunctionModel& model : file.behaviour.functions) {
      for (const std::string& name : model.functions) {
        EXPECT_EQ(last_component(name).find('*'), std::string_view::npos) << name;
      }
      EXPECT_FALSE(model.can(Does::throws) && model.can(Does::no_throw)) << model.functions[0];
    }
  }
}

TEST(BuiltInBehaviour, WhatOpensCanBeClosed) {
  std::map<HandleKind, int> opened;
  std::map<HandleKind, int> closed;
  for (const ModelFile& file : built_in_models()) {
    for (const FunctionModel& model : file.behaviour.functions) {
      ++opened[model.opens];
      ++closed[model.closes];
    }
  }
  for (const auto& [kind, count] : closed) {
    if (kind != HandleKind::none) EXPECT_GT(opened[kind], 0) << in_words(kind);
  }
  for (const Word<HandleKind>& word : handle_kinds()) EXPECT_FALSE(in_words(word.value).empty());
}

struct FunctionCase {
  const char* name;
  Does does;
  HandleKind opens = HandleKind::none;
};

class KnownFunctions : public ::testing::TestWithParam<FunctionCase> {};

TEST_P(KnownFunctions, DoThis) {
  const FunctionModel* model = built_in().effects_of(GetParam().name);
  ASSERT_NE(model, nullptr) << GetParam().name;
  EXPECT_TRUE(model->can(GetParam().does)) << GetParam().name;
  EXPECT_EQ(model->opens, GetParam().opens) << GetParam().name;
}

INSTANTIATE_TEST_SUITE_P(
    Libraries, KnownFunctions,
    ::testing::Values(
        FunctionCase{"fopen", Does::performs_io, HandleKind::file},
        FunctionCase{"atexit", Does::registers_handler},
        FunctionCase{"getenv", Does::reads_environment}, FunctionCase{"malloc", Does::allocates},
        FunctionCase{"exit", Does::ends_process}, FunctionCase{"memcpy", Does::no_throw},
        FunctionCase{"thrd_create", Does::starts_thread, HandleKind::thread},
        FunctionCase{"open", Does::performs_io, HandleKind::descriptor},
        FunctionCase{"socket", Does::performs_io, HandleKind::socket},
        FunctionCase{"epoll_wait", Does::blocks}, FunctionCase{"usleep", Does::sleeps},
        FunctionCase{"pthread_create", Does::starts_thread, HandleKind::thread},
        FunctionCase{"pthread_mutex_lock", Does::locks},
        FunctionCase{"clock_gettime", Does::reads_clock},
        FunctionCase{"sigaction", Does::registers_handler},
        FunctionCase{"setenv", Does::writes_global}, FunctionCase{"syslog", Does::logs},
        FunctionCase{"std::thread::thread", Does::starts_thread, HandleKind::thread},
        FunctionCase{"std::__1::this_thread::sleep_for", Does::sleeps},
        FunctionCase{"std::lock_guard::lock_guard", Does::locks},
        FunctionCase{"std::basic_ofstream::basic_ofstream", Does::performs_io, HandleKind::file},
        FunctionCase{"std::chrono::_V2::steady_clock::now", Does::reads_clock},
        FunctionCase{"std::cout", Does::performs_io}, FunctionCase{"std::cerr", Does::logs},
        FunctionCase{"boost::asio::write", Does::performs_io},
        FunctionCase{"asio::thread_pool::thread_pool", Does::starts_thread,
                     HandleKind::thread_pool},
        FunctionCase{"curl_easy_init", Does::allocates, HandleKind::transfer},
        FunctionCase{"SSL_new", Does::allocates, HandleKind::tls_session},
        FunctionCase{"sqlite3_open_v2", Does::performs_io, HandleKind::database},
        FunctionCase{"PQconnectdb", Does::blocks, HandleKind::connection},
        FunctionCase{"mysql_real_connect", Does::performs_io, HandleKind::connection},
        FunctionCase{"redisConnect", Does::performs_io, HandleKind::connection},
        FunctionCase{"grpc::CreateChannel", Does::allocates, HandleKind::connection},
        FunctionCase{"deflateInit2_", Does::allocates},
        FunctionCase{"gzopen", Does::performs_io, HandleKind::file},
        FunctionCase{"google::protobuf::ShutdownProtobufLibrary", Does::writes_global}));

struct TypeCase {
  const char* name;
  HandleKind holds;
};

class KnownTypes : public ::testing::TestWithParam<TypeCase> {};

TEST_P(KnownTypes, HoldThis) {
  const TypeModel* model = built_in().traits_of(GetParam().name);
  ASSERT_NE(model, nullptr) << GetParam().name;
  EXPECT_EQ(model->holds, GetParam().holds) << GetParam().name;
}

INSTANTIATE_TEST_SUITE_P(
    Libraries, KnownTypes,
    ::testing::Values(
        TypeCase{"struct _IO_FILE *", HandleKind::file},
        TypeCase{"__dirstream *", HandleKind::directory},
        TypeCase{"std::thread", HandleKind::thread}, TypeCase{"pthread_mutex_t", HandleKind::mutex},
        TypeCase{"sem_t", HandleKind::semaphore}, TypeCase{"cnd_t", HandleKind::condition_variable},
        TypeCase{"std::basic_ofstream<char>", HandleKind::file},
        TypeCase{"std::__cxx11::basic_string<char>", HandleKind::none},
        TypeCase{"std::counting_semaphore<1>", HandleKind::semaphore},
        TypeCase{
            "boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::any_io_executor>",
            HandleKind::socket},
        TypeCase{"asio::io_context", HandleKind::event_loop},
        TypeCase{"boost::asio::basic_waitable_timer<std::chrono::steady_clock>", HandleKind::timer},
        TypeCase{"ssl_st *", HandleKind::tls_session},
        TypeCase{"SSL_CTX *", HandleKind::tls_context}, TypeCase{"sqlite3 *", HandleKind::database},
        TypeCase{"sqlite3_stmt *", HandleKind::statement},
        TypeCase{"pg_conn *", HandleKind::connection}, TypeCase{"MYSQL *", HandleKind::connection},
        TypeCase{"redisContext *", HandleKind::connection},
        TypeCase{"grpc::Channel", HandleKind::connection},
        TypeCase{"CURL *", HandleKind::transfer}));

TEST(BuiltInBehaviour, KnowsWhatGrowsAndHowItShrinks) {
  const TypeModel* vector = built_in().traits_of("std::vector<int, std::allocator<int>>");
  ASSERT_NE(vector, nullptr);
  EXPECT_TRUE(vector->grows && vector->owns_memory);
  EXPECT_THAT(vector->contains, ElementsAre(0));
  EXPECT_THAT(vector->shrinks_by, ElementsAre("shrink_to_fit"));
  EXPECT_THAT(vector->clears_by, ::testing::Contains("clear"));
  const TypeModel* list = built_in().traits_of("std::list<int>");
  ASSERT_NE(list, nullptr);
  EXPECT_THAT(list->shrinks_by, ::testing::Contains("clear"));
  const TypeModel* message = built_in().traits_of("google::protobuf::Message");
  ASSERT_NE(message, nullptr);
  EXPECT_TRUE(message->grows);
  const TypeModel* owner = built_in().traits_of("std::unique_ptr<int>");
  ASSERT_NE(owner, nullptr);
  EXPECT_FALSE(owner->grows);
  EXPECT_TRUE(owner->owns_memory);
  EXPECT_EQ(built_in().traits_of("int"), nullptr);
  EXPECT_EQ(built_in().traits_of("my::Foo"), nullptr);
}

}  // namespace
}  // namespace pool_audit::model
