#include "tool/load/flags.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "tool/load/paths.h"

namespace pool_audit::load {
namespace {

enum class Shape : uint8_t {
  exact,      // "-c"
  next,       // "-Xlinker x": the value is always the next argument
  joined,     // "-flto", "-flto=thin": anything that starts so
  either,     // "-Iinclude" and "-I include"
  next_or_eq  // "--param x" and "--param=x"
};

struct Rule {
  std::string_view name;
  Shape shape;
  FlagUse use;
};

// Looked up by the longest name that fits, so that "-include" is not taken for "-I".
constexpr Rule kRules[] = {
    // What the source sees: headers, macros, language, target.
    {"-I", Shape::either, FlagUse::keep},
    {"-D", Shape::either, FlagUse::keep},
    {"-U", Shape::either, FlagUse::keep},
    {"-F", Shape::either, FlagUse::keep},
    {"-x", Shape::either, FlagUse::keep},
    {"-A", Shape::either, FlagUse::drop},
    {"-B", Shape::either, FlagUse::drop},
    {"-include", Shape::either, FlagUse::keep},
    {"-imacros", Shape::either, FlagUse::keep},
    {"-isystem", Shape::either, FlagUse::keep},
    {"-isystem-after", Shape::either, FlagUse::keep},
    {"-iquote", Shape::either, FlagUse::keep},
    {"-idirafter", Shape::either, FlagUse::keep},
    {"-isysroot", Shape::either, FlagUse::keep},
    {"-iprefix", Shape::either, FlagUse::keep},
    {"-iwithprefix", Shape::either, FlagUse::keep},
    {"-iwithprefixbefore", Shape::either, FlagUse::keep},
    {"-iwithsysroot", Shape::either, FlagUse::keep},
    {"-iframework", Shape::either, FlagUse::keep},
    {"-iframeworkwithsysroot", Shape::either, FlagUse::keep},
    {"-imultilib", Shape::either, FlagUse::drop},
    {"-cxx-isystem", Shape::either, FlagUse::keep},
    {"-stdlib++-isystem", Shape::either, FlagUse::keep},
    {"-ivfsoverlay", Shape::either, FlagUse::keep},
    {"-undef", Shape::exact, FlagUse::keep},
    {"-gcc-toolchain", Shape::next_or_eq, FlagUse::keep},
    {"-finput-charset=UTF-8", Shape::exact, FlagUse::keep},
    {"-finput-charset=utf-8", Shape::exact, FlagUse::keep},
    {"-fexec-charset=UTF-8", Shape::exact, FlagUse::keep},
    {"-fexec-charset=utf-8", Shape::exact, FlagUse::keep},
    {"-arch", Shape::next, FlagUse::keep},
    {"-target", Shape::next, FlagUse::keep},
    {"-Xpreprocessor", Shape::next, FlagUse::keep},
    {"-Xclang", Shape::next, FlagUse::keep},
    {"-working-directory", Shape::next_or_eq, FlagUse::keep},
    {"--sysroot", Shape::next_or_eq, FlagUse::keep},
    {"--include-directory", Shape::next_or_eq, FlagUse::keep},
    {"--include-directory-after", Shape::next_or_eq, FlagUse::keep},
    {"--include-prefix", Shape::next_or_eq, FlagUse::keep},
    {"--include", Shape::next_or_eq, FlagUse::keep},
    {"--imacros", Shape::next_or_eq, FlagUse::keep},
    {"--define-macro", Shape::next_or_eq, FlagUse::keep},
    {"--undefine-macro", Shape::next_or_eq, FlagUse::keep},
    {"--language", Shape::next_or_eq, FlagUse::keep},
    {"--config", Shape::next_or_eq, FlagUse::keep},
    // Another clang's own headers do not fit the one that parses here.
    {"-resource-dir", Shape::next_or_eq, FlagUse::drop},

    // What to do and where to write it.
    {"-c", Shape::exact, FlagUse::drop},
    {"-S", Shape::exact, FlagUse::drop},
    {"-E", Shape::exact, FlagUse::drop},
    {"-fsyntax-only", Shape::exact, FlagUse::drop},
    {"-emit-llvm", Shape::exact, FlagUse::drop},
    {"-o", Shape::either, FlagUse::drop},
    {"--output", Shape::next_or_eq, FlagUse::drop},
    {"--compile", Shape::exact, FlagUse::drop},
    {"--assemble", Shape::exact, FlagUse::drop},
    {"--preprocess", Shape::exact, FlagUse::drop},
    {"-M", Shape::exact, FlagUse::drop},
    {"-MM", Shape::exact, FlagUse::drop},
    {"-MD", Shape::exact, FlagUse::drop},
    {"-MMD", Shape::exact, FlagUse::drop},
    {"-MG", Shape::exact, FlagUse::drop},
    {"-MP", Shape::exact, FlagUse::drop},
    {"-MV", Shape::exact, FlagUse::drop},
    {"-Mno-modules", Shape::exact, FlagUse::drop},
    {"-MF", Shape::either, FlagUse::drop},
    {"-MT", Shape::either, FlagUse::drop},
    {"-MQ", Shape::either, FlagUse::drop},
    {"-MJ", Shape::either, FlagUse::drop},
    {"--dependencies", Shape::exact, FlagUse::drop},
    {"--user-dependencies", Shape::exact, FlagUse::drop},
    {"--write-dependencies", Shape::exact, FlagUse::drop},
    {"--write-user-dependencies", Shape::exact, FlagUse::drop},
    {"-save-temps", Shape::joined, FlagUse::drop},
    {"--save-temps", Shape::joined, FlagUse::drop},
    {"-dumpbase", Shape::next, FlagUse::drop},
    {"-dumpbase-ext", Shape::next, FlagUse::drop},
    {"-dumpdir", Shape::next, FlagUse::drop},
    {"-auxbase", Shape::next, FlagUse::drop},
    {"-auxbase-strip", Shape::next, FlagUse::drop},
    {"-aux-info", Shape::next, FlagUse::drop},
    {"-d", Shape::joined, FlagUse::drop},
    {"-H", Shape::exact, FlagUse::drop},
    {"-P", Shape::exact, FlagUse::drop},
    {"-C", Shape::exact, FlagUse::drop},
    {"-CC", Shape::exact, FlagUse::drop},
    {"-Q", Shape::exact, FlagUse::drop},
    {"-v", Shape::exact, FlagUse::drop},
    {"--verbose", Shape::exact, FlagUse::drop},
    {"-###", Shape::exact, FlagUse::drop},
    {"-pipe", Shape::exact, FlagUse::drop},
    {"-time", Shape::joined, FlagUse::drop},
    {"-p", Shape::exact, FlagUse::drop},
    {"-pg", Shape::exact, FlagUse::drop},
    {"--coverage", Shape::exact, FlagUse::drop},
    {"-coverage", Shape::exact, FlagUse::drop},
    {"-fcoverage-", Shape::joined, FlagUse::drop},
    {"-ftest-coverage", Shape::exact, FlagUse::drop},
    {"-fcs-profile-", Shape::joined, FlagUse::drop},
    {"-fprofile-", Shape::joined, FlagUse::drop},
    {"-fno-profile-", Shape::joined, FlagUse::drop},
    {"-fauto-profile", Shape::joined, FlagUse::drop},
    {"-ftime-", Shape::joined, FlagUse::drop},
    {"-fstack-usage", Shape::exact, FlagUse::drop},
    {"-fverbose-asm", Shape::exact, FlagUse::drop},
    {"-frandom-seed", Shape::joined, FlagUse::drop},
    {"-frecord-gcc-switches", Shape::exact, FlagUse::drop},
    {"-fdiagnostics-", Shape::joined, FlagUse::drop},
    {"-fno-diagnostics-", Shape::joined, FlagUse::drop},
    {"-fmessage-length", Shape::joined, FlagUse::drop},
    {"-fcolor-diagnostics", Shape::exact, FlagUse::drop},
    {"-fno-color-diagnostics", Shape::exact, FlagUse::drop},
    {"-fansi-escape-codes", Shape::exact, FlagUse::drop},
    {"-fcaret-diagnostics", Shape::exact, FlagUse::drop},
    {"-fno-caret-diagnostics", Shape::exact, FlagUse::drop},
    {"-ferror-limit", Shape::joined, FlagUse::drop},
    {"-fmax-errors", Shape::joined, FlagUse::drop},
    {"-fintegrated-as", Shape::exact, FlagUse::drop},
    {"-fno-integrated-as", Shape::exact, FlagUse::drop},
    {"--serialize-diagnostics", Shape::next_or_eq, FlagUse::drop},
    {"-serialize-diagnostics", Shape::next, FlagUse::drop},
    {"-index-store-path", Shape::next, FlagUse::drop},
    {"-index-unit-output-path", Shape::next, FlagUse::drop},
    {"-index-ignore-system-symbols", Shape::exact, FlagUse::drop},
    {"-mllvm", Shape::next, FlagUse::drop},
    {"-g", Shape::joined, FlagUse::drop},
    {"--debug", Shape::exact, FlagUse::drop},
    {"--analyze", Shape::exact, FlagUse::drop},
    {"-Xanalyzer", Shape::next, FlagUse::drop},

    // Precompiled headers: they were written by another compiler and are only a shortcut.
    {"-include-pch", Shape::next, FlagUse::drop},
    {"-fmodule-output", Shape::joined, FlagUse::drop},
    {"-emit-pch", Shape::exact, FlagUse::drop},
    {"-Winvalid-pch", Shape::exact, FlagUse::drop},
    {"-Wno-invalid-pch", Shape::exact, FlagUse::drop},
    {"-fpch-", Shape::joined, FlagUse::drop},
    {"-fno-pch-", Shape::joined, FlagUse::drop},

    // Warnings that would stop the parse.
    {"-Werror", Shape::exact, FlagUse::drop},
    {"-Werror=", Shape::joined, FlagUse::drop},
    {"-Wno-error", Shape::exact, FlagUse::drop},
    {"-Wno-error=", Shape::joined, FlagUse::drop},
    {"-Wfatal-errors", Shape::exact, FlagUse::drop},
    {"-pedantic-errors", Shape::exact, FlagUse::drop},
    {"--pedantic-errors", Shape::exact, FlagUse::drop},

    // Assembler, linker, link-time optimisation.
    {"-Wa,", Shape::joined, FlagUse::drop},
    {"-Wl,", Shape::joined, FlagUse::drop},
    {"-Xassembler", Shape::next, FlagUse::drop},
    {"-Xlinker", Shape::next, FlagUse::drop},
    {"-L", Shape::either, FlagUse::drop},
    {"-l", Shape::either, FlagUse::drop},
    {"-T", Shape::either, FlagUse::drop},
    {"-u", Shape::either, FlagUse::drop},
    {"-z", Shape::either, FlagUse::drop},
    {"-e", Shape::next, FlagUse::drop},
    {"-s", Shape::exact, FlagUse::drop},
    {"-r", Shape::exact, FlagUse::drop},
    {"-pie", Shape::exact, FlagUse::drop},
    {"-no-pie", Shape::exact, FlagUse::drop},
    {"-nopie", Shape::exact, FlagUse::drop},
    {"-static-pie", Shape::exact, FlagUse::drop},
    {"-shared", Shape::exact, FlagUse::drop},
    {"-static", Shape::exact, FlagUse::drop},
    {"-rdynamic", Shape::exact, FlagUse::drop},
    {"-symbolic", Shape::exact, FlagUse::drop},
    {"-static-libgcc", Shape::exact, FlagUse::drop},
    {"-static-libstdc++", Shape::exact, FlagUse::drop},
    {"-static-libasan", Shape::exact, FlagUse::drop},
    {"-shared-libgcc", Shape::exact, FlagUse::drop},
    {"-nostartfiles", Shape::exact, FlagUse::drop},
    {"-nodefaultlibs", Shape::exact, FlagUse::drop},
    {"-framework", Shape::next, FlagUse::drop},
    {"-install_name", Shape::next, FlagUse::drop},
    {"-compatibility_version", Shape::next, FlagUse::drop},
    {"-current_version", Shape::next, FlagUse::drop},
    {"-fuse-ld", Shape::joined, FlagUse::drop},
    {"-fuse-linker-plugin", Shape::exact, FlagUse::drop},
    {"-fno-use-linker-plugin", Shape::exact, FlagUse::drop},
    {"-flto-partition", Shape::joined, FlagUse::foreign},
    {"-flto", Shape::joined, FlagUse::drop},
    {"-fno-lto", Shape::exact, FlagUse::drop},
    {"-ffat-lto-objects", Shape::exact, FlagUse::drop},
    {"-fno-fat-lto-objects", Shape::exact, FlagUse::drop},
    {"-fsplit-lto-unit", Shape::exact, FlagUse::drop},
    {"-fthinlto-index", Shape::joined, FlagUse::drop},
    {"-fwhole-program-vtables", Shape::exact, FlagUse::drop},
    {"-fvirtual-function-elimination", Shape::exact, FlagUse::drop},
    {"-fembed-bitcode", Shape::joined, FlagUse::drop},

    // Sanitizer settings that name files or need a sanitizer that is on.
    {"-fsanitize-", Shape::joined, FlagUse::drop},
    {"-fno-sanitize-", Shape::joined, FlagUse::drop},

    // Compiler plugins: code of another compiler, which can never be loaded here.
    {"-fplugin", Shape::joined, FlagUse::foreign},
    {"-fpass-plugin", Shape::joined, FlagUse::foreign},

    // gcc's driver.
    {"-specs", Shape::joined, FlagUse::foreign},
    {"--specs", Shape::next_or_eq, FlagUse::foreign},
    {"-wrapper", Shape::next, FlagUse::foreign},
    {"--param", Shape::next_or_eq, FlagUse::foreign},
    {"-pass-exit-codes", Shape::exact, FlagUse::drop},
    {"-traditional-cpp", Shape::exact, FlagUse::foreign},
    {"-remap", Shape::exact, FlagUse::foreign},
};

// Rules by name; built once, and constant from then on.
struct RuleIndex {
  std::array<const Rule*, std::size(kRules)> by_name{};

