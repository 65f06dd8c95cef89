// One pool for all sources.
#pragma once

#include "mail/letter.h"
#include "mail/pool.h"

namespace mail {

// Letters of every sender.
extern Pool<Letter> letters;
// A pool of its own in a header, the same one everywhere.
inline Pool<Stamp> stamps{8};

Letter* take_letter();
void return_letter(Letter* letter);

// Used by several sources, reported once.
inline long stamp_value() {
  Stamp* stamp = stamps.get();
  const long value = stamp->value;
  stamps.put(stamp);
  return value;
}

}  // namespace mail
