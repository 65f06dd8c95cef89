// Gets whose object nobody looks at, for the member, macro, raw and lease API.
#include "lease.h"

static Item* take() {
  return pool.get();
}
struct Server {
  Pool<Item> requests;
  LeasePool<Item> answers;
  void warm();
  void clean_warm();
};

void statement() {
  pool.get();  // warn: is dropped
}
void raw_function() {
  c_get(items);  // warn: is dropped
}
void macro() {
  ITEM_GET();  // warn: is dropped
}
void wrapper() {
  take();  // warn: is dropped
}
void lease() {
  leases.lease();  // warn: goes back at the end of this statement, unused
}
void may_fail() {
  pool.try_get();  // warn: is dropped
}
void Server::warm() {
  requests.get();   // warn: is dropped
  answers.lease();  // warn: goes back at the end of this statement, unused
}
void under_a_condition(int many) {
  if (many > 3) pool.get();  // warn: is dropped
}
void in_a_loop(int many) {
  for (; many > 0; --many) leases.lease();  // warn: goes back at the end of this statement, unused
}
void in_a_lambda() {
  const auto warm = [] {
    pool.get();  // warn: is dropped
  };
  warm();
}
void behind_a_comma(int many) {
  many = 2, pool.get();  // warn: is dropped
}
template <class T>
void generic(Pool<T>& any) {
  any.get();  // warn: is dropped
}
void all_kinds() {
  generic(pool);
}

void clean_warm_up() {
  // So that the first request finds one.
  (void)pool.get();
}
void clean_warm_up_by_a_cast() {
  static_cast<void>(pool.get());
}
void clean_warm_up_of_leases() {
  (void)leases.lease();
}
void Server::clean_warm() {
  (void)requests.get();
}
void clean_used() {
  Item* item = pool.get();
  pool.put(item);
}
void clean_used_at_once() {
  leases.lease()->use();
}
void clean_held() {
  auto loan = leases.lease();
  if (chance()) return;
}
void clean_held_by_a_reference() {
  const auto& loan = leases.lease();
  loan->use();
}
void clean_handed_on() {
  pool.put(pool.get());
}
void clean_macros() {
  ITEM_PUT(ITEM_GET());
}
Item* clean_returned() {
  return take();
}
void clean_stored(std::vector<Loan<Item>>& loans) {
  loans.push_back(leases.lease());
}
bool clean_tested() {
  return pool.try_get() != nullptr;
}

// GoogleTest, as far as it matters here.
#define TEST(suite, name)       \
  class suite##_##name##_Test { \
   public:                      \
    void TestBody();            \
  };                            \
  void suite##_##name##_Test::TestBody()

struct Exhausted {};
void fail(const char* what);

// A get that is tried has to throw.
TEST(Exhaustion, Throws) {
  try {
    pool.get();
    fail("must throw");
  } catch (const Exhausted&) {
  }
}
TEST(Exhaustion, IsNotTried) {
  pool.get();  // warn: is dropped
}
void tried_outside_of_a_test() {
  try {
    pool.get();  // warn: is dropped
  } catch (const Exhausted&) {
  }
}
