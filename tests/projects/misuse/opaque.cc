// The patterns with a call after each get of which nobody knows what it does.
#define AFTER_GET(object) opaque(object)
#include "patterns.h"
