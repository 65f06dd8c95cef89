#include "mail/letter.h"

namespace mail {

Letter* take_letter();
void return_letter(Letter* letter);

int wrapped() {
  Letter* letter = take_letter();
  const int length = letter->length;
  return_letter(letter);
  return length;
}

}  // namespace mail
