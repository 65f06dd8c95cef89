#include "tool/load/command.h"

#include <gmock/gmock.h>

#include "tool/load/flags.h"
#include "tool/load/source_kind.h"

namespace pool_audit::load {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using Words = std::vector<std::string>;

Command normalise(Words words, const std::string& file = "/p/a.cc", Words extra = {}) {
  return normalise_command(words, {file, file, ""}, "/p/build", false, extra);
}

// What stays of the flags between the compiler and the source.
Words kept(Words flags) {
  Words words = {"g++"};
  words.insert(words.end(), flags.begin(), flags.end());
  words.push_back("/p/a.cc");
  Command command = normalise(words);
  EXPECT_EQ(command.why_not, "");
  EXPECT_GE(command.arguments.size(), 2U);
  EXPECT_EQ(command.arguments.front(), "g++");
  EXPECT_EQ(command.arguments.back(), "/p/a.cc");
  return {command.arguments.begin() + 1, command.arguments.end() - 1};
}

Words notes(Words flags) {
  Words words = {"g++"};
  words.insert(words.end(), flags.begin(), flags.end());
  return normalise(words).notes;
}

TEST(Command, FlagsThatTheSourceSeesStay) {
  const Words flags = {"-Iinc",       "-DX=1",  "-UY",   "-std=c++20", "-O2",
                       "-fno-rtti",   "-Wall",  "-m32",  "-mfpu=neon", "-pthread",
                       "-nostdinc++", "-undef", "-ansi", "-fPIC",      "-march=armv8-a"};
  EXPECT_EQ(kept(flags), flags);
}

TEST(Command, OneSpellingForEachFlag) {
  EXPECT_THAT(kept({"-I", "inc", "-D", "X", "-isysteminc2", "-includex.h", "-iquote", "q"}),
              ElementsAre("-Iinc", "-DX", "-isystem", "inc2", "-include", "x.h", "-iquote", "q"));
}

TEST(Command, OutputDependencyAndLinkFlagsAreDropped) {
  EXPECT_THAT(kept({"-c",
                    "-o",
                    "a.o",
                    "-MD",
                    "-MT",
                    "a.o",
                    "-MFa.d",
                    "-MMD",
                    "-MP",
                    "-MG",
                    "-MJ",
                    "a.json",
                    "-save-temps=obj",
                    "-pipe",
                    "-g3",
                    "-ggdb",
                    "-gstabs+",
                    "-Wl,-z,now",
                    "-Wa,--x",
                    "-Xlinker",
                    "-y",
                    "-lfoo",
                    "-L",
                    "/lib",
                    "-shared",
                    "-flto=auto",
                    "-fprofile-use=/x",
                    "--coverage",
                    "-oa.o",
                    "-S",
                    "-E",
                    "-M",
                    "-MM",
                    "-fdiagnostics-color=always",
                    "-dumpbase",
                    "x",
                    "-frandom-seed=7"}),
              IsEmpty());
}

TEST(Command, WarningsAreNotErrors) {
  EXPECT_THAT(kept({"-Werror", "-Werror=format", "-Wno-error=foo", "-pedantic-errors",
                    "-Wfatal-errors", "-Wno-maybe-uninitialized"}),
              ElementsAre("-Wno-maybe-uninitialized"));
}

TEST(Command, GccOnlyFlagsAreDroppedWithANote) {
  for (const char* flag : {"-fconserve-stack",
                           "-fno-var-tracking-assignments",
                           "-mno-fp-ret-in-387",
                           "-fanalyzer",
                           "-flto-partition=none",
                           "--param=ssp-buffer-size=4",
                           "-fno-allow-store-data-races",
                           "-specs=/x.specs",
                           "-fplugin=x.so",
                           "-fplugin-arg-x-y=1",
                           "-mpreferred-stack-boundary=3",
                           "-mindirect-branch=thunk-extern",
                           "-mrecord-mcount",
                           "-fno-tree-loop-distribute-patterns",
                           "-fipa-pta",
                           "-fno-ipa-cp-clone",
                           "-fdump-tree-all",
                           "-fno-canonical-system-headers",
                           "-fmodules-ts",
                           "-fno-gnu-unique",
                           "-fpermissive",
                           "-finput-charset=latin1",
                           "-mthumb-interwork",
                           "-fno-reorder-blocks-and-partition",
                           "-fsched-pressure",
                           "-fno-cf-protection",
                           "-fsanitize=bounds-strict",
                           "-fira-hoist-pressure"}) {
    EXPECT_THAT(kept({flag}), IsEmpty()) << flag;
    EXPECT_THAT(notes({flag}), ElementsAre(HasSubstr("dropped " + std::string(flag)))) << flag;
  }
  EXPECT_THAT(notes({"-fconserve-stack"}),
              ElementsAre("dropped -fconserve-stack: a gcc flag that clang lacks"));
  EXPECT_THAT(notes({"--param", "x=4"}), ElementsAre(HasSubstr("dropped --param x=4")));
}

TEST(Command, FlagsThatLookLikeThemStay) {
  const Words flags = {"-fno-var-tracking-x",
                       "-fcf-protection=branch",
                       "-fno-strict-aliasing",
                       "-fno-builtin-foo",
                       "-finput-charset=UTF-8",
                       "-ffreestanding",
                       "-fcommon",
                       "-fno-common",
                       "-mno-sse",
                       "-fshort-enums",
                       "-fms-extensions"};
  EXPECT_THAT(kept({flags.begin() + 1, flags.end()}),
              ElementsAre("-fcf-protection=branch", "-fno-strict-aliasing", "-fno-builtin-foo",
                          "-finput-charset=UTF-8", "-ffreestanding", "-fcommon", "-fno-common",
                          "-mno-sse", "-fshort-enums", "-fms-extensions"));
}

TEST(Command, SanitizersThatClangHasStay) {
  EXPECT_THAT(kept({"-fsanitize=address,bounds-strict,undefined", "-fsanitize-recover=all"}),
              ElementsAre("-fsanitize=address,undefined"));
  EXPECT_THAT(kept({"-fsanitize=cfi-vcall"}), IsEmpty());
}

TEST(Command, PrecompiledHeadersGoAndTheirHeadersStay) {
  EXPECT_THAT(kept({"-Winvalid-pch", "-include", "/p/build/cmake_pch.hxx"}),
              ElementsAre("-include", "/p/build/cmake_pch.hxx"));
  EXPECT_THAT(kept({"-include-pch", "x.pch", "-imacros", "m.h"}), ElementsAre("-imacros", "m.h"));
  EXPECT_THAT(kept({"-Xclang", "-include-pch", "-Xclang", "x.pch", "-Xclang", "-include", "-Xclang",
                    "x.hxx", "-Xclang", "-fno-pch-timestamp"}),
              ElementsAre("-include", "x.hxx"));
}

TEST(Command, FrontEndFlagsOfClang) {
  EXPECT_THAT(kept({"-Xclang", "-load", "-Xclang", "p.so", "-Xclang", "-add-plugin", "-Xclang", "p",
                    "-Xclang", "-fcxx-exceptions"}),
              ElementsAre("-Xclang", "-fcxx-exceptions"));
  EXPECT_THAT(notes({"-Xclang", "-load", "-Xclang", "p.so"}),
              ElementsAre(HasSubstr("dropped -load p.so")));
}

TEST(Command, PreprocessorFlagsAreUnpacked) {
  EXPECT_THAT(kept({"-Wp,-MD,x.d", "-Wp,-D_FORTIFY_SOURCE=2,-MT,x", "-Xpreprocessor", "-DY"}),
              ElementsAre("-D_FORTIFY_SOURCE=2", "-DY"));
}

TEST(Command, MissingValueIsANoteAndNoCrash) {
  EXPECT_THAT(normalise({"g++", "/p/a.cc", "-I"}).notes,
              ElementsAre("dropped -I: its value is missing"));
}

TEST(Command, LaunchersAreDropped) {
  const Words tail = {"/usr/bin/g++", "-DX", "/p/a.cc"};
  const std::vector<Words> heads = {
      {"ccache"},
      {"/usr/bin/ccache", "distcc"},
      {"sccache"},
      {"icecc"},
      {"CCACHE_DIR=/x", "ccache"},
      {"env", "-u", "LANG", "A=b", "ccache"},
      {"/usr/bin/cmake", "-E", "env", "CCACHE_SLOPPINESS=time_macros", "/usr/bin/ccache"},
      {"cmake", "-E", "__run_co_compile", "--launcher=ccache", "--source=a.cc", "--"},
      {"/bin/bash", "../libtool", "--tag=CXX", "--mode=compile"},
      {"libtool", "--silent", "--mode=compile"},
      {"x86_64-linux-gnu-libtool", "--mode=compile"},
      {"rewrapper", "-cfg=/x.cfg", "-exec_root=/y"},
      {"nice", "-n", "5"},
  };
  for (Words words : heads) {
    const std::string first = words.front();
    words.insert(words.end(), tail.begin(), tail.end());
    EXPECT_EQ(normalise(words).arguments, tail) << first;
  }
  EXPECT_EQ(normalise({"sh", "-c", "/usr/bin/g++ -DX /p/a.cc"}).arguments, tail);
}

TEST(Command, CommandsWithoutACompiler) {
  EXPECT_THAT(normalise({}).why_not, HasSubstr("empty"));
  EXPECT_THAT(normalise({"ccache"}).why_not, HasSubstr("names no compiler"));
  EXPECT_THAT(normalise({"-c", "/p/a.cc"}).why_not, HasSubstr("a compiler was expected"));
  EXPECT_THAT(normalise({"clang", "-cc1", "/p/a.cc"}).why_not, HasSubstr("-cc1"));
  EXPECT_THAT(normalise({"C:\\VC\\cl.exe", "/c"}).why_not, HasSubstr("Visual C++"));
  EXPECT_THAT(normalise({"nvcc", "/p/a.cc"}).why_not, HasSubstr("CUDA"));
  EXPECT_THAT(normalise({"aarch64-linux-gnu-as", "/p/a.cc"}).why_not, HasSubstr("assembler"));
  EXPECT_THAT(normalise({"gfortran-12", "/p/a.cc"}).why_not, HasSubstr("Fortran"));
}

TEST(Command, CrossCompilersStay) {
  EXPECT_EQ(normalise({"aarch64-linux-gnu-g++-12", "/p/a.cc"}).why_not, "");
  EXPECT_EQ(normalise({"class", "/p/a.cc"}).why_not, "");
}

TEST(Command, SourceComesLastInItsCanonicalSpelling) {
  const Command command = normalise_command({"cc", "../link.c", "-DX", "other.o"},
                                            {"/r/a.c", "/p/link.c", "/p"}, "/p/build", false, {});
  EXPECT_THAT(command.arguments, ElementsAre("cc", "-DX", "-iquote", "/p", "/r/a.c"));
}

TEST(Command, LanguageIsTheOneInForceAtTheSource) {
  EXPECT_THAT(normalise({"cc", "-xc++", "/p/a.cc", "-x", "none"}).arguments,
              ElementsAre("cc", "-x", "c++", "/p/a.cc"));
  EXPECT_THAT(normalise({"cc", "-x", "c", "-x", "none", "/p/a.cc"}).arguments,
              ElementsAre("cc", "/p/a.cc"));
}

TEST(Command, ExtraArgumentsComeBehindTheOthers) {
  EXPECT_THAT(normalise({"cc", "--", "/p/a.cc"}, "/p/a.cc", {"-DY", "-Werror"}).arguments,
              ElementsAre("cc", "-DY", "/p/a.cc"));
}

TEST(Command, KeysAreEqualWhenOnlySpellingsDiffer) {
  const Source source = {"/p/a.cc", "/p/a.cc", ""};
  const auto key = [&](Words words, const std::string& directory) {
    return normalise_command(words, source, directory, false, {}).key;
  };
  EXPECT_EQ(key({"cc", "-I../inc", "../a.cc", "-o", "x"}, "/p/build"),
            key({"cc", "-I", "inc", "-c", "a.cc"}, "/p"));
  EXPECT_NE(key({"cc", "-Iinc", "../a.cc"}, "/p/build"), key({"cc", "-Iinc", "a.cc"}, "/p"));
}

TEST(Command, RelativePathsBecomeAbsoluteWhenTheFolderIsMissing) {
  const Command command = normalise_command({"cc", "-I../inc", "-isystem", "sys", "../a.cc"},
                                            {"/p/a.cc", "/p/a.cc", ""}, "/p/gone", true, {});
  EXPECT_THAT(command.arguments,
              ElementsAre("cc", "-I/p/inc", "-isystem", "/p/gone/sys", "/p/a.cc"));
}

TEST(Command, EveryRuleOfTheTableIsReachable) {
  // A rule whose name is longer than what the look-up tries would be silently dead.
  EXPECT_TRUE(classify_flag("-fvirtual-function-elimination").use == FlagUse::drop);
  EXPECT_TRUE(classify_flag("-index-ignore-system-symbols").use == FlagUse::drop);
  EXPECT_TRUE(classify_flag("-include").takes_next);
  EXPECT_TRUE(classify_flag("-include-pch").use == FlagUse::drop);
  EXPECT_EQ(classify_flag("-Ifoo").joined, "-I");
}

TEST(SourceKind, ByExtension) {
  for (const char* good : {"a.c", "a.cc", "a.cpp", "a.C", "a.c++", "a.ii", "a.cppm"}) {
    EXPECT_EQ(why_not_a_source(good, ""), "") << good;
  }
  EXPECT_THAT(why_not_a_source("a.S", ""), HasSubstr("assembler"));
  EXPECT_THAT(why_not_a_source("a.s", ""), HasSubstr("assembler"));
  EXPECT_THAT(why_not_a_source("a.f90", ""), HasSubstr("Fortran"));
  EXPECT_THAT(why_not_a_source("a.cu", ""), HasSubstr("CUDA"));
  EXPECT_THAT(why_not_a_source("a.m", ""), HasSubstr("Objective-C"));
  EXPECT_THAT(why_not_a_source("a.mm", ""), HasSubstr("Objective-C"));
  EXPECT_THAT(why_not_a_source("a.h", ""), HasSubstr("header"));
  EXPECT_THAT(why_not_a_source("a.xyz", ""), HasSubstr("'.xyz'"));
  EXPECT_THAT(why_not_a_source("/x.d/Makefile", ""), HasSubstr("no extension"));
}

TEST(SourceKind, TheLanguageFlagDecidesWhenThereIsOne) {
  EXPECT_EQ(why_not_a_source("a.xyz", "c++"), "");
  EXPECT_EQ(why_not_a_source("a.h", "c++"), "");
  EXPECT_EQ(why_not_a_source("a.cc", "none"), "");
  EXPECT_THAT(why_not_a_source("cmake_pch.hxx.cxx", "c++-header"), HasSubstr("precompiled header"));
  EXPECT_THAT(why_not_a_source("a.c", "assembler-with-cpp"), HasSubstr("assembler"));
  EXPECT_THAT(why_not_a_source("a.c", "go"), HasSubstr("'go'"));
}

}  // namespace
}  // namespace pool_audit::load
