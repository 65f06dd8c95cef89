// All enumerators of an enumeration, found by asking the compiler for their names: a value that
// has none is printed as a cast.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

namespace pool_audit::report {

namespace detail {

template <auto kValue>
constexpr std::string_view spelling() {
  return __PRETTY_FUNCTION__;  // gcc: "[with auto kValue = E::a]" or "= (E)7"; clang: "[kValue =
                               // ...]"
}

template <auto kValue>
constexpr bool is_enumerator() {
  const std::string_view text = spelling<kValue>();
  return text[text.find("kValue = ") + 9] != '(';
}

}  // namespace detail

// Those of the values 0 to 31. The enumeration must have a fixed underlying type.
template <class Enum>
std::vector<Enum> enumerators() {
  std::vector<Enum> found;
  [&]<int... kValues>(std::integer_sequence<int, kValues...>) {
    ((detail::is_enumerator<static_cast<Enum>(kValues)>()
          ? found.push_back(static_cast<Enum>(kValues))
          : void()),
     ...);
  }(std::make_integer_sequence<int, 32>());
  return found;
}

}  // namespace pool_audit::report
