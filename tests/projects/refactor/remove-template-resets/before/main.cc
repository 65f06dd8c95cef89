#include <cstdio>

#include "spares.h"

struct Ant {
  int number = 0;
  void reset() { number = 0; }
};

// Somebody hears that one is back.
struct Bee {
  int number = 0;
  void reset() {
    std::printf("bee %d is back\n", number);
    number = 0;
  }
};

static Shelf<Ant> ants;
static Shelf<Bee> bees;

static int ant(int number) {
  Ant* a = ants.get(number);
  int out = a->number;
  ants.put(a);
  return out;
}

static int bee(int number) {
  Bee* b = bees.get(number);
  int out = b->number;
  bees.put(b);
  return out;
}

int main() {
  std::printf("%d\n", ant(1) + bee(2) + ant(3) + bee(4));
}
