#include "mail/letter.h"
#include "mail/pool.h"

namespace mail {

class Sorter {
 public:
  int sort();

 private:
  Pool<Letter> trays_{3};
};

int Sorter::sort() {
  Letter* letter = trays_.get();
  const int length = letter->length;
  trays_.put(letter);
  return length;
}

long local() {
  thread_local Pool<Stamp> desk{1};
  Stamp* stamp = desk.get();
  const long value = stamp->value;
  desk.put(stamp);
  return value;
}

}  // namespace mail
