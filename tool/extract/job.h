// Stage `extract`: one translation unit a job, in a worker process.
//
//   Job --encode--> request --worker: Extractor--> reply --decode--> facts in their disk form
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checks/support/hash.h"
#include "checks/support/result.h"
#include "tool/load/load.h"

namespace pool_audit::extract_stage {

// What a worker has to know besides the unit; the same for every job of a run.
struct Setting {
  std::string root;
  std::vector<std::string> macros;  // macros that models name
  std::string resource_dir;         // empty: the one found at build time

  friend bool operator==(const Setting&, const Setting&) = default;
};

struct Job {
  load::TranslationUnit unit;
  // Headers (absolute) whose function bodies another unit analyses.
  std::vector<std::string> foreign_headers;
  // All other files of its include closure, as the scan sees it. A header that turns up where there
  // was none, or earlier on the search path, changes this list, and by it the key of the command.
  std::vector<std::string> own_headers;
  bool check_bodies = false;  // as in extract::Options
};

// The common beginning of several units, to be parsed once.
struct PrefixJob {
  load::TranslationUnit like;      // one of the units
  std::vector<std::string> lines;  // its directives
  std::vector<size_t> users;       // the units, by their indices
};

// `prefix` is what a worker replied to a prefix request, or empty. It changes the time that the job
// takes and nothing else.
[[nodiscard]] std::string encode_request(const Setting& setting, const Job& job,
                                         std::string_view prefix);
// Asks for a precompiled header in the file `path`.
[[nodiscard]] std::string encode_prefix_request(const Setting& setting, const PrefixJob& job,
                                                const std::string& path);
// A reply to a prefix request.
struct PrefixReply {
  std::string prefix;              // for encode_request(); empty: there is none
  std::vector<std::string> files;  // that went into it, absolute
};
[[nodiscard]] PrefixReply decode_prefix_reply(const Setting& setting, std::string_view bytes);

// A reply: facts in disk form, or why there are none.
struct Reply {
  std::string facts;
  std::string error;                                  // set: the unit failed
  std::vector<std::string> errors;                    // the compiler's, survived
  std::vector<std::pair<std::string, Digest>> files;  // read, absolute, with their contents
};
[[nodiscard]] Result<Reply> decode_reply(std::string_view bytes);

// The worker's side: call serve(handle_request). Keeps one Extractor between calls.
[[nodiscard]] std::string handle_request(std::string_view request);

// The content of this very program: what another build of it found is not taken over. Computed
// once.
[[nodiscard]] const Digest& tool_digest();

// Everything but the contents of files that decides what comes out, without absolute paths below
// the root.
[[nodiscard]] Digest command_key(const Setting& setting, const Job& job);

}  // namespace pool_audit::extract_stage
