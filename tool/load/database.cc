#include "tool/load/database.h"

#include <algorithm>
#include <cstring>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "tool/load/shell.h"

namespace pool_audit::load {
namespace {

using Json = nlohmann::json;

// Length of the UTF-8 sequence at `at`, 0 when there is none.
size_t sequence_length(std::string_view text, size_t at) {
  const auto byte = [&](size_t i) {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
  };
  const auto tail = [&](size_t i, unsigned low = 0x80, unsigned high = 0xBF) {
    return low <= byte(i) && byte(i) <= high;
  };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return tail(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    const bool second = tail(1, lead == 0xE0 ? 0xA0 : 0x80, lead == 0xED ? 0x9F : 0xBF);
    return second && tail(2) ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    const bool second = tail(1, lead == 0xF0 ? 0x90 : 0x80, lead == 0xF4 ? 0x8F : 0xBF);
    return second && tail(2) && tail(3) ? 4 : 0;
  }
  return 0;
}

// JSON is UTF-8, paths are bytes. A stray byte 0xNN travels through the parser as the private code
// point U+10FFNN, whose UTF-8 form is F4 8F B(C+NN/64) (80+NN%64).
constexpr std::string_view kCarrier = "\xF4\x8F";

std::string carry_stray_bytes(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 64);
  for (size_t at = 0; at < text.size();) {
    if (const size_t length = sequence_length(text, at); length != 0) {
      out += text.substr(at, length);
      at += length;
      continue;
    }
    const unsigned byte = static_cast<unsigned char>(text[at++]);
    out += kCarrier;
    out += static_cast<char>(0xBC + byte / 64);
    out += static_cast<char>(0x80 + byte % 64);
  }
  return out;
}

std::string restore_stray_bytes(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[at + i]); };
    if (text.substr(at).starts_with(kCarrier) && at + 3 < text.size() && byte(2) >= 0xBE) {
      out += static_cast<char>((byte(2) - 0xBC) * 64 + (byte(3) - 0x80));
      at += 4;
    } else {
      out += text[at++];
    }
  }
  return out;
}

