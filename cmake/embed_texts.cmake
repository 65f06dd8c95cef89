# cmake -DINPUTS=a.yaml|b.yaml -DOUTPUT=texts.cc -DHEADER=checks/model/builtin_text.h
#       -DNAMESPACE=pool_audit::model -DFUNCTION=built_in_texts -DTYPE=BuiltInText [-DHASHES=ON]
#       -P cmake/embed_texts.cmake
# Writes OUTPUT, a C++ file with `std::span<const TYPE> FUNCTION()`: for each input its name and its
# text. Without HASHES the name has no extension; with it, it has, and the SHA-256 of the text stands
# behind it in hexadecimal digits. HEADER declares TYPE and FUNCTION.
string(REPLACE "|" ";" inputs "${INPUTS}")
set(out "// Written by cmake/embed_texts.cmake.\n#include \"${HEADER}\"\n\n")
string(APPEND out "namespace ${NAMESPACE} {\nnamespace {\n\n")
string(APPEND out "constexpr ${TYPE} kTexts[] = {\n")
foreach(input IN LISTS inputs)
  file(READ "${input}" text)
  if(text MATCHES "\\)embedded\"")
    message(FATAL_ERROR "${input} holds the mark that ends a text: )embedded\"")
  endif()
  set(hash "")
  if(HASHES)
    get_filename_component(name "${input}" NAME)
    file(SHA256 "${input}" digits)
    set(hash ", \"${digits}\"")
  else()
    get_filename_component(name "${input}" NAME_WLE)
  endif()
  string(APPEND out "{\"${name}\", R\"embedded(" "${text}" ")embedded\"${hash}},\n")
endforeach()
string(APPEND out "};\n\n}  // namespace\n\n")
string(APPEND out "std::span<const ${TYPE}> ${FUNCTION}() { return kTexts; }\n\n")
string(APPEND out "}  // namespace ${NAMESPACE}\n")
file(WRITE "${OUTPUT}" "${out}")
