// Everything that differs between the clang-tidy of the supported versions of LLVM (19 and 22).
#pragma once

#include <clang-tidy/ClangTidyCheck.h>
#include <clang-tidy/ClangTidyModule.h>
#include <llvm/Config/llvm-config.h>

// The registry has moved into the header of the module.
#if LLVM_VERSION_MAJOR < 22
#include <clang-tidy/ClangTidyModuleRegistry.h>
#endif
