#include "tool/telemetry/http.h"

#include <curl/curl.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <string_view>

namespace pool_audit::telemetry {

namespace {

constexpr size_t kMostBytes = size_t{1} << 30;
constexpr long kConnectSeconds = 10;

// Once for the process: libcurl's own set-up is not thread-safe before it has run.
bool set_up() {
  static const bool done = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  return done;
}

size_t collect(char* data, size_t size, size_t count, void* into) {
  auto& body = *static_cast<std::string*>(into);
  if (body.size() + size * count > kMostBytes) return 0;  // ends the transfer
  body.append(data, size * count);
  return size * count;
}

bool is_passing(CURLcode code) {
  switch (code) {
    case CURLE_COULDNT_CONNECT:
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
      return true;
    default:
      return false;
  }
}

std::string advice(CURLcode code) {
  switch (code) {
    case CURLE_COULDNT_CONNECT:
      return "; is the server running, and is the port right?";
    case CURLE_COULDNT_RESOLVE_HOST:
      return "; is the name of the host right?";
    case CURLE_PEER_FAILED_VERIFICATION:
      return "; name its authority with --telemetry-ca";
    case CURLE_UNSUPPORTED_PROTOCOL:
      return "; expected an address with http:// or https://";
    default:
      return "";
  }
}

using Handle = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using Headers = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

}  // namespace

tl::expected<Response, HttpError> send(const Request& request) {
  const auto wrong = [&](std::string message, bool passing) {
    return tl::unexpected<HttpError>(HttpError{{std::move(message), request.url, 0, 0}, passing});
  };
  const Handle curl(set_up() ? curl_easy_init() : nullptr, &curl_easy_cleanup);
  if (!curl) return wrong("the HTTP library cannot be set up", false);
  Response out;
  std::string problem(CURL_ERROR_SIZE, '\0');
  Headers headers(nullptr, &curl_slist_free_all);
  if (!request.token.empty()) {
    headers.reset(curl_slist_append(nullptr, ("Authorization: Bearer " + request.token).c_str()));
    curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
  }
  curl_easy_setopt(curl.get(), CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl.get(), CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_ACCEPT_ENCODING, "");  // whatever libcurl can read
  curl_easy_setopt(curl.get(), CURLOPT_USERAGENT, "pool-audit");
  curl_easy_setopt(curl.get(), CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, static_cast<long>(request.timeout_seconds));
  curl_easy_setopt(curl.get(), CURLOPT_ERRORBUFFER, problem.data());
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, &collect);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &out.body);
  if (!request.ca_file.empty()) {
    curl_easy_setopt(curl.get(), CURLOPT_CAINFO, request.ca_file.c_str());
  }
  if (!request.form.empty()) {
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(request.form.size()));
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, request.form.c_str());
  }
  const CURLcode code = curl_easy_perform(curl.get());
  if (code == CURLE_WRITE_ERROR) return wrong("it answers more than 1 GiB", false);
  if (code != CURLE_OK) {
    std::string message(problem.c_str());
    if (message.empty()) message = curl_easy_strerror(code);
    return wrong(message + advice(code), is_passing(code));
  }
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &out.status);
  curl_off_t wait = 0;
  if (curl_easy_getinfo(curl.get(), CURLINFO_RETRY_AFTER, &wait) == CURLE_OK && wait > 0) {
    out.retry_after_seconds = static_cast<uint32_t>(std::min<curl_off_t>(wait, 3600));
  }
  return out;
}

std::string url_encoded(const std::string& text) {
  std::string out;
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '.' || c == '~';
    if (plain) {
      out += c;
    } else {
      out += '%';
      out += kDigits[byte >> 4U];
      out += kDigits[byte & 0xFU];
    }
  }
  return out;
}

}  // namespace pool_audit::telemetry
