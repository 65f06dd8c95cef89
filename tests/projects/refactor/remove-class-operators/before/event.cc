#include "event.h"

// Memory for events.
boost::pool<> Event::pool_(sizeof(Event));

void* Event::operator new(std::size_t) {
  return pool_.malloc();
}

void Event::operator delete(void* block) {
  pool_.free(block);
}

int codes(const Event* events[], int count) {
  int sum = 0;
  for (int i = 0; i < count; ++i) sum += events[i]->code();
  return sum;
}
