#include "base.h"

#include "lib/generated.h"

int base() {
  return GENERATED;
}
