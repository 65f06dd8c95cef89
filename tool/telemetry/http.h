// One HTTP request, by libcurl.
#pragma once

#include <cstdint>
#include <string>

#include "checks/support/result.h"

namespace pool_audit::telemetry {

struct Request {
  std::string url;
  std::string form;   // the body of a POST, already encoded; "": GET
  std::string token;  // bearer; "": none
  std::string ca_file;
  uint32_t timeout_seconds = 60;
};

struct Response {
  long status = 0;
  std::string body;
  uint32_t retry_after_seconds = 0;  // as the server asks; 0: it does not
};

// What did not come to an answer; `passing` when another try may.
struct HttpError {
  Error error;
  bool passing = false;
};

// At most 1 GiB of body. HTTP and HTTPS alone, no redirects. Thread-safe.
[[nodiscard]] tl::expected<Response, HttpError> send(const Request& request);

// As a value in a form or a query.
[[nodiscard]] std::string url_encoded(const std::string& text);

}  // namespace pool_audit::telemetry
