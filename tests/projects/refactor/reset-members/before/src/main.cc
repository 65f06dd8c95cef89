#include <cstdio>

#include "session.h"

int main() {
  for (int user = 1; user < 4; ++user) std::printf("%s\n", serve(user).c_str());
}
