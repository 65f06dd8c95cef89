# Finds LLVM and clang of the wanted major version and makes the targets pa_clang, which links the
# static clang libraries, and pa_clang_headers. find_package(Clang) overwrites LLVM_VERSION, so that name is never read.
set(pa_llvm_root /usr/lib/llvm-${POOL_AUDIT_LLVM})
find_package(LLVM REQUIRED CONFIG PATHS ${pa_llvm_root} NO_DEFAULT_PATH)
find_package(Clang REQUIRED CONFIG PATHS ${pa_llvm_root} NO_DEFAULT_PATH)

# The headers alone, for what is loaded into a program that has clang already.
add_library(pa_clang_headers INTERFACE)
target_include_directories(pa_clang_headers SYSTEM INTERFACE ${LLVM_INCLUDE_DIRS}
                                                             ${CLANG_INCLUDE_DIRS})
separate_arguments(pa_llvm_definitions NATIVE_COMMAND ${LLVM_DEFINITIONS})
target_compile_definitions(pa_clang_headers INTERFACE ${pa_llvm_definitions})
if(NOT LLVM_ENABLE_RTTI)
  target_compile_options(pa_clang_headers INTERFACE -fno-rtti)
endif()

add_library(pa_clang INTERFACE)
target_link_libraries(pa_clang INTERFACE pa_clang_headers)
# The archives by name rather than Debian's targets: those bring libLLVM.so along, and a static tool
# starts in a quarter of the time (docs/decisions/0003-static-llvm.md).
set(pa_clang_archives "")
foreach(library IN ITEMS Tooling Frontend Driver DependencyScanning Options Parse Serialization Sema
                         APINotes Edit AnalysisLifetimeSafety Analysis ASTMatchers Index Format
                         ToolingInclusions ToolingCore Support Rewrite AST Lex Basic)
  if(EXISTS ${pa_llvm_root}/lib/libclang${library}.a)  # some exist in one version only
    list(APPEND pa_clang_archives ${pa_llvm_root}/lib/libclang${library}.a)
  endif()
endforeach()
set(pa_llvm_plugins "")
if(EXISTS ${pa_llvm_root}/lib/libLLVMPlugins.a)  # apart from passes since 22
  set(pa_llvm_plugins plugins)
endif()
execute_process(
  COMMAND ${pa_llvm_root}/bin/llvm-config --link-static --libfiles passes support option frontendopenmp
          frontendhlsl targetparser bitreader bitwriter mc mcparser core asmparser profiledata
          windowsdriver object symbolize ${pa_llvm_plugins}
  OUTPUT_VARIABLE pa_llvm_archives OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_VARIABLE pa_llvm_error
  RESULT_VARIABLE pa_llvm_result)
if(NOT pa_llvm_result EQUAL 0)
  message(FATAL_ERROR "llvm-config of ${pa_llvm_root} failed: ${pa_llvm_error}")
endif()
separate_arguments(pa_llvm_archives NATIVE_COMMAND ${pa_llvm_archives})
find_package(ZLIB REQUIRED)
find_library(PA_ZSTD_LIBRARY NAMES libzstd.a zstd REQUIRED)
target_link_libraries(pa_clang INTERFACE -Wl,--start-group ${pa_clang_archives} ${pa_llvm_archives}
                                         -Wl,--end-group ZLIB::ZLIB ${PA_ZSTD_LIBRARY} xml2 dl pthread)
if(POOL_AUDIT_SANITIZE MATCHES address)
  target_sources(pa_clang INTERFACE ${PROJECT_SOURCE_DIR}/cmake/asan_options.cc)
endif()

execute_process(COMMAND ${pa_llvm_root}/bin/clang -print-resource-dir
                OUTPUT_VARIABLE pa_resource_dir OUTPUT_STRIP_TRAILING_WHITESPACE)
if(NOT pa_resource_dir)
  message(FATAL_ERROR "cannot ask ${pa_llvm_root}/bin/clang for its resource directory; "
                      "install clang-${POOL_AUDIT_LLVM}")
endif()
