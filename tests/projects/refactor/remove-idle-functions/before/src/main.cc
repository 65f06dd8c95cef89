#include <cstdio>
#include <type_traits>

#include "packets.h"

static_assert(std::is_same_v<std::decay<int&>::type, int>);

int main() {
  Sockets sockets;
  Sound sound;
  for (int i = 0; i < 3; ++i) {
    sockets.tick();
    sockets.quiet();
    sound.decay();
  }
  std::printf("%d %d\n", sockets.sent(), sound.decays());
}
