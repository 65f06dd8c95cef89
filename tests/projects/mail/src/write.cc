#include "mail/letters.h"

namespace mail {

long write(bool early) {
  Letter* letter = letters.get();
  if (early) return 0;
  letters.put(letter);
  return stamp_value();
}

}  // namespace mail
