// What the units of this program share.
#pragma once

#include "../pool.h"

struct Header {
  char bytes[128];
};
struct Page {
  char bytes[256];
};
struct Body {
  char bytes[4096];
};
extern Pool<Body> bodies;
void parse();
void answer();
void log_line();
