#include "tool/report/html_escape.h"

#include <array>
#include <charconv>
#include <cmath>

#include "tool/report/canvas.h"

namespace pool_audit::report {

namespace {

unsigned digit_of(char hex) {
  return static_cast<unsigned>(hex <= '9' ? hex - '0' : hex - 'a' + 10);
}

}  // namespace

std::string_view html_entity(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    default:
      return "";
  }
}

std::string html(std::string_view text) {
  std::string out;
  for (const char c : clean(text)) {
    const std::string_view entity = html_entity(c);
    out += entity.empty() ? std::string_view(&c, 1) : entity;
  }
  return out;
}

Html& Html::operator<<(Lines lines) {
  std::string_view rest = lines.bytes;
  while (!rest.empty()) {
    const size_t end = std::min(rest.find_first_of("\n\t"), rest.size());
    append(html(rest.substr(0, end)));
    if (end < rest.size()) out_ += rest[end];
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return *this;
}

Html& Html::operator<<(Fixed number) {
  if (!std::isfinite(number.value)) return append("0");
  std::array<char, 400> buffer;  // the largest double has 309 digits
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(),
                                          number.value, std::chars_format::fixed, number.digits);
  std::string_view out(buffer.data(), error == std::errc() ? end - buffer.data() : 0);
  if (out.find('.') != std::string_view::npos) {
    while (out.ends_with('0')) out.remove_suffix(1);
    if (out.ends_with('.')) out.remove_suffix(1);
  }
  return append(out.empty() || out == "-0" ? "0" : out);
}

Html& Html::operator<<(Base64 hash) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (size_t at = 0; at + 1 < hash.hex.size(); at += 6) {  // three bytes
    unsigned bits = 0;
    for (size_t i = at; i < at + 6; ++i) {
      bits = bits << 4U | (i < hash.hex.size() ? digit_of(hash.hex[i]) : 0U);
    }
    const size_t bytes = std::min<size_t>(3, (hash.hex.size() - at) / 2);
    for (size_t i = 0; i < 4; ++i) {
      out_ += i <= bytes ? kDigits[bits >> (18U - 6U * i) & 63U] : '=';
    }
  }
  return *this;
}

std::string html_slug(std::string_view text, size_t longest) {
  std::string out;
  for (const char c : text) {
    if (out.size() >= longest) break;
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '_' || c == '.';
    if (plain) {
      out += c;
    } else if (!out.empty() && !out.ends_with('-')) {
      out += '-';
    }
  }
  while (out.ends_with('-')) out.pop_back();
  return out;
}

}  // namespace pool_audit::report
