#include "tool/refactor/edits.h"

#include <algorithm>
#include <filesystem>
#include <numeric>
#include <tuple>

#include "checks/support/files.h"

namespace pool_audit::refactor {

namespace fs = std::filesystem;

using inventory::Edit;
using inventory::Place;

namespace {

tl::unexpected<Error> refuse(const Place& place, std::string why) {
  return fail(std::move(why), place.file, place.line, place.column);
}

}  // namespace

bool EditSet::disturb(const TextEdit& a, const TextEdit& b) {
  if (a == b || (a.begin == a.end && b.begin == b.end)) return false;
  if (a.begin == a.end) return b.begin < a.begin && a.begin < b.end;
  if (b.begin == b.end) return a.begin < b.begin && b.begin < a.end;
  return std::max(a.begin, b.begin) < std::min(a.end, b.end);
}

Result<void> EditSet::add(const std::vector<Edit>& edits) {
  std::map<std::string, File> files = files_;
  for (const Edit& edit : edits) {
    const Place& place = edit.place;
    if (!place.macro.empty()) return refuse(place, "comes out of the macro " + place.macro);
    if (place.file.empty() || place.file.starts_with('/')) {
      return refuse(place, "is not a file of the project");
    }
    std::error_code failed;
    const std::string path = fs::canonical(root_ + "/" + place.file, failed).string();
    if (failed) return refuse(place, "cannot be found: " + failed.message());
    const auto [found, first] = files.try_emplace(path);
    if (first) {
      auto text = read_file(path);
      if (!text) return tl::unexpected<Error>(text.error());
      found->second.source = std::make_shared<const Source>(std::move(*text));
    }
    File& file = found->second;
    const auto range = file.source->range(place);
    if (!range) return refuse(place, "the file is not as it was when it was analysed");
    const TextEdit planned{range->begin, range->end, edit.text};
    if (std::ranges::any_of(file.edits,
                            [&](const TextEdit& other) { return disturb(planned, other); })) {
      return refuse(place, "another change is planned for the same text");
    }
    if (std::ranges::find(file.edits, planned) == file.edits.end()) file.edits.push_back(planned);
  }
  files_ = std::move(files);
  return {};
}

Changes EditSet::changes() const {
  Changes out;
  for (const auto& [path, file] : files_) {
    // Insertions at one place stay in the order in which they came, in front of a replacement.
    std::vector<size_t> order(file.edits.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::ranges::sort(
        order, {}, [&](size_t i) { return std::tuple(file.edits[i].begin, file.edits[i].end, i); });
    const std::string& before = file.source->text();
    std::string after;
    size_t at = 0;
    for (const size_t i : order) {
      const TextEdit& edit = file.edits[i];
      after.append(before, at, edit.begin - at);
      after += edit.text;
      at = edit.end;
    }
    after.append(before, at);
    if (after != before) out.emplace(path, FileChange{before, std::move(after)});
  }
  return out;
}

}  // namespace pool_audit::refactor
