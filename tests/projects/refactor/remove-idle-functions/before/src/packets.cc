#include "packets.h"

#include <cassert>

void Packets::decay() {
  assert(is_ready());

  syn_.decay();
  big_.decay();
}

void Sockets::send(bool big) {
  auto packet = packets_.take(big);
  sent_ += static_cast<int>(packet->bytes.size());
  packets_.give(std::move(packet));
}

// Nothing is sent for a while.
void Sockets::quiet() {
  packets_.decay();
}

void Sockets::tick() {
  send(false);
  send(true);

  // What is not needed any more.
  packets_.decay();

  if (sent_ > 100) packets_.decay();
  if (sent_ > 200) {
    packets_.decay();
  }
  send(false);
}
