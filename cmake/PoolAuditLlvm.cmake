# Finds LLVM and clang of the wanted major version and makes the target pa_clang, which links the
# static clang libraries. find_package(Clang) overwrites LLVM_VERSION, so that name is never read.
set(pa_llvm_root /usr/lib/llvm-${POOL_AUDIT_LLVM})
find_package(LLVM REQUIRED CONFIG PATHS ${pa_llvm_root} NO_DEFAULT_PATH)
find_package(Clang REQUIRED CONFIG PATHS ${pa_llvm_root} NO_DEFAULT_PATH)

add_library(pa_clang INTERFACE)
target_include_directories(pa_clang SYSTEM INTERFACE ${LLVM_INCLUDE_DIRS} ${CLANG_INCLUDE_DIRS})
separate_arguments(pa_llvm_definitions NATIVE_COMMAND ${LLVM_DEFINITIONS})
target_compile_definitions(pa_clang INTERFACE ${pa_llvm_definitions})
target_link_libraries(pa_clang INTERFACE clangFrontend clangSema clangAnalysis clangIndex clangAST
                                         clangLex clangBasic clangDriver clangSerialization
                                         clangTooling)

execute_process(COMMAND ${pa_llvm_root}/bin/clang -print-resource-dir
                OUTPUT_VARIABLE pa_resource_dir OUTPUT_STRIP_TRAILING_WHITESPACE)
if(NOT pa_resource_dir)
  message(FATAL_ERROR "cannot ask ${pa_llvm_root}/bin/clang for its resource directory; "
                      "install clang-${POOL_AUDIT_LLVM}")
endif()
