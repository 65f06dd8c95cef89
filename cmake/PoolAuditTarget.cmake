# Runs pool-audit as part of a build: one small facts file a source (the map), joined into a report
# (the reduce). Only what changed is read again, on as many cores as the build uses.
#
#   list(APPEND CMAKE_MODULE_PATH .../cmake)
#   include(PoolAuditTarget)
#   add_executable(server main.cc pool.cc)
#   pool_audit_target(server)
#
# makes the target `pool-audit-server`; `cmake --build build --target pool-audit-server` writes
# ${CMAKE_BINARY_DIR}/pool-audit/server.json. It is not part of `all`.
#
#   pool_audit_target(NAME               an executable or library of this folder, complete: call this
#                                        after its sources, libraries and options are set
#     [FORMATS json markdown text html sarif csv]
#                                        reports to write, by default json
#     [BASELINE file]                    findings that are known and do not count; see
#                                        `pool-audit baseline create`
#     [MODELS file...]                   pool models besides the built-in ones
#     [ROOT folder]                      reports name paths relative to it; by default
#                                        CMAKE_SOURCE_DIR
#     [ARGUMENTS argument...])           for `pool-audit link`, e.g. --fail-on findings, which makes
#                                        the build fail on those that are not in BASELINE
#
#   pool_audit_report(NAME TARGETS target... [FORMATS ...] [BASELINE ...] [MODELS ...] [ROOT ...]
#                     [ARGUMENTS ...])
#
# joins the facts of several targets, which have been given to pool_audit_target before, into one
# report: the target `pool-audit-NAME`. Pools that cross libraries need this.
#
# How it works: a twin of the target is compiled with the same sources and flags, but behind a
# compiler launcher that hands the command to `pool-audit extract`. CMake then takes care of flags,
# generated headers and dependency files. Works with Ninja and Makefiles.
include_guard(GLOBAL)

set(_pool_audit_folder ${CMAKE_CURRENT_LIST_DIR})

# The program: a target of this build, or one found on the machine; POOL_AUDIT_EXECUTABLE overrides.
function(_pool_audit_find result)
  if(TARGET pool-audit AND NOT POOL_AUDIT_EXECUTABLE)
    set(${result} $<TARGET_FILE:pool-audit> PARENT_SCOPE)
    return()
  endif()
  find_program(POOL_AUDIT_EXECUTABLE pool-audit)
  if(NOT POOL_AUDIT_EXECUTABLE)
    message(FATAL_ERROR "pool-audit was not found; add its folder to PATH or set "
                        "-DPOOL_AUDIT_EXECUTABLE=/path/to/pool-audit")
  endif()
  set(${result} ${POOL_AUDIT_EXECUTABLE} PARENT_SCOPE)
endfunction()

# The sources of a target, absolute. Headers stay among them, because some are generated. Generator
# expressions stay what they are. `has_code` tells whether there is anything to read.
function(_pool_audit_sources target result has_code)
  get_target_property(sources ${target} SOURCES)
  get_target_property(folder ${target} SOURCE_DIR)
  set(all)
  set(code FALSE)
  foreach(source IN LISTS sources)
    if(source MATCHES "^\\$<")
      set(code TRUE)
    elseif(source)
      cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY ${folder} NORMALIZE)
      if(source MATCHES "\\.(c|cc|cpp|cxx|c\\+\\+|C)$")
        set(code TRUE)
      endif()
    endif()
    if(source)
      list(APPEND all ${source})
    endif()
  endforeach()
  set(${result} ${all} PARENT_SCOPE)
  set(${has_code} ${code} PARENT_SCOPE)
endfunction()

