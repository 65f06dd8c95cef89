#include <cstdio>
#include <thread>

#include "streams.h"

int main() {
  std::size_t size = 0;
  for (int i = 0; i < 10; ++i) {
    auto* input = new net::Input(std::string(40, 'x'));
    auto* other = new net::Input("y");
    size += input->size() + other->size();
    std::thread([input] { delete input; }).join();
    delete other;
  }
  auto* output = new net::Output;
  output->write(7);
  std::printf("%zu %d\n", size, output->sum());
  delete output;
}
