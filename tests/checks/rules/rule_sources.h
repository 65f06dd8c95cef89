// Sources whose comments claim findings, through extraction, linking, inventory and rules.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checks/inventory/build.h"
#include "checks/inventory/inventory.h"
#include "checks/rules/rules.h"

namespace pool_audit::rules {

// The findings of the sources of a folder, which is the project's root, with its .pool-audit.yaml
// if there is one.
[[nodiscard]] std::vector<Finding> findings_of(const std::string& folder,
                                               const std::vector<std::string>& files,
                                               const Selection& selection);

// Rules about what becomes of one object; resets and the design of the pools are other matters.
[[nodiscard]] Selection rules_about_objects();

// The names of the pools of these sources, sorted.
[[nodiscard]] std::vector<std::string> pools_of(const std::string& folder,
                                                const std::vector<std::string>& files);

// Claims are comments `// warn: TEXT`, or `// warn RULE: TEXT` where several rules are looked for;
// TEXT is a part of the message. Returns "file:line: what" for each claim without a finding and
// each finding without a claim. A line may claim several: `// warn: A // warn: B`.
[[nodiscard]] std::vector<std::string> unclaimed(const std::vector<Finding>& findings,
                                                 const std::string& folder,
                                                 const std::vector<std::string>& files);

// "```cpp", or "```cpp include/server.h" for what has to stand in a file of that name.
struct Fence {
  std::string language;
  std::string file = "example.cc";
  std::string code;
  uint32_t line = 0;  // of the opening fence
};

[[nodiscard]] std::vector<Fence> fences_of(std::string_view page);

// Writes the example into a folder with what it stands on. The unit to look at is example.cc, and
// claims are made in the file of the fence.
void write_example(const Fence& fence, const std::string& folder);

// The pools of the sources of a folder with its .pool-audit.yaml, before any rule.
[[nodiscard]] inventory::Built built_of(const std::string& folder,
                                        const std::vector<std::string>& files);

}  // namespace pool_audit::rules
