// The matrix of constructs: tests/projects/constructs/matrix/*.txt says how an object goes through
// each construct of the languages, and here that becomes one program for each way in which a pool
// is used there (a column).
//
//   === early return          a construct
//   --- flagged               code that has to be flagged, for all columns but those of leases
//   --- clean                 the same without anything to say
//   --- cc lease flagged      for some columns: their language, `lease`, or both
//   --- flagged elsewhere     what stands in the other unit of the program, too
//   --- not c: why            the construct makes no sense there. Also `not c lease: why`
//
// In the code, `@` is the name of the cell, and these words are what the column makes of them:
//
//   $item        the type of an object            $get() $try() $put(x)  the calls
//   $Lease       the type of a lease              $lend()                takes one
//   $bool        the type of a truth
//   $raw(lease)  the object in a lease            $detach(lease)         takes it out for good
//
// A claim is `// warn RULE: TEXT`, TEXT being a part of the message. `$dangling` and `$pointed`
// are what is said of an object that its lease has put: of two rules in the two languages. What is
// right and not found yet is `// misses RULE: TEXT`, or `// warn RULE: TEXT; misses in c.raw`, with
// the columns for which that holds.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace pool_audit::rules::matrix {

struct Column {
  std::string_view language;  // "c", "cc"
  std::string_view api;       // "raw", "member", "macro", "released", "lease"
  std::map<std::string_view, std::string_view> words;

  [[nodiscard]] bool lease() const { return api == "lease"; }
  [[nodiscard]] std::string name() const { return std::string(language) + "." + std::string(api); }
};

[[nodiscard]] const std::vector<Column>& columns();

struct Section {
  std::string language;  // "" for both
  bool lease = false;
  bool flagged = false;
  bool elsewhere = false;
  std::string code;
};

struct Exclusion {
  std::string language;
  std::string api;  // "" for all
  std::string why;
};

struct Construct {
  std::string name;
  std::vector<Section> sections;
  std::vector<Exclusion> exclusions;
};

// What the files of a folder say. Each thing that cannot be read is added to `problems`.
[[nodiscard]] std::vector<Construct> read_constructs(const std::string& folder,
                                                     std::vector<std::string>& problems);

// Why the construct is left out of the column; null where it is not.
[[nodiscard]] const Exclusion* exclusion(const Construct& construct, const Column& column);

// The code of a cell; null when nobody wrote it.
[[nodiscard]] const Section* section(const Construct& construct, const Column& column, bool flagged,
                                     bool elsewhere);

// The code of a section as the column has it, without the comments that claim something.
struct Claim {
  uint32_t line = 0;  // of the code, from 1
  std::string rule;
  std::string text;
  bool missed = false;
  bool met = false;
};
struct Rendered {
  std::string code;
  std::vector<Claim> claims;
};
[[nodiscard]] Rendered render(const Construct& construct, const Column& column,
                              const Section& section);

}  // namespace pool_audit::rules::matrix
