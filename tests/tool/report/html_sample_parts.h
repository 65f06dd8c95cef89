// What the samples of the HTML page are put together from.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "tests/tool/report/html_sample.h"

namespace pool_audit::report {

struct SamplePool {
  std::string name;
  std::string type;
  uint64_t size = 0;
  std::string file;
  double peak = -1;  // negative: nobody measured it
  double mean = 0;
  double days = 40;
};

[[nodiscard]] const RuleInfos& sample_rules();
[[nodiscard]] const std::array<SamplePool, 13>& service_pools();
[[nodiscard]] inventory::Place sample_place(const std::string& file, uint32_t line, uint32_t column,
                                            uint32_t end);
// A function that loses an object on its error path, in every file; none of "nowhere/".
[[nodiscard]] std::optional<std::string> sample_line(const std::string& file, uint32_t line);
// With two gets, one of them lost on that path, and a put.
[[nodiscard]] inventory::Pool sample_pool(const SamplePool& spec);
[[nodiscard]] inventory::Finding sample_finding(const inventory::Pool& pool,
                                                const std::string& rule, std::string message,
                                                const std::string& fingerprint);
// The lost get, with the way to where it is lost.
[[nodiscard]] inventory::Finding sample_lost(const inventory::Pool& pool,
                                             const std::string& fingerprint);

}  // namespace pool_audit::report
