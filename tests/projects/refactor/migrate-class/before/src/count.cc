#include "session.h"

int shop::count(int most) {
  int sum = 0;
  for (int i = 0; i < most; ++i) {
    auto* session = shop::sessions.acquire();
    if (session == nullptr) return -1;
    session->visits += i;
    sum += session->visits;
    shop::sessions.release(session);
    sum += i % 2;  // behind the put
  }
  return sum;
}
