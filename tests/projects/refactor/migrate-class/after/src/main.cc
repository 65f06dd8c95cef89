#include <cstdio>

#include "session.h"

int main() {
  std::printf("%d %d %d\n", shop::greet("ann"), shop::greet(""), shop::count(7));
  std::printf("%d\n", shop::end(shop::begin("bob")));
  auto last = shop::sessions_pool.acquire();
  std::printf("%d\n", last->visits);
}
