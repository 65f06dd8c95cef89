#include <cstdio>

#include "slab.h"

static std::size_t send(PacketSlab& slab, std::uint8_t first) {
  PacketPtr packet = slab.take_packet();
  packet->bytes[0] = first;
  const std::size_t sent = packet->bytes.size() + packet->bytes[0];
  slab.keep_packet(packet);
  return sent;
}

int main() {
  PacketSlab small(20, 2);
  PacketSlab large(1400, 1);
  for (std::uint8_t i = 0; i < 3; ++i) std::printf("%zu %zu\n", send(small, i), send(large, i));
}
