#include "tool/telemetry/prometheus_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace pool_audit::telemetry {

namespace {

constexpr double kMillisecondsASecond = 1000;

bool starts_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':';
}
bool continues_name(char c) {
  return starts_name(c) || (c >= '0' && c <= '9');
}
bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

std::string shown(char c) {
  if (c >= ' ' && c <= '~') return {'\'', c, '\''};
  constexpr std::string_view kDigits = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  return std::string("byte 0x") + kDigits[byte >> 4U] + kDigits[byte & 0xFU];
}

// One line, without its end. Every step returns false after the first error.
class LineReader {
 public:
  LineReader(std::string_view line, bool open_metrics) : line_(line), open_metrics_(open_metrics) {}

  bool read(Sample& out) {
    return name(out.name, true) && labels(out) && value(out.value) && time(out) && end();
  }
  [[nodiscard]] const std::string& message() const { return message_; }
  [[nodiscard]] uint32_t column() const { return static_cast<uint32_t>(at_) + 1; }

 private:
  [[nodiscard]] bool done() const { return at_ >= line_.size(); }
  bool wrong(std::string expected) {
    message_ = "expected " + std::move(expected) + "; found " +
               (done() ? "the end of the line" : shown(line_[at_]));
    return false;
  }
  void skip_blanks() {
    while (!done() && is_blank(line_[at_])) ++at_;
  }

  bool name(std::string& out, bool metric) {
    if (done() || !starts_name(line_[at_]) || (!metric && line_[at_] == ':')) {
      return wrong(metric ? "the name of a metric" : "the name of a label or '}'");
    }
    const size_t first = at_;
    while (!done() && continues_name(line_[at_]) && (metric || line_[at_] != ':')) ++at_;
    out = line_.substr(first, at_ - first);
    return true;
  }

  bool labels(Sample& out) {
    skip_blanks();
    if (done() || line_[at_] != '{') return true;
    ++at_;
    for (skip_blanks(); done() || line_[at_] != '}'; skip_blanks()) {
      std::string label;
      if (!name(label, false)) return false;
      const bool twice =
          std::ranges::any_of(out.labels, [&](const auto& each) { return each.first == label; });
      if (twice) {
        message_ = "the label '" + label + "' stands there twice";
        return false;
      }
      skip_blanks();
      if (done() || line_[at_] != '=') return wrong("'=' behind the name of a label");
      ++at_;
      skip_blanks();
      std::string text;
      if (!quoted(text)) return false;
      out.labels.emplace_back(std::move(label), std::move(text));
      skip_blanks();
      if (!done() && line_[at_] == ',') {
        ++at_;
      } else if (done() || line_[at_] != '}') {
        return wrong("',' or '}' behind a label");
      }
    }
    ++at_;
    return true;
  }

  bool quoted(std::string& out) {
    if (done() || line_[at_] != '"') return wrong("a value in double quotes");
    for (++at_; !done() && line_[at_] != '"'; ++at_) {
      if (line_[at_] != '\\') {
        out += line_[at_];
        continue;
      }
      ++at_;
      if (done()) break;
      switch (line_[at_]) {
        case 'n':
          out += '\n';
          break;
        case '\\':
        case '"':
          out += line_[at_];
          break;
        default:
          return wrong("'n', '\\' or '\"' behind a backslash");
      }
    }
    if (done()) return wrong("the quote that ends the value");
    ++at_;
    return true;
  }

  std::string_view word() {
    skip_blanks();
    const size_t first = at_;
    while (!done() && !is_blank(line_[at_])) ++at_;
    return line_.substr(first, at_ - first);
  }

  bool value(double& out) {
    const size_t before = at_;
    std::string_view text = word();
    const std::string_view whole = text;
    if (!text.empty() && text.front() == '+') text.remove_prefix(1);
    const char* const end = text.data() + text.size();
    // from_chars knows "inf" and "nan" in any case, as Go does, and no hexadecimal without asking.
    const auto [last, error] = std::from_chars(text.data(), end, out);
    const bool signs = whole.size() > text.size() && !text.empty() && text.front() == '-';
    const bool too_large = error == std::errc::result_out_of_range;
    if (too_large) out = std::numeric_limits<double>::infinity();
    if (!text.empty() && last == end && !signs && (error == std::errc() || too_large)) return true;
    at_ = before;
    skip_blanks();
    return wrong("a number");
  }

  bool time(Sample& out) {
    if (done()) return true;
    skip_blanks();  // and behind a blank there has to be one
    if (open_metrics_ && !done() && line_[at_] == '#') return true;
    const size_t before = at_;
    const std::string_view text = word();
    const char* const end = text.data() + text.size();
    if (open_metrics_) {
      double seconds = 0;
      const auto [last, error] = std::from_chars(text.data(), end, seconds);
      if (error == std::errc() && last == end && std::isfinite(seconds)) {
        out.time = seconds;
        return true;
      }
    } else {
      int64_t milliseconds = 0;
      const auto [last, error] = std::from_chars(text.data(), end, milliseconds);
      if (error == std::errc() && last == end) {
        out.time = static_cast<double>(milliseconds) / kMillisecondsASecond;
        return true;
      }
    }
    at_ = before;
    return wrong(open_metrics_ ? "a time in seconds, or '#' and an exemplar"
                               : "a time in whole milliseconds");
  }

  bool end() {
    skip_blanks();
    if (done() || (open_metrics_ && line_[at_] == '#'))
      return true;  // an exemplar is not looked at
    return wrong("the end of the line");
  }

  std::string_view line_;
  bool open_metrics_;
  size_t at_ = 0;
  std::string message_;
};

bool ends_with_eof(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  const size_t last = text.rfind('\n');
  return (last == std::string_view::npos ? text : text.substr(last + 1)) == "# EOF";
}

}  // namespace

std::string_view Sample::label(std::string_view wanted) const {
  const auto found =
      std::ranges::find_if(labels, [&](const auto& each) { return each.first == wanted; });
  return found == labels.end() ? std::string_view() : std::string_view(found->second);
}

Result<std::vector<Sample>> parse_prometheus_text(std::string_view text, const std::string& file) {
  std::vector<Sample> out;
  const bool open_metrics = ends_with_eof(text);
  uint32_t number = 0;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    ++number;
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    const size_t blanks = std::min(line.find_first_not_of(" \t"), line.size());
    if (blanks == line.size() || line[blanks] == '#') continue;
    LineReader reader(line.substr(blanks), open_metrics);
    Sample sample;
    if (!reader.read(sample)) {
      return fail(reader.message(), file, number, reader.column() + static_cast<uint32_t>(blanks));
    }
    out.push_back(std::move(sample));
  }
  return out;
}

}  // namespace pool_audit::telemetry
