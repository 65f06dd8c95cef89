#include "pools.h"

namespace responder {
static Pool<Item> parts;    // warn: 'responder::parts' and 'parts' pool the same objects
static Pool<Body> replies;  // warn: 'responder::replies' and 'Log::lines' pool the same objects
Pool<Header> headers(64);   // warn: 'responder::headers' and 'headers' pool the same objects
static Pool<int> clean_ints;
// Telemetry knows them by two names, which makes them no less alike.
static Pool<Page> pages(8, "pages");
static Pool<Page> more_pages(8, "more");  // warn: 'responder::more_pages' and 'responder::pages'
static Pool<Page> clean_few_pages(4, "few_pages");
// Declared and never used: nothing that another one could have.
static Pool<Item> clean_unused;
}  // namespace responder

void answer() {
  using namespace responder;
  parts.put(parts.get());
  replies.put(replies.get());
  responder::headers.put(responder::headers.get());
  clean_ints.put(clean_ints.get());
  pages.put(pages.get());
  more_pages.put(more_pages.get());
  clean_few_pages.put(clean_few_pages.get());
}

void more_answers() {
  static Pool<Item> local_parts;  // warn: 'more_answers()::local_parts' and 'parts' pool the same
  local_parts.put(local_parts.get());
}
