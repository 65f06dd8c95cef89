#include "http_request.h"

#include <algorithm>

#include "pool/telemetry.h"

namespace pool::detail {
namespace {

constexpr std::string_view kJson = "application/json; charset=utf-8";
constexpr std::string_view kText = "text/plain; charset=utf-8";
constexpr std::string_view kPrometheus = "text/plain; version=0.0.4; charset=utf-8";
constexpr std::string_view kOpenMetrics =
    "application/openmetrics-text; version=1.0.0; charset=utf-8";

std::string answer(std::string_view status, std::string_view type, std::string_view body,
                   bool with_body) {
  std::string out = "HTTP/1.1 ";
  out.append(status).append("\r\nContent-Type: ").append(type);
  out.append("\r\nContent-Length: ").append(std::to_string(body.size()));
  if (status.starts_with("405")) out.append("\r\nAllow: GET, HEAD");
  out.append("\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n");
  if (with_body) out.append(body);
  return out;
}

char lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_word(std::string_view one, std::string_view other) noexcept {
  return std::ranges::equal(one, other, {}, lower, lower);
}

// Up to the next `end`, which is taken away as well.
std::string_view cut(std::string_view& text, char end) noexcept {
  const std::string_view part = text.substr(0, text.find(end));
  text.remove_prefix(std::min(part.size() + 1, text.size()));
  return part;
}

std::string_view trimmed(std::string_view text) noexcept {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return text;
}

std::string_view next_line(std::string_view& text) noexcept {
  std::string_view line = cut(text, '\n');
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// What the last field of this name says; false: there is none.
bool find_field(std::string_view fields, std::string_view wanted, std::string_view& value) {
  bool found = false;
  while (!fields.empty()) {
    std::string_view line = next_line(fields);
    if (!same_word(cut(line, ':'), wanted)) continue;
    value = line;
    found = true;
  }
  return found;
}

// Whether the request was meant for this machine by a name that cannot be another's.
bool is_for_loopback(std::string_view fields) {
  std::string_view host;
  if (!find_field(fields, "host", host)) return true;
  host = trimmed(host);
  if (const std::size_t colon = host.rfind(':');
      colon != std::string_view::npos && host.find(']', colon) == std::string_view::npos) {
    host = host.substr(0, colon);
  }
  return host.empty() || host == "127.0.0.1" || host == "[::1]" || same_word(host, "localhost");
}

// Whether a field Accept names OpenMetrics. A scraper that does prefers it.
bool accepts_open_metrics(std::string_view fields) noexcept {
  constexpr std::string_view kType = "application/openmetrics-text";
  while (!fields.empty()) {
    std::string_view line = next_line(fields);
    const std::string_view name = cut(line, ':');
    if (!same_word(name, "accept")) continue;
    while (!line.empty()) {
      std::string_view item = cut(line, ',');
      std::string_view type = cut(item, ';');
      if (same_word(trimmed(type), kType)) return true;
    }
  }
  return false;
}

}  // namespace

std::size_t head_length(std::string_view request) noexcept {
  for (std::size_t at = request.find('\n'); at != std::string_view::npos;
       at = request.find('\n', at + 1)) {
    const std::string_view rest = request.substr(at + 1);
    if (rest.starts_with('\n')) return at + 2;
    if (rest.starts_with("\r\n")) return at + 3;
  }
  return 0;
}

std::string refusal(std::string_view status) {
  return answer(status, kText, std::string(status) + '\n', true);
}

std::string answer_to(std::string_view head) {
  std::string_view line = next_line(head);
  const std::string_view method = cut(line, ' ');
  std::string_view target = cut(line, ' ');
  const std::string_view version = line;
  if (method.empty() || !target.starts_with('/') || !version.starts_with("HTTP/")) {
    return refusal("400 Bad Request");
  }
  if (version != "HTTP/1.0" && version != "HTTP/1.1") {
    return refusal("505 HTTP Version Not Supported");
  }
  if (!is_for_loopback(head)) return refusal("421 Misdirected Request");
  if (method != "GET" && method != "HEAD") return refusal("405 Method Not Allowed");
  const bool with_body = method == "GET";
  target = target.substr(0, target.find('?'));
  if (target == "/metrics") {
    if (accepts_open_metrics(head)) {
      return answer("200 OK", kOpenMetrics, to_openmetrics(snapshot()), with_body);
    }
    return answer("200 OK", kPrometheus, to_prometheus(snapshot()), with_body);
  }
  if (target == "/pools.json") return answer("200 OK", kJson, to_json(snapshot()), with_body);
  return answer("404 Not Found", kText, "/metrics\n/pools.json\n", with_body);
}

}  // namespace pool::detail
