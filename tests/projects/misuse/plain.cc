// The patterns as they are.
#define AFTER_GET(object)
#include "patterns.h"
