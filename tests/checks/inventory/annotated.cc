#include "tests/checks/inventory/annotated.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "checks/analysis/program.h"
#include "checks/extract/extract.h"
#include "checks/model/loader.h"
#include "checks/support/files.h"

namespace pool_audit::inventory {
namespace {

using Line = std::pair<std::string, uint32_t>;

struct Expected {
  std::map<Line, std::vector<std::string>> gets;
  std::set<Line> lost;
};

Expected read_comments(const std::string& folder, const std::vector<std::string>& files) {
  static const std::regex get("get: ([a-z-]+)");
  static const std::regex lost(R"((//|/\*) lost\b)");
  Expected out;
  for (const std::string& file : files) {
    const auto text = read_file(folder + "/" + file);
    EXPECT_TRUE(text) << text.error().to_string();
    if (!text) continue;
    std::istringstream lines(*text);
    uint32_t number = 0;
    for (std::string line; std::getline(lines, line);) {
      const Line here(file, ++number);
      for (std::sregex_iterator at(line.begin(), line.end(), get), end; at != end; ++at) {
        out.gets[here].push_back((*at)[1]);
      }
      if (std::regex_search(line, lost)) out.lost.insert(here);
    }
  }
  return out;
}

const char* word(Pairing pairing) {
  switch (pairing) {
    case Pairing::none:
      return "none";
    case Pairing::lease:
      return "lease";
    case Pairing::all_paths:
      return "all-paths";
    case Pairing::some_paths:
      return "some-paths";
    case Pairing::never:
      return "never";
    case Pairing::handed_over:
      return "handed-over";
    case Pairing::unproven:
      return "unproven";
  }
  return "?";
}

std::string at(const Line& line) {
  return line.first + ":" + std::to_string(line.second) + ": ";
}

}  // namespace

facts::TuFacts facts_of(const std::string& folder, const std::string& file,
                        const std::vector<std::string>& flags) {
  extract::Options options;
  options.root = std::filesystem::canonical(folder).string();
  extract::Input input;
  input.directory = options.root;
  input.file = options.root + "/" + file;
  const bool plain_c = file.ends_with(".c");
  input.arguments = {plain_c ? "cc" : "c++", plain_c ? "-std=c11" : "-std=c++20"};
  input.arguments.insert(input.arguments.end(), flags.begin(), flags.end());
  input.arguments.insert(input.arguments.end(), {"-c", input.file});
  extract::Extractor extractor(std::move(options));
  auto facts = extractor.run(input);
  EXPECT_TRUE(facts) << facts.error().to_string();
  if (!facts) return {};
  for (const facts::Diagnostic& diagnostic : facts->diagnostics) {
    ADD_FAILURE() << at({file, diagnostic.location.line}) << diagnostic.message.text();
  }
  return std::move(*facts);
}

Built inventory_of(const std::string& folder, const std::vector<std::string>& files) {
  const auto models = model::load_models({folder + "/.pool-audit.yaml"});
  if (!models) {
    ADD_FAILURE() << models.error().front().to_string();
    return {};
  }
  analysis::Program program;
  for (const std::string& file : files) program.add(facts_of(folder, file));
  return build(program, *models);
}

std::vector<std::string> unclaimed(const Built& built, const std::string& folder,
                                   const std::vector<std::string>& files) {
  const Expected expected = read_comments(folder, files);
  std::map<Line, std::map<uint32_t, const Site*>> gets;  // by column
  std::set<Line> lost;
  for (const Pool& pool : built.pools) {
    for (const Site& site : pool.sites) {
      if (site.kind != SiteKind::get) continue;
      gets[{site.place.file, site.place.line}].emplace(site.place.column, &site);
      if (site.pairing != Pairing::some_paths && site.pairing != Pairing::never) continue;
      for (const Place& place : site.related) lost.insert({place.file, place.line});
    }
  }
  std::vector<std::string> out;
  for (const auto& [line, sites] : gets) {
    std::string found;
    std::string wanted;
    std::string reasons;
    for (const auto& [column, site] : sites) {
      found += std::string(" ") + word(site->pairing);
      reasons += "; " + site->reason;
    }
    if (const auto claimed = expected.gets.find(line); claimed != expected.gets.end()) {
      for (const std::string& each : claimed->second) wanted += " " + each;
    }
    if (found != wanted) {
      out.push_back(at(line) + "expected" + (wanted.empty() ? " no get" : wanted) + ", found" +
                    found + " (" + reasons.substr(2) + ")");
    }
  }
  for (const auto& [line, words] : expected.gets) {
    if (!gets.contains(line)) out.push_back(at(line) + "expected a get, found none");
  }
  for (const Line& line : lost) {
    if (!expected.lost.contains(line)) out.push_back(at(line) + "nothing is lost here");
  }
  for (const Line& line : expected.lost) {
    if (!lost.contains(line)) out.push_back(at(line) + "expected a loss, found none");
  }
  return out;
}

}  // namespace pool_audit::inventory
