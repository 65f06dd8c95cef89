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
  Item* item = take_prepared();  // misses pool-missing-put: not put back on every path
  put_if(item, chance());
}
void clean_put_on_a_condition() {
  Item* item = take_prepared();
  if (!put_if(item, chance())) pool.put(item);
}
