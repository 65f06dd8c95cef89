// What the pools hold. Names no pool.
#pragma once

namespace mail {

struct Letter {
  int length;
  char text[252];
  void clear();
};

struct Stamp {
  long value;
  void clear();
};

// In inspect.cc: reads, and keeps nothing.
int length_of(const Letter* letter);
// In keep.cc: keeps it.
void keep(Letter* letter);
// In deliver.cc: sees to it that it is given back.
void deliver(Letter* letter);

}  // namespace mail
