// The library's own header.
#pragma once
#include "dependency.h"
int base();
