#include <cstdio>

#include "event.h"

int codes(const Event* events[], int count);

int main() {
  const Event* events[3];
  for (int i = 0; i < 3; ++i) events[i] = new Event(i * i);
  std::printf("%d\n", codes(events, 3));
  for (const Event* each : events) delete each;
}
