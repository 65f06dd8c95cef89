#include "mail/letters.h"

namespace mail {

long read() {
  Letter* letter = letters.get();
  const int length = letter->length;
  letters.put(letter);
  return length + stamp_value();
}

}  // namespace mail
