// What the text of one file says, without preprocessing or parsing: the names it mentions, the
// files it includes, whether it is guarded. Read once however many translation units include the
// file, and cached by content.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checks/support/hash.h"

namespace pool_audit::scan {

// One #include, #include_next or #import. Both branches of conditionals count.
struct Include {
  enum class Kind : uint8_t {
    quoted,
    angled,
    macro,  // `#include NAME`: `name` is the macro
  };
  Kind kind = Kind::quoted;
  bool next = false;         // #include_next
  bool conditional = false;  // inside an #if other than the include guard
  uint32_t line = 0;
  std::string name;

  friend bool operator==(const Include&, const Include&) = default;
};

// A macro with names in its replacement list: whoever mentions it mentions them.
struct Macro {
  std::string name;
  std::vector<uint64_t> body;  // hash64 of those names, sorted

  friend bool operator==(const Macro&, const Macro&) = default;
};

// `#define NAME "x.h"` or `#define NAME <x.h>`, for `#include NAME`.
struct HeaderMacro {
  std::string name;
  Include::Kind kind = Include::Kind::quoted;
  std::string header;

  friend bool operator==(const HeaderMacro&, const HeaderMacro&) = default;
};

// A piece of the run of directives with which a file begins, before anything else but comments,
// blank lines and `#pragma once`: an #include, a #define, or a whole #if ... #endif of such lines.
struct PrefixItem {
  std::string text;            // normalised: no comments, single blanks, lines end with '\n'
  uint32_t first_include = 0;  // its #includes are includes[first_include, +include_count)
  uint32_t include_count = 0;

  friend bool operator==(const PrefixItem&, const PrefixItem&) = default;
};

enum FileFlag : uint32_t {
  kGuarded = 1U << 0,       // its text counts once per translation unit
  kPragmaOnce = 1U << 1,    // guarded by #pragma once
  kHasInclude = 1U << 2,    // uses __has_include
  kMacroInclude = 1U << 3,  // has an `#include NAME`
  kAnnotated = 1U << 4,     // has an annotation that begins with "pool::"
  kCplusplus = 1U << 5,     // mentions __cplusplus
};

struct FileDigest {
  Digest content;                     // digest_of the bytes
  std::vector<uint64_t> identifiers;  // hash64 of every name outside comments and literals, sorted
  std::vector<Include> includes;      // in order
  std::vector<Macro> macros;          // in order
  std::vector<HeaderMacro> header_macros;
  std::vector<PrefixItem> prefix;
  std::string hint;    // the first name that speaks of a pool (checks/analysis/hints.h), or ""
  uint32_t flags = 0;  // of FileFlag

  [[nodiscard]] bool is(FileFlag flag) const { return (flags & flag) != 0; }
  [[nodiscard]] bool mentions(uint64_t hashed_name) const;

  friend bool operator==(const FileDigest&, const FileDigest&) = default;
};

// Any bytes have a digest. Linear in the length, memory proportional to what is found.
[[nodiscard]] FileDigest digest_file(std::string_view text);

// The stored form, specified in file_digest.cc. decode(encode(x)) is x; anything that encode did
// not write decodes to nothing.
[[nodiscard]] std::string encode(const FileDigest& digest);
[[nodiscard]] std::optional<FileDigest> decode(std::string_view bytes);

// Under which a file with this content is stored; changes with the stored form, the lexer and the
// hints.
[[nodiscard]] Digest storage_key(Digest content);

// The cache, which is somebody else's. get() may forget, put() may do nothing.
class FileStore {
 public:
  virtual ~FileStore() = default;
  [[nodiscard]] virtual std::optional<std::string> get(Digest key) = 0;
  virtual void put(Digest key, std::string_view bytes) = 0;
};

}  // namespace pool_audit::scan
