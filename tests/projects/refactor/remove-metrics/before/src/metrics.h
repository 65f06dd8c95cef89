#pragma once

#include <cstddef>
#include <functional>
#include <string>

namespace metrics {

// What `read` returns is shown under this name.
void gauge(const std::string& name, std::function<std::size_t()> read);
// Those that there are.
void print();

}  // namespace metrics
