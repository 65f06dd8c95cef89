// The findings in the formats of CI systems and code hosts. As the renderers of report.h: pure,
// valid UTF-8, the same bytes everywhere.
//
//   render_sarif        SARIF 2.1.0, for code scanning and editors
//   render_github       workflow commands, which become annotations of a pull request
//   render_gitlab       GitLab's code quality artifact
//   render_junit        one test case a rule, for dashboards of test results
//   render_csv          one finding a line (RFC 4180), for spreadsheets
//
// Findings that are suppressed stand in SARIF, marked, and in CSV, and nowhere else.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "tool/report/model.h"
#include "tool/report/rule_info.h"

namespace pool_audit::report {

// One line of a source without its end; none when nobody has it. SARIF counts columns in characters
// where the inventory counts bytes, and shows the code.
using SourceLine =
    std::function<std::optional<std::string>(const std::string& file, uint32_t line)>;

// `rules`: those that ran, with or without findings.
[[nodiscard]] std::string render_sarif(const Report& report, const RuleInfos& rules,
                                       const SourceLine& source);
[[nodiscard]] std::string render_github(const Report& report, const RuleInfos& rules);
[[nodiscard]] std::string render_gitlab(const Report& report, const RuleInfos& rules);
[[nodiscard]] std::string render_junit(const Report& report, const RuleInfos& rules);
[[nodiscard]] std::string render_csv(const Report& report);

}  // namespace pool_audit::report
