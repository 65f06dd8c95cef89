// Variables that nothing ever changes.
#include "checks/analysis/constants.h"

#include <gtest/gtest.h>

#include <string>

#include "checks/facts/text.h"

namespace pool_audit::analysis {
namespace {

// `value()` of the variable `v`, which `variable` declares in addition to its name and type.
std::optional<int64_t> value(std::string_view variable, std::string_view more = "",
                             std::string_view type = "int") {
  const std::string text = "unit test.c\nvariable v: " + std::string(type) + " " +
                           std::string(variable) + "\n" + std::string(more) +
                           "function g() -> void {\n  block 0:\n    use @v\n    return\n}\n";
  const auto parsed = facts::parse(text);
  EXPECT_TRUE(parsed) << parsed.error().to_string() << "\n" << text;
  if (!parsed) return std::nullopt;
  Program program;
  program.add(*parsed);
  return Constants(program).value(Symbol("v"));
}

constexpr std::string_view kOwn = "linkage=internal in_main_file";

std::string starting(std::string_view with) {
  return std::string(kOwn) + " arguments=(\"" + std::string(with) + "\")";
}

std::string body(std::string_view events) {
  return "function f() -> void {\n  block 0:\n    " + std::string(events) + "\n    return\n}\n";
}

TEST(Constants, StartValue) {
  EXPECT_EQ(value(starting("1")), 1);
  EXPECT_EQ(value(starting("-12")), -12);
  EXPECT_EQ(value(starting("7UL")), 7);
  EXPECT_EQ(value(starting("true"), "", "bool"), 1);
  EXPECT_EQ(value(starting("NULL"), "", "char*"), 0);
  EXPECT_EQ(value(kOwn), 0);
}

TEST(Constants, ExpressionsAreNotComputed) {
  for (const char* each : {"1 + 1", "010", "0x10", "kOther", "f()", ""}) {
    EXPECT_EQ(value(starting(each)), std::nullopt) << each;
  }
}

TEST(Constants, OthersCanNameIt) {
  EXPECT_EQ(value("arguments=(\"1\")"), std::nullopt);
  EXPECT_EQ(value("linkage=internal arguments=(\"1\")"), std::nullopt);
}

TEST(Constants, Written) {
  EXPECT_EQ(value(starting("1"), body("@v = 2")), std::nullopt);
  EXPECT_EQ(value(starting("1"), body("@v = call h(): int")), std::nullopt);
}

TEST(Constants, AddressTaken) {
  EXPECT_EQ(value(starting("1"), body("call h(&@v)")), std::nullopt);
  EXPECT_EQ(value(starting("1"), "variable other: int* arguments=(\"{0, &v}\")\n"), std::nullopt);
}

TEST(Constants, WhatAPointerLeadsToIsAnotherMatter) {
  EXPECT_EQ(value(starting("0"), body("@v->Foo::bar = 2"), "Foo*"), 0);
}

TEST(Constants, NotAllWasSeen) {
  EXPECT_EQ(value(starting("1"), "function unseen() -> void defined\n"), std::nullopt);
}

}  // namespace
}  // namespace pool_audit::analysis
