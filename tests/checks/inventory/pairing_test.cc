// tests/projects/pairing: what becomes of objects, with the expectation on the line of the get.
#include <gtest/gtest.h>

#include "tests/checks/inventory/annotated.h"

namespace pool_audit::inventory {
namespace {

class PairingOf : public testing::TestWithParam<const char*> {};

TEST_P(PairingOf, Source) {
  const std::string folder = "tests/projects/pairing";
  const std::vector<std::string> files = {GetParam()};
  for (const std::string& each : unclaimed(inventory_of(folder, files), folder, files)) {
    ADD_FAILURE() << each;
  }
}

INSTANTIATE_TEST_SUITE_P(Sources, PairingOf,
                         testing::Values("unique_ptr.cc", "owners.cc", "by_address.c",
                                         "registered.cc", "numbers.c", "no_return.cc",
                                         "member_pointers.cc", "ids.cc"),
                         [](const auto& source) {
                           const std::string name = source.param;
                           return name.substr(0, name.find('.'));
                         });

}  // namespace
}  // namespace pool_audit::inventory
