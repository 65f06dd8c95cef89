#pragma once

#include <cstddef>
#include <memory>

struct Buffer {
  int length = 0;
};
