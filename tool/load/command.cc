#include "tool/load/command.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "tool/load/flags.h"
#include "tool/load/paths.h"
#include "tool/load/shell.h"
#include "tool/load/source_kind.h"

namespace pool_audit::load {
namespace {

// "CCACHE_DIR=/x": an assignment in front of a command.
bool is_assignment(std::string_view word) {
  const size_t eq = word.find('=');
  if (eq == 0 || eq == std::string_view::npos || (word[0] >= '0' && word[0] <= '9')) return false;
  return word.substr(0, eq).find_first_not_of(
             "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
             "0123456789_") == std::string_view::npos;
}

bool is_flag(std::string_view word) {
  return word.size() > 1 && word.front() == '-';
}

// The position of the compiler's name: behind assignments, launchers and the launchers' own flags.
size_t skip_launchers(const std::vector<std::string>& words) {
  size_t at = 0;
  while (at < words.size() && is_assignment(words[at])) ++at;
  while (at < words.size()) {
    const std::string launcher = words[at];
    if (base_name(launcher) == "cmake" && at + 2 < words.size() && words[at + 1] == "-E") {
      at += 3;  // cmake -E env ...
    } else if (is_launcher(launcher)) {
      ++at;
    } else {
      break;
    }
    for (; at < words.size(); ++at) {
      if (words[at] == "--") {
        ++at;
        break;
      }
      if (is_flag(words[at])) {
        if (launcher_flag_takes_next(launcher, words[at])) ++at;
      } else if (!is_assignment(words[at])) {
        break;
      }
    }
  }
  return std::min(at, words.size());
}

// Flags whose value is a path that relative spellings take from the working folder.
bool names_path(std::string_view flag) {
  constexpr std::string_view kFlags[] = {
      "-I",
      "-F",
      "-include",
      "-imacros",
      "-isystem",
      "-isystem-after",
      "-iquote",
      "-idirafter",
      "-isysroot",
      "-iframework",
      "-ivfsoverlay",
      "-cxx-isystem",
      "-stdlib++-isystem",
      "-iprefix",
      "--sysroot",
      "--include-directory",
      "--include",
      "--imacros",
      "--include-directory-after",
      "--config",
  };
  return std::find(std::begin(kFlags), std::end(kFlags), flag) != std::end(kFlags);
}

// A header of "-include" is looked for in the working folder first and on the include path then, so
// only what stands in the folder can be made absolute.
bool is_searched(std::string_view flag) {
  return flag == "-include" || flag == "-imacros" || flag == "--include" || flag == "--imacros";
}

bool has_precompiled_twin(const std::string& header) {
  return kind_of(header + ".pch") != FileKind::missing ||
         kind_of(header + ".gch") != FileKind::missing;
}

class Normaliser {
 public:
  Normaliser(const Source& source, const std::string& directory, bool directory_is_missing)
      : source_(source), directory_(directory), absolute_paths_(directory_is_missing) {}

  void add_all(const std::vector<std::string>& words, size_t first) {
    only_positional_ = false;
    for (at_ = first; at_ < words.size(); ++at_) add(words);
  }

  Command finish(std::string compiler) {
    if (!source_seen_) language_at_source_ = language_;
    command_.why_not = why_not_a_source(source_.canonical, language_at_source_);
    if (shadowed_include_) bypass_precompiled_headers();
    std::vector<std::string> tail;
    if (!source_.link_folder.empty()) tail.insert(tail.end(), {"-iquote", source_.link_folder});
    if (!language_at_source_.empty() && language_at_source_ != "none") {
      tail.insert(tail.end(), {"-x", language_at_source_});
    }
    tail.push_back(source_.canonical);
    for (auto* list : {&command_.arguments, &command_.key}) {
      list->insert(list->begin(), compiler);
      list->insert(list->end(), tail.begin(), tail.end());
    }
    return std::move(command_);
  }

