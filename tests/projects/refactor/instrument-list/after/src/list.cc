#include <cstdio>
#include <cstdlib>
#include <pool/meter.h>
#include <vector>

namespace net {

struct Packet {
  Packet* next = nullptr;
  int size = 0;
};

// Packets nobody uses, the last one first.
static Packet* free_packets = nullptr;
static pool::meter<Packet> free_packets_meter{"net::free_packets"};
static int free_count = 0;

// With a link.
static Packet* packet_get() {
  Packet* packet = free_packets;
  if (packet != nullptr) {
    free_packets = packet->next;
    free_packets_meter.hit();
    --free_count;
  } else {
    packet = new Packet;
    free_packets_meter.made(packet);
  }
  packet->next = nullptr;
  packet->size = 0;
  return packet;
}

static void packet_put(Packet* packet) {
  if (!packet)
    return;
  if (free_count == 2) {
    delete packet;
    free_packets_meter.dropped();
  } else {
    packet->next = free_packets;
    free_packets = packet;
    free_packets_meter.kept();
    ++free_count;
  }
}

}  // namespace net

// ---- an array of spares

struct Frame {
  char bytes[128];
  int used;
};

constexpr int kMostFrames = 2;
static Frame* spare_frames[kMostFrames];
static pool::meter<Frame> spare_frames_meter{"spare_frames"};
static int spare_frame_count = 0;

static Frame* take_frame() {
  if (spare_frame_count > 0) {
    spare_frames_meter.hit();
    return spare_frames[--spare_frame_count];
  }
  return spare_frames_meter.made(new Frame());
}

static void give_frame(Frame* frame) {
  if (spare_frame_count < kMostFrames) {
    spare_frames[spare_frame_count++] = frame;
    spare_frames_meter.kept();
  } else {
    delete frame;
    spare_frames_meter.dropped();
  }
}

// ---- made ahead of time, and no more than that

struct Ticket {
  int number = 0;
  char rest[60];
};

static std::vector<Ticket*> spareTickets;
static pool::meter<Ticket> spareTicketsMeter{"spareTickets"};

static void fill_tickets(int count) {
  for (int i = 0; i < count; ++i) {
    spareTickets.push_back(new Ticket);
    spareTicketsMeter.prefilled();
  }
}

static Ticket* acquire_ticket() {
  if (spareTickets.empty()) {
    spareTicketsMeter.failed();
    return nullptr;
  }
  Ticket* ticket = spareTickets.back();
  spareTickets.pop_back();
  spareTicketsMeter.hit();
  return ticket;
}

static void release_ticket(Ticket* ticket) { spareTickets.push_back(ticket); spareTicketsMeter.kept(); }

int main() {
  std::vector<net::Packet*> packets;
  for (int i = 0; i < 5; ++i) packets.push_back(net::packet_get());
  for (net::Packet* each : packets) net::packet_put(each);
  net::packet_put(nullptr);
  for (int i = 0; i < 2; ++i) {
    net::Packet* packet = net::packet_get();
    packet->size += i;
    std::printf("%d\n", packet->size);
    net::packet_put(packet);
  }
  Frame* a = take_frame();
  Frame* b = take_frame();
  Frame* c = take_frame();
  a->used = 1;
  give_frame(a);
  give_frame(b);
  give_frame(c);
  give_frame(take_frame());
  fill_tickets(2);
  Ticket* first = acquire_ticket();
  Ticket* second = acquire_ticket();
  std::printf("%d %d\n", acquire_ticket() == nullptr, first != second);
  release_ticket(first);
  release_ticket(second);
  while (Ticket* left = acquire_ticket()) delete left;
  for (int i = 0; i < 2; ++i) delete net::packet_get();
  for (int i = 0; i < 2; ++i) delete take_frame();
}
