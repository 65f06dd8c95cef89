#include "tests/checks/rules/matrix.h"

#include <algorithm>
#include <filesystem>
#include <regex>
#include <set>
#include <sstream>

#include "checks/support/files.h"

namespace pool_audit::rules::matrix {
namespace {

using Words = std::map<std::string_view, std::string_view>;

const Words kSaidInC = {{"bool", "_Bool"},
                        {"dangling", "pool-use-after-put: used after it was put back"},
                        {"pointed", "pool-escaping-object: still points to it"}};
const Words kSaidInCxx = {{"bool", "bool"},
                          {"dangling", "pool-dangling-lease: used after its lease"},
                          {"pointed", "pool-dangling-lease: is pointed to by"}};

Column column(std::string_view language, std::string_view api, Words words) {
  const Words& said = language == "c" ? kSaidInC : kSaidInCxx;
  words.insert(said.begin(), said.end());
  return {language, api, std::move(words)};
}

// The text behind the word at `at`, in parentheses: "x" of "(x)". Moves past it.
std::string argument(const std::string& text, size_t& at) {
  int depth = 0;
  const size_t begin = at;
  do {
    if (text[at] == '(') ++depth;
    if (text[at] == ')') --depth;
    ++at;
  } while (depth > 0 && at < text.size());
  return text.substr(begin + 1, at - begin - 2);
}

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::string expand(const std::string& text, const Words& words, const std::string& cell) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    if (text[at] == '@') {
      out += cell;
      ++at;
      continue;
    }
    if (text[at] != '$') {
      out += text[at++];
      continue;
    }
    const size_t begin = ++at;
    while (at < text.size() && is_word(text[at])) ++at;
    const auto word = words.find(std::string_view(text).substr(begin, at - begin));
    if (word == words.end()) {
      out += "#error no word " + text.substr(begin, at - begin) + "\n";
      continue;
    }
    std::string value(word->second);
    if (at < text.size() && text[at] == '(') {
      const std::string inside = expand(argument(text, at), words, cell);
      if (const size_t hole = value.find('%'); hole != std::string::npos) {
        value.replace(hole, 1, inside);
      }
    }
    out += value;
  }
  return out;
}

std::string cell_name(const Construct& construct, bool flagged) {
  std::string out = construct.name + (flagged ? " flagged" : " clean");
  std::ranges::replace_if(out, [](char c) { return !is_word(c); }, '_');
  return out;
}

// "not c lease: why", "cc lease flagged elsewhere"
bool read_heading(const std::string& heading, Construct& construct, bool& is_code) {
  static const std::regex excluded("not (c|cc)(?: ([a-z]+))?: (.+)");
  static const std::regex code("(?:(c|cc) )?(lease )?(flagged|clean)( elsewhere)?");
  std::smatch match;
  is_code = false;
  if (std::regex_match(heading, match, excluded)) {
    construct.exclusions.push_back({match[1], match[2], match[3]});
    return true;
  }
  if (!std::regex_match(heading, match, code)) return false;
  is_code = true;
  construct.sections.push_back(
      {match[1], match[2].matched, match[3] == "flagged", match[4].matched, {}});
  return true;
}

void read_file_of(const std::string& file, std::vector<Construct>& out,
                  std::vector<std::string>& problems) {
  const auto text = read_file(file);
  if (!text) {
    problems.push_back(text.error().to_string());
    return;
  }
  std::istringstream lines(*text);
  bool is_code = false;
  size_t number = 0;
  const size_t before = out.size();
  for (std::string line; std::getline(lines, line);) {
    ++number;
    const auto problem = [&](std::string_view what) {
      problems.push_back(file + ":" + std::to_string(number) + ": " + std::string(what));
    };
    if (line.starts_with("=== ")) {
      out.emplace_back().name = line.substr(4);
      is_code = false;
    } else if (line.starts_with("--- ")) {
      if (out.size() == before || !read_heading(line.substr(4), out.back(), is_code)) {
        problem("not a heading");
      }
    } else if (is_code) {
      out.back().sections.back().code += line + "\n";
    } else if (!line.empty() && out.size() > before) {
      problem("belongs to no section");
    }
  }
}

}  // namespace

