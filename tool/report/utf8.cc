#include "tool/report/utf8.h"

#include <utf8proc.h>

#include <algorithm>

namespace pool_audit::report {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// How many bytes the character at the front takes; 0 when they are none.
size_t character_at(std::string_view text) {
  utf8proc_int32_t point = 0;
  const auto got = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                    static_cast<utf8proc_ssize_t>(text.size()), &point);
  return got > 0 ? static_cast<size_t>(got) : 0;
}

bool is_control(std::string_view character) {
  if (character.size() == 1) {
    const auto byte = static_cast<unsigned char>(character[0]);
    return (byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7F;
  }
  // U+0080 to U+009F; U+FFFE and U+FFFF, which XML forbids.
  if (character.size() == 2 && character[0] == '\xC2') {
    return static_cast<unsigned char>(character[1]) < 0xA0;
  }
  return character == "\xEF\xBF\xBE" || character == "\xEF\xBF\xBF";
}

}  // namespace

std::string clean_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const size_t size = character_at(text);
    const std::string_view character = text.substr(0, std::max<size_t>(size, 1));
    out += size == 0 || is_control(character) ? kReplacement : character;
    text.remove_prefix(character.size());
  }
  return out;
}

uint32_t character_column(std::string_view line, uint32_t column) {
  if (column == 0) return 0;
  uint32_t out = 1;
  size_t at = 0;
  const size_t wanted = column - 1;
  while (at < wanted && at < line.size()) {
    at += std::max<size_t>(character_at(line.substr(at)), 1);
    ++out;
  }
  return at < wanted ? out + static_cast<uint32_t>(wanted - at) : out;
}

}  // namespace pool_audit::report
