# Compiler settings and the two functions by which every target of this project is made.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
  # A precompiled header changes on every build unless ccache is told to look past its time stamps.
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env "CCACHE_SLOPPINESS=pch_defines,time_macros" ${CCACHE_PROGRAM})
endif()

add_library(pa_options INTERFACE)
target_include_directories(pa_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(pa_options INTERFACE -Wall -Wextra -Wundef -Wshadow -Wnon-virtual-dtor
                                            -Wimplicit-fallthrough)
if(POOL_AUDIT_WERROR)
  target_compile_options(pa_options INTERFACE -Werror)
endif()
if(POOL_AUDIT_SANITIZE)
  target_compile_options(pa_options INTERFACE -fsanitize=${POOL_AUDIT_SANITIZE}
                                              -fno-omit-frame-pointer)
  target_link_options(pa_options INTERFACE -fsanitize=${POOL_AUDIT_SANITIZE})
endif()

# pa_library(NAME SOURCES a.cc ... [DEPS target ...]): a static library of this project. Under clang
# it has a twin NAME_covered, built when a fuzz target needs it, which tells a fuzzer what it reaches.
function(pa_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPS" ${ARGN})
  add_library(${name} STATIC ${arg_SOURCES})
  target_link_libraries(${name} PUBLIC pa_options ${arg_DEPS})
  if(POOL_AUDIT_TESTS AND CMAKE_CXX_COMPILER_ID MATCHES Clang)
    add_library(${name}_covered STATIC EXCLUDE_FROM_ALL ${arg_SOURCES})
    pa_covered(twins ${arg_DEPS})
    target_link_libraries(${name}_covered PUBLIC pa_options ${twins})
    target_compile_options(${name}_covered PRIVATE -fsanitize=fuzzer-no-link -O1)
  endif()
endfunction()

# pa_covered(OUT target ...): the twins of those that have one, the others as they are. Which have
# one is known when all folders are read.
function(pa_covered out)
  set(twins)
  foreach(each IN LISTS ARGN)
    if(each MATCHES "^pa_")
      list(APPEND twins "$<IF:$<TARGET_EXISTS:${each}_covered>,${each}_covered,${each}>")
    else()
      list(APPEND twins ${each})
    endif()
  endforeach()
  set(${out} ${twins} PARENT_SCOPE)
endfunction()

# pa_test(NAME SOURCES a_test.cc ... [DEPS target ...] [LABELS ...]): a GoogleTest binary that ctest
# runs as one test, from the source folder so that fixtures have stable relative paths.
function(pa_test name)
  if(NOT POOL_AUDIT_TESTS)
    return()
  endif()
  cmake_parse_arguments(arg "" "TIMEOUT" "SOURCES;DEPS;LABELS" ${ARGN})
  find_package(GTest REQUIRED)
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE pa_options ${arg_DEPS} GTest::gmock GTest::gtest
                                        GTest::gtest_main)
  add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 300)
  endif()
  set_tests_properties(${name} PROPERTIES TIMEOUT ${arg_TIMEOUT} LABELS "${arg_LABELS}")
endfunction()

# pa_fuzz_target(NAME SOURCES x_fuzz.cc SEEDS folder [DEPS ...]): a libFuzzer target. Under clang it
# fuzzes for a short time when ctest runs it; other compilers replay the seed corpus only.
function(pa_fuzz_target name)
  if(NOT POOL_AUDIT_TESTS)
    return()
  endif()
  cmake_parse_arguments(arg "" "SEEDS" "SOURCES;DEPS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  if(CMAKE_CXX_COMPILER_ID MATCHES Clang)
    pa_covered(twins ${arg_DEPS})
    target_link_libraries(${name} PRIVATE pa_options ${twins})
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
    add_test(NAME ${name}
             COMMAND ${name} -max_total_time=5 -timeout=10 -rss_limit_mb=2048
                     -artifact_prefix=${CMAKE_CURRENT_BINARY_DIR}/
                     ${CMAKE_CURRENT_BINARY_DIR}/${name}.corpus ${arg_SEEDS})
    file(MAKE_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/${name}.corpus)
  else()
    target_link_libraries(${name} PRIVATE pa_options ${arg_DEPS})
    target_sources(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests/support/fuzz_replay_main.cc)
    add_test(NAME ${name} COMMAND ${name} ${arg_SEEDS})
  endif()
  set_tests_properties(${name} PROPERTIES TIMEOUT 120 LABELS fuzz)
endfunction()

set(pa_embed_texts_script ${CMAKE_CURRENT_LIST_DIR}/embed_texts.cmake)

# pa_embed_texts(OUTPUT.cc INPUTS file... HEADER h NAMESPACE n FUNCTION f TYPE t [HASHES]): a source
# that holds the texts of files, so that the program needs no data folder beside it. Of the rest
# cmake/embed_texts.cmake speaks.
function(pa_embed_texts output)
  cmake_parse_arguments(arg "HASHES" "HEADER;NAMESPACE;FUNCTION;TYPE" "INPUTS" ${ARGN})
  list(JOIN arg_INPUTS "|" inputs)
  get_filename_component(name ${output} NAME)
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} "-DINPUTS=${inputs}" -DOUTPUT=${output} -DHEADER=${arg_HEADER}
            -DNAMESPACE=${arg_NAMESPACE} -DFUNCTION=${arg_FUNCTION} -DTYPE=${arg_TYPE}
            -DHASHES=${arg_HASHES} -P ${pa_embed_texts_script}
    DEPENDS ${arg_INPUTS} ${pa_embed_texts_script}
    COMMENT "Embedding texts as ${name}"
    VERBATIM)
endfunction()
