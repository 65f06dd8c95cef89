// The manual and the schema of the format say what the reader does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "checks/model/loader.h"
#include "checks/model/vocabulary.h"
#include "checks/support/files.h"

namespace pool_audit::model {
namespace {

using ::testing::HasSubstr;
using Json = nlohmann::json;

std::string text_of(const std::string& path) {
  Result<std::string> text = read_file(path);
  EXPECT_TRUE(text) << path;
  return text ? *text : "";
}

const Json& schema() {
  static const Json parsed = Json::parse(text_of("docs/formats/model.schema.json"));
  return parsed;
}

std::set<std::string> keys_of(const Json& object) {
  std::set<std::string> out;
  for (const auto& [key, value] : object.at("properties").items()) out.insert(key);
  return out;
}

std::set<std::string> set_of(Keys keys) {
  return {keys.begin(), keys.end()};
}

TEST(Schema, KnowsTheKeysOfTheReader) {
  const Json& defs = schema().at("$defs");
  const Json& model = defs.at("model").at("properties");
  std::set<std::string> top = set_of(file_keys());
  top.merge(set_of(reserved_keys()));
  EXPECT_EQ(keys_of(schema()), top);
  EXPECT_EQ(keys_of(defs.at("model")), set_of(model_keys()));
  EXPECT_EQ(keys_of(model.at("pool")), set_of(pool_keys()));
  EXPECT_EQ(keys_of(model.at("pool").at("properties").at("marker")), set_of(marker_keys()));
  EXPECT_EQ(keys_of(defs.at("acquire")), set_of(acquire_keys()));
  EXPECT_EQ(keys_of(defs.at("release")), set_of(release_keys()));
  EXPECT_EQ(keys_of(defs.at("handle")), set_of(handle_keys()));
  EXPECT_EQ(keys_of(model.at("lifecycle")), set_of(lifecycle_keys()));
  EXPECT_EQ(keys_of(model.at("lifecycle").at("properties").at("dtor").at("anyOf").at(1)),
            set_of(destructor_keys()));
  EXPECT_EQ(keys_of(model.at("reset")), set_of(reset_keys()));
  EXPECT_EQ(keys_of(model.at("bounds")), set_of(bounds_keys()));
  EXPECT_EQ(keys_of(model.at("blocks")), set_of(blocks_keys()));
  EXPECT_EQ(keys_of(defs.at("function")), set_of(function_keys()));
  EXPECT_EQ(keys_of(defs.at("type")), set_of(type_keys()));
}

// `at` is an enum or a pattern; every word, with a number where it takes one, must be valid there.
template <class Value>
void expect_words(const Json& at, Words<Value> words) {
  std::set<std::string> texts;
  if (at.contains("enum")) {
    std::set<std::string> listed;
    for (const Json& word : at.at("enum")) {
      if (word.is_string()) listed.insert(word.get<std::string>());
    }
    for (const Word<Value>& word : words) texts.insert(std::string(word.text));
    EXPECT_EQ(listed, texts);
    return;
  }
  const std::regex pattern(at.at("pattern").get<std::string>());
  for (const Word<Value>& word : words) {
    const std::string bare(word.text);
    EXPECT_EQ(std::regex_match(bare, pattern), !word.indexed) << bare;
    EXPECT_EQ(std::regex_match(bare + "(0)", pattern), word.indexed) << bare;
    EXPECT_EQ(std::regex_match(bare + "(63)", pattern), word.indexed) << bare;
    EXPECT_FALSE(std::regex_match(bare + "(64)", pattern)) << bare;
  }
}

TEST(Schema, KnowsTheWordsOfTheReader) {
  const Json& defs = schema().at("$defs");
  const Json& model = defs.at("model").at("properties");
  const Json& acquire = defs.at("acquire").at("properties");
  const Json& release = defs.at("release").at("properties");
  const Json& lifecycle = model.at("lifecycle").at("properties");
  expect_words(model.at("kind"), pool_kinds());
  expect_words(defs.at("identity"), identities());
  expect_words(acquire.at("object"), acquire_objects());
  expect_words(release.at("object"), release_objects());
  expect_words(acquire.at("fails"), failures());
  expect_words(release.at("effect"), release_effects());
  EXPECT_EQ(acquire.at("effect").at("const"), acquire_effects()[0].text);
  expect_words(lifecycle.at("ctor"), constructions());
  expect_words(lifecycle.at("dtor").at("anyOf").at(0), destructions());
  expect_words(lifecycle.at("dtor").at("anyOf").at(1).at("properties").at("true"), destructions());
  expect_words(lifecycle.at("on_pool_end"), pool_ends());
  expect_words(model.at("reset").at("properties").at("by"), resets());
  expect_words(model.at("bounds").at("properties").at("exhausted"), exhaustions());
  expect_words(model.at("after_release").at("anyOf").at(0), after_releases());
  expect_words(defs.at("deed"), deeds());
  expect_words(defs.at("handle_kind"), handle_kinds());
  expect_words(defs.at("function").at("properties").at("handle"), handle_places());
}

TEST(Schema, WhatItRefusesTheReaderRefuses) {
  size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator("tests/checks/model/bad")) {
    EXPECT_FALSE(parse_models(text_of(entry.path().string()), "bad")) << entry.path();
    ++files;
  }
  EXPECT_GT(files, 0U);
}

template <class Value>
void expect_in_manual(const std::string& manual, Words<Value> words) {
  for (const std::string& word : spellings(words)) {
    EXPECT_TRUE(manual.find('`' + word + '`') != std::string::npos ||
                manual.find("`\"" + word + "\"`") != std::string::npos)
        << word;
  }
}

TEST(Manual, NamesEveryKeyAndWord) {
  const std::string manual = text_of("docs/formats/model.md");
  for (const Keys keys : {file_keys(), reserved_keys(), model_keys(), pool_keys(), marker_keys(),
                          acquire_keys(), release_keys(), handle_keys(), lifecycle_keys(),
                          reset_keys(), bounds_keys(), function_keys(), type_keys()}) {
    for (const std::string_view key : keys) {
      EXPECT_THAT(manual, HasSubstr('`' + std::string(key) + '`'));
    }
  }
  expect_in_manual(manual, pool_kinds());
  expect_in_manual(manual, identities());
  expect_in_manual(manual, acquire_objects());
  expect_in_manual(manual, release_objects());
  expect_in_manual(manual, failures());
  expect_in_manual(manual, acquire_effects());
  expect_in_manual(manual, release_effects());
  expect_in_manual(manual, blockings());
  expect_in_manual(manual, constructions());
  expect_in_manual(manual, destructions());
  expect_in_manual(manual, pool_ends());
  expect_in_manual(manual, resets());
  expect_in_manual(manual, exhaustions());
  expect_in_manual(manual, after_releases());
  expect_in_manual(manual, deeds());
  expect_in_manual(manual, handle_kinds());
  expect_in_manual(manual, handle_places());
}

TEST(Manual, ItsExamplesAreModels) {
  const std::string manual = text_of("docs/formats/model.md");
  const std::string open = "```yaml\n";
  size_t examples = 0;
  for (size_t at = manual.find(open); at != std::string::npos; at = manual.find(open, at + 1)) {
    const size_t start = at + open.size();
    const std::string example = manual.substr(start, manual.find("```", start) - start);
    const auto file = parse_models(example, "model.md");
    EXPECT_TRUE(file) << (file ? "" : file.error().front().to_string()) << '\n' << example;
    // What it says of rules is checked where the rules are known.
    const bool speaks_of_rules = example.starts_with("rules:");
    if (file && !speaks_of_rules) {
      EXPECT_FALSE(file->pools.empty() && file->behaviour.types.empty());
    }
    ++examples;
  }
  EXPECT_EQ(examples, 7U);
}

}  // namespace
}  // namespace pool_audit::model
