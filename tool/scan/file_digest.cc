// The reader of one file. Three small machines watch the same tokens:
//
//   names     every name goes into the set of identifiers; a macro keeps those of its replacement
//   guard     #ifndef X ... #define X ... #endif around the whole file
//   prefix    the run of directives with which the file begins
#include "tool/scan/file_digest.h"

#include <algorithm>

#include "checks/analysis/hints.h"
#include "tool/scan/lexer.h"

namespace pool_audit::scan {
namespace {

// A set of hashes with open addressing; far cheaper than a node for each of 10,000 names.
class HashSet {
 public:
  // Whether `hash` is new.
  bool insert(uint64_t hash) {
    if (hash == 0) hash = 1;  // 0 marks a free place
    if ((count_ + 1) * 2 > places_.size()) grow();
    uint64_t& place = find(hash);
    if (place == hash) return false;
    place = hash;
    ++count_;
    return true;
  }
  [[nodiscard]] std::vector<uint64_t> sorted() const {
    std::vector<uint64_t> out;
    out.reserve(count_);
    std::copy_if(places_.begin(), places_.end(), std::back_inserter(out),
                 [](uint64_t hash) { return hash != 0; });
    std::sort(out.begin(), out.end());
    return out;
  }

 private:
  uint64_t& find(uint64_t hash) {
    size_t at = hash & (places_.size() - 1);
    while (places_[at] != 0 && places_[at] != hash) at = (at + 1) & (places_.size() - 1);
    return places_[at];
  }
  void grow() {
    std::vector<uint64_t> old(std::max<size_t>(256, places_.size() * 2), 0);
    old.swap(places_);
    for (const uint64_t hash : old) {
      if (hash != 0) find(hash) = hash;
    }
  }

  std::vector<uint64_t> places_;
  size_t count_ = 0;
};

enum class Guard : uint8_t {
  possible,  // nothing but comments and neutral lines so far
  inside,    // behind the #ifndef that may be the guard
  closed,    // behind its #endif
  broken,
};

class Reader {
 public:
  explicit Reader(std::string_view text) : lexer_(text) { out_.content = digest_of(text); }

  FileDigest read() {
    bool line_begins = true;
    while (true) {
      const Token token = lexer_.next();
      if (token.kind == TokenKind::end) break;
      if (token.kind == TokenKind::line_end) {
        line_begins = true;
        continue;
      }
      if (line_begins && is_hash(token)) {
        directive();
        continue;
      }
      line_begins = false;
      // Text outside of directives ends the prefix and must stand within the guard.
      prefix_open_ = false;
      outside_guard();
      plain(token);
    }
    return finish();
  }

 private:
  // '#' or '%:'
  bool is_hash(const Token& token) {
    if (token.kind != TokenKind::punctuation) return false;
    if (token.text == "#") return true;
    if (token.text != "%" || !lexer_.directly(':')) return false;
    (void)lexer_.next();
    return true;
  }

  void plain(const Token& token) {
    if (token.kind == TokenKind::name) {
      name(token.text);
    } else if (token.kind == TokenKind::literal) {
      constexpr std::string_view kAnnotation = "\"pool::";
      if (token.text.starts_with(kAnnotation)) out_.flags |= kAnnotated;
    }
  }

  uint64_t name(std::string_view text) {
    const uint64_t hash = hash64(text);
    if (names_.insert(hash)) {
      if (out_.hint.empty() && analysis::is_hint(text)) out_.hint = text;
      if (text == "__has_include") out_.flags |= kHasInclude;
      if (text == "__cplusplus") out_.flags |= kCplusplus;
    }
    return hash;
  }

