#include "tool/document_command.h"

#include <iostream>
#include <utility>

#include "tool/cli/exit_code.h"
#include "tool/pipeline.h"
#include "tool/refactor/document.h"
#include "tool/refactor/verify.h"
#include "tool/refactor_delivery.h"
#include "tool/report/report.h"

namespace pool_audit {

using cli::to_int;
using refactor::Documentation;
using refactor::Manual;

namespace {

void list(const std::vector<Manual>& places, std::string_view what) {
  for (const Manual& each : places) {
    std::cerr << text_of(each.place) << ": " << what << each.reason << "\n";
  }
}

int check(const cli::Options& options, const Documentation& found, bool incomplete) {
  list(found.drifted, "");
  if (!options.quiet) list(found.plan.manual, "by hand: ");
  return to_int(cli::exit_code(!found.drifted.empty(), incomplete));
}

}  // namespace

int run_document_command(const cli::Options& options) {
  auto run = run_inventory(options);
  if (!run) return fail_with(run.error());
  for (const std::string& warning : run->warnings) {
    if (!options.quiet) complain(warning);
  }
  if (run->interrupted_by != 0) return cli::kSignalBase + run->interrupted_by;
  report::Report shown = std::move(run->report);
  if (!options.pool.empty()) {
    auto only = report::only_pool(shown, options.pool);
    if (!only) return fail_with(only.error());
    shown = std::move(*only);
  }
  if (!shown.assessment)
    return fail_with({"nothing was measured; add --telemetry SOURCE", "", 0, 0});
  if (auto clean = check_clean(options, run->root); !clean) return fail_with(clean.error());
  refactor::Sources sources(run->root);
  Documentation found =
      refactor::document(shown.inventory, *shown.assessment, shown.thresholds, sources);
  if (!options.quiet) list(found.unmeasured, "left out: ");
  if (options.check_only) return check(options, found, run->incomplete);
  auto verified =
      refactor::verify(run->root, std::move(found.plan.groups), refactor::judge_comments);
  if (!verified) return fail_with(verified.error());
  return deliver(options, run->root, found.plan.manual, *verified,
                 "Nothing but comments changes: the code is the same, token by token.");
}

}  // namespace pool_audit