const std::vector<Column>& columns() {
  static const std::vector<Column> all = {
      column("c", "raw",
             {{"item", "struct item"},
              {"get", "c_get(items)"},
              {"try", "c_try_get(items)"},
              {"put", "c_put(items, %)"}}),
      column("c", "member",
             {{"item", "struct item"},
              {"get", "table.get()"},
              {"try", "table.try_get()"},
              {"put", "table.put(%)"}}),
      column("c", "macro",
             {{"item", "struct item"},
              {"get", "ITEM_GET()"},
              {"try", "ITEM_TRY_GET()"},
              {"put", "ITEM_PUT(%)"}}),
      column("c", "lease",
             {{"item", "struct item"},
              {"get", "c_get(items)"},
              {"put", "c_put(items, %)"},
              {"Lease", "LEASE struct item*"},
              {"lend", "c_get(items)"},
              {"raw", "(%)"},
              {"detach", "lease_release(&%)"}}),
      column("cc", "raw",
             {{"item", "::item"},
              {"get", "c_get(items)"},
              {"try", "c_try_get(items)"},
              {"put", "c_put(items, %)"}}),
      column("cc", "member",
             {{"item", "Item"},
              {"get", "pool.get()"},
              {"try", "pool.try_get()"},
              {"put", "pool.put(%)"}}),
      column("cc", "macro",
             {{"item", "Item"},
              {"get", "POOL_GET()"},
              {"try", "POOL_TRY_GET()"},
              {"put", "POOL_PUT(%)"}}),
      column("cc", "released",
             {{"item", "Item"},
              {"get", "pool.lease().release()"},
              {"try", "pool.try_get()"},
              {"put", "pool.put(%)"}}),
      column("cc", "lease",
             {{"item", "Item"},
              {"put", "pool.put(%)"},
              {"Lease", "Lease<Item>"},
              {"lend", "pool.lease()"},
              {"raw", "%.get()"},
              {"detach", "%.release()"}}),
  };
  return all;
}

std::vector<Construct> read_constructs(const std::string& folder,
                                       std::vector<std::string>& problems) {
  std::set<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".txt") files.insert(entry.path().string());
  }
  std::vector<Construct> out;
  for (const std::string& file : files) read_file_of(file, out, problems);
  return out;
}

const Exclusion* exclusion(const Construct& construct, const Column& column) {
  for (const Exclusion& each : construct.exclusions) {
    if (each.language == column.language && (each.api.empty() || each.api == column.api)) {
      return &each;
    }
  }
  return nullptr;
}

const Section* section(const Construct& construct, const Column& column, bool flagged,
                       bool elsewhere) {
  for (const Section& each : construct.sections) {
    if (each.lease == column.lease() && each.flagged == flagged && each.elsewhere == elsewhere &&
        (each.language.empty() || each.language == column.language)) {
      return &each;
    }
  }
  return nullptr;
}

Rendered render(const Construct& construct, const Column& column, const Section& section) {
  static const std::regex mark(
      R"( *// (warn|misses) (pool-[a-z-]+): ([^;]+)(?:; misses in (.+))?$)");
  Rendered out;
  std::istringstream lines(section.code);
  uint32_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    std::string text = expand(line, column.words, cell_name(construct, section.flagged));
    std::smatch match;
    if (std::regex_search(text, match, mark)) {
      const std::string missed = " " + match[4].str() + " ";
      out.claims.push_back({.line = number,
                            .rule = match[2],
                            .text = match[3],
                            .missed = match[1] == "misses" ||
                                      missed.find(" " + column.name() + " ") != std::string::npos});
      text = match.prefix();
    }
    out.code += text + "\n";
  }
  return out;
}

}  // namespace pool_audit::rules::matrix
