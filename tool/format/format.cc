#include "tool/format/format.h"

#include <clang/Format/Format.h>
#include <clang/Tooling/Core/Replacement.h>
#include <llvm/Support/SourceMgr.h>

#include <filesystem>

namespace pool_audit::format {

namespace fs = std::filesystem;

namespace {

// "" when there is none.
std::string style_file(const std::string& root, const std::string& path) {
  fs::path folder = fs::path(path).parent_path();
  const std::string top = fs::path(root).lexically_normal().string();
  std::error_code ignored;
  while (folder.string().starts_with(top)) {
    for (const char* name : {".clang-format", "_clang-format"}) {
      if (fs::is_regular_file(folder / name, ignored)) return (folder / name).string();
    }
    if (!folder.has_relative_path()) break;
    folder = folder.parent_path();
  }
  return {};
}

// libFormat's reader of YAML tells a function without a context what is wrong.
thread_local std::string last_words;

void note(const llvm::SMDiagnostic& diagnostic, void*) {
  last_words =
      "line " + std::to_string(diagnostic.getLineNo()) + ": " + diagnostic.getMessage().str();
}

}  // namespace

Formatted formatted(const std::string& root, const std::string& path, const std::string& text,
                    const std::vector<Changed>& changed) {
  Formatted out{text, ""};
  const std::string file = style_file(root, path);
  if (file.empty() || changed.empty()) return out;
  last_words.clear();
  auto style = clang::format::getStyle("file:" + file, path, "none", text, nullptr, true, note);
  if (!style) {
    const std::string why = llvm::toString(style.takeError());
    out.problem =
        fs::path(file).lexically_relative(root).string() +
        " cannot be used, so nothing is formatted: " + (last_words.empty() ? why : last_words);
    return out;
  }
  std::vector<clang::tooling::Range> ranges;
  for (const Changed& each : changed) {
    ranges.emplace_back(static_cast<unsigned>(each.begin),
                        static_cast<unsigned>(each.end - each.begin));
  }
  const auto replacements = clang::format::reformat(*style, text, ranges, path);
  auto applied = clang::tooling::applyAllReplacements(text, replacements);
  if (applied) {
    out.text = std::move(*applied);
  } else {
    out.problem = llvm::toString(applied.takeError());
  }
  return out;
}

}  // namespace pool_audit::format
