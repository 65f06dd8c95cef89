// A source of telemetry of whatever kind.
#pragma once

#include <string>

#include "checks/support/result.h"
#include "tool/telemetry/prometheus_server.h"
#include "tool/telemetry/telemetry.h"

namespace pool_audit::telemetry {

struct ReadOptions {
  ServerOptions server;  // its `url` is not looked at
  double seconds = 0;    // for which counts without times ran, 0: unknown
};

// The address of a Prometheus server, or a file: a snapshot of the runtime, Prometheus text, counts
// of lines. What a file is, its content says. Errors name it and list what is read.
//
// Or a folder: its files, in the order of their names, without those that begin with a dot and
// without folders in it. One that is no telemetry becomes a note, unless all of them are none.
[[nodiscard]] Result<Telemetry> read(const std::string& source, const ReadOptions& options);

// The same of text that was read already.
[[nodiscard]] Result<Telemetry> read_text(std::string_view text, const std::string& file,
                                          const ReadOptions& options);

}  // namespace pool_audit::telemetry
