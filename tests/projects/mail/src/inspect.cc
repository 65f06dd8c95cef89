#include "mail/letter.h"

namespace mail {

int length_of(const Letter* letter) {
  return letter->length;
}

}  // namespace mail
