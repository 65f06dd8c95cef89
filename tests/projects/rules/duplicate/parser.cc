#include "pools.h"

Pool<Body> bodies;  // warn: 'bodies' and 'Log::lines' pool the same objects
static Pool<Item> parts;
static Pool<Header> headers(64);
static Pool<Header> clean_more_headers(4096);
thread_local Pool<Body> clean_own_bodies;

class Parser {
 public:
  void run() { clean_parts_.put(clean_parts_.get()); }

 private:
  Pool<Item> clean_parts_;
};

void parse() {
  bodies.put(bodies.get());
  parts.put(parts.get());
  headers.put(headers.get());
  clean_more_headers.put(clean_more_headers.get());
  clean_own_bodies.put(clean_own_bodies.get());
  Parser().run();
}
