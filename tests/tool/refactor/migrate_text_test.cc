// What migration reads in sources: statements about an object, locals that may own it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tool/refactor/lease_uses.h"
#include "tool/refactor/object_statement.h"

namespace pool_audit::refactor {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

std::string spoken(const std::string& text, bool is_reference = false) {
  const Source source(text);
  return of_object(source, {0, text.size()}, {"b", is_reference, {"b", "free_", "n", "size"}})
      .value_or("-");
}

TEST(ObjectStatement, SpeaksOfTheObject) {
  EXPECT_EQ(spoken("b->reset();"), "object.reset();");
  EXPECT_EQ(spoken("(*b).used = 0;"), "(object).used = 0;");
  EXPECT_EQ(spoken("b->values.clear();"), "object.values.clear();");
  EXPECT_EQ(spoken("memset(b, 0, sizeof *b);"), "memset(&object, 0, sizeof object);");
  EXPECT_EQ(spoken("b->size() > kLargest"), "object.size() > kLargest");
  EXPECT_EQ(spoken("b.clear();", true), "object.clear();");
}

TEST(ObjectStatement, KeepsOutWhatTheFunctionAloneKnows) {
  EXPECT_EQ(spoken("b->used = n;"), "-");
  EXPECT_EQ(spoken("b->next = free_;"), "-");
  EXPECT_EQ(spoken("b->owner = this;"), "-");
  EXPECT_EQ(spoken("size() > 3"), "-");
  EXPECT_EQ(spoken("count = 3;"), "-");  // nothing of the object
}

struct Local {
  explicit Local(const std::string& text) : source(text) {
    const size_t begin = text.find("get()");
    local = owned_local(source, {begin, begin + 5});
    from = begin + 5;
  }
  [[nodiscard]] std::vector<size_t> uses(bool is_owner = false) const {
    const auto found = pointer_uses(source, *local, from, {}, is_owner);
    return found ? *found : std::vector<size_t>{0};
  }

  Source source;
  std::optional<OwnedLocal> local;
  size_t from = 0;
};

TEST(LeaseUses, FindsTheLocalOfAGet) {
  const Local plain("{ T* const x = get(); }");
  ASSERT_TRUE(plain.local);
  EXPECT_EQ(plain.local->name, "x");
  EXPECT_TRUE(plain.local->is_const);
  EXPECT_FALSE(Local("{ x = get(); }").local);
  EXPECT_FALSE(Local("{ static T* x = get(); }").local);
  EXPECT_FALSE(Local("{ T *x = get(), *y = 0; }").local);
  EXPECT_FALSE(Local("{ use(get()); }").local);
  EXPECT_FALSE(Local("{ if (a) T* x = get(); }").local);
}

TEST(LeaseUses, AsAPointerWhereOneIsWanted) {
  EXPECT_THAT(Local("{ T* x = get(); x->f(); (*x).g(); if (x) h(); if (!x) return; }").uses(),
              IsEmpty());
  EXPECT_THAT(Local("{ T* x = get(); f(x); g(1, x, 2); }").uses(), SizeIs(2));
  EXPECT_THAT(Local("{ T* x = get(); if (x == nullptr) return; }").uses(), SizeIs(1));
  EXPECT_THAT(Local("{ T* x = get(); return x->n; }").uses(), IsEmpty());
}

TEST(LeaseUses, NoOwnerStandsForAPointerThatGoesOn) {
  for (const char* text :
       {"{ T* x = get(); x = 0; }", "{ T* x = get(); return x; }", "{ T* x = get(); T* y = x; }",
        "{ T* x = get(); f(&x); }", "{ T* x = get(); x++; }", "{ T* x = get(); x[1] = 2; }",
        "{ T* x = get(); [x] { }; }", "{ T* x = get(); delete x; }"}) {
    EXPECT_THAT(Local(text).uses(), ElementsAre(0)) << text;
  }
}

TEST(LeaseUses, OfASmartPointer) {
  EXPECT_THAT(Local("{ auto x = get(); f(*x, x.get()); x->g(); }").uses(true), IsEmpty());
  EXPECT_THAT(Local("{ auto x = get(); f(x); }").uses(true), ElementsAre(0));
  EXPECT_THAT(Local("{ auto x = get(); x.reset(); }").uses(true), ElementsAre(0));
}

bool ends(const std::string& text) {
  const Source source(text);
  const size_t begin = text.find("put(x)");
  const auto local = owned_local(source, {text.find("get()"), text.find("get()") + 5});
  return ends_scope(source, *source.statement({begin, begin + 6}), *local);
}

TEST(LeaseUses, KnowWhenNothingFollowsAPut) {
  EXPECT_TRUE(ends("{ T* x = get(); put(x); }"));
  EXPECT_TRUE(ends("{ T* x = get(); int sum = 0; put(x); return sum + 1; }"));
  EXPECT_TRUE(ends("{ T* x = get(); if (a) { put(x); return; } }"));
  EXPECT_FALSE(ends("{ T* x = get(); put(x); return total; }"));  // the put may count
  EXPECT_FALSE(ends("{ T* x = get(); int sum = 0; put(x); return sum + total; }"));
  EXPECT_FALSE(ends("{ T* x = get(); T* y = x; put(x); return y->n; }"));
  EXPECT_FALSE(ends("{ T* x = get(); put(x); return f(); }"));
  EXPECT_FALSE(ends("{ T* x = get(); put(x); f(); }"));
  EXPECT_FALSE(ends("{ T* x = get(); if (a) { put(x); } f(); }"));
  EXPECT_FALSE(ends("{ T* x = get(); if (a) put(x); }"));
}

bool used_behind(const std::string& text) {
  const Source source(text);
  const size_t begin = text.find("put(x)");
  const auto local = owned_local(source, {text.find("get()"), text.find("get()") + 5});
  return is_used_behind(source, *source.statement({begin, begin + 6}), *local);
}

TEST(LeaseUses, KnowWhatIsNamedBehindAPut) {
  EXPECT_TRUE(used_behind("{ T* x = get(); put(x); f(x->n); }"));
  EXPECT_TRUE(used_behind("{ T* x = get(); put(x); return x == nullptr; }"));
  EXPECT_TRUE(used_behind("{ T* x = get(); if (a) { put(x); } f(x); }"));
  EXPECT_FALSE(used_behind("{ T* x = get(); if (a) { put(x); return; } f(x); put(x); }"));
  EXPECT_FALSE(used_behind("{ T* x = get(); if (a) { put(x); } else { f(x); put(x); } g(); }"));
  EXPECT_FALSE(used_behind("{ T* x = get(); while (a) { put(x); x = get(); } }"));
}

}  // namespace
}  // namespace pool_audit::refactor
