#include "pools.h"

struct Log {
  static Pool<Body> lines;
};
Pool<Body> Log::lines;  // the first of its kind

// On the stack there is one a call.
void log_line() {
  Pool<Body> clean_local;
  clean_local.put(clean_local.get());
  Log::lines.put(Log::lines.get());
}
