// 28 ways to misuse a pool, each with a twin that does it right. The comment in front of a pair
// names the rule that has to report the first of the two.
#include "pool.h"

namespace {

// ---- lost

// early_return: pool-missing-put
int bug_early_return() {
  Item* item = pool.get();
  AFTER_GET(item);
  if (item->number == 0) return -1;
  pool.put(item);
  return 0;
}
int clean_early_return() {
  Item* item = pool.get();
  AFTER_GET(item);
  if (item->number == 0) {
    pool.put(item);
    return -1;
  }
  pool.put(item);
  return 0;
}

// jump_to_end: pool-missing-put
int bug_jump_to_end() {
  int result = -1;
  Item* item = pool.get();
  AFTER_GET(item);
  if (chance()) goto out;
  result = item->number;
  pool.put(item);
out:
  return result;
}
int clean_jump_to_end() {
  int result = -1;
  Item* item = pool.get();
  AFTER_GET(item);
  if (chance()) goto out;
  result = item->number;
out:
  pool.put(item);
  return result;
}

// one_case: pool-missing-put
void bug_one_case() {
  Item* item = pool.get();
  AFTER_GET(item);
  switch (choice()) {
    case 0:
      pool.put(item);
      break;
    case 1:
      item->number = 1;
      break;
    default:
      pool.put(item);
  }
}
void clean_one_case() {
  Item* item = pool.get();
  AFTER_GET(item);
  switch (choice()) {
    case 0:
      pool.put(item);
      break;
    case 1:
      item->number = 1;
      [[fallthrough]];
    default:
      pool.put(item);
  }
}

// break_in_loop: pool-missing-put
void bug_break_in_loop() {
  while (chance()) {
    Item* item = pool.get();
    AFTER_GET(item);
    if (item->number < 0) break;
    pool.put(item);
  }
}
void clean_break_in_loop() {
  while (chance()) {
    Item* item = pool.get();
    AFTER_GET(item);
    const bool last = item->number < 0;
    pool.put(item);
    if (last) break;
  }
}

// taken_again: pool-missing-put
void bug_taken_again() {
  Item* item = nullptr;
  for (int i = 0; i < 3; ++i) {
    item = pool.get();
    AFTER_GET(item);
  }
  pool.put(item);
}
void clean_taken_again() {
  Item* item = nullptr;
  for (int i = 0; i < 3; ++i) {
    if (item) pool.put(item);
    item = pool.get();
    AFTER_GET(item);
  }
  if (item) pool.put(item);
}

// once_loop: pool-missing-put
bool bug_once_loop() {
  bool done = false;
  Item* item = pool.get();
  AFTER_GET(item);
  do {
    if (chance()) break;
    done = true;
    pool.put(item);
  } while (false);
  return done;
}
bool clean_once_loop() {
  bool done = false;
  Item* item = pool.get();
  AFTER_GET(item);
  do {
    if (chance()) break;
    done = true;
  } while (false);
  pool.put(item);
  return done;
}

// other_flag: pool-missing-put
void bug_other_flag(bool wanted, bool finished) {
  Item* item = nullptr;
  if (wanted) {
    item = pool.get();
    AFTER_GET(item);
  }
  if (finished) pool.put(item);
}
void clean_other_flag(bool wanted, bool finished) {
  Item* item = nullptr;
  if (wanted) {
    item = pool.get();
    AFTER_GET(item);
  }
  if (finished && !wanted) return;
  if (wanted) pool.put(item);
}

// overwritten: pool-missing-put
void bug_overwritten() {
  Item* item = pool.get();
  AFTER_GET(item);
  if (chance()) item = nullptr;
  if (item) pool.put(item);
}
void clean_overwritten() {
  Item* item = pool.get();
  AFTER_GET(item);
  if (chance()) {
    pool.put(item);
    item = nullptr;
  }
  if (item) pool.put(item);
}

// released_lease: pool-missing-put
void bug_released_lease() {
  Lease<Item> lease = pool.lease();
  AFTER_GET(lease);
  Item* item = lease.release();
  item->number = 1;
}
void clean_released_lease() {
  Lease<Item> lease = pool.lease();
  AFTER_GET(lease);
  Item* item = lease.release();
  item->number = 1;
  pool.put(item);
}

// out_parameter: pool-missing-put
void fetch(Item** out) {
  *out = pool.get();
}
int bug_out_parameter() {
  Item* item = nullptr;
  fetch(&item);
  AFTER_GET(item);
  if (chance()) return 1;
  pool.put(item);
  return 0;
}
int clean_out_parameter() {
  Item* item = nullptr;
  fetch(&item);
  AFTER_GET(item);
  if (!chance()) item->work();
  pool.put(item);
  return 0;
}

// helper_puts_some: pool-missing-put
bool put_if_done(Item* item, bool done) {
  if (!done) return false;
  pool.put(item);
  return true;
}
void bug_helper_puts_some() {
  Item* item = pool.get();
  AFTER_GET(item);
  put_if_done(item, false);
}
void clean_helper_puts_some() {
  Item* item = pool.get();
  AFTER_GET(item);
  if (!put_if_done(item, chance())) pool.put(item);
}

// in_the_handler: pool-missing-put
void bug_in_the_handler() {
  Item* item = pool.get();
  AFTER_GET(item);
  try {
    if (chance()) throw Failure();
    pool.put(item);
  } catch (const Failure&) {
    return;
  }
}
void clean_in_the_handler() {
  Item* item = pool.get();
  AFTER_GET(item);
  try {
    if (chance()) throw Failure();
  } catch (const Failure&) {
    pool.put(item);
    return;
  }
  pool.put(item);
}

// throwing_callee: pool-unguarded-put
void parse(int number) {
  if (number < 0) throw Failure();
}
void bug_throwing_callee() {
  Item* item = pool.get();
  AFTER_GET(item);
  parse(choice());
  pool.put(item);
}
void clean_throwing_callee() {
  Item* item = pool.get();
  AFTER_GET(item);
  try {
    parse(choice());
  } catch (...) {
    pool.put(item);
    throw;
  }
  pool.put(item);
}

// in_a_struct: pool-missing-put
struct Job {
  Item* item;
  int step;
};
void bug_in_a_struct() {
  Job job = {pool.get(), 0};
  AFTER_GET(job.item);
  if (chance()) return;
  pool.put(job.item);
}
void clean_in_a_struct() {
  Job job = {pool.get(), 0};
  AFTER_GET(job.item);
  if (chance()) job.step = 1;
  pool.put(job.item);
}

// discarded: pool-discarded-get
void bug_discarded() {
  pool.get();
}
void clean_discarded() {
  pool.put(pool.get());
}

// ---- put twice

// alias: pool-double-put
void bug_alias() {
  Item* item = pool.get();
  AFTER_GET(item);
  Item* same = item;
  pool.put(item);
  if (chance()) pool.put(same);
}
void clean_alias() {
  Item* item = pool.get();
  AFTER_GET(item);
  Item* same = item;
  if (chance()) {
    pool.put(same);
    return;
  }
  pool.put(item);
}

// container: pool-double-put
void bug_container() {
  Item* items[2];
  items[0] = pool.get();
  AFTER_GET(items[0]);
  items[1] = items[0];
  pool.put(items[0]);
  pool.put(items[1]);
}
void clean_container() {
  Item* items[2];
  items[0] = pool.get();
  AFTER_GET(items[0]);
  items[1] = pool.get();
  AFTER_GET(items[1]);
  pool.put(items[0]);
  pool.put(items[1]);
}

// callee: pool-double-put
void finish(Item* item) {
  item->number = 0;
  pool.put(item);
}
void bug_callee() {
  Item* item = pool.get();
  AFTER_GET(item);
  finish(item);
  pool.put(item);
}
void clean_callee() {
  Item* item = pool.get();
  AFTER_GET(item);
  finish(item);
}

// error_path: pool-double-put
void bug_error_path() {
  Item* item = pool.get();
  AFTER_GET(item);
  if (chance()) {
    pool.put(item);
    goto fail;
  }
  item->work();
fail:
  pool.put(item);
}
void clean_error_path() {
  Item* item = pool.get();
  AFTER_GET(item);
  if (chance()) {
    item->number = -1;
    goto fail;
  }
  item->work();
fail:
  pool.put(item);
}

// ---- used too late

// read_after: pool-use-after-put
int bug_read_after() {
  Item* item = pool.get();
  AFTER_GET(item);
  pool.put(item);
  return item->number;
}
int clean_read_after() {
  Item* item = pool.get();
  AFTER_GET(item);
  const int number = item->number;
  pool.put(item);
  return number;
}

// pointer_into: pool-use-after-put
char bug_pointer_into() {
  Item* item = pool.get();
  AFTER_GET(item);
  const char* text = &item->text[0];
  pool.put(item);
  return *text;
}
char clean_pointer_into() {
  Item* item = pool.get();
  AFTER_GET(item);
  const char* text = &item->text[0];
  const char first = *text;
  pool.put(item);
  return first;
}

// reference: pool-use-after-put
int bug_reference() {
  Item& item = *pool.get();
  AFTER_GET(&item);
  pool.put(&item);
  return item.number;
}
int clean_reference() {
  Item& item = *pool.get();
  AFTER_GET(&item);
  const int number = item.number;
  pool.put(&item);
  return number;
}

// by_a_callee: pool-use-after-put
int number_of(const Item* item) {
  return item->number;
}
int bug_by_a_callee() {
  Item* item = pool.get();
  AFTER_GET(item);
  finish(item);
  return number_of(item);
}
int clean_by_a_callee() {
  Item* item = pool.get();
  AFTER_GET(item);
  const int number = number_of(item);
  finish(item);
  return number;
}

// through_a_global: pool-escaping-object
void bug_through_a_global() {
  Item* item = pool.get();
  AFTER_GET(item);
  published = item;
  pool.put(item);
}
void clean_through_a_global() {
  Item* item = pool.get();
  AFTER_GET(item);
  published = item;
  item->work();
  published = nullptr;
  pool.put(item);
}

// raw_of_lease: pool-dangling-lease
int bug_raw_of_lease() {
  Item* item = pool.lease().get();
  return item->number;
}
int clean_raw_of_lease() {
  return pool.lease().get()->number;
}

// ---- wrong from the start

// unchecked: pool-unchecked-get
void bug_unchecked() {
  Item* item = pool.try_get();
  item->number = 1;
  pool.put(item);
}
void clean_unchecked() {
  Item* item = pool.try_get();
  if (!item) return;
  item->number = 1;
  pool.put(item);
}

// wrong_pool: pool-wrong-pool-put
void bug_wrong_pool() {
  Item* item = pool.get();
  AFTER_GET(item);
  other_pool.put(item);
}
void clean_wrong_pool() {
  Item* item = pool.get();
  AFTER_GET(item);
  Item* other = other_pool.get();
  AFTER_GET(other);
  other_pool.put(other);
  pool.put(item);
}

// missing_reset: pool-missing-reset
void bug_missing_reset() {
  Item* item = pool.get();
  AFTER_GET(item);
  if (item->number > 0) item->work();
  pool.put(item);
}
void clean_missing_reset() {
  Item* item = pool.get();
  AFTER_GET(item);
  *item = Item{};
  if (item->number > 0) item->work();
  pool.put(item);
}

}  // namespace
