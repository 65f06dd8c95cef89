#include "base.h"

int other();

int main() {
  std::vector<int> all{base(), other(), kFromPrefix, WITH_BASE[0]};
  return static_cast<int>(all.size()) - 4;
}
