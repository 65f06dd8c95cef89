#include "packets.h"

void Sockets::send(bool big) {
  auto packet = packets_.take(big);
  sent_ += static_cast<int>(packet->bytes.size());
  packets_.give(std::move(packet));
}

void Sockets::tick() {
  send(false);
  send(true);

  send(false);
}
