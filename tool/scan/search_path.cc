#include "tool/scan/search_path.h"

#include <algorithm>
#include <string_view>

#include "tool/load/paths.h"

namespace pool_audit::scan {
namespace {

using load::absolute;
using load::base_name;

class Builder {
 public:
  explicit Builder(const load::TranslationUnit& unit) : arguments_(unit.arguments) {
    out_.directory = unit.directory;
    out_.cplusplus = is_cplusplus(unit);
  }

  SearchPath build() {
    // A sysroot may stand behind the flags that it changes.
    for (at_ = 1; at_ < arguments_.size(); ++at_) {
      std::string value;
      if (takes("-isysroot", value) || takes("--sysroot", value)) sysroot_ = value;
    }
    for (at_ = 1; at_ + 1 < arguments_.size(); ++at_) add();
    // A folder that is both a user's and a system's is a system's.
    std::erase_if(out_.user, [&](const std::string& folder) {
      return std::find(out_.system.begin(), out_.system.end(), folder) != out_.system.end();
    });
    out_.system.insert(out_.system.end(), after_.begin(), after_.end());
    return std::move(out_);
  }

 private:
  // "-isystem x", "--sysroot=x", "-Ix": whether the argument is this flag, and its value.
  bool takes(std::string_view flag, std::string& value) {
    const std::string_view argument = arguments_[at_];
    if (!argument.starts_with(flag)) return false;
    const std::string_view rest = argument.substr(flag.size());
    if (rest.empty()) {
      if (at_ + 1 >= arguments_.size()) return false;
      value = arguments_[++at_];
      return true;
    }
    if (flag.starts_with("--")) {
      if (rest.front() != '=') return false;
      value = rest.substr(1);
      return true;
    }
    if (flag.size() > 2) return false;
    value = rest;
    return true;
  }

  std::string folder(const std::string& value) const {
    if (!value.starts_with('=')) return absolute(value, out_.directory);
    return absolute(sysroot_ + "/" + value.substr(1), out_.directory);
  }

  void add() {
    std::string value;
    if (arguments_[at_] == "-Xclang") return;  // "-Xclang -include -Xclang x.h" reads as below
    if (takes("-I", value) || takes("--include-directory", value)) {
      if (value != "-") out_.user.push_back(folder(value));
    } else if (takes("-iquote", value)) {
      out_.quote.push_back(folder(value));
    } else if (takes("-isystem", value) || takes("-cxx-isystem", value) ||
               takes("-stdlib++-isystem", value)) {
      out_.system.push_back(folder(value));
    } else if (takes("-idirafter", value) || takes("-isystem-after", value) ||
               takes("--include-directory-after", value)) {
      after_.push_back(folder(value));
    } else if (takes("-include", value) || takes("-imacros", value) || takes("--include", value) ||
               takes("--imacros", value)) {
      if (value == "-Xclang" && at_ + 1 < arguments_.size()) value = arguments_[++at_];
      out_.forced.push_back(value);
    } else if (takes("-D", value)) {
      define(value);
    }
  }

  void define(const std::string& text) {
    const size_t eq = text.find('=');
    if (eq == std::string::npos || text.size() < eq + 4) return;
    const char open = text[eq + 1];
    const char close = open == '<' ? '>' : '"';
    if ((open != '<' && open != '"') || text.back() != close) return;
    out_.macros.push_back({text.substr(0, eq),
                           open == '<' ? Include::Kind::angled : Include::Kind::quoted,
                           text.substr(eq + 2, text.size() - eq - 3)});
  }

  const std::vector<std::string>& arguments_;
  SearchPath out_;
  std::vector<std::string> after_;
  std::string sysroot_;
  size_t at_ = 0;
};

}  // namespace

SearchPath search_path_of(const load::TranslationUnit& unit) {
  return Builder(unit).build();
}

bool is_cplusplus(const load::TranslationUnit& unit) {
  const auto x = std::find(unit.arguments.begin(), unit.arguments.end(), "-x");
  if (x != unit.arguments.end() && x + 1 != unit.arguments.end()) {
    return (x + 1)->find("c++") != std::string::npos;
  }
  if (!unit.arguments.empty() &&
      base_name(unit.arguments.front()).find("++") != std::string_view::npos) {
    return true;
  }
  return !unit.file.ends_with(".c") && !unit.file.ends_with(".i");
}

}  // namespace pool_audit::scan
