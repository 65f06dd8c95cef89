#include "checks/model/yaml_tree.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <exception>
#include <istream>
#include <set>
#include <streambuf>

namespace pool_audit::model::yaml {
namespace {

// Thrown through yaml-cpp, which stops at the first exception of its handler, and caught in
// parse().
struct Stop {
  Error error;
};

// Reads a string_view without copying it.
class ViewBuffer : public std::streambuf {
 public:
  explicit ViewBuffer(std::string_view text) {
    char* begin = const_cast<char*>(text.data());  // a get area is never written to
    setg(begin, begin, begin + text.size());
  }
};

// Where the first byte stands that is no valid UTF-8 text, or npos. Only an escape may be a control
// character.
size_t find_bad_byte(std::string_view text, bool escaped = false) {
  size_t i = 0;
  while (i < text.size()) {
    const auto byte = [&](size_t at) { return static_cast<unsigned char>(text[at]); };
    const unsigned lead = byte(i);
    if (lead < 0x80) {
      const bool control = (lead < 0x20 && lead != '\t' && lead != '\n' && lead != '\r');
      if (!escaped && (control || lead == 0x7f)) return i;
      ++i;
      continue;
    }
    const size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || i + length > text.size()) return i;
    for (size_t k = 1; k < length; ++k) {
      if ((byte(i + k) & 0xc0) != 0x80) return i;
    }
    // Overlong forms, surrogates and what lies above U+10FFFF.
    const unsigned second = byte(i + 1);
    if ((lead == 0xe0 && second < 0xa0) || (lead == 0xed && second > 0x9f) ||
        (lead == 0xf0 && second < 0x90) || (lead == 0xf4 && second > 0x8f)) {
      return i;
    }
    i += length;
  }
  return std::string_view::npos;
}

Error error_at_offset(std::string message, const std::string& name, std::string_view text,
                      size_t offset) {
  uint32_t line = 1;
  size_t start = 0;
  for (size_t i = 0; i < offset; ++i) {
    if (text[i] == '\n') {
      ++line;
      start = i + 1;
    }
  }
  return Error{std::move(message), name, line, static_cast<uint32_t>(offset - start + 1)};
}

class Builder : public YAML::EventHandler {
 public:
  Builder(std::string_view text, const std::string& name) : text_(text), name_(name) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ > 1) stop("expected one document, found the start of another", mark);
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_anchor(mark, anchor);
    Node node = make(Kind::nothing, mark);
    const size_t at = static_cast<size_t>(mark.pos < 0 ? 0 : mark.pos);
    for (const std::string_view word : {"null", "Null", "NULL", "~"}) {
      if (at < text_.size() && text_.substr(at).starts_with(word)) {
        node.kind = Kind::scalar;
        node.text = "null";
        break;
      }
    }
    add(std::move(node), mark);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    stop("aliases ('*name') are not supported; write the value out", mark);
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_anchor(mark, anchor);
    if (tag != "?" && tag != "!") refuse_tag(mark, tag);
    if (value.size() > kMaxScalarBytes) {
      stop("expected at most " + std::to_string(kMaxScalarBytes) + " bytes in one value, found " +
               std::to_string(value.size()),
           mark);
    }
    // \N and \_ come out of yaml-cpp as single bytes.
    if (find_bad_byte(value, true) != std::string_view::npos) {
      stop("expected text, found an escape that is none in UTF-8", mark);
    }
    Node node = make(Kind::scalar, mark);
    node.text = value;
    node.quoted = tag == "!";
    add(std::move(node), mark);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(Kind::sequence, mark, tag, anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(Kind::map, mark, tag, anchor);
  }
  void OnMapEnd() override { close(); }

  Node take() { return std::move(root_); }

 private:
  struct Open {
    Node node;
    std::set<std::string> keys;
  };