 private:
  void add(const std::vector<std::string>& words) {
    const std::string& word = words[at_];
    if (only_positional_ || !is_flag(word)) {
      positional(word);
      return;
    }
    if (word == "--") {
      only_positional_ = true;
      return;
    }
    const Flag flag = classify_flag(word);
    const bool has_next = flag.takes_next && at_ + 1 < words.size();
    if (flag.takes_next && !has_next) {
      command_.notes.push_back("dropped " + word + ": its value is missing");
      return;
    }
    const std::string value = has_next ? words[++at_] : std::string();
    switch (flag.use) {
      case FlagUse::drop:
        return;
      case FlagUse::foreign:
        command_.notes.push_back("dropped " + word + (has_next ? " " + value : "") + ": " +
                                 std::string(flag.why));
        return;
      case FlagUse::keep:
        break;
    }
    if (word == "-Xclang") {
      front_end_flag(words, value);
    } else if (word == "-Xpreprocessor") {
      add_words({value});
    } else if (word.starts_with("-Wp,")) {
      preprocessor_flags(std::string_view(word).substr(4));
    } else if (word.starts_with("-fsanitize=") || word.starts_with("-fno-sanitize=")) {
      sanitizers(word);
    } else if (has_next) {
      with_value(word, value, false);
    } else if (!flag.joined.empty()) {
      with_value(std::string(flag.joined), word.substr(flag.joined.size()), true);
    } else {
      emit({word});
    }
  }

  // The same flag gets one spelling: "-I x" becomes "-Ix", "-includex" becomes "-include x".
  void with_value(const std::string& flag, std::string value, bool joined) {
    if (flag == "-x" || flag == "--language") {
      language_ = value;
      return;
    }
    // "-I=dir" and "-isystem =dir" are below the sysroot.
    const bool relative = !value.empty() && value.front() != '/' && value.front() != '=';
    std::string full = value;
    if (relative && names_path(flag)) {
      const std::string there = absolute(value, directory_);
      if (!is_searched(flag) || kind_of(there) == FileKind::regular) full = there;
    }
    if (is_searched(flag) && has_precompiled_twin(absolute(value, directory_))) {
      shadowed_include_ = true;
    }
    if (absolute_paths_) value = full;
    const bool one_letter = flag.size() == 2;
    if (one_letter) {
      emit({flag + value}, {flag + full});
    } else if (!joined || flag.starts_with("-i") || flag.starts_with("-cxx")) {
      emit({flag, value}, {flag, full});
    } else {
      emit({flag + value}, {flag + full});
    }
  }

  void emit(std::vector<std::string> words) { emit(words, words); }
  void emit(std::vector<std::string> words, std::vector<std::string> key) {
    auto append = [](std::vector<std::string>& to, std::vector<std::string>& from) {
      to.insert(to.end(), std::make_move_iterator(from.begin()),
                std::make_move_iterator(from.end()));
    };
    append(command_.arguments, words);
    append(command_.key, key);
  }

  void add_words(const std::vector<std::string>& words) {
    const size_t at = std::exchange(at_, 0);
    for (; at_ < words.size(); ++at_) add(words);
    at_ = at;
  }

  // Handed "-include x.h", clang's driver takes x.h.pch or x.h.gch instead when it is there, and
  // fails when another compiler wrote it. The front end, asked directly, reads the header.
  void bypass_precompiled_headers() {
    std::vector<std::string> out;
    for (size_t i = 0; i < command_.arguments.size(); ++i) {
      if (command_.arguments[i] == "-include" && i + 1 < command_.arguments.size()) {
        out.insert(out.end(), {"-Xclang", "-include", "-Xclang", command_.arguments[++i]});
      } else {
        out.push_back(std::move(command_.arguments[i]));
      }
    }
    command_.arguments = std::move(out);
  }

  // "-Wp,-MD,x.d,-DX": the preprocessor's own arguments. Values stand alone there ("-MF,x.d").
  void preprocessor_flags(std::string_view list) {
    std::vector<std::string> words;
    for (size_t at = 0; at <= list.size();) {
      const size_t comma = std::min(list.find(',', at), list.size());
      words.emplace_back(list.substr(at, comma - at));
      at = comma + 1;
      // Here, unlike on the driver's line, -MD and -MMD name their file.
      if ((words.back() == "-MD" || words.back() == "-MMD") && at <= list.size()) {
        at = std::min(list.find(',', at), list.size()) + 1;
      }
    }
    add_words(words);
  }

