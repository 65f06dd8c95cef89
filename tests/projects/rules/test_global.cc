// Tests that share pools, with the macros of the frameworks as far as they matter here.
#include "pool.h"

// GoogleTest
#define TEST(suite, name)       \
  class suite##_##name##_Test { \
   public:                      \
    void TestBody();            \
  };                            \
  void suite##_##name##_Test::TestBody()
#define TEST_F(suite, name)                    \
  class suite##_##name##_Test : public suite { \
   public:                                     \
    void TestBody();                           \
  };                                           \
  void suite##_##name##_Test::TestBody()
// Catch2 and doctest
#define JOIN2(a, b) a##b
#define JOIN(a, b) JOIN2(a, b)
#define TEST_CASE(text) static void JOIN(test_case_, __LINE__)()
// Boost.Test
#define BOOST_AUTO_TEST_CASE(name) \
  struct name {                    \
    void test_method();            \
  };                               \
  void name::test_method()
// Check
#define START_TEST(name) static void name(int)
// The project's own
#define DEFINE(name) static void name()

static Pool<Item> of_google;
static Pool<Item> of_fixtures;
static Pool<Item> of_catch;
static Pool<Item> of_boost;
static Pool<Item> of_check;
thread_local Pool<Item> of_threads;
static Pool<Item> clean_once;
static Pool<Item> clean_of_code;
static Pool<Item> clean_not_tests;

TEST(Reader, Reads) {
  of_google.put(of_google.get());  // warn: 2 tests take from 'of_google'
}
TEST(Reader, Stops) {
  Item* item = of_google.get();
  item->use();
  of_google.put(item);
}

class Fixture {};
TEST_F(Fixture, One) {
  of_fixtures.put(of_fixtures.get());  // warn: 3 tests take from 'of_fixtures'
}
TEST_F(Fixture, Two) {
  of_fixtures.put(of_fixtures.get());
}
TEST_F(Fixture, Three) {
  of_fixtures.put(of_fixtures.get());
}

TEST_CASE("takes one") {
  of_catch.put(of_catch.get());  // warn: 2 tests take from 'of_catch'
}
TEST_CASE("takes another") {
  of_catch.put(of_catch.get());
}

BOOST_AUTO_TEST_CASE(first) {
  of_boost.put(of_boost.get());  // warn: 2 tests take from 'of_boost'
}
BOOST_AUTO_TEST_CASE(second) {
  of_boost.put(of_boost.get());
}

START_TEST(takes) {
  of_check.put(of_check.get());  // warn: 2 tests take from 'of_check'
}
START_TEST(takes_again) {
  of_check.put(of_check.get());
}

// Tests run one after the other in one thread.
TEST(Threads, One) {
  of_threads.put(of_threads.get());  // warn: 2 tests take from 'of_threads'
}
TEST(Threads, Two) {
  of_threads.put(of_threads.get());
}

// A pool for each test, as a local and as a member of what each of them makes.
TEST(Clean, Local) {
  Pool<Item> clean_local;
  clean_local.put(clean_local.get());
}
TEST(Clean, OtherLocal) {
  Pool<Item> clean_local;
  clean_local.put(clean_local.get());
}
class CleanFixture {
 public:
  Pool<Item> clean_own;
};
TEST_F(CleanFixture, One) {
  clean_own.put(clean_own.get());
}
TEST_F(CleanFixture, Two) {
  clean_own.put(clean_own.get());
}

// One test alone shares it with nobody.
TEST(Clean, Once) {
  clean_once.put(clean_once.get());
  clean_once.put(clean_once.get());
}

// The code under test may use what it likes.
void clean_answer() {
  clean_of_code.put(clean_of_code.get());
}
TEST(Clean, Answers) {
  clean_answer();
}
TEST(Clean, AnswersAgain) {
  clean_answer();
}

DEFINE(clean_first_step) {
  clean_not_tests.put(clean_not_tests.get());
}
DEFINE(clean_second_step) {
  clean_not_tests.put(clean_not_tests.get());
}

// Tests that get objects through the interface of the program: the pool is its own.
static Pool<Item> clean_of_the_program;
static Pool<Item> clean_of_a_class;
static Item* clean_create() {
  return clean_of_the_program.get();
}
static void clean_destroy(Item* item) {
  clean_of_the_program.put(item);
}
class CleanServer {
 public:
  Item* begin() { return clean_of_a_class.get(); }
  void end(Item* item) { clean_of_a_class.put(item); }
};
TEST(Api, Creates) {
  clean_destroy(clean_create());
}
TEST(Api, Keeps) {
  Item* item = clean_create();
  item->use();
  clean_destroy(item);
}
TEST(Api, Serves) {
  CleanServer server;
  server.end(server.begin());
}
TEST_F(Fixture, ServesTwice) {
  CleanServer server;
  Item* item = server.begin();
  server.end(item);
}
// The test's own helper hides nothing: whose test takes is what counts.
static Pool<Item> clean_half;
TEST(Api, TakesOnce) {
  clean_half.put(clean_half.get());
}
static void clean_take_of_the_program() {
  clean_half.put(clean_half.get());
}
TEST(Api, CallsTheProgram) {
  clean_take_of_the_program();
}