bool is_utf8(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const size_t length = sequence_length(text, at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

struct Position {
  uint32_t line = 1;
  uint32_t column = 1;
};

Position position_of(std::string_view text, size_t offset) {
  offset = std::min(offset, text.size());
  Position at;
  at.line += static_cast<uint32_t>(
      std::count(text.begin(), text.begin() + static_cast<ptrdiff_t>(offset), '\n'));
  const size_t newline = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
  at.column +=
      static_cast<uint32_t>(newline == std::string_view::npos ? offset : offset - newline - 1);
  return at;
}

// The part of the library's message that says what was expected; the position stands elsewhere.
std::string reason_of(const Json::exception& error) {
  std::string_view text = error.what();
  // "[json.exception.parse_error.101] parse error at line 1, column 2: syntax error while ..."
  if (const size_t bracket = text.find("] "); bracket != std::string_view::npos) {
    text.remove_prefix(bracket + 2);
  }
  if (text.starts_with("parse error")) {
    if (const size_t colon = text.find(": "); colon != std::string_view::npos) {
      text.remove_prefix(colon + 2);
    }
  }
  std::string out;
  for (const char c : text) {
    const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    if (!control) out += c;
  }
  constexpr size_t kEnough = 200;
  if (out.size() > kEnough) out = out.substr(0, kEnough) + "...";
  return out;
}

// Receives the parser's events. Depth 1 is the array, depth 2 an entry, depth 3 its `arguments`;
// everything deeper or unknown is passed over.
class Reader : public Json::json_sax_t {
 public:
  Reader(bool carried, const std::function<void(RawEntry)>& each)
      : each_(each), carried_(carried) {}

  bool null() override { return scalar("null"); }
  bool boolean(bool) override { return scalar("a boolean"); }
  bool number_integer(number_integer_t) override { return scalar("a number"); }
  bool number_unsigned(number_unsigned_t) override { return scalar("a number"); }
  bool number_float(number_float_t, const string_t&) override { return scalar("a number"); }
  bool binary(binary_t&) override { return scalar("binary data"); }

  bool string(string_t& value) override {
    if (depth_ == 2 && !broken_) {
      std::string text = restore(std::move(value));
      if (key_ == "file") {
        entry_.file = std::move(text);
        has_file_ = true;
      } else if (key_ == "directory") {
        entry_.directory = std::move(text);
      } else if (key_ == "command") {
        command_ = std::move(text);
      }
      if (key_ == "arguments") complain("'arguments' is a string; an array was expected");
      return true;
    }
    if (depth_ == 3 && in_arguments_) {
      entry_.arguments.push_back(restore(std::move(value)));
      return true;
    }
    return scalar("a string");
  }

  bool start_object(size_t) override {
    if (depth_ == 0) return wrong_top("an object");
    if (depth_ == 1) {
      begin_entry();
    } else {
      mistyped("an object");
    }
    ++depth_;
    return true;
  }

  bool key(string_t& name) override {
    if (depth_ == 2) key_ = name;
    return true;
  }

  bool end_object() override {
    --depth_;
    if (depth_ == 1) finish_entry();
    return true;
  }

  bool start_array(size_t) override {
    if (depth_ == 1) {
      begin_entry();
      broken_ = true;
      entry_.why_not = "the entry is an array; an object was expected";
    } else if (depth_ == 2 && !broken_ && key_ == "arguments") {
      in_arguments_ = true;
      entry_.arguments.clear();
    } else {
      mistyped("an array");
    }
    ++depth_;
    return true;
  }

  bool end_array() override {
    --depth_;
    if (depth_ == 2) in_arguments_ = false;
    if (depth_ == 1) finish_entry();
    return true;
  }

  bool parse_error(size_t position, const std::string&, const Json::exception& error) override {
    error_offset = position == 0 ? 0 : position - 1;  // the library counts the byte it has read
    error_reason = reason_of(error);
    return false;
  }

  size_t error_offset = 0;
  std::string error_reason;  // malformed JSON
  std::string wrong_type;    // well-formed so far, and no array

 private:
  bool wrong_top(std::string what) {
    wrong_type = std::move(what);
    return false;
  }

  bool scalar(const char* what) {
    if (depth_ == 0) return wrong_top(what);
    if (depth_ == 1) {
      begin_entry();
      entry_.why_not = std::string("the entry is ") + what + "; an object was expected";
      finish_entry();
      return true;
    }
    mistyped(what);
    return true;
  }

  // A value that is not of the type its field needs.
  void mistyped(const char* what) {
    if (depth_ == 2 && (key_ == "file" || key_ == "directory" || key_ == "command")) {
      complain("'" + key_ + "' is " + what + "; a string was expected");
    } else if (depth_ == 2 && key_ == "arguments") {
      complain(std::string("'arguments' is ") + what + "; an array of strings was expected");
    } else if (depth_ == 3 && in_arguments_) {
      complain(std::string("'arguments' holds ") + what + "; only strings were expected");
    }
  }

  void complain(std::string why) {
    if (entry_.why_not.empty()) entry_.why_not = std::move(why);
  }

  void begin_entry() {
    entry_ = {};
    entry_.index = next_index_++;
    command_.clear();
    key_.clear();
    has_file_ = false;
    broken_ = false;
    in_arguments_ = false;
  }

  void finish_entry() {
    if (!has_file_) complain("the entry has no 'file'");
    if (entry_.arguments.empty()) {
      ShellWords words = split_shell(command_);
      entry_.arguments = std::move(words.words);
      entry_.unterminated_quote = words.unterminated;
    }
    if (has_file_ && entry_.file.empty()) complain("'file' is empty");
    if (entry_.arguments.empty()) complain("the entry has neither 'command' nor 'arguments'");
    const auto has_nul = [](const std::string& text) { return text.find('\0') != text.npos; };
    if (has_nul(entry_.file) || has_nul(entry_.directory) ||
        std::any_of(entry_.arguments.begin(), entry_.arguments.end(), has_nul)) {
      complain("the entry holds a NUL character, which no path or argument can");
      std::erase(entry_.file, '\0');
    }
    each_(std::move(entry_));
  }

  std::string restore(std::string text) {
    return carried_ ? restore_stray_bytes(text) : std::move(text);
  }

  const std::function<void(RawEntry)>& each_;
  const bool carried_;
  RawEntry entry_;
  std::string command_;
  std::string key_;  // the last key of the entry
  uint32_t next_index_ = 0;
  uint64_t depth_ = 0;
  bool has_file_ = false;
  bool in_arguments_ = false;
  bool broken_ = false;  // the entry is an array: its content is passed over
};

}  // namespace

Result<void> read_database(const std::string& json, const std::string& name,
                           const std::function<void(RawEntry)>& each) {
  const size_t first = json.find_first_not_of(" \t\r\n");
  if (first == std::string::npos) {
    return fail(
        "the compile database is empty; expected a JSON array of commands. Run the "
        "configure step again, it may have been interrupted",
        name);
  }
  const bool carried = !is_utf8(json);
  const std::string converted = carried ? carry_stray_bytes(json) : std::string();
  const std::string& text = carried ? converted : json;
  Reader reader(carried, each);
  const bool complete = Json::sax_parse(text, &reader);
  if (!reader.wrong_type.empty()) {
    const Position at = position_of(text, first);
    return fail("expected an array of commands ('['), found " + reader.wrong_type +
                    "; a compile database is what CMAKE_EXPORT_COMPILE_COMMANDS, meson or bear "
                    "write",
                name, at.line, at.column);
  }
  if (!complete) {
    const Position at = position_of(text, reader.error_offset);
    return fail("malformed JSON: " + reader.error_reason +
                    "; the file may be cut off or edited by hand, write it anew",
                name, at.line, at.column);
  }
  return {};
}

}  // namespace pool_audit::load
