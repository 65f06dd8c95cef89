// Reads model files. Every error names file, line and column, what was expected, and the nearest
// valid word when one was misspelt.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checks/model/model.h"
#include "checks/support/result.h"

namespace pool_audit::model {

// One model file: models plus the lists that stand beside them.
struct ModelFile {
  std::vector<PoolModel> pools;
  std::vector<std::string> not_a_pool;  // qualified-name patterns
  std::vector<std::string> consumers;   // "sendRequest(1)": takes ownership of that argument
  Behaviour behaviour;                  // the sections `functions` and `types`
  std::vector<std::string> extends;     // other model files, relative to this one, or built-in ids

  friend bool operator==(const ModelFile&, const ModelFile&) = default;
};

// All errors of the file rather than the first; `name` is what they call the file.
[[nodiscard]] tl::expected<ModelFile, std::vector<Error>> parse_models(std::string_view yaml,
                                                                       const std::string& name);

// The models that ship with the tool, compiled in.
[[nodiscard]] const std::vector<ModelFile>& built_in_models();

// Built-in models plus `files` in order, each with what it extends; later ones win.
[[nodiscard]] tl::expected<ModelSet, std::vector<Error>> load_models(
    const std::vector<std::string>& files);

// The files that load_models() reads for `files`, in the order in which they count: what a file
// extends comes before it, and each file once. Files that cannot be read are left out.
[[nodiscard]] std::vector<std::string> files_in_order(const std::vector<std::string>& files);

// The `.pool-audit.yaml` nearest to `folder`, looked for upwards to the root; "" when there is
// none.
[[nodiscard]] std::string find_user_models(const std::string& folder);

}  // namespace pool_audit::model
