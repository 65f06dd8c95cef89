#include "base.h"

#include "generated.h"

int base() { return GENERATED + dependency(); }
