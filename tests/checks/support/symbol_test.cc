#include "checks/support/symbol.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <thread>
#include <unordered_set>
#include <vector>

namespace pool_audit {
namespace {

TEST(Symbol, DefaultIsTheEmptyText) {
  EXPECT_EQ(Symbol(), Symbol(""));
  EXPECT_TRUE(Symbol().empty());
  EXPECT_FALSE(Symbol());
  EXPECT_EQ(Symbol().text(), "");
  EXPECT_EQ(Symbol().raw(), 0U);
}

TEST(Symbol, EqualTextGivesEqualSymbols) {
  const std::string text = "ns::Pool<Foo *>";
  const Symbol first(text);
  EXPECT_EQ(first, Symbol(std::string(text)));
  EXPECT_NE(first, Symbol("ns::Pool<Foo*>"));
  EXPECT_EQ(first.raw(), Symbol(text).raw());
  EXPECT_TRUE(first);
}

TEST(Symbol, TextOutlivesWhatItWasMadeFrom) {
  std::string text = "a text that goes away";
  const Symbol symbol(text);
  const std::string_view kept = symbol.text();
  text.assign(text.size(), 'x');
  EXPECT_EQ(kept, "a text that goes away");
  EXPECT_EQ(kept.data(), Symbol("a text that goes away").text().data()) << "stored once";
}

TEST(Symbol, OrderIsThatOfTheText) {
  const Symbol last("symbol order z");  // interned first
  const Symbol first("symbol order a");
  EXPECT_LT(first, last);
  EXPECT_LT(Symbol(), first);
  EXPECT_EQ(first <=> first, std::strong_ordering::equal);
  std::vector<Symbol> symbols = {last, Symbol("symbol order m"), first};
  std::ranges::sort(symbols);
  EXPECT_THAT(symbols, testing::ElementsAre(first, Symbol("symbol order m"), last));
}

TEST(Symbol, HoldsAnyBytesOfAnyLength) {
  using namespace std::string_literals;
  const std::string zero = "a\0b"s;
  EXPECT_EQ(Symbol(zero).text(), zero);
  EXPECT_NE(Symbol(zero), Symbol("a"));
  for (const size_t size : {1U << 14, (1U << 14) + 1, 1U << 16, 1U << 20}) {
    const std::string large(size, 'l');
    EXPECT_EQ(Symbol(large).text(), large);
    EXPECT_EQ(Symbol(large), Symbol(large));
  }
}

// More than fit into one chunk of the table.
TEST(Symbol, ManySymbolsKeepTheirTexts) {
  constexpr size_t kCount = 50000;
  std::vector<Symbol> symbols;
  for (size_t i = 0; i < kCount; ++i) symbols.emplace_back("many" + std::to_string(i));
  for (size_t i = 0; i < kCount; ++i) ASSERT_EQ(symbols[i].text(), "many" + std::to_string(i));
  EXPECT_EQ(std::unordered_set<Symbol>(symbols.begin(), symbols.end()).size(), kCount);
}

TEST(Symbol, ThreadsAgree) {
  constexpr size_t kCount = 20000;
  std::vector<std::vector<Symbol>> seen(4);
  std::vector<std::thread> threads;
  for (size_t t = 0; t < seen.size(); ++t) {
    threads.emplace_back([&seen, t] {
      for (size_t i = 0; i < kCount; ++i) {
        const size_t at = t % 2 == 0 ? i : kCount - 1 - i;
        seen[t].emplace_back("thread" + std::to_string(at));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (size_t t = 1; t < seen.size(); t += 2) std::ranges::reverse(seen[t]);
  for (size_t i = 0; i < kCount; ++i) {
    ASSERT_EQ(seen[0][i].text(), "thread" + std::to_string(i));
    for (size_t t = 1; t < seen.size(); ++t) ASSERT_EQ(seen[t][i], seen[0][i]);
  }
}

}  // namespace
}  // namespace pool_audit
