#pragma once
#include <a>
#include "b.h" // c
#if !defined(X)
#define X "y.h"
#include X
#endif
R"x(raw)x" 1'000 f\
oo u8"s" L'c'
