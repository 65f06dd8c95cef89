#include "mail/letter.h"

namespace mail {

static Letter* kept;

void keep(Letter* letter) {
  kept = letter;
}

}  // namespace mail
