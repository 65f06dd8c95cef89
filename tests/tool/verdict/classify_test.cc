// Classes at their boundaries, with hysteresis, and the gate of a removal.
#include "tool/verdict/classify.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pool_audit::verdict {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(Class, BothBoundariesAreWarm) {
  const Thresholds thresholds;
  const auto plain = [&](double peak) { return class_of(peak, thresholds, Class::unmeasured); };
  EXPECT_EQ(plain(0), Class::cold);
  EXPECT_EQ(plain(99.999), Class::cold);
  EXPECT_EQ(plain(100), Class::warm);
  EXPECT_EQ(plain(10'000), Class::warm);
  EXPECT_EQ(plain(10'000.001), Class::hot);
}

TEST(Class, IsKeptNearAThreshold) {
  const Thresholds thresholds;  // 20 %
  EXPECT_EQ(class_of(90, thresholds, Class::warm), Class::warm);
  EXPECT_EQ(class_of(80, thresholds, Class::warm), Class::warm);
  EXPECT_EQ(class_of(79.9, thresholds, Class::warm), Class::cold);
  EXPECT_EQ(class_of(110, thresholds, Class::cold), Class::cold);
  EXPECT_EQ(class_of(120, thresholds, Class::cold), Class::warm);
  EXPECT_EQ(class_of(11'000, thresholds, Class::warm), Class::warm);
  EXPECT_EQ(class_of(12'001, thresholds, Class::warm), Class::hot);
  EXPECT_EQ(class_of(9'000, thresholds, Class::hot), Class::hot);
  EXPECT_EQ(class_of(8'000, thresholds, Class::hot), Class::warm);
  EXPECT_EQ(class_of(1, thresholds, Class::hot), Class::cold);
  EXPECT_EQ(class_of(1e6, thresholds, Class::cold), Class::hot);
}

// Whatever it was, a class is what the plain thresholds say or what it was.
TEST(Class, HysteresisInventsNoThird) {
  const Thresholds thresholds;
  for (double peak = 0.5; peak < 1e6; peak *= 1.01) {
    const Class plain = class_of(peak, thresholds, Class::unmeasured);
    for (const Class before : {Class::cold, Class::warm, Class::hot}) {
      const Class now = class_of(peak, thresholds, before);
      EXPECT_TRUE(now == plain || now == before ||
                  (now > std::min(plain, before) && now < std::max(plain, before)))
          << peak;
      EXPECT_EQ(class_of(peak, thresholds, now), now) << peak << ": it is not stable";
    }
  }
}

telemetry::Measured watched(double peak) {
  telemetry::Measured out;
  out.process = {.mean = peak / 2, .p99 = peak, .peak = peak};
  out.fleet = out.process;
  out.hits = 90;
  out.created = 10;
  out.window_seconds = 31 * 86400.0;
  out.covered_seconds = out.window_seconds;
  out.points = 1000;
  out.instances = {{"a", "", ""}};
  return out;
}

Evidence evidence(double peak) {
  Evidence out;
  out.measured = watched(peak);
  out.confidence = Confidence::name;
  return out;
}

TEST(Verdict, HotIsLeftAlone) {
  const Verdict verdict = judge(evidence(50'000), {});
  EXPECT_EQ(verdict.class_, Class::hot);
  EXPECT_EQ(verdict.action, Action::leave);
  EXPECT_THAT(verdict.reasons, ElementsAre(HasSubstr("at peak 50k gets/s in one process"),
                                           "90 % of the gets reuse an object"));
}

TEST(Verdict, HotWithAKnownBugIsReviewed) {
  Evidence known = evidence(50'000);
  known.open_findings = 2;
  EXPECT_EQ(judge(known, {}).action, Action::review);
  EXPECT_THAT(judge(known, {}).reasons, Contains("2 findings about its use"));
}

TEST(Verdict, HotIsNotReplacedForItsDesign) {
  Evidence known = evidence(50'000);
  known.design_findings = 1;
  EXPECT_EQ(judge(known, {}).action, Action::leave);
  known.measured = watched(500);
  EXPECT_EQ(judge(known, {}).action, Action::replace);
}

TEST(Verdict, WarmIsReviewed) {
  EXPECT_EQ(judge(evidence(500), {}).action, Action::review);
}

TEST(Verdict, ColdIsRemovedThroughTheGate) {
  const Verdict verdict = judge(evidence(5), {});
  EXPECT_EQ(verdict.class_, Class::cold);
  EXPECT_EQ(verdict.action, Action::remove);
  EXPECT_TRUE(verdict.missing.empty());
}

TEST(Verdict, TheGateNamesWhatIsMissing) {
  Evidence weak = evidence(5);
  weak.measured->window_seconds = 2 * 86400.0;
  weak.measured->covered_seconds = 86400.0;
  weak.measured->points = 7;
  weak.confidence = Confidence::type;
  weak.dynamic_use = true;
  const Verdict verdict = judge(weak, {});
  EXPECT_EQ(verdict.action, Action::observe);
  EXPECT_THAT(
      verdict.missing,
      ElementsAre("watched for 2 days of 30 days", "measured in 50 % of that time, wanted 90 %",
                  "7 of 100 scrapes", "the measurement is joined by type, not by name or site",
                  "its uses cannot all be seen"));
  weak.confidence = Confidence::mapped;
  EXPECT_THAT(judge(weak, {}).missing, Contains(HasSubstr("by a moved line")));
}

TEST(Verdict, NothingMeasuredIsInstrumented) {
  const Verdict verdict = judge({}, {});
  EXPECT_EQ(verdict.class_, Class::unmeasured);
  EXPECT_EQ(verdict.action, Action::instrument);
  Evidence timeless = evidence(0);
  timeless.measured->window_seconds = 0;
  EXPECT_EQ(judge(timeless, {}).class_, Class::unmeasured);
  EXPECT_THAT(judge(timeless, {}).reasons, ElementsAre(HasSubstr("no times")));
}

TEST(Verdict, SaysThatHysteresisDecided) {
  Evidence near = evidence(90);
  near.before = Class::warm;
  const Verdict verdict = judge(near, {});
  EXPECT_EQ(verdict.class_, Class::warm);
  EXPECT_THAT(verdict.reasons, Contains(HasSubstr("it was warm before")));
}

}  // namespace
}  // namespace pool_audit::verdict
