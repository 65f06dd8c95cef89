// Asks a Prometheus server for what it has scraped of pools, over its HTTP API.
//
//   /api/v1/query_range, page by page --> samples --> series, as from a text
//
// A server answers at most 11,000 points a series, so that a long range takes several requests.
// What fails for the moment (no connection, 429, 5xx) is tried again, with a pause that doubles;
// what fails for good says what to do. Redirects are not followed: they could carry the token
// elsewhere.
#pragma once

#include <cstdint>
#include <string>

#include "checks/support/result.h"
#include "tool/telemetry/telemetry.h"

namespace pool_audit::telemetry {

struct ServerOptions {
  std::string url;  // "https://prometheus.example:9090", with a path before /api where it has one
  std::string token_file;  // sent as a bearer token, white space around it removed; "": none
  std::string ca_file;     // whom to trust instead of the system's authorities; "": those
  std::string selector;    // label matchers to add, as PromQL: `job="frontend"`; "": none
  double end = 0;          // seconds since the epoch; 0: now
  double window_seconds = 30 * 86400.0;  // back from `end`
  double step_seconds = 60;              // at least 1; a peak is a mean over that
  uint32_t tries = 4;                    // of each request, at least 1
  uint32_t timeout_seconds = 60;         // of each try
  double first_pause_seconds = 0.5;      // before the second try
};

// Errors name the address, and what the server said of a query that it refused.
[[nodiscard]] Result<Telemetry> read_prometheus_server(const ServerOptions& options);

// Whether a source of telemetry is the address of a server rather than a file.
[[nodiscard]] bool is_server(const std::string& source);

}  // namespace pool_audit::telemetry