  void directive() {
    Token token = lexer_.next();
    if (token.kind == TokenKind::line_end) return;  // the null directive
    if (token.kind != TokenKind::name) {
      // GNU line markers: `# 12 "x.h"`.
      prefix_open_ = false;
      rest_of_line(nullptr, nullptr);
      return;
    }
    const std::string keyword(token.text);
    name(keyword);
    line_text_ = "#" + keyword;
    if (keyword == "include" || keyword == "include_next" || keyword == "import") {
      include(keyword == "include_next");
    } else if (keyword == "define") {
      define();
    } else if (keyword == "pragma") {
      pragma();
      return;  // never part of a prefix, and neutral for the guard
    } else if (keyword == "if" || keyword == "ifdef" || keyword == "ifndef") {
      open_conditional(keyword);
    } else if (keyword == "endif") {
      close_conditional();
    } else if (keyword == "elif" || keyword == "else" || keyword == "elifdef" ||
               keyword == "elifndef") {
      if (depth_ == 1 && guard_ == Guard::inside) guard_ = Guard::broken;
      rest_of_line(nullptr, &line_text_);
    } else {
      const bool harmless = keyword == "undef" || keyword == "error" || keyword == "warning";
      if (!harmless || depth_ == 0) prefix_open_ = false;
      outside_guard();
      rest_of_line(nullptr, &line_text_);
    }
    add_to_prefix();
  }

  // Anything but comments and pragmas must stand within the guard.
  void outside_guard() {
    if (guard_ != Guard::inside) guard_ = Guard::broken;
  }

  // Reads to the end of the line. `names` gets the hash of every name, `text` the normalised
  // tokens.
  void rest_of_line(std::vector<uint64_t>* names, std::string* text) {
    while (true) {
      const Token token = lexer_.next();
      if (token.kind == TokenKind::end || token.kind == TokenKind::line_end) return;
      if (token.kind == TokenKind::name && names != nullptr) {
        names->push_back(name(token.text));
      } else {
        plain(token);
      }
      if (text != nullptr && prefix_open_) {
        if (token.blank_before) *text += ' ';
        *text += token.text;
      }
    }
  }

  void include(bool next) {
    outside_guard();
    Include found;
    found.next = next;
    found.line = lexer_.line_of(lexer_.position());
    found.conditional = depth_ > 0;
    lexer_.skip_blanks();
    const std::string header = lexer_.header_name();
    if (header.size() > 2) {
      found.kind = header[0] == '<' ? Include::Kind::angled : Include::Kind::quoted;
      found.name = header.substr(1, header.size() - 2);
      line_text_ += " " + header;
      include_depths_.push_back(depth_);
      out_.includes.push_back(std::move(found));
      rest_of_line(nullptr, nullptr);
      return;
    }
    std::string rest;
    const size_t begin = lexer_.position();
    const Token token = lexer_.next();
    if (token.kind == TokenKind::name) {
      found.kind = Include::Kind::macro;
      found.name = token.text;
      include_depths_.push_back(depth_);
      out_.includes.push_back(std::move(found));
      out_.flags |= kMacroInclude;
    }
    lexer_.rewind(begin);
    prefix_open_ = false;  // malformed, or what it includes may differ from file to file
    rest_of_line(nullptr, &line_text_);
  }

  void define() {
    const Token token = lexer_.next();
    if (token.kind != TokenKind::name) {
      outside_guard();
      if (token.kind != TokenKind::line_end) rest_of_line(nullptr, &line_text_);
      return;
    }
    Macro macro;
    macro.name = token.text;
    name(macro.name);
    line_text_ += " " + macro.name;
    if (guard_ == Guard::inside && macro.name == guard_name_) guard_defined_ = true;
    outside_guard();
    if (!lexer_.directly('(')) header_macro(macro.name);
    rest_of_line(&macro.body, &line_text_);
    std::sort(macro.body.begin(), macro.body.end());
    macro.body.erase(std::unique(macro.body.begin(), macro.body.end()), macro.body.end());
    if (!macro.body.empty()) out_.macros.push_back(std::move(macro));
  }

  // Looks ahead for `"x.h"` or `<x.h>` as the whole replacement, without moving.
  void header_macro(const std::string& macro) {
    const size_t begin = lexer_.position();
    lexer_.skip_blanks();
    const std::string header = lexer_.header_name();
    if (header.size() > 2 && lexer_.at_line_end()) {
      const bool angled = header[0] == '<';
      out_.header_macros.push_back({macro, angled ? Include::Kind::angled : Include::Kind::quoted,
                                    header.substr(1, header.size() - 2)});
    }
    lexer_.rewind(begin);
  }

