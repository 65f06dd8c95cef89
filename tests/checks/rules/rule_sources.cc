#include "tests/checks/rules/rule_sources.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include "checks/analysis/program.h"
#include "checks/inventory/build.h"
#include "checks/model/loader.h"
#include "checks/support/files.h"
#include "tests/checks/inventory/annotated.h"

namespace pool_audit::rules {

namespace {

struct Claim {
  std::string file;
  uint32_t line = 0;
  std::string rule;  // "" for any
  std::string text;
  bool met = false;
};

std::vector<Claim> claims_of(const std::string& folder, const std::vector<std::string>& files) {
  static const std::regex warn(R"((//|/\*) warn ?([a-z-]*): ([^/*]+?) *(?=$|//|\*/))");
  std::vector<Claim> out;
  for (const std::string& file : files) {
    const auto text = read_file(folder + "/" + file);
    EXPECT_TRUE(text) << text.error().to_string();
    if (!text) continue;
    std::istringstream lines(*text);
    uint32_t number = 0;
    for (std::string line; std::getline(lines, line);) {
      ++number;
      for (std::sregex_iterator at(line.begin(), line.end(), warn), end; at != end; ++at) {
        out.push_back({file, number, (*at)[2], (*at)[3]});
      }
    }
  }
  return out;
}

}  // namespace

namespace {

inventory::Built built_from(const std::string& folder, const std::vector<std::string>& files,
                            const inventory::Inspect& inspect) {
  std::vector<std::string> model_files;
  if (const std::string own = folder + "/.pool-audit.yaml"; std::filesystem::exists(own)) {
    model_files.push_back(own);
  }
  const auto models = model::load_models(model_files);
  if (!models) {
    ADD_FAILURE() << models.error().front().to_string();
    return {};
  }
  analysis::Program program;
  for (const std::string& file : files) program.add(inventory::facts_of(folder, file));
  return inventory::build(program, *models, inspect);
}

}  // namespace

std::vector<Finding> findings_of(const std::string& folder, const std::vector<std::string>& files,
                                 const Selection& selection) {
  return built_from(folder, files, [&](const Subject& subject) { return run(subject, selection); })
      .findings;
}

std::vector<std::string> pools_of(const std::string& folder,
                                  const std::vector<std::string>& files) {
  std::vector<std::string> out;
  for (const inventory::Pool& pool : built_from(folder, files, {}).pools) out.push_back(pool.name);
  std::ranges::sort(out);
  return out;
}

std::vector<std::string> unclaimed(const std::vector<Finding>& findings, const std::string& folder,
                                   const std::vector<std::string>& files) {
  std::vector<Claim> claims = claims_of(folder, files);
  std::vector<std::string> out;
  for (const Finding& finding : findings) {
    bool found = false;
    for (Claim& claim : claims) {
      if (claim.met || found || claim.file != finding.place.file ||
          claim.line != finding.place.line) {
        continue;
      }
      if (!claim.rule.empty() && claim.rule != finding.rule) continue;
      if (finding.message.find(claim.text) == std::string::npos) continue;
      claim.met = true;
      found = true;
    }
    if (found) continue;
    out.push_back(finding.place.file + ":" + std::to_string(finding.place.line) +
                  ": not claimed: " + finding.rule + ": " + finding.message);
  }
  for (const Claim& claim : claims) {
    if (claim.met) continue;
    out.push_back(claim.file + ":" + std::to_string(claim.line) + ": not found: " + claim.rule +
                  ": " + claim.text);
  }
  return out;
}

std::vector<Fence> fences_of(std::string_view page) {
  std::vector<Fence> out;
  std::istringstream lines{std::string(page)};
  bool inside = false;
  uint32_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.starts_with("```")) {
      inside = !inside;
      if (!inside) continue;
      Fence& fence = out.emplace_back();
      fence.line = number;
      std::istringstream words(line.substr(3));
      words >> fence.language;
      if (!(words >> fence.file)) fence.file = "example.cc";
    } else if (inside) {
      out.back().code += line + "\n";
    }
  }
  return out;
}

void write_example(const Fence& fence, const std::string& folder) {
  namespace fs = std::filesystem;
  fs::copy("tests/checks/rules/prelude.h", folder + "/prelude.h");
  fs::copy("tests/checks/rules/prelude.yaml", folder + "/.pool-audit.yaml");
  std::ofstream unit(folder + "/example.cc");
  unit << "#include \"prelude.h\"\n";
  if (fence.file == "example.cc") {
    unit << fence.code;
    return;
  }
  fs::create_directories(fs::path(folder + "/" + fence.file).parent_path());
  std::ofstream(folder + "/" + fence.file) << fence.code;
  unit << "#include \"" << fence.file << "\"\n";
}

inventory::Built built_of(const std::string& folder, const std::vector<std::string>& files) {
  const auto models = model::load_models({folder + "/.pool-audit.yaml"});
  if (!models) {
    ADD_FAILURE() << models.error().front().to_string();
    return {};
  }
  analysis::Program program;
  for (const std::string& file : files) program.add(inventory::facts_of(folder, file));
  return inventory::build(program, *models, {});
}

Selection rules_about_objects() {
  Selection out;
  out.patterns = {"-*"};
  for (const Entry& each : all()) {
    const bool resets = each.rule->id.find("-reset") != std::string_view::npos;
    const bool object = each.rule->category == Category::checkout && !resets;
    if (object && (each.rule->on_by_default || each.rule->id == "pool-unguarded-put"))
      out.patterns.emplace_back(each.rule->id);
  }
  return out;
}

}  // namespace pool_audit::rules
