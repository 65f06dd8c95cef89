#include "tool/refactor/sources.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>

#include "checks/inventory/describe.h"
#include "checks/support/files.h"
#include "checks/support/words.h"

namespace pool_audit::refactor {

namespace fs = std::filesystem;

namespace {

constexpr std::array<std::string_view, 16> kExtensions = {
    ".c",   ".cc",  ".cpp", ".cxx", ".c++", ".h",   ".hh",  ".hpp",
    ".hxx", ".h++", ".inc", ".inl", ".ipp", ".tcc", ".ixx", ".cppm"};
constexpr std::uintmax_t kLargest = 16U << 20;  // bytes

// Of these alone what lies in a build folder is read: headers there are mostly copies.
constexpr std::array<std::string_view, 5> kUnits = {".c", ".cc", ".cpp", ".cxx", ".c++"};

bool is_name(std::string_view text) {
  const char c = text.front();
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' ||
         static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

bool holds(const std::vector<Stretch>& outer, const Stretch& inner) {
  return std::ranges::any_of(outer, [&](const Stretch& each) {
    return each.file == inner.file && holds(each.range, inner.range);
  });
}

bool is_build_folder(const std::string& folder) {
  std::error_code ignored;
  const auto has = [&](const char* name) { return fs::exists(folder + "/" + name, ignored); };
  return has("CMakeCache.txt") || has("compile_commands.json") || has("build.ninja");
}

std::string_view without_suffix(std::string_view number) {
  const bool digits = !number.empty() && std::isdigit(static_cast<unsigned char>(number[0])) != 0;
  return digits ? number.substr(0, number.find_first_of("uUlL")) : number;
}

std::string last_part(std::string_view name) {
  return std::string(last_component(name.substr(0, name.find('<'))));
}

const Source* Sources::find(const std::string& file) {
  const auto [at, first] = files_.try_emplace(file);
  if (first) {
    if (auto text = read_file(root_ + "/" + file)) {
      at->second = std::make_unique<const Source>(std::move(*text));
    }
  }
  return at->second.get();
}

void Sources::read_all() {
  all_read_ = true;
  std::error_code failed;
  const auto options = fs::directory_options::skip_permission_denied;
  int build_depth = -1;  // of the build folder that the walk is in
  for (fs::recursive_directory_iterator it(root_, options, failed), end; !failed && it != end;
       it.increment(failed)) {
    std::error_code ignored;
    if (it->is_symlink(ignored)) continue;
    const bool is_built = build_depth >= 0 && it.depth() > build_depth;
    if (!is_built) build_depth = -1;
    if (it->is_directory(ignored)) {
      const fs::path name = it->path().filename();
      // What a build tries out or fetches does not know the project.
      if (name == ".git" || (is_built && (name == "CMakeFiles" || name == "_deps"))) {
        it.disable_recursion_pending();
      } else if (!is_built && is_build_folder(it->path().string())) {
        build_depth = it.depth();
      }
      continue;
    }
    const std::string extension = it->path().extension().string();
    if (std::ranges::find(kExtensions, extension) == kExtensions.end()) continue;
    if (is_built && std::ranges::find(kUnits, extension) == kUnits.end()) continue;
    if (it->file_size(ignored) > kLargest) continue;
    (void)find(it->path().lexically_relative(root_).string());
  }
  for (const auto& [file, source] : files_) {
    if (!source) continue;
    bool names_a_file = false;
    for (size_t i = 0; i < source->tokens().size(); ++i) {
      const SourceToken& token = source->tokens()[i];
      const bool pastes = token.in_directive && token.is("#") && i > 0 &&
                          source->tokens()[i - 1].is("#") &&
                          source->tokens()[i - 1].range.end == token.range.begin;
      if (!pastes_ && (pastes || (token.in_directive && token.is("##")))) {
        pastes_ = Stretch{file, token.range};
      }
      // #include <buffers.h>
      if (!token.in_directive || token.is("#")) names_a_file = false;
      if (!names_a_file && is_name(token.text)) {
        names_[std::string(token.text)].push_back({file, token.range});
      }
      if (token.in_directive && token.text.starts_with("include")) names_a_file = true;
    }
  }
  for (auto& [name, places] : names_) std::ranges::sort(places);
}

const std::vector<Stretch>& Sources::occurrences(const std::string& name) {
  static const std::vector<Stretch> kNone;
  if (!all_read_) read_all();
  const auto found = names_.find(name);
  return found == names_.end() ? kNone : found->second;
}

bool Sources::can_be_joined(std::string_view name, int parts) const {
  const auto is_written = [&](std::string_view part) {
    return names_.contains(std::string(part)) ||
           part.find_first_not_of("0123456789") == std::string_view::npos;
  };
  if (parts == 1) return is_written(name);
  for (size_t cut = 1; cut < name.size(); ++cut) {
    if (is_written(name.substr(0, cut)) && can_be_joined(name.substr(cut), parts - 1)) return true;
  }
  return false;
}

std::optional<Stretch> Sources::pasted(const std::string& name) {
  if (!all_read_) read_all();
  if (!pastes_ || !(can_be_joined(name, 2) || can_be_joined(name, 3))) return std::nullopt;
  return pastes_;
}

bool Sources::is_written_in(const std::vector<Stretch>& stretches, std::string_view text) {
  return std::ranges::any_of(stretches, [&](const Stretch& each) {
    const Source* source = find(each.file);
    if (source == nullptr) return false;
    const auto& tokens = source->tokens();
    for (size_t i = source->token_at(each.range.begin);
         i < tokens.size() && tokens[i].range.end <= each.range.end; ++i) {
      if (without_suffix(tokens[i].text) == text) return true;
    }
    return false;
  });
}

std::vector<Stretch> Sources::stretch(const facts::Location& location) {
  const inventory::Place place = inventory::to_place(location);
  const Source* source = find(place.file);
  const auto range = source != nullptr ? source->range(place) : std::nullopt;
  return range ? std::vector<Stretch>{{place.file, *range}} : std::vector<Stretch>{};
}

inventory::Place Sources::place(const Stretch& stretch) {
  const Source* source = find(stretch.file);
  return source == nullptr ? inventory::Place{} : source->place(stretch.file, stretch.range);
}

}  // namespace pool_audit::refactor
