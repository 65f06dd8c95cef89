#pragma once
#include <vector>

struct Buffer {
  std::vector<int> values;
  void reset() { values.clear(); }
};

int sum_of(int n);
