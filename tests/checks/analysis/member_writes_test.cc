// Which members of an object functions overwrite and read, and where a program writes them.
#include "checks/analysis/member_writes.h"

#include <gtest/gtest.h>

#include "checks/analysis/member_sites.h"
#include "checks/analysis/roles_marks.h"
#include "checks/facts/text.h"
#include "checks/model/loader.h"

namespace pool_audit::analysis {
namespace {

constexpr std::string_view kRecords = R"(unit test.cc
locate_lines
type const Obj * pointer target=Obj size_bytes=8
record Part size_bytes=8 {
  field a: int
  field b: int
}
record Obj size_bytes=32 {
  field n: int
  field p: Obj*
  field part: Part
}
variable flag: int
function stop() -> void noreturn
function Part::reset() -> void record=Part record_type=Part {
  block 0 entry:
    this->a = 0
    -> exit
  block 1 exit
}
function unseen(o: Obj*) -> void
function looks(o: const Obj *) -> void
)";

class MemberWritesOf : public testing::Test {
 protected:
  // What f(obj), with this body, overwrites of *obj: names separated by spaces.
  std::string overwritten(const std::string& body) {
    load(body);
    std::string out;
    const Members found = writes_->overwritten_by(function("f"), 0);
    for (const Member& member : found.parts()) {
      out += (out.empty() ? "" : " ") + words(member);
    }
    return out;
  }

  std::string read_first(const std::string& body) {
    load(body);
    Origin origin;
    origin.kind = Origin::Kind::parameter;
    std::string out;
    for (const MemberRead& read : writes_->read_first(*program_->graph(function("f")), origin)) {
      out += (out.empty() ? "" : " ") + words(read.member);
    }
    return out;
  }

  void load(const std::string& body) {
    const auto unit =
        facts::parse(std::string(kRecords) + "function f(obj: Obj*) -> void {\n" + body + "}\n");
    ASSERT_TRUE(unit) << unit.error().to_string();
    program_ = std::make_unique<Program>();
    program_->add(*unit);
    models_ = std::make_unique<model::ModelSet>(*model::load_models({}));
    marks_ = std::make_unique<Marks>(*program_);
    roles_ = std::make_unique<Roles>(*program_, *models_, recognised_, *marks_);
    writes_ = std::make_unique<MemberWrites>(*program_, *roles_);
  }

  Symbol function(std::string_view name) const {
    for (const facts::Function* each : program_->functions()) {
      if (each->name.text() == name) return each->id;
    }
    return {};
  }

  std::string words(const Member& member) const {
    if (member.empty()) return "all";
    std::string out;
    for (const Symbol field : member) {
      out += (out.empty() ? "" : ".") + std::string(program_->field(field).field->name.text());
    }
    return out;
  }

  Recognised recognised_;
  std::unique_ptr<Program> program_;
  std::unique_ptr<model::ModelSet> models_;
  std::unique_ptr<Marks> marks_;
  std::unique_ptr<Roles> roles_;
  std::unique_ptr<MemberWrites> writes_;
};

TEST_F(MemberWritesOf, Assignments) {
  EXPECT_EQ(overwritten("  block 0:\n    obj->n = 1\n    obj->part.b = 2\n    -> exit\n"
                        "  block 1 exit\n"),
            "n part.b");
}

TEST_F(MemberWritesOf, OneSideOfABranchOnSomethingElseIsNotEnough) {
  EXPECT_EQ(overwritten("  block 0:\n    if @flag -> 1 else 2\n"
                        "  block 1:\n    obj->n = 1\n    -> 2\n"
                        "  block 2:\n    -> exit\n  block 3 exit\n"),
            "");
}

TEST_F(MemberWritesOf, BothSidesAre) {
  EXPECT_EQ(overwritten("  block 0:\n    if @flag -> 1 else 2\n"
                        "  block 1:\n    obj->n = 1\n    -> 3\n"
                        "  block 2:\n    obj->n = 2\n    obj->p = null\n    -> 3\n"
                        "  block 3:\n    -> exit\n  block 4 exit\n"),
            "n");
}

TEST_F(MemberWritesOf, ABranchOnTheObjectCountsWithItsBetterSide) {
  EXPECT_EQ(overwritten("  block 0:\n    if obj->p reads (obj->p) -> 1 else 2\n"
                        "  block 1:\n    obj->p = null\n    -> 2\n"
                        "  block 2:\n    -> exit\n  block 3 exit\n"),
            "p");
}

TEST_F(MemberWritesOf, CalledMethodsOfMembers) {
  EXPECT_EQ(overwritten("  block 0:\n    call Part::reset(object=&obj->part)\n    -> exit\n"
                        "  block 1 exit\n"),
            "part.a");
}

TEST_F(MemberWritesOf, WhatNobodyHasSeenOverwritesEverything) {
  EXPECT_EQ(overwritten("  block 0:\n    call unseen(obj)\n    -> exit\n  block 1 exit\n"), "all");
  EXPECT_EQ(overwritten("  block 0:\n    call looks(obj)\n    -> exit\n  block 1 exit\n"), "");
}

TEST_F(MemberWritesOf, Aliases) {
  EXPECT_EQ(overwritten("  local r: Part&\n  block 0:\n    r = &obj->part init\n    r->a = 0\n"
                        "    -> exit\n  block 1 exit\n"),
            "part.a");
}

TEST_F(MemberWritesOf, ReadsBeforeAnyWrite) {
  EXPECT_EQ(read_first("  block 0:\n    use obj->n\n    obj->part.a = 1\n    use obj->part.a\n"
                       "    use obj->part.b\n    -> exit\n  block 1 exit\n"),
            "n part.b");
}

TEST_F(MemberWritesOf, APathThatMayWriteIsEnoughToBeSilent) {
  EXPECT_EQ(read_first("  block 0:\n    if @flag -> 1 else 2\n"
                       "  block 1:\n    obj->n = 1\n    -> 2\n"
                       "  block 2:\n    use obj->n\n    -> exit\n  block 3 exit\n"),
            "");
}

TEST_F(MemberWritesOf, SitesNameTheMemberAndTheObject) {
  load("  block 0:\n    obj->part.b = @flag\n    obj->n = 0\n    -> exit\n  block 1 exit\n");
  const MemberSites sites(*program_);
  const facts::Record* part = nullptr;
  for (const facts::Record* record : program_->records()) {
    if (record->name.text() == "Part") part = record;
  }
  ASSERT_NE(part, nullptr);
  const auto& writes = sites.writes_of(part->fields[1].id);
  ASSERT_EQ(writes.size(), 1U);
  EXPECT_EQ(words(writes[0].member), "part.b");
  EXPECT_FALSE(writes[0].empties);
}

TEST(MembersSet, PartsAndWholes) {
  const Symbol a("a");
  const Symbol b("b");
  Members set;
  set.add(Member{a, b});
  EXPECT_FALSE(set.covers({a}));
  EXPECT_TRUE(set.touches({a}));
  set.add(Member{a});
  EXPECT_TRUE(set.covers({a, b}));
  EXPECT_EQ(set.parts().size(), 1U);
  Members other;
  other.add(Member{a, b});
  set.keep_common(other);
  EXPECT_TRUE(set.covers({a, b}));
  EXPECT_FALSE(set.covers({a}));
}

}  // namespace
}  // namespace pool_audit::analysis
