#include "pools.h"

namespace {
Pool<Item> lost;  // warn: lost' hands out objects that nobody ever puts back
}  // namespace

void loses() {
  lost.get()->use();
}

void clean_put_elsewhere() {
  clean_between_units.put(kept);
}

// A header offers it to programs that nobody has seen.
void clean_exported() {
  clean_for_others.get()->use();
}
