#include "tool/load/source_kind.h"

#include <array>

#include "tool/load/paths.h"

namespace pool_audit::load {
namespace {

enum class Kind { good, header, assembler, fortran, cuda, objective_c, hip, other };

struct Named {
  std::string_view name;
  Kind kind;
};

constexpr std::array kExtensions = {
    Named{"c", Kind::good},        Named{"cc", Kind::good},        Named{"cpp", Kind::good},
    Named{"cxx", Kind::good},      Named{"c++", Kind::good},       Named{"cp", Kind::good},
    Named{"C", Kind::good},        Named{"CC", Kind::good},        Named{"CPP", Kind::good},
    Named{"CXX", Kind::good},      Named{"C++", Kind::good},       Named{"i", Kind::good},
    Named{"ii", Kind::good},       Named{"cppm", Kind::good},      Named{"ccm", Kind::good},
    Named{"cxxm", Kind::good},     Named{"c++m", Kind::good},      Named{"h", Kind::header},
    Named{"hh", Kind::header},     Named{"hpp", Kind::header},     Named{"hxx", Kind::header},
    Named{"h++", Kind::header},    Named{"H", Kind::header},       Named{"tcc", Kind::header},
    Named{"s", Kind::assembler},   Named{"S", Kind::assembler},    Named{"sx", Kind::assembler},
    Named{"asm", Kind::assembler}, Named{"nasm", Kind::assembler}, Named{"f", Kind::fortran},
    Named{"F", Kind::fortran},     Named{"for", Kind::fortran},    Named{"f77", Kind::fortran},
    Named{"f90", Kind::fortran},   Named{"F90", Kind::fortran},    Named{"f95", Kind::fortran},
    Named{"f03", Kind::fortran},   Named{"f08", Kind::fortran},    Named{"cu", Kind::cuda},
    Named{"hip", Kind::hip},       Named{"m", Kind::objective_c},  Named{"mm", Kind::objective_c},
    Named{"M", Kind::objective_c}, Named{"mi", Kind::objective_c}, Named{"mii", Kind::objective_c},
};

constexpr std::array kLanguages = {
    Named{"c", Kind::good},
    Named{"c++", Kind::good},
    Named{"cpp-output", Kind::good},
    Named{"c-cpp-output", Kind::good},
    Named{"c++-cpp-output", Kind::good},
    Named{"c++-module", Kind::good},
    Named{"c-header", Kind::header},
    Named{"c++-header", Kind::header},
    Named{"c++-user-header", Kind::header},
    Named{"c++-system-header", Kind::header},
    Named{"assembler", Kind::assembler},
    Named{"assembler-with-cpp", Kind::assembler},
    Named{"f77", Kind::fortran},
    Named{"f77-cpp-input", Kind::fortran},
    Named{"f95", Kind::fortran},
    Named{"f95-cpp-input", Kind::fortran},
    Named{"cuda", Kind::cuda},
    Named{"cu", Kind::cuda},
    Named{"hip", Kind::hip},
    Named{"objective-c", Kind::objective_c},
    Named{"objective-c++", Kind::objective_c},
};

template <size_t N>
Kind look_up(const std::array<Named, N>& table, std::string_view name) {
  for (const Named& entry : table) {
    if (entry.name == name) return entry.kind;
  }
  return Kind::other;
}

constexpr std::string_view kOnly = "; only C and C++ are analysed";

// Programs that turn up in compile databases and do not take the command line of gcc and clang.
struct Foreign {
  std::string_view name;
  std::string_view what;
  bool cross = false;  // is also found behind a target: "aarch64-linux-gnu-as"
};
constexpr std::array kForeign = {
    Foreign{"cl", "the compiler of Visual C++"},
    Foreign{"clang-cl", "clang with the command line of Visual C++"},
    Foreign{"nvcc", "the CUDA compiler"},
    Foreign{"gfortran", "a Fortran compiler", true},
    Foreign{"flang", "a Fortran compiler"},
    Foreign{"ifort", "a Fortran compiler"},
    Foreign{"ifx", "a Fortran compiler"},
    Foreign{"as", "an assembler", true},
    Foreign{"nasm", "an assembler"},
    Foreign{"yasm", "an assembler"},
    Foreign{"ml64", "an assembler"},
    Foreign{"ld", "a linker", true},
    Foreign{"ld.lld", "a linker"},
    Foreign{"ar", "an archiver", true},
    Foreign{"ranlib", "an archiver", true},
    Foreign{"rustc", "a Rust compiler"},
    Foreign{"swiftc", "a Swift compiler"},
    Foreign{"go", "a Go compiler"},
    Foreign{"javac", "a Java compiler"},
    Foreign{"windres", "a resource compiler", true},
    Foreign{"rc", "a resource compiler"},
};

}  // namespace

std::string why_not_a_source(std::string_view file, std::string_view language) {
  const bool by_language = !language.empty() && language != "none";
  const std::string_view name = base_name(file);
  const size_t dot = name.rfind('.');
  const std::string_view extension =
      dot == std::string_view::npos ? std::string_view() : name.substr(dot + 1);
  const Kind kind = by_language ? look_up(kLanguages, language) : look_up(kExtensions, extension);
  switch (kind) {
    case Kind::good:
      return {};
    case Kind::header:
      return by_language
                 ? "builds a precompiled header; the header is analysed in the sources that use it"
                 : "a header by itself; it is analysed in the sources that include it";
    case Kind::assembler:
      return "an assembler source" + std::string(kOnly);
    case Kind::fortran:
      return "a Fortran source" + std::string(kOnly);
    case Kind::cuda:
      return "a CUDA source" + std::string(kOnly);
    case Kind::hip:
      return "a HIP source" + std::string(kOnly);
    case Kind::objective_c:
      return "an Objective-C source" + std::string(kOnly);
    case Kind::other:
      break;
  }
  if (by_language) return "its language is '" + std::string(language) + "'" + std::string(kOnly);
  if (extension.empty()) {
    return "the name has no extension; add '-x c' or '-x c++' to its command if it is a source";
  }
  return "'." + std::string(extension) + "' is not the extension of a C or C++ source";
}

std::string why_not_a_compiler(std::string_view program) {
  std::string_view name = base_name(program);
  if (const size_t slash = name.rfind('\\'); slash != std::string_view::npos) {
    name.remove_prefix(slash + 1);
  }
  if (name.ends_with(".exe") || name.ends_with(".EXE")) name.remove_suffix(4);
  for (const Foreign& foreign : kForeign) {
    // "gfortran-12" is gfortran.
    std::string_view stem = name;
    const size_t dash = stem.rfind('-');
    if (dash != std::string_view::npos && dash + 1 < stem.size() &&
        stem.find_first_not_of("0123456789.", dash + 1) == std::string_view::npos) {
      stem = stem.substr(0, dash);
    }
    const bool prefixed = foreign.cross && stem.size() > foreign.name.size() &&
                          stem.ends_with(foreign.name) &&
                          stem[stem.size() - foreign.name.size() - 1] == '-';
    if (stem == foreign.name || prefixed) {
      return "the command runs '" + std::string(name) + "', " + std::string(foreign.what) +
             "; only the command lines of gcc and clang are understood";
    }
  }
  return {};
}

}  // namespace pool_audit::load
