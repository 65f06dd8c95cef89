#include "event.h"

int codes(const Event* events[], int count) {
  int sum = 0;
  for (int i = 0; i < count; ++i) sum += events[i]->code();
  return sum;
}
