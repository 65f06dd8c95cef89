// Objects that come from, and go to, functions of another source.
#include "wrappers.h"

int lost() {
  Item* item = take_prepared();  // warn pool-missing-put: not put back on every path
  if (look_at(item) == 0) return 0;
  put_cleaned(item);
  return 1;
}
int clean_put() {
  Item* item = take_prepared();
  const int number = look_at(item);
  put_cleaned(item);
  return number;
}
void put_twice() {
  Item* item = take_prepared();
  put_cleaned(item);
  put_cleaned(item);  // warn pool-double-put: a second time
}
int used_too_late() {
  Item* item = take_prepared();
  put_cleaned(item);
  return look_at(item);  // warn pool-use-after-put: used after it was put back
}
void put_on_a_condition() {
  Item* item = take_prepared();  // warn pool-missing-put: not put back on every path
  put_if(item, chance());
}
void clean_put_on_a_condition() {
  Item* item = take_prepared();
  if (!put_if(item, chance())) pool.put(item);
}
void not_put_at_all() {
  Item* item = take_prepared();  // warn pool-missing-put: is never put back
  put_if(item, false);
}
void put_twice_on_a_condition() {
  Item* item = take_prepared();
  put_if(item, true);
  pool.put(item);  // warn pool-double-put: a second time
}
void clean_put_on_the_same_condition(bool really) {
  Item* item = take_prepared();
  put_if(item, really);
  if (!really) pool.put(item);
}
int used_where_it_was_put() {
  Item* item = take_prepared();
  if (put_unless_busy(item)) return item->number;  // warn pool-use-after-put: used after it was put
  pool.put(item);
  return 0;
}
void clean_refused() {
  Item* item = take_prepared();
  if (!put_unless_busy(item)) pool.put(item);
}
void clean_refused_by_who_still_needs_it() {
  Item* item = take_prepared();
  put_unless_busy(item);
}
int clean_given_up_twice() {
  Item* item = take_prepared();
  item->number = 2;
  unref(item);
  const int number = item->number;
  unref(item);
  return number;
}
void clean_put_on_a_computed_condition(int number) {
  Item* item = take_prepared();
  put_in_mode(number > 3, &item);
  if (number <= 3) pool.put(item);
}
void clean_put_if_computed(unsigned flags) {
  Item* item = take_prepared();
  put_if(item, flags & 4);
  if (!(flags & 4)) kept = item;
}
void clean_put_by_a_number(Item* item, int number) {
  if (number > 0) item = take_prepared();
  if (number > 0) put_in_mode(number > 0, &item);
}
void clean_null_or_put() {
  Item* item = pool.try_get();
  put_if_any(item);
}
void clean_put_by_a_known_flag(bool really) {
  Item* item = take_prepared();
  const int number = look_at(item);
  if (!really) {
    pool.put(item);
    return;
  }
  if (number > 0) put_if(item, really);
  if (number <= 0) put_if(item, true);
}
void not_put_in_this_mode() {
  Item* item = take_prepared();  // warn pool-missing-put: is never put back
  put_in_mode(0, &item);
}
void clean_put_in_this_mode() {
  Item* item = take_prepared();
  put_in_mode(2, &item);
}

int lost_by_status() {
  Item* item = nullptr;
  if (fetch_deeper(&item) != 0)  // warn pool-missing-put: not put back on every path
    return -1;
  if (item->number == 0) return 0;
  pool.put(item);
  return 1;
}
int clean_by_status() {
  Item* item = nullptr;
  const int status = fetch_deeper(&item);
  if (status) return status;
  pool.put(item);
  return 0;
}
void lost_by_truth() {
  Item* item = nullptr;
  if (!fetch_into(item)) return;  // warn pool-missing-put: not put back on every path
  if (chance()) pool.put(item);
}
void lost_by_told_truth() {
  Item* item = nullptr;
  if (!fetch_told(item)) return;  // warn pool-missing-put: not put back on every path
  if (chance()) pool.put(item);
}
void clean_by_told_truth() {
  Item* item = nullptr;
  if (!fetch_told(item)) return;
  pool.put(item);
}
void clean_by_truth() {
  Item* item = nullptr;
  if (fetch_into(item)) pool.put(item);
}
void clean_by_what_is_wanted(bool wanted) {
  Item* item = nullptr;
  fetch_if(wanted, &item);
  if (wanted) pool.put(item);
}
int clean_kept_by_the_callee() {
  Item* item = nullptr;
  fetch_kept(&item);
  return item->number;
}
int clean_told_by_a_code() {
  Taken taken = take_told();
  if (taken.code != 0) return taken.code;
  pool.put(taken.item);
  return 0;
}
void clean_none_was_put() {
  Item* item = take_prepared();
  if (put_counted(item) != 1) pool.put(item);
}
void clean_one_was_put() {
  Item* item = take_prepared();
  if (put_counted(item) >= 1) return;
  pool.put(item);
}
int clean_one_was_fetched() {
  Item* item = nullptr;
  if (fetch_counted(&item) != 1) return 0;
  pool.put(item);
  return 1;
}
