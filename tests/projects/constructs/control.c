/* Control flow in C, for the raw and the macro API. */
#include "pool.h"

int early_return(void) {
  struct item* item = c_get(items); /* warn pool-missing-put: not put back on every path */
  if (item->number == 0) return -1;
  c_put(items, item);
  return 0;
}
int clean_early_return(void) {
  struct item* item = c_get(items);
  if (item->number == 0) {
    c_put(items, item);
    return -1;
  }
  c_put(items, item);
  return 0;
}

int early_return_macro(void) {
  struct item* item = ITEM_GET(); /* warn pool-missing-put: not put back on every path */
  if (item->number == 0) return -1;
  ITEM_PUT(item);
  return 0;
}
int clean_early_return_macro(void) {
  struct item* item = ITEM_GET();
  const int number = item->number;
  ITEM_PUT(item);
  return number;
}

int goto_past(void) {
  int result = -1;
  struct item* item = c_get(items); /* warn pool-missing-put: not put back on every path */
  if (chance()) goto out;
  result = item->number;
  c_put(items, item);
out:
  return result;
}
int clean_goto(void) {
  int result = -1;
  struct item* item = c_get(items);
  if (chance()) goto out;
  result = item->number;
out:
  c_put(items, item);
  return result;
}

void one_case(void) {
  struct item* item = c_get(items); /* warn pool-missing-put: not put back on every path */
  switch (choice()) {
    case 0:
      c_put(items, item);
      break;
    case 1:
      break;
    default:
      c_put(items, item);
  }
}
void clean_cases(void) {
  struct item* item = c_get(items);
  switch (choice()) {
    case 0:
      item->number = 0;
    case 1:
      break;
    default:
      abort();
  }
  c_put(items, item);
}

void loop(void) {
  while (chance()) {
    struct item* item = c_get(items); /* warn pool-missing-put: not put back on every path */
    if (item->number < 0) break;
    c_put(items, item);
  }
}
void clean_loop(void) {
  for (int i = 0; i < 3; ++i) {
    struct item* item = c_get(items);
    if (item->number < 0) {
      c_put(items, item);
      continue;
    }
    c_put(items, item);
  }
}

void once(void) {
  struct item* item = c_get(items); /* warn pool-missing-put: not put back on every path */
  do {
    if (chance()) break;
    c_put(items, item);
  } while (0);
}
void clean_once(void) {
  struct item* item = c_get(items);
  do {
    if (chance()) break;
    item->number = 1;
  } while (0);
  ITEM_PUT(item);
}

static const int kVerbose = 0;
void constant_condition(void) {
  struct item* item = c_get(items); /* warn pool-missing-put: is never put back */
  if (kVerbose) c_put(items, item);
}
void clean_constant_condition(void) {
  struct item* item = c_get(items);
  if (kVerbose) return;
  c_put(items, item);
}

static int never_changed = 1;
void flag_guard(void) {
  struct item* item = c_get(items); /* warn pool-missing-put: is never put back */
  if (!never_changed) c_put(items, item);
}
void clean_flag_guard(void) {
  struct item* item = c_get(items);
  if (!never_changed) return;
  c_put(items, item);
}

static int changed;
static int addressed;
static int* const kAddress = &addressed;
static int counted;
void change(int to) {
  changed = to;
  *kAddress = to;
  ++counted;
}
void other_flags(void) {
  struct item* a = c_get(items); /* warn pool-missing-put: not put back on every path */
  struct item* b = c_get(items); /* warn pool-missing-put: not put back on every path */
  struct item* c = c_get(items); /* warn pool-missing-put: not put back on every path */
  if (changed) c_put(items, a);
  if (addressed) c_put(items, b);
  if (counted) c_put(items, c);
}
void clean_flag_in_the_function(void) {
  static int verbose = 0;
  struct item* item = c_get(items);
  if (verbose) return;
  c_put(items, item);
}

void correlated(int wanted) {
  struct item* item = 0;
  if (wanted) item = c_get(items); /* warn pool-missing-put: not put back on every path */
  if (chance() && wanted) c_put(items, item);
}
void clean_correlated(int wanted) {
  struct item* item = 0;
  if (wanted) item = c_get(items);
  if (wanted) c_put(items, item);
}

void null_test(void) {
  struct item* item = c_try_get(items); /* warn pool-missing-put: is never put back */
  if (!item) c_put(items, item);
}
void clean_null_test(void) {
  struct item* item = c_try_get(items);
  if (!item) return;
  item->number = 1;
  c_put(items, item);
}

int unchecked(void) {
  struct item* item = c_try_get(items);
  int number = item->number; /* warn pool-unchecked-get: without a test */
  c_put(items, item);
  return number;
}
int clean_checked(void) {
  struct item* item = c_try_get(items);
  int number = item ? item->number : 0;
  if (item) c_put(items, item);
  return number;
}
