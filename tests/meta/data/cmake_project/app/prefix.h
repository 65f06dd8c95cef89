// Precompiled, and included by nobody by name.
#pragma once
constexpr int kFromPrefix = 1;
