// The options that say what is reported, and how.
#include "tool/cli/spec.h"
#include "tool/cli/spec_values.h"

namespace pool_audit::cli {
namespace {

using Text = const std::string&;

constexpr std::string_view kFormats[] = {"text",   "json",   "markdown", "html", "sarif",
                                         "github", "gitlab", "junit",    "csv"};
constexpr std::string_view kColors[] = {"auto", "always", "never"};
constexpr std::string_view kFailOns[] = {"never", "unpaired", "findings"};
constexpr std::string_view kStats[] = {"text", "json"};
constexpr std::string_view kStages[] = {"load", "scan", "extract", "link", "inventory"};

// Formats are settled once all options are known; until then a file's format is a placeholder.
Result<void> apply_output(Draft& options, Text value) {
  if (value.empty()) return fail("expected a file name, or - for standard output");
  options.outputs.push_back({value, Format::text});
  return {};
}

Result<void> apply_format(Draft& options, Text value) {
  Format format = Format::text;
  if (auto stored = store_choice(format, value, kFormats); !stored) return stored;
  options.format = format;
  return {};
}

}  // namespace

std::vector<OptionSpec> report_options() {
  using enum ValueKind;
  return {
      {"--format", 0, "FORMAT", choice, list(kFormats), false, Group::report,
       "format of the report: text (default), json, markdown, html, or one of CI",
       "Names the format of standard output, and of files whose extension does not tell. Findings "
       "alone are in sarif, github (annotations), gitlab (code quality), junit and csv.",
       apply_format},
      {"--output",
       'o',
       "FILE",
       file,
       {},
       true,
       Group::report,
       "write to FILE; its extension (.txt, .json, .md, .html, .sarif, .csv) tells the format",
       "May be given several times to write several formats in one run; - is standard output. A "
       "file is replaced at once when it is complete, so that no reader sees half of it.",
       apply_output},
      {"--depfile",
       0,
       "FILE",
       file,
       {},
       false,
       Group::report,
       "write the files that were read to FILE, as a rule for make or Ninja",
       "The target of the rule is the file that --output names.",
       store<&Draft::depfile>},
      {"--pool",
       0,
       "NAME",
       text,
       {},
       false,
       Group::report,
       "show one pool, with all its sites and evidence",
       "NAME is the qualified name or its last parts: Server::buffers_ finds "
       "net::Server::buffers_.",
       store_name<&Draft::pool>},
      {"--candidates",
       0,
       "",
       none,
       {},
       false,
       Group::report,
       "also list what looked like a pool, and why it is none",
       "",
       set<&Draft::candidates, true>},
      {"--verbose",
       'v',
       "",
       none,
       {},
       false,
       Group::report,
       "every site, evidence and note of every pool",
       "",
       set<&Draft::verbose, true>},
      {"--quiet",
       'q',
       "",
       none,
       {},
       false,
       Group::report,
       "no progress and no warnings on standard error, only errors",
       "",
       set<&Draft::quiet, true>},
      {"--color", 0, "WHEN", choice, list(kColors), false, Group::report,
       "colour the text report: auto, always or never (default: auto)",
       "auto colours a terminal unless NO_COLOR is set.",
       [](Draft& o, Text v) { return store_choice(o.color, v, kColors); }},
      {"--fail-on", 0, "WHAT", choice, list(kFailOns), false, Group::report,
       "exit with 1 on: never, unpaired, findings",
       "unpaired: an object that is put back on some paths only, or on none. findings: a finding "
       "of any rule that runs. What is suppressed does not count. Without it, check exits with 1 "
       "on findings, and the others do not.",
       [](Draft& o, Text v) {
         FailOn what = FailOn::never;
         auto stored = store_choice(what, v, kFailOns);
         if (stored) o.fail_on_asked = what;
         return stored;
       }},
      {"--show-suppressed",
       0,
       "",
       none,
       {},
       false,
       Group::report,
       "also show the findings that are suppressed, with the reason",
       "As JSON they are always there.",
       set<&Draft::show_suppressed, true>},
      {"--why-unproven",
       0,
       "POOL",
       none,
       {},
       false,
       Group::report,
       "say for each unproven get what stopped the proof",
       "Grouped by what it was, the largest group first. With =POOL only of the pools whose name, "
       "or "
       "its last parts, match; * stands for any text.",
       store<&Draft::why_unproven>},
      {"--stats",
       0,
       "FORM",
       none,
       {},
       false,
       Group::report,
       "print times, cache hits and memory on standard error",
       "Times are processor seconds of each phase, those of the worker processes included. The "
       "function through which it took most steps to follow objects is named with them, unless the "
       "cache knew the result. With =json as one JSON object.",
       [](Draft& o, Text v) { return store_choice(o.stats, v == "*" ? "text" : v, kStats, 1); }},
      {"--dump", 0, "STAGE", choice, list(kStages), false, Group::report,
       "print what a stage hands on, as JSON: load, scan, extract, link, inventory",
       "For looking into the tool itself; the form of it may change with any version.",
       [](Draft& o, Text v) { return store_choice(o.dump, v, kStages, 1); }},
  };
}

}  // namespace pool_audit::cli