  RuleIndex() {
    for (size_t i = 0; i < std::size(kRules); ++i) by_name[i] = &kRules[i];
    std::sort(by_name.begin(), by_name.end(),
              [](const Rule* a, const Rule* b) { return a->name < b->name; });
  }

  [[nodiscard]] const Rule* find(std::string_view name) const {
    const auto at =
        std::lower_bound(by_name.begin(), by_name.end(), name,
                         [](const Rule* rule, std::string_view key) { return rule->name < key; });
    return at != by_name.end() && (*at)->name == name ? *at : nullptr;
  }
};

constexpr size_t kLongestRule = 32;

// Flags of gcc that clang rejects, without "-f", "-fno-", "-m", "-mno-" and without their values.
// Nearly all of them steer optimisation or diagnostics; the few that change the language are noted
// like the rest, so that a reader of a parse error finds them. Sorted.
#include "tool/load/gcc_flags.inc"

static_assert(std::is_sorted(std::begin(kGccExact), std::end(kGccExact)));
static_assert(std::is_sorted(std::begin(kGccFeatures), std::end(kGccFeatures)));
static_assert(std::is_sorted(std::begin(kGccMachine), std::end(kGccMachine)));

template <size_t N>
bool listed(const std::string_view (&names)[N], std::string_view name) {
  return std::binary_search(std::begin(names), std::end(names), name);
}

bool is_gcc_only(std::string_view argument) {
  if (argument.size() < 3) return false;
  if (listed(kGccExact, argument)) return true;
  const char group = argument[1];
  if (group != 'f' && group != 'm') return false;
  std::string_view name = argument.substr(2);
  name = name.substr(0, name.find('='));
  if (name.starts_with("no-")) name.remove_prefix(3);
  if (group == 'm') return listed(kGccMachine, name);
  for (const std::string_view family : kGccFamilies) {
    if (name.starts_with(family)) return true;
  }
  return listed(kGccFeatures, name);
}

}  // namespace

Flag classify_flag(std::string_view argument) {
  static const RuleIndex rules;
  for (size_t length = std::min(argument.size(), kLongestRule); length >= 2; --length) {
    const Rule* rule = rules.find(argument.substr(0, length));
    if (rule == nullptr) continue;
    const bool whole = length == argument.size();
    const bool eq = !whole && argument[length] == '=';
    Flag flag;
    flag.use = rule->use;
    if (rule->use == FlagUse::foreign) flag.why = "of use to gcc alone";
    switch (rule->shape) {
      case Shape::exact:
        if (!whole) continue;
        return flag;
      case Shape::next:
        if (!whole) continue;
        flag.takes_next = true;
        return flag;
      case Shape::joined:
        return flag;
      case Shape::either:
        flag.takes_next = whole;
        if (!whole) flag.joined = rule->name;
        return flag;
      case Shape::next_or_eq:
        if (!whole && !eq) continue;
        flag.takes_next = whole;
        return flag;
    }
  }
  if (is_gcc_only(argument)) return {FlagUse::foreign, false, {}, "a gcc flag that clang lacks"};
  return {};
}

bool is_launcher(std::string_view program) {
  constexpr std::string_view kLaunchers[] = {
      "ccache",         "distcc",     "sccache",    "icecc",     "icerun",
      "buildcache",     "goma",       "gomacc",     "fastbuild", "rewrapper",
      "reclient",       "recc",       "env",        "nice",      "time",
      "libtool",        "sh",         "bash",       "dash",      "depcomp",
      "ionice",         "taskset",    "chrt",       "strace",    "cotire",
      "compdb",         "cclauncher", "scan-build", "firebuild", "colorgcc",
      "zapcc-launcher",
  };
  const std::string_view name = base_name(program);
  for (const std::string_view launcher : kLaunchers) {
    if (name == launcher) return true;
  }
  return name.ends_with("-libtool") || name == "glibtool" || name.starts_with("libtool-");
}

bool launcher_flag_takes_next(std::string_view launcher, std::string_view flag) {
  const std::string_view name = base_name(launcher);
  if (name == "env") return flag == "-u" || flag == "-C";
  if (name == "nice" || name == "ionice") return flag == "-n" || flag == "-c";
  return false;
}

bool is_foreign_sanitizer(std::string_view name) {
  constexpr std::string_view kNames[] = {"bounds-strict", "pointer-compare", "pointer-subtract",
                                         "hardware-address"};
  for (const std::string_view known : kNames) {
    if (name == known) return true;
  }
  return name.starts_with("cfi") || name == "kcfi" || name == "safe-stack" ||
         name == "shadow-call-stack" || name == "memtag" || name.starts_with("memtag-");
}

}  // namespace pool_audit::load
