// A model file as it was read, with the places that later stages complain about.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checks/model/loader.h"

namespace pool_audit::model {

struct ParsedFile {
  ModelFile file;
  std::vector<Error> extends_places;  // one an entry of file.extends; messages are empty
};

[[nodiscard]] tl::expected<ParsedFile, std::vector<Error>> parse_file(std::string_view text,
                                                                      const std::string& name);

}  // namespace pool_audit::model
