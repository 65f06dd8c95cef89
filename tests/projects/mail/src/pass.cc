#include "mail/letters.h"

namespace mail {

int lose() {
  Letter* letter = letters.get();
  return length_of(letter);
}

void hand_over() {
  Letter* letter = letters.get();
  keep(letter);
}

void send() {
  Letter* letter = letters.get();
  deliver(letter);
}

}  // namespace mail
