// The only component that reads the syntax tree: one translation unit becomes TuFacts.
//
//   arguments --clang--> AST --declarations.cc--> types, records, variables, functions
//                            --flow_*.cc-------> flow graphs
//
// Bodies of functions in system headers are never parsed, and those of headers that another TU owns
// are skipped, so that a header is analysed once for the program.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "checks/facts/facts.h"
#include "checks/support/result.h"

namespace pool_audit::extract {

struct Options {
  std::string root;  // project root, absolute; paths below it become relative
  // Macros whose invocations become `macro` events (ModelSet::macros()).
  std::vector<std::string> macros;
  // Whether the bodies in a header (absolute real path) are this TU's to analyse. The main file's
  // always are. Null: every project header's.
  std::function<bool(std::string_view)> analyse_header;
  std::string resource_dir;   // clang's own headers; empty: the ones found at build time
  std::string prefix_header;  // a precompiled header to start from; empty: none
};

struct Input {
  std::string file;       // absolute
  std::string directory;  // working folder of the command
  std::vector<std::string> arguments;
};

// Keeps what several units of one process can share (the file manager). Not thread-safe.
class Extractor {
 public:
  explicit Extractor(Options options);
  ~Extractor();
  Extractor(const Extractor&) = delete;
  Extractor& operator=(const Extractor&) = delete;

  // Facts of one TU. Errors in the source are no failure: they stand in TuFacts::diagnostics, and
  // the facts hold what could be parsed. Fails when clang cannot start on the command at all.
  [[nodiscard]] Result<facts::TuFacts> run(const Input& input);

  [[nodiscard]] Options& options();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// "22.1.8": the clang that is linked in.
[[nodiscard]] std::string clang_version();

}  // namespace pool_audit::extract
