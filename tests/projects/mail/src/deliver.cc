#include "mail/letter.h"

namespace mail {

void return_letter(Letter* letter);

void deliver(Letter* letter) {
  return_letter(letter);
}

}  // namespace mail
