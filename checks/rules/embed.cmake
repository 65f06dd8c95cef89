# cmake -DRULES=missing-put/rule.cc|... -DFOLDER=checks/rules -DOUTPUT=all_rules.cc -P embed.cmake
# Writes the function all() of rules.h: each rule with its page.
string(REPLACE "|" ";" rules "${RULES}")
list(TRANSFORM rules REPLACE "/rule.cc" "")  # before they are sorted: '-' stands before '/'
list(SORT rules)
set(declarations "")
set(entries "")
foreach(name IN LISTS rules)
  string(REPLACE "-" "_" symbol "${name}")
  if(NOT EXISTS "${FOLDER}/${name}/rule.md")
    message(FATAL_ERROR "checks/rules/${name} has no rule.md; every rule has a page")
  endif()
  file(READ "${FOLDER}/${name}/rule.md" page)
  string(APPEND declarations "extern const Rule ${symbol};\n")
  string(APPEND entries "      {&${symbol}, R\"rule(${page})rule\"},\n")
endforeach()
file(WRITE "${OUTPUT}"
  "#include \"checks/rules/rules.h\"\n\n"
  "namespace pool_audit::rules {\n\n${declarations}\n"
  "std::span<const Entry> all() {\n  static const Entry kEntries[] = {\n${entries}  };\n"
  "  return kEntries;\n}\n\n}  // namespace pool_audit::rules\n")
