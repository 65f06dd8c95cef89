#include "mail/letters.h"

namespace mail {

Pool<Letter> letters{64};

Letter* take_letter() {
  return letters.get();
}
void return_letter(Letter* letter) {
  letters.put(letter);
}

}  // namespace mail