  [[noreturn]] void stop(std::string message, const YAML::Mark& mark) const {
    throw Stop{Error{std::move(message), name_, static_cast<uint32_t>(mark.line + 1),
                     static_cast<uint32_t>(mark.column + 1)}};
  }
  void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) const {
    if (anchor != YAML::NullAnchor) {
      stop("anchors ('&name') are not supported; write the value out where it is needed", mark);
    }
  }
  void refuse_tag(const YAML::Mark& mark, const std::string& tag) const {
    stop("tags are not supported, found '" + tag.substr(0, 40) + "'; remove it", mark);
  }
  Node make(Kind kind, const YAML::Mark& mark) {
    if (++nodes_ > kMaxNodes) {
      stop("expected at most " + std::to_string(kMaxNodes) + " values in one file; split it", mark);
    }
    Node node;
    node.kind = kind;
    node.line = static_cast<uint32_t>(mark.line + 1);
    node.column = static_cast<uint32_t>(mark.column + 1);
    return node;
  }
  void open(Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    refuse_anchor(mark, anchor);
    if (tag != "?" && !tag.empty()) refuse_tag(mark, tag);
    if (stack_.size() >= kMaxDepth) {
      stop("expected at most " + std::to_string(kMaxDepth) + " levels of nesting", mark);
    }
    refuse_structured_key(mark);
    stack_.push_back(Open{make(kind, mark), {}});
  }
  void close() {
    Node node = std::move(stack_.back().node);
    stack_.pop_back();
    place(std::move(node));
  }
  bool expects_key() const {
    return !stack_.empty() && stack_.back().node.kind == Kind::map &&
           stack_.back().node.children.size() % 2 == 0;
  }
  void refuse_structured_key(const YAML::Mark& mark) const {
    if (expects_key())
      stop("expected a word as key, found a list or a map; is a bracket left open?", mark);
  }
  void add(Node node, const YAML::Mark& mark) {
    if (expects_key()) {
      if (node.kind != Kind::scalar) stop("expected a key, found nothing before ':'", mark);
      if (!stack_.back().keys.insert(node.text).second) {
        stop("the key '" + node.text + "' stands twice in one map; remove one", mark);
      }
    }
    place(std::move(node));
  }
  void place(Node node) {
    if (stack_.empty()) {
      root_ = std::move(node);
    } else {
      stack_.back().node.children.push_back(std::move(node));
    }
  }

  std::string_view text_;
  const std::string& name_;
  size_t documents_ = 0;
  size_t nodes_ = 0;
  Node root_;
  std::vector<Open> stack_;
};

// yaml-cpp's words, as a part of a sentence of ours.
std::string parser_message(const YAML::Exception& error) {
  std::string message = error.msg.empty() ? "cannot be parsed" : error.msg;
  if (message.size() > 200) message.resize(200);
  return "expected valid YAML: " + message;
}

}  // namespace

Result<Node> parse(std::string_view text, const std::string& name) {
  if (text.size() > kMaxBytes) {
    return fail("expected at most " + std::to_string(kMaxBytes) + " bytes, found " +
                    std::to_string(text.size()) + "; split the file",
                name);
  }
  if (const size_t bad = find_bad_byte(text); bad != std::string_view::npos) {
    static const char* const digits = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(text[bad]);
    return tl::unexpected<Error>(
        error_at_offset(std::string("expected UTF-8 text, found the byte 0x") + digits[byte >> 4] +
                            digits[byte & 15] + "; save the file as UTF-8",
                        name, text, bad));
  }
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);  // a byte order mark
  try {
    ViewBuffer buffer(text);
    std::istream stream(&buffer);
    YAML::Parser parser(stream);
    Builder builder(text, name);
    while (parser.HandleNextDocument(builder)) {
    }
    return builder.take();
  } catch (const Stop& stop) {
    return tl::unexpected<Error>(stop.error);
  } catch (const YAML::Exception& error) {
    const bool placed = !error.mark.is_null() && error.mark.line >= 0 && error.mark.column >= 0;
    return fail(parser_message(error), name,
                placed ? static_cast<uint32_t>(error.mark.line + 1) : 0,
                placed ? static_cast<uint32_t>(error.mark.column + 1) : 0);
  } catch (const std::exception& error) {
    return fail(std::string("expected valid YAML: ") + error.what(), name);
  }
}

std::string describe(const Node& node) {
  switch (node.kind) {
    case Kind::nothing:
      return "nothing";
    case Kind::sequence:
      return "a list";
    case Kind::map:
      return "a map";
    case Kind::scalar:
      break;
  }
  // One line of a message: cut at the first line end, and between characters.
  constexpr size_t kShown = 60;
  size_t cut = std::min(node.text.find_first_of("\r\n\t"), node.text.size());
  if (cut > kShown) cut = kShown;
  while (cut > 0 && cut < node.text.size() &&
         (static_cast<unsigned char>(node.text[cut]) & 0xc0) == 0x80) {
    --cut;
  }
  return '\'' + node.text.substr(0, cut) + (cut < node.text.size() ? "...'" : "'");
}

}  // namespace pool_audit::model::yaml
