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

// A precompiled header: the parsed beginning of several units.
struct Prefix {
  std::string path;                    // of the precompiled header
  Symbol source;                       // the text it was made from, as a file of the facts
  std::vector<facts::FileRead> files;  // what went into it, without `source`
};

struct Options {
  std::string root;  // project root, absolute; paths below it become relative
  // Macros whose invocations become `macro` events (ModelSet::macros()).
  std::vector<std::string> macros;
  // Whether the bodies in a header (absolute real path) are this TU's to analyse. The main file's
  // always are. Null: every project header's.
  std::function<bool(std::string_view)> analyse_header;
  std::string resource_dir;              // clang's own headers; empty: the ones found at build time
  std::shared_ptr<const Prefix> prefix;  // to start from; null: none
  // Parses every body, also where the facts do not want it: templates of system headers complain of
  // what they are instantiated with in their bodies alone.
  bool check_bodies = false;
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

  // Precompiles `directives`, which units with the arguments of `like` begin with, to the file
  // `path`, and leaves the directives beside it, for clang wants to see them again. No function
  // body of a header is kept, but for templates, so that a unit that owns one of Prefix::files must
  // not start from it. `like` ends with its source. Fails when there is an error in the headers, or
  // a modelled macro is invoked in them: a unit would not see either.
  [[nodiscard]] Result<Prefix> precompile(const Input& like, std::string_view directives,
                                          const std::string& path);

  [[nodiscard]] Options& options();

  struct State;  // of the implementation

 private:
  std::unique_ptr<State> state_;
};

// "22.1.8": the clang that is linked in.
[[nodiscard]] std::string clang_version();

}  // namespace pool_audit::extract
