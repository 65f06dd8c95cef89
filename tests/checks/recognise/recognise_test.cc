// Every source below data/ is extracted, linked and made into an inventory, which must be what the
// comments in it claim, no less and no more. A folder there is one program of several units.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "checks/analysis/program.h"
#include "checks/model/loader.h"
#include "checks/support/files.h"
#include "tests/checks/extract/extract_support.h"
#include "tests/checks/recognise/claims.h"

namespace pool_audit::recognise {
namespace {

namespace fs = std::filesystem;

const fs::path kCases = "tests/checks/recognise/data";

bool is_source(const fs::path& path) {
  return path.extension() == ".cc" || path.extension() == ".c";
}

std::vector<fs::path> files_of(const fs::path& path) {
  if (!fs::is_directory(path)) return {path};
  std::vector<fs::path> out;
  for (const fs::directory_entry& entry : fs::directory_iterator(path)) out.push_back(entry.path());
  std::ranges::sort(out);
  return out;
}

const model::ModelSet& models() {
  static const auto loaded = model::load_models({});
  return *loaded;
}

inventory::Built build(const extract::Folder& folder, const std::vector<std::string>& sources,
                       bool twin) {
  extract::Command command;
  command.macros = models().macros();
  if (twin) command.flags.emplace_back("-DTWIN");
  analysis::Program program;
  for (const std::string& source : sources) {
    const extract::Unit unit = extract::extract(folder, source, command);
    for (const facts::Diagnostic& diagnostic : unit.facts().diagnostics) {
      ADD_FAILURE() << source << ":" << diagnostic.location.line << ": "
                    << diagnostic.message.text();
    }
    program.add(unit.facts());
  }
  return inventory::build(program, models());
}

class Recognise : public testing::TestWithParam<std::string> {};

TEST_P(Recognise, IsWhatItClaims) {
  const extract::Folder folder;
  std::vector<std::string> sources;
  std::vector<Claim> claims;
  for (const fs::path& path : files_of(kCases / GetParam())) {
    const std::string name = path.filename().string();
    const auto text = read_file(path.string());
    ASSERT_TRUE(text) << text.error().to_string();
    folder.write(name, *text);
    std::vector<std::string> errors;
    for (Claim& claim : parse_claims(*text, name, errors)) claims.push_back(std::move(claim));
    for (const std::string& error : errors) ADD_FAILURE() << error;
    if (is_source(path)) sources.push_back(name);
  }
  ASSERT_FALSE(claims.empty()) << "a source without claims tests nothing";
  for (const std::string& line : compare(claims, false, build(folder, sources, false))) {
    ADD_FAILURE() << line;
  }
  if (!has_twin(claims)) return;
  for (const std::string& line : compare(claims, true, build(folder, sources, true))) {
    ADD_FAILURE() << "with -DTWIN: " << line;
  }
}

std::vector<std::string> cases() {
  std::vector<std::string> out;
  for (const fs::directory_entry& entry : fs::directory_iterator(kCases)) {
    out.push_back(entry.path().filename().string());
  }
  std::ranges::sort(out);
  return out;
}

INSTANTIATE_TEST_SUITE_P(Cases, Recognise, testing::ValuesIn(cases()), [](const auto& each) {
  std::string name = each.param;
  std::ranges::replace_if(
      name, [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); }, '_');
  return name;
});

}  // namespace
}  // namespace pool_audit::recognise
