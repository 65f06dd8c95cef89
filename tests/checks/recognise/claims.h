// What the sources below data/ say of themselves, in comments on the line that earns it.
//
//   // pool: Server::free_; pooled=Node reset=pool-on-put
//   // get: free_                put: free_              discard: free_
//   // none: plain queue         seen, scored and refused, for a reason that holds this text
//
// Several claims on one line are separated by "|". Behind the word, a "+" limits the claim to the
// second run of the file, with -DTWIN, and a "-" to the first: a source that is no pool shows so
// what little would make it one. A file without such marks has one run.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "checks/inventory/build.h"

namespace pool_audit::recognise {

struct Claim {
  enum class Kind { pool, get, put, discard, none };
  Kind kind = Kind::pool;
  char run = ' ';    // '-': the first, '+': the second, ' ': both
  std::string text;  // name of the pool, or its last parts; of `none` a part of the reason
  std::map<std::string, std::string> attributes;  // of `pool`
  std::string file;
  uint32_t line = 0;
};

// A word that is none of the above is an error, which stands in `errors` with its line.
[[nodiscard]] std::vector<Claim> parse_claims(std::string_view source, const std::string& file,
                                              std::vector<std::string>& errors);
[[nodiscard]] bool has_twin(const std::vector<Claim>& claims);

// One line for each claim that does not hold in this run, and for each pool and each site that
// nobody claims.
[[nodiscard]] std::vector<std::string> compare(const std::vector<Claim>& claims, bool twin,
                                               const inventory::Built& built);

}  // namespace pool_audit::recognise
