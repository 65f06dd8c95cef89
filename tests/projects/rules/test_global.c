/* Tests in C that share pools, with the macros of the frameworks as far as they matter here. */
#include "pool.h"

struct c_pool {
  void* spare;
};
/* Check, Unity, Criterion */
#define START_TEST(name) static void name(int loop)
#define TEST(group, name) void group##_##name##_test(void)
#define Test(suite, name) void suite##_##name##_impl(void)
/* The project's own */
#define DEFINE(name) static void name(void)

static struct c_pool of_check;
static struct c_pool of_unity;
static struct c_pool of_criterion;
struct c_pool of_two_files;
static struct c_pool of_a_wrapper;
static _Thread_local struct c_pool of_threads;
static struct c_pool clean_once;
static struct c_pool clean_of_code;
static struct c_pool clean_not_tests;

START_TEST(check_one) {
  c_put(&of_check, c_get(&of_check)); /* warn: 2 tests take from 'of_check' */
}
START_TEST(check_two) {
  c_put(&of_check, c_get(&of_check));
}

TEST(reader, reads) {
  c_put(&of_unity, c_get(&of_unity)); /* warn: 2 tests take from 'of_unity' */
}
TEST(reader, stops) {
  struct item* item = c_get(&of_unity);
  item->number = 1;
  c_put(&of_unity, item);
}

Test(writer, one) {
  c_put(&of_criterion, c_get(&of_criterion)); /* warn: 3 tests take from */
}
Test(writer, two) {
  c_put(&of_criterion, c_get(&of_criterion));
}
Test(writer, three) {
  c_put(&of_criterion, c_get(&of_criterion));
}

TEST(both, one) {
  c_put(&of_two_files, c_get(&of_two_files)); /* warn: 2 tests take from */
}
START_TEST(other_one) {
  c_put(&of_two_files, c_get(&of_two_files));
}

TEST(thread, one) {
  c_put(&of_threads, c_get(&of_threads)); /* warn: 2 tests take from */
}
TEST(thread, two) {
  c_put(&of_threads, c_get(&of_threads));
}

TEST(clean, once) {
  c_put(&clean_once, c_get(&clean_once));
}

static void clean_code(void) {
  c_put(&clean_of_code, c_get(&clean_of_code));
}
TEST(clean, code) {
  clean_code();
}

DEFINE(clean_first) {
  c_put(&clean_not_tests, c_get(&clean_not_tests));
}
DEFINE(clean_second) {
  c_put(&clean_not_tests, c_get(&clean_not_tests));
}

/* Each has one of its own. */
TEST(clean, own) {
  struct c_pool clean_own = {0};
  c_put(&clean_own, c_get(&clean_own));
}
TEST(clean, static_one) {
  static struct c_pool clean_static;
  c_put(&clean_static, c_get(&clean_static));
}
TEST(clean, parameter) {
  clean_code();
}

void clean_users(int more) {
  clean_first();
  clean_second();
  if (more) check_one(0), check_two(0), other_one(0);
}
