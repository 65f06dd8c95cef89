// What a precompiled header changes: the time, and no fact.
#include <memory>

#include "checks/facts/text.h"
#include "tests/checks/extract/extract_support.h"

namespace pool_audit::extract {
namespace {

using testing::Contains;
using testing::HasSubstr;

constexpr const char* kHeader = R"(#pragma once
#include <memory>
#include <vector>
#define TAKE(p) (p).take()
// Recycles what it is given.
template <class T> class Pool {
 public:
  T* take() { if (free_.empty()) return new T(); T* t = free_.back(); free_.pop_back(); return t; }
  void give(T* t) { free_.push_back(t); }
 private:
  std::vector<T*> free_;
};
struct Buffer { int size = 0; char bytes[100]; };
inline int skipped(Buffer* b) { return b->size; }
extern Pool<Buffer> buffers;
inline Pool<Buffer>& shared() { return buffers; }
)";

constexpr const char* kSource = R"(#include <memory>
#include "pool.h"
Pool<Buffer> buffers;
struct Own { int x; };
static Pool<Own> owned;
int use() {
  Buffer* b = TAKE(shared());
  int n = skipped(b) + b->size;
  Own* o = owned.take();
  owned.give(o);
  shared().give(b);
  return n;
}
)";

class PrefixTest : public testing::Test {
 protected:
  PrefixTest() {
    folder_.write("pool.h", kHeader);
    folder_.write("a.cc", kSource);
    Options options;
    options.root = folder_.path();
    options.macros = {"GET"};
    extractor_ = std::make_unique<Extractor>(std::move(options));
    extractor_->options().analyse_header = [](std::string_view) { return false; };
  }

  Input input(const std::string& file, const std::vector<std::string>& flags = {}) const {
    Input out{folder_.path() + "/" + file, folder_.path(), {"clang++", "-std=c++20"}};
    out.arguments.insert(out.arguments.end(), flags.begin(), flags.end());
    out.arguments.insert(out.arguments.end(), {"-c", out.file});
    return out;
  }
  Result<Prefix> precompile(const std::string& lines, const std::vector<std::string>& flags = {}) {
    return extractor_->precompile(input("a.cc", flags), lines, folder_.path() + "/p.pch");
  }
  std::string facts(const Input& input) {
    const auto facts = extractor_->run(input);
    EXPECT_TRUE(facts) << facts.error().to_string();
    if (!facts) return {};
    check_invariants(*facts);
    return facts::print(*facts);
  }

  std::string header() const { return "#include \"" + folder_.path() + "/pool.h\"\n"; }

  Folder folder_;
  std::unique_ptr<Extractor> extractor_;
};

TEST_F(PrefixTest, FactsAreTheSame) {
  const std::string alone = facts(input("a.cc"));
  auto prefix = precompile("#include <memory>\n" + header());
  ASSERT_TRUE(prefix) << prefix.error().to_string();
  EXPECT_THAT(prefix->files, Contains(testing::Field(&facts::FileRead::path, Symbol("pool.h"))));
  extractor_->options().prefix = std::make_shared<const Prefix>(*prefix);
  EXPECT_EQ(facts(input("a.cc")), alone);
  EXPECT_THAT(alone, HasSubstr("use"));
  // Nor does a unit notice that another one started from it.
  extractor_->options().prefix = nullptr;
  EXPECT_EQ(facts(input("a.cc")), alone);
}

TEST_F(PrefixTest, PlainC) {
  folder_.write("b.h",
                "#pragma once\n#include <stdlib.h>\nstruct b { struct b *next; };\n"
                "static inline int one(struct b *b) { return b != 0; }\n");
  folder_.write("b.c",
                "#include \"b.h\"\nstatic struct b *list;\n"
                "struct b *get(void) { struct b *b = list; if (!one(b)) return malloc(8);\n"
                "  list = b->next; return b; }\n");
  Input unit{folder_.path() + "/b.c", folder_.path(), {"clang", "-c", folder_.path() + "/b.c"}};
  const std::string alone = facts(unit);
  auto prefix = extractor_->precompile(unit, "#include \"" + folder_.path() + "/b.h\"\n",
                                       folder_.path() + "/b.pch");
  ASSERT_TRUE(prefix) << prefix.error().to_string();
  extractor_->options().prefix = std::make_shared<const Prefix>(*prefix);
  EXPECT_EQ(facts(unit), alone);
}

TEST_F(PrefixTest, ErrorsInTheHeadersAreNotHidden) {
  folder_.write("bad.h", "#pragma once\nint f() { return; }\nnonsense x;\n");
  const auto prefix = precompile("#include \"" + folder_.path() + "/bad.h\"\n");
  ASSERT_FALSE(prefix);
  EXPECT_THAT(prefix.error().to_string(), HasSubstr("unknown type name 'nonsense'"));
  EXPECT_FALSE(precompile("#include <no/such/header.h>\n"));
}

TEST_F(PrefixTest, ModelledMacrosHaveToBeSeenByEachUnit) {
  folder_.write("macro.h",
                "#pragma once\nvoid* take(int);\n#define GET(n) take(n)\n"
                "template <class T> T* get(T) { return (T*)GET(1); }\n");
  const auto prefix = precompile("#include \"" + folder_.path() + "/macro.h\"\n");
  ASSERT_FALSE(prefix);
  EXPECT_THAT(prefix.error().to_string(), HasSubstr("modelled macro"));
}

TEST_F(PrefixTest, WhatDoesNotFitTheCommandIsAnErrorOfTheUnit) {
  auto prefix = precompile(header());
  ASSERT_TRUE(prefix) << prefix.error().to_string();
  extractor_->options().prefix = std::make_shared<const Prefix>(*prefix);
  const auto other = extractor_->run(input("a.cc", {"-std=c++17"}));
  EXPECT_TRUE(!other || !other->diagnostics.empty());
}

TEST_F(PrefixTest, NoPlaceForTheFile) {
  EXPECT_FALSE(extractor_->precompile(input("a.cc"), header(), "/nonexistent/p.pch"));
}

}  // namespace
}  // namespace pool_audit::extract