# Gives `twin` the flags of `target`.
function(_pool_audit_copy_flags target twin)
  foreach(property C_STANDARD C_STANDARD_REQUIRED C_EXTENSIONS CXX_STANDARD CXX_STANDARD_REQUIRED
                   CXX_EXTENSIONS POSITION_INDEPENDENT_CODE C_VISIBILITY_PRESET
                   CXX_VISIBILITY_PRESET NO_SYSTEM_FROM_IMPORTED AUTOMOC AUTOUIC AUTORCC)
    get_target_property(value ${target} ${property})
    if(NOT value MATCHES "-NOTFOUND$")
      set_target_properties(${twin} PROPERTIES ${property} "${value}")
    endif()
  endforeach()
  target_include_directories(${twin} PRIVATE $<TARGET_PROPERTY:${target},INCLUDE_DIRECTORIES>)
  target_compile_definitions(${twin} PRIVATE $<TARGET_PROPERTY:${target},COMPILE_DEFINITIONS>)
  target_compile_options(${twin} PRIVATE $<TARGET_PROPERTY:${target},COMPILE_OPTIONS>)
  target_compile_features(${twin} PRIVATE $<TARGET_PROPERTY:${target},COMPILE_FEATURES>)
  # Again through the libraries, so that their system headers stay system headers and what they
  # generate is there first.
  get_target_property(libraries ${target} LINK_LIBRARIES)
  if(libraries)
    target_link_libraries(${twin} PRIVATE ${libraries})
  endif()
  get_target_property(type ${target} TYPE)
  if(type STREQUAL SHARED_LIBRARY OR type STREQUAL MODULE_LIBRARY)
    get_target_property(symbol ${target} DEFINE_SYMBOL)
    if(NOT symbol)
      string(MAKE_C_IDENTIFIER ${target}_EXPORTS symbol)
    endif()
    target_compile_definitions(${twin} PRIVATE ${symbol})
    set_target_properties(${twin} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  endif()
  # A precompiled header is another compiler's file; what went into it is included instead.
  get_target_property(precompiled ${target} PRECOMPILE_HEADERS)
  if(precompiled)
    get_target_property(folder ${target} BINARY_DIR)
    target_compile_options(${twin} PRIVATE
      "$<$<COMPILE_LANGUAGE:CXX>:SHELL:-include \"${folder}/CMakeFiles/${target}.dir/cmake_pch.hxx\">"
      "$<$<COMPILE_LANGUAGE:C>:SHELL:-include \"${folder}/CMakeFiles/${target}.dir/cmake_pch.h\">")
  endif()
  get_target_property(dependencies ${target} MANUALLY_ADDED_DEPENDENCIES)
  if(dependencies)
    add_dependencies(${twin} ${dependencies})
  endif()
endfunction()

# The reduce step: a target `pool-audit-NAME` that joins facts files into reports.
function(_pool_audit_link name twins)
  cmake_parse_arguments(arg "" "ROOT;BASELINE" "FORMATS;MODELS;ARGUMENTS" ${ARGN})
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "pool-audit-${name}: unknown arguments: ${arg_UNPARSED_ARGUMENTS}")
  endif()
  if(NOT arg_FORMATS)
    set(arg_FORMATS json)
  endif()
  if(NOT arg_ROOT)
    set(arg_ROOT ${CMAKE_SOURCE_DIR})
  endif()
  _pool_audit_find(program)
  set(extension_json json)
  set(extension_markdown md)
  set(extension_text txt)
  set(extension_html html)
  set(extension_sarif sarif)
  set(extension_csv csv)
  set(outputs)
  set(command ${program} link --root ${arg_ROOT})
  foreach(format IN LISTS arg_FORMATS)
    if(NOT extension_${format})
      message(FATAL_ERROR "pool-audit-${name}: unknown format '${format}'; there are json, "
                          "markdown, text, html, sarif and csv")
    endif()
    set(output ${CMAKE_BINARY_DIR}/pool-audit/${name}.${extension_${format}})
    list(APPEND outputs ${output})
    list(APPEND command --output ${output})
  endforeach()
  foreach(model IN LISTS arg_MODELS)
    cmake_path(ABSOLUTE_PATH model BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR} NORMALIZE)
    list(APPEND models ${model})
    list(APPEND command --model ${model})
  endforeach()
  if(arg_BASELINE)
    cmake_path(ABSOLUTE_PATH arg_BASELINE BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR} NORMALIZE)
    if(NOT EXISTS ${arg_BASELINE})
      message(FATAL_ERROR "pool-audit-${name}: there is no baseline ${arg_BASELINE}; make one with "
                          "`pool-audit baseline create`")
    endif()
    list(APPEND command --baseline ${arg_BASELINE})
  endif()
  set(facts)
  foreach(twin IN LISTS twins)
    list(APPEND facts $<TARGET_OBJECTS:${twin}>)
  endforeach()
  # The list goes through a file: a large program does not fit on a command line.
  set(list ${CMAKE_BINARY_DIR}/pool-audit/${name}.facts.list)
  file(GENERATE OUTPUT ${list} CONTENT "$<JOIN:${facts},\n>\n")
  add_custom_command(
    OUTPUT ${outputs}
    COMMAND ${command} ${arg_ARGUMENTS} @${list}
    DEPENDS ${facts} ${list} ${models} ${arg_BASELINE} ${POOL_AUDIT_EXECUTABLE}
    COMMENT "Joining the pools of ${name}"
    VERBATIM)
  add_custom_target(pool-audit-${name} DEPENDS ${outputs})
