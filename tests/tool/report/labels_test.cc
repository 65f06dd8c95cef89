// Every enumerator has its word, its place in the schema, and its place in the sample.
#include "tool/report/labels.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "checks/support/files.h"
#include "tests/tool/report/enumerators.h"
#include "tests/tool/report/sample.h"
#include "tool/report/schema_version.h"

namespace pool_audit::report {
namespace {

using namespace inventory;

enum class Three : int { a, b, c = 5 };

TEST(Enumerators, AreFound) {
  EXPECT_THAT(enumerators<Three>(), testing::ElementsAre(Three::a, Three::b, Three::c));
}

nlohmann::json schema() {
  const auto text = read_file("docs/formats/inventory.schema.json");
  EXPECT_TRUE(text);
  return nlohmann::json::parse(text.value_or("{}"));
}

template <class Enum>
void expect_labels(const char* name_in_schema) {
  std::vector<Enum> values;
  std::vector<std::string> texts;
  for (const Label<Enum>& label : labels<Enum>()) {
    values.push_back(label.value);
    texts.emplace_back(label.text);
    EXPECT_EQ(text_of(label.value), label.text);
    ASSERT_NE(value_of<Enum>(label.text), nullptr);
    EXPECT_EQ(*value_of<Enum>(label.text), label.value);
  }
  EXPECT_EQ(values, enumerators<Enum>()) << name_in_schema;
  EXPECT_EQ(std::set<std::string>(texts.begin(), texts.end()).size(), texts.size());
  EXPECT_EQ(value_of<Enum>("no such word"), nullptr);
  EXPECT_EQ(schema()["$defs"][name_in_schema]["enum"], texts) << name_in_schema;
}

TEST(Labels, AreCompleteAndThoseOfTheSchema) {
  expect_labels<Origin>("origin");
  expect_labels<StorageClass>("storage");
  expect_labels<Visibility>("visibility");
  expect_labels<SiteKind>("site_kind");
  expect_labels<Pairing>("pairing");
  expect_labels<BoundKind>("bound_kind");
  expect_labels<UnitState>("unit_state");
  expect_labels<SuppressionKind>("suppression_kind");
  expect_labels<SuppressionState>("suppression_state");
  expect_labels<verdict::Class>("class");
  expect_labels<verdict::Action>("action");
  expect_labels<verdict::Confidence>("confidence");
}

TEST(Labels, SchemaHasTheVersion) {
  EXPECT_EQ(schema()["properties"]["schema_version"]["const"], kSchemaVersion);
}

TEST(Sample, HasEveryEnumerator) {
  std::set<Origin> origins;
  std::set<StorageClass> storages;
  std::set<Visibility> visibilities;
  std::set<SiteKind> kinds;
  std::set<Pairing> pairings;
  std::set<BoundKind> bounds;
  std::set<UnitState> states;
  const Inventory sample = sample_inventory();
  for (const Pool& pool : sample.pools) {
    origins.insert(pool.origin);
    storages.insert(pool.storage);
    visibilities.insert(pool.visibility);
    bounds.insert(pool.bound.kind);
    for (const Site& site : pool.sites) {
      kinds.insert(site.kind);
      pairings.insert(site.pairing);
    }
  }
  for (const Unit& unit : sample.units) states.insert(unit.state);
  std::set<SuppressionKind> suppressors;
  std::set<SuppressionState> suppressions;
  for (const Suppression& each : sample.suppressions) {
    suppressors.insert(each.kind);
    suppressions.insert(each.state);
  }
  std::set<verdict::Class> classes;
  std::set<verdict::Action> actions;
  std::set<verdict::Confidence> confidences;
  for (const verdict::PoolVerdict& each : sample_report().assessment->pools) {
    classes.insert(each.verdict.class_);
    actions.insert(each.verdict.action);
    confidences.insert(each.confidence);
  }
  EXPECT_EQ(classes.size(), enumerators<verdict::Class>().size());
  EXPECT_EQ(actions.size(), enumerators<verdict::Action>().size());
  EXPECT_EQ(confidences.size(), enumerators<verdict::Confidence>().size());
  EXPECT_EQ(origins.size(), enumerators<Origin>().size());
  EXPECT_EQ(storages.size(), enumerators<StorageClass>().size());
  EXPECT_EQ(visibilities.size(), enumerators<Visibility>().size());
  EXPECT_EQ(kinds.size(), enumerators<SiteKind>().size());
  EXPECT_EQ(pairings.size(), enumerators<Pairing>().size());
  EXPECT_EQ(bounds.size(), enumerators<BoundKind>().size());
  EXPECT_EQ(states.size(), enumerators<UnitState>().size());
  EXPECT_EQ(suppressors.size(), enumerators<SuppressionKind>().size());
  EXPECT_EQ(suppressions.size(), enumerators<SuppressionState>().size());
}

}  // namespace
}  // namespace pool_audit::report
