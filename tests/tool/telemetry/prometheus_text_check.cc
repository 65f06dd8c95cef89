// Exit code 0 when standard input is a text that parse_prometheus_text() takes, 1 with its error.
#include <iostream>
#include <iterator>

#include "tool/telemetry/prometheus_text.h"

int main() {
  const std::string text{std::istreambuf_iterator<char>(std::cin), {}};
  const auto samples = pool_audit::telemetry::parse_prometheus_text(text, "stdin");
  if (samples) return 0;
  std::cout << samples.error().to_string() << "\n";
  return 1;
}
