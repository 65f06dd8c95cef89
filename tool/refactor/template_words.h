// What a class template is called with, as far as its text says.
#pragma once

#include <optional>
#include <string>

#include "tool/refactor/sources.h"

namespace pool_audit::refactor {

// "T" of `template <class T, int N> class Spares {...}`, which `declaration` begins with. "" when
// the first parameter is no type, is a pack or has no name, and when there is no `template`.
[[nodiscard]] std::string first_type_parameter(const Source& source, Range declaration);

// Where a member of a class template has code of its own for one type, in any file:
// `template <> Page* Spares<Page>::get() {...}`.
[[nodiscard]] std::optional<Stretch> member_specialization(Sources& sources,
                                                           const std::string& class_name);

// Whether the name at the token with this index begins the name of such a member.
[[nodiscard]] bool specializes_member(const Source& source, size_t name);

}  // namespace pool_audit::refactor
