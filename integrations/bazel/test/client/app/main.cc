#include <base.h>

int main() {
  return base() - 1;
}