  void pragma() {
    const Token token = lexer_.next();
    const bool once = token.kind == TokenKind::name && token.text == "once";
    if (once) {
      out_.flags |= kPragmaOnce | kGuarded;
    } else {
      prefix_open_ = false;
    }
    if (token.kind == TokenKind::line_end || token.kind == TokenKind::end) return;
    plain(token);
    rest_of_line(nullptr, nullptr);
  }

  void open_conditional(const std::string& keyword) {
    const bool first = guard_ == Guard::possible && depth_ == 0;
    std::string condition;
    const bool was_open = prefix_open_;
    prefix_open_ = true;  // the text is wanted for the guard too
    rest_of_line(nullptr, &condition);
    prefix_open_ = was_open;
    line_text_ += condition;
    ++depth_;
    if (!first) {
      outside_guard();
      return;
    }
    guard_name_ = guarded_name(keyword, condition);
    guard_ = guard_name_.empty() ? Guard::broken : Guard::inside;
  }

  // X of `#ifndef X` and of `#if !defined(X)`, else "".
  static std::string guarded_name(const std::string& keyword, std::string condition) {
    std::erase(condition, ' ');
    if (keyword == "if") {
      constexpr std::string_view kNot = "!defined";
      if (!condition.starts_with(kNot)) return {};
      condition.erase(0, kNot.size());
      if (condition.starts_with('(') && condition.ends_with(')')) {
        condition = condition.substr(1, condition.size() - 2);
      }
    } else if (keyword != "ifndef") {
      return {};
    }
    const bool is_name = std::all_of(condition.begin(), condition.end(), [](char c) {
      return c == '_' || c == '$' || static_cast<unsigned char>(c) >= 0x80 ||
             (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    });
    return is_name ? condition : std::string();
  }

  void close_conditional() {
    rest_of_line(nullptr, nullptr);
    if (depth_ == 0) {
      outside_guard();
      prefix_open_ = false;
      return;
    }
    --depth_;
    if (depth_ == 0 && guard_ == Guard::inside) {
      guard_ = Guard::closed;
    } else {
      outside_guard();
    }
  }

  // The line that has just been read joins the item being made; outside of conditionals it ends it.
  void add_to_prefix() {
    constexpr size_t kLongestPrefix = 1 << 16;
    if (!prefix_open_) return;
    item_.text += line_text_ + "\n";
    prefix_bytes_ += line_text_.size() + 1;
    if (prefix_bytes_ > kLongestPrefix) {
      prefix_open_ = false;
      return;
    }
    if (depth_ > 0) return;
    const auto includes = static_cast<uint32_t>(out_.includes.size());
    item_.include_count = includes - item_.first_include;
    out_.prefix.push_back(std::move(item_));
    item_ = {};
    item_.first_include = includes;
  }

  FileDigest finish() {
    const bool by_macro = guard_ == Guard::closed && guard_defined_;
    if (by_macro) out_.flags |= kGuarded;
    // The guard itself is no condition.
    for (size_t i = 0; i < out_.includes.size(); ++i) {
      out_.includes[i].conditional = include_depths_[i] > (by_macro ? 1U : 0U);
    }
    out_.identifiers = names_.sorted();
    return std::move(out_);
  }

  Lexer lexer_;
  FileDigest out_;
  HashSet names_;
  uint32_t depth_ = 0;  // of #if
  std::vector<uint32_t> include_depths_;

  Guard guard_ = Guard::possible;
  std::string guard_name_;
  bool guard_defined_ = false;

  bool prefix_open_ = true;
  size_t prefix_bytes_ = 0;
  std::string line_text_;  // the directive being read, normalised
  PrefixItem item_;
};

}  // namespace

bool FileDigest::mentions(uint64_t hashed_name) const {
  return std::binary_search(identifiers.begin(), identifiers.end(), hashed_name);
}

FileDigest digest_file(std::string_view text) {
  return Reader(text).read();
}

}  // namespace pool_audit::scan
