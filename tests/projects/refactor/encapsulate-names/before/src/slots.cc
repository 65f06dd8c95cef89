#include "slots.h"

PacketPool packets(2);
