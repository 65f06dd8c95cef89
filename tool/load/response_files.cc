#include "tool/load/response_files.h"

#include <sys/stat.h>

#include <algorithm>

#include "checks/support/files.h"
#include "tool/load/paths.h"
#include "tool/load/shell.h"

namespace pool_audit::load {
namespace {

constexpr off_t kMaxFileBytes = 16 << 20;
constexpr size_t kMaxArguments = 200'000;
constexpr size_t kMaxDepth = 50;
constexpr size_t kMaxFiles = 1'000;  // opened, counting repetitions

class Expander {
 public:
  Expander(const std::string& directory, const PathMap& map) : directory_(directory), map_(map) {}

  bool add(const std::vector<std::string>& arguments) {
    for (const std::string& spelled : arguments) {
      const std::string argument = map_.argument(spelled);
      const bool names_file = argument.size() > 1 && argument.front() == '@';
      if (!(names_file ? add_file(argument) : add_plain(argument))) return false;
    }
    return true;
  }

  Expansion out;

 private:
  bool refuse(std::string why) {
    out.error = std::move(why);
    return false;
  }

  bool add_plain(const std::string& argument) {
    if (out.arguments.size() >= kMaxArguments) {
      return refuse("its response files unfold to more than " + std::to_string(kMaxArguments) +
                    " arguments");
    }
    out.arguments.push_back(argument);
    return true;
  }

  bool add_file(const std::string& argument) {
    const std::string path = absolute(argument.substr(1), directory_);
    if (const auto open = std::find(open_.begin(), open_.end(), path); open != open_.end()) {
      std::string chain;
      for (auto at = open; at != open_.end(); ++at) chain += std::string(base_name(*at)) + " -> ";
      return refuse("response files include each other: " + chain + std::string(base_name(path)));
    }
    if (open_.size() >= kMaxDepth) {
      return refuse("response files are nested more than " + std::to_string(kMaxDepth) + " deep");
    }
    if (++files_ > kMaxFiles) {
      return refuse("its response files name each other more than " + std::to_string(kMaxFiles) +
                    " times");
    }
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0) {
      out.notes.push_back("left out " + argument +
                          ": the response file is not there; build the project, then it may be");
      return true;
    }
    // Devices and pipes may block or never end.
    if (!S_ISREG(status.st_mode)) return refuse(argument + " is not a regular file");
    if (status.st_size > kMaxFileBytes) {
      return refuse("the response file " + argument + " is larger than 16 MiB");
    }
    const Result<std::string> text = read_file(path);
    if (!text) return refuse("the response file cannot be read: " + text.error().to_string());
    std::string_view bytes = *text;
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    open_.push_back(path);
    const bool added = add(split_response_file(bytes).words);
    open_.pop_back();
    return added;
  }

  const std::string& directory_;
  const PathMap& map_;
  size_t files_ = 0;
  std::vector<std::string> open_;  // the files being read, outermost first
};

}  // namespace

Expansion expand_response_files(const std::vector<std::string>& arguments,
                                const std::string& directory, const PathMap& map) {
  Expander expander(directory, map);
  expander.add(arguments);
  return std::move(expander.out);
}

}  // namespace pool_audit::load