  void sanitizers(const std::string& word) {
    const size_t eq = word.find('=');
    std::string kept;
    std::string dropped;
    for (size_t at = eq + 1; at <= word.size();) {
      const size_t comma = std::min(word.find(',', at), word.size());
      const std::string name = word.substr(at, comma - at);
      at = comma + 1;
      std::string& list = is_foreign_sanitizer(name) ? dropped : kept;
      list += (list.empty() ? "" : ",") + name;
    }
    if (!dropped.empty()) {
      command_.notes.push_back("dropped " + word.substr(0, eq + 1) + dropped +
                               ": clang lacks it or needs link-time optimisation for it");
    }
    if (!kept.empty()) emit({word.substr(0, eq + 1) + kept});
  }

  // "-Xclang A", of which "-Xclang -include -Xclang x.h" is one flag with its value.
  void front_end_flag(const std::vector<std::string>& words, const std::string& value) {
    const bool has_pair = at_ + 2 < words.size() && words[at_ + 1] == "-Xclang";
    const Flag flag = classify_flag(value);
    const bool loads_code = value == "-load" || value == "-add-plugin" || value == "-plugin" ||
                            value.starts_with("-plugin-arg-");
    const bool takes_next = loads_code || flag.takes_next || value == "-dependency-file" ||
                            value == "-main-file-name" || value == "-ast-dump-filter";
    const bool acts = value.starts_with("-emit-") || value.starts_with("-ast-") ||
                      value.starts_with("-dependency-file") || value == "-verify" ||
                      value == "-analyze" || value == "-fno-pch-timestamp";
    std::string pair;
    if (takes_next && has_pair) {
      pair = words[at_ + 2];
      at_ += 2;
    }
    if (loads_code) {
      command_.notes.push_back("dropped " + value + (pair.empty() ? "" : " " + pair) +
                               ": a plugin of another compiler");
      return;
    }
    if (acts || flag.use != FlagUse::keep) return;
    if (pair.empty()) {
      emit({"-Xclang", value});
    } else if (value == "-include" || value == "-imacros") {
      with_value(value, pair, false);
    } else {
      emit({"-Xclang", value, "-Xclang", pair});
    }
  }

  void positional(const std::string& word) {
    const std::string path = absolute(word, directory_);
    if (!source_seen_ && (path == source_.spelled || path == source_.canonical)) {
      source_seen_ = true;
      language_at_source_ = language_;
    }
  }

  const Source& source_;
  const std::string& directory_;
  const bool absolute_paths_;
  Command command_;
  size_t at_ = 0;
  bool only_positional_ = false;
  bool source_seen_ = false;
  bool shadowed_include_ = false;
  std::string language_;
  std::string language_at_source_;
};

}  // namespace

Command normalise_command(const std::vector<std::string>& arguments, const Source& source,
                          const std::string& directory, bool directory_is_missing,
                          const std::vector<std::string>& extra_arguments) {
  Command failed;
  const size_t compiler = skip_launchers(arguments);
  if (compiler == arguments.size()) {
    failed.why_not = arguments.empty() ? "the command is empty"
                                       : "the command runs '" + arguments.front() +
                                             "' and names no compiler behind it";
    return failed;
  }
  const std::string& program = arguments[compiler];
  if (is_flag(program)) {
    failed.why_not = "the command begins with the flag '" + program + "'; a compiler was expected";
    return failed;
  }
  // sh -c "gcc -c a.c"
  if (compiler > 1 && arguments[compiler - 1] == "-c" && program.find(' ') != std::string::npos) {
    return normalise_command(split_shell(program).words, source, directory, directory_is_missing,
                             extra_arguments);
  }
  failed.why_not = why_not_a_compiler(program);
  if (!failed.why_not.empty()) return failed;
  if (compiler + 1 < arguments.size() && arguments[compiler + 1] == "-cc1") {
    failed.why_not = "the command is clang's internal -cc1; the driver's command was expected";
    return failed;
  }
  Normaliser normaliser(source, directory, directory_is_missing);
  normaliser.add_all(arguments, compiler + 1);
  normaliser.add_all(extra_arguments, 0);
  return normaliser.finish(program);
}

}  // namespace pool_audit::load
