#include "tests/tool/report/html_check.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <vector>

#include "tool/report/utf8.h"

namespace pool_audit::report {

namespace {

const std::set<std::string_view> kElements = {
    "a",       "article", "b",     "body",    "br",     "button", "circle",  "code",   "dd",
    "details", "dialog",  "div",   "dl",      "dt",     "footer", "form",    "h1",     "h2",
    "h3",      "h4",      "h5",    "head",    "header", "html",   "i",       "input",  "kbd",
    "label",   "li",      "line",  "link",    "main",   "mark",   "meta",    "ol",     "option",
    "output",  "p",       "path",  "pre",     "rect",   "script", "section", "select", "small",
    "span",    "strong",  "style", "summary", "svg",    "table",  "tbody",   "td",     "text",
    "th",      "thead",   "title", "tr",      "ul",     "wbr"};
const std::set<std::string_view> kEmpty = {"br", "input", "link", "meta", "wbr"};
const std::set<std::string_view> kAttributes = {"aria-hidden",
                                                "aria-label",
                                                "aria-labelledby",
                                                "aria-live",
                                                "autocomplete",
                                                "charset",
                                                "class",
                                                "content",
                                                "cx",
                                                "cy",
                                                "d",
                                                "data-a",
                                                "data-c",
                                                "data-hash",
                                                "data-k",
                                                "data-n",
                                                "data-r",
                                                "data-v",
                                                "height",
                                                "hidden",
                                                "href",
                                                "http-equiv",
                                                "id",
                                                "lang",
                                                "method",
                                                "name",
                                                "open",
                                                "placeholder",
                                                "r",
                                                "rel",
                                                "role",
                                                "scope",
                                                "spellcheck",
                                                "tabindex",
                                                "title",
                                                "type",
                                                "value",
                                                "viewBox",
                                                "width",
                                                "x",
                                                "x1",
                                                "x2",
                                                "y",
                                                "y1",
                                                "y2"};

bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

class Reader {
 public:
  explicit Reader(const std::string& page) : all_(page), rest_(page) {}

  std::string run() {
    if (clean_utf8(all_) != all_) return "not clean UTF-8";
    constexpr std::string_view kStart = "<!DOCTYPE html>\n";
    if (!rest_.starts_with(kStart)) return "no doctype";
    rest_.remove_prefix(kStart.size());
    while (!rest_.empty() && problem_.empty()) {
      if (rest_.front() == '<') {
        tag();
      } else {
        text(rest_.substr(0, rest_.find('<')));
      }
    }
    if (problem_.empty() && !open_.empty()) fail("not closed: " + std::string(open_.back()));
    if (problem_.empty() && (styles_ != 1 || scripts_ != 1)) fail("not one style and one script");
    ids_.insert("all");  // the script makes it
    for (const std::string_view link : links_) {
      if (!ids_.contains(link)) fail("a link that leads nowhere: " + std::string(link));
    }
    return problem_;
  }

 private:
  void fail(const std::string& what) {
    if (problem_.empty()) {
      problem_ = what + " before: " + std::string(rest_.substr(0, 80));
    }
  }

  std::string_view name() {
    const auto end = std::ranges::find_if_not(rest_, is_name);
    const std::string_view out = rest_.substr(0, static_cast<size_t>(end - rest_.begin()));
    rest_.remove_prefix(out.size());
    return out;
  }

  bool skip(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  void text(std::string_view what) {
    rest_.remove_prefix(what.size());
    escaped(what);
  }

  void escaped(std::string_view what) {
    if (what.find_first_of("<>\"") != std::string_view::npos) return fail("a bare < > or \"");
    for (size_t at = what.find('&'); at != std::string_view::npos; at = what.find('&', at + 1)) {
      const std::string_view here = what.substr(at);
      const bool known = here.starts_with("&amp;") || here.starts_with("&lt;") ||
                         here.starts_with("&gt;") || here.starts_with("&quot;");
      if (!known) return fail("a bare &");
    }
  }

  void tag() {
    skip('<');
    if (skip('/')) {
      const std::string_view closed = name();
      if (open_.empty() || open_.back() != closed) return fail("closes " + std::string(closed));
      open_.pop_back();
      if (!skip('>')) fail("no end of a tag");
      return;
    }
    const std::string_view element = name();
    if (!kElements.contains(element)) return fail("the element " + std::string(element));
    while (skip(' ')) attribute();
    skip('/');
    if (all_[static_cast<size_t>(rest_.data() - all_.data()) - 1] == '/') {
      if (!skip('>')) fail("no end of a tag");
      return;
    }
    if (!skip('>')) return fail("no end of a tag");
    if (kEmpty.contains(element)) return;
    open_.push_back(element);
    if (element == "style" || element == "script") raw(element);
  }

  void raw(std::string_view element) {
    ++(element == "style" ? styles_ : scripts_);
    const size_t end = rest_.find("</" + std::string(element) + ">");
    if (end == std::string_view::npos) return fail("no end of " + std::string(element));
    rest_.remove_prefix(end);
  }

  void attribute() {
    const std::string_view key = name();
    if (!kAttributes.contains(key)) return fail("the attribute " + std::string(key));
    if (!skip('=')) return;
    if (!skip('"')) return fail("a value without quotes");
    const std::string_view value = rest_.substr(0, rest_.find('"'));
    rest_.remove_prefix(value.size());
    if (!skip('"')) return fail("a value without an end");
    escaped(value);
    if (key == "href" && value != "data:,") {
      if (!value.starts_with('#')) return fail("a link that leads away");
      links_.insert(value.substr(1));
    }
    if (key == "id" && (value.empty() || !ids_.insert(value).second)) fail("an id twice");
  }

  const std::string& all_;
  std::string_view rest_;
  std::string problem_;
  std::vector<std::string_view> open_;
  std::set<std::string_view> ids_;
  std::set<std::string_view> links_;
  int styles_ = 0;
  int scripts_ = 0;
};

}  // namespace

std::string problem_of(const std::string& page) {
  return Reader(page).run();
}

}  // namespace pool_audit::report