endfunction()

function(pool_audit_target target)
  if(NOT TARGET ${target})
    message(FATAL_ERROR "pool_audit_target: there is no target '${target}' yet")
  endif()
  cmake_parse_arguments(arg "" "ROOT;BASELINE" "FORMATS;MODELS;ARGUMENTS" ${ARGN})
  _pool_audit_find(program)
  _pool_audit_sources(${target} sources has_code)
  if(NOT has_code)
    message(FATAL_ERROR "pool_audit_target: '${target}' has no C or C++ source")
  endif()
  if(NOT arg_ROOT)
    set(arg_ROOT ${CMAKE_SOURCE_DIR})
  endif()
  set(extract --root ${arg_ROOT})
  foreach(model IN LISTS arg_MODELS)
    cmake_path(ABSOLUTE_PATH model BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR} NORMALIZE)
    list(APPEND extract --model ${model})
  endforeach()
  set(twin ${target}-pool-facts)
  add_library(${twin} OBJECT EXCLUDE_FROM_ALL ${sources})
  _pool_audit_copy_flags(${target} ${twin})
  # Facts of another pool-audit are of no use: its content is part of the command, so that a new one
  # reads everything again.
  set(tag built-here)
  if(POOL_AUDIT_EXECUTABLE)
    file(SHA256 ${POOL_AUDIT_EXECUTABLE} tag)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${POOL_AUDIT_EXECUTABLE})
  endif()
  set(launcher sh ${_pool_audit_folder}/pool_audit_launcher.sh ${tag} ${program} ${extract} --)
  set_target_properties(${twin} PROPERTIES
    C_COMPILER_LAUNCHER "${launcher}"
    CXX_COMPILER_LAUNCHER "${launcher}"
    EXPORT_COMPILE_COMMANDS OFF  # the twin is no part of the program
    UNITY_BUILD OFF
    INTERPROCEDURAL_OPTIMIZATION OFF
    C_CLANG_TIDY ""
    CXX_CLANG_TIDY "")
  if(TARGET pool-audit AND NOT POOL_AUDIT_EXECUTABLE)
    add_dependencies(${twin} pool-audit)
  endif()
  set_property(TARGET ${target} PROPERTY POOL_AUDIT_TWIN ${twin})
  _pool_audit_link(${target} ${twin} ${ARGN})
endfunction()

function(pool_audit_report name)
  # All keywords, so that each ends the list before it.
  cmake_parse_arguments(arg "" "ROOT;BASELINE" "FORMATS;MODELS;ARGUMENTS;TARGETS" ${ARGN})
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "pool-audit-${name}: unknown arguments: ${arg_UNPARSED_ARGUMENTS}")
  endif()
  set(twins)
  foreach(target IN LISTS arg_TARGETS)
    get_target_property(twin ${target} POOL_AUDIT_TWIN)
    if(NOT twin)
      message(FATAL_ERROR "pool_audit_report: give '${target}' to pool_audit_target first")
    endif()
    list(APPEND twins ${twin})
  endforeach()
  if(NOT twins)
    message(FATAL_ERROR "pool_audit_report: '${name}' names no TARGETS")
  endif()
  set(forward)
  foreach(keyword ROOT BASELINE FORMATS MODELS ARGUMENTS)
    if(arg_${keyword})
      list(APPEND forward ${keyword} ${arg_${keyword}})
    endif()
  endforeach()
  _pool_audit_link(${name} "${twins}" ${forward})
endfunction()
