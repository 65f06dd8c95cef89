#include "tool/telemetry/prometheus_server.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <nlohmann/json.hpp>
#include <thread>

#include "checks/support/files.h"
#include "tool/telemetry/http.h"
#include "tool/telemetry/prometheus_series.h"

namespace pool_audit::telemetry {

namespace {

using Json = nlohmann::json;

constexpr double kPointsAPage = 10'000;  // a server refuses more than 11,000
constexpr std::array kMetrics = {"pool_gets_total", "pool_puts_total", "pool_build_info"};
constexpr double kLongestPauseSeconds = 30;

std::string number(double value) {
  std::array<char, 64> buffer;
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                          std::chars_format::fixed, 3);
  return error == std::errc() ? std::string(buffer.data(), end) : "0";
}

// What a status that is no success asks the user to do.
std::string explain(long status, const std::string& said) {
  const std::string code = "it answers " + std::to_string(status);
  const std::string words = said.empty() ? "" : ": " + said;
  switch (status) {
    case 401:
    case 403:
      return code + words + "; give a token with --telemetry-token FILE that may read";
    case 404:
      return code + words + "; expected the address of a Prometheus server, above /api/v1";
    default:
      break;
  }
  if (status >= 300 && status < 400) return code + ", a redirect; give the address it leads to";
  return code + words;
}

// The server's own words in an answer, "" when there are none.
std::string error_in(const std::string& body) {
  const Json answer = Json::parse(body, nullptr, false);
  if (!answer.is_object()) return "";
  const auto found = answer.find("error");
  return found != answer.end() && found->is_string() ? found->get<std::string>() : "";
}

class Client {
 public:
  Client(const ServerOptions& options, std::string token)
      : options_(options), token_(std::move(token)) {}

  // The matrix of one query over one page.
  [[nodiscard]] Result<Json> range(const std::string& query, double start, double end) const {
    Request request;
    request.url = options_.url;
    while (request.url.ends_with('/')) request.url.pop_back();
    request.url += "/api/v1/query_range";
    request.form = "query=" + url_encoded(query) + "&start=" + number(start) +
                   "&end=" + number(end) + "&step=" + number(options_.step_seconds);
    request.token = token_;
    request.ca_file = options_.ca_file;
    request.timeout_seconds = options_.timeout_seconds;
    auto response = with_retries(request);
    if (!response) return tl::unexpected<Error>(response.error());
    Json answer = Json::parse(response->body, nullptr, false);
    const bool good = answer.is_object() && answer.value("status", "") == "success" &&
                      answer.contains("data") && answer["data"].is_object() &&
                      answer["data"].contains("result") && answer["data"]["result"].is_array();
    if (!good) {
      return fail(
          "its answer is none of Prometheus' HTTP API; expected the address of a "
          "Prometheus server, above /api/v1",
          options_.url);
    }
    return std::move(answer["data"]["result"]);
  }

 private:
  [[nodiscard]] Result<Response> with_retries(const Request& request) const {
    double pause = options_.first_pause_seconds;
    for (uint32_t left = std::max(options_.tries, 1U);; --left) {
      auto response = send(request);
      if (response && response->status == 200) return std::move(*response);
      const bool passing =
          response ? response->status == 429 || response->status >= 500 : response.error().passing;
      if (!passing || left <= 1) {
        if (!response) return tl::unexpected<Error>(std::move(response.error().error));
        return fail(explain(response->status, error_in(response->body)), options_.url);
      }
      const double asked = response ? response->retry_after_seconds : 0;
      const double wait = std::min(std::max(pause, asked), kLongestPauseSeconds);
      std::this_thread::sleep_for(std::chrono::duration<double>(wait));
      pause *= 2;
    }
  }

  const ServerOptions& options_;
  std::string token_;
};

Result<std::string> token_of(const ServerOptions& options) {
  if (options.token_file.empty()) return std::string();
  auto text = read_file(options.token_file);
  if (!text) return tl::unexpected<Error>(text.error());
  constexpr const char* kBlanks = " \t\r\n";
  const size_t first = text->find_first_not_of(kBlanks);
  if (first == std::string::npos)
    return fail("expected a token; the file is empty", options.token_file);
  std::string token = text->substr(first, text->find_last_not_of(kBlanks) - first + 1);
  const bool one_line = std::ranges::none_of(token, [](char c) { return c == '\n' || c == '\r'; });
  if (!one_line) return fail("expected one token on one line", options.token_file);
  return token;
}

// One series of a matrix: {"metric": {labels}, "values": [[time, "value"], ...]}
void add_series(const Json& each, PrometheusSeries& into) {
  if (!each.is_object() || !each.contains("metric") || !each.contains("values")) return;
  if (!each["metric"].is_object() || !each["values"].is_array()) return;
  Sample sample;
  for (const auto& [name, value] : each["metric"].items()) {
    if (!value.is_string()) continue;
    if (name == "__name__") {
      sample.name = value.get<std::string>();
    } else {
      sample.labels.emplace_back(name, value.get<std::string>());
    }
  }
  for (const Json& point : each["values"]) {
    if (!point.is_array() || point.size() != 2 || !point[0].is_number() || !point[1].is_string()) {
      continue;
    }
    const auto& text = point[1].get_ref<const std::string&>();
    const char* const end = text.data() + text.size();
    const auto [last, error] = std::from_chars(text.data(), end, sample.value);
    if (error != std::errc() || last != end) continue;
    sample.time = point[0].get<double>();
    into.add(sample, 0);
  }
}

double now() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

}  // namespace

bool is_server(const std::string& source) {
  return source.starts_with("http://") || source.starts_with("https://");
}

Result<Telemetry> read_prometheus_server(const ServerOptions& options) {
  if (!(options.step_seconds >= 1) || !(options.window_seconds > 0) ||
      !std::isfinite(options.window_seconds)) {
    return fail("expected a step of at least a second and a window of some time", options.url);
  }
  auto token = token_of(options);
  if (!token) return tl::unexpected<Error>(token.error());
  const Client client(options, std::move(*token));
  PrometheusSeries series(options.url);
  // Whole steps, so that the pages of one run and those of the next ask for the same points.
  const double step = options.step_seconds;
  const double end = std::floor((options.end > 0 ? options.end : now()) / step) * step;
  const double first = end - std::floor(options.window_seconds / step) * step;
  for (const char* metric : kMetrics) {
    const std::string query = std::string(metric) + "{" + options.selector + "}";
    for (double start = first; start <= end; start += kPointsAPage * step) {
      const double until = std::min(end, start + (kPointsAPage - 1) * step);
      auto matrix = client.range(query, start, until);
      if (!matrix) return tl::unexpected<Error>(matrix.error());
      for (const Json& each : *matrix) add_series(each, series);
    }
  }
  Telemetry out = series.finish();
  if (out.series.empty()) {
    out.notes.push_back(options.url + ": it has no series of pool_gets_total in this window");
  }
  return out;
}

}  // namespace pool_audit::telemetry
