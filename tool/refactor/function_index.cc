#include "tool/refactor/function_index.h"

namespace pool_audit::refactor {

bool same_place(const facts::Location& a, const facts::Location& b) {
  return a.file == b.file && a.line == b.line && a.column == b.column;
}

const facts::Record* record_around(Sources& sources, const analysis::Program& program,
                                   const Stretch& token) {
  const facts::Record* out = nullptr;
  size_t size = 0;
  for (const facts::Record* each : program.records()) {
    if (each->is_system || each->location.file.text() != token.file) continue;
    const auto at = sources.stretch(each->location);
    if (at.empty() || !holds(at.front().range, token.range)) continue;
    const size_t length = at.front().range.end - at.front().range.begin;
    if (out == nullptr || length < size) {
      out = each;
      size = length;
    }
  }
  return out;
}

const std::vector<FunctionIndex::Entry>& FunctionIndex::in(const std::string& file) {
  if (!indexed_) {
    indexed_ = true;
    for (const facts::Function* each : program_.functions()) {
      if (each->has(facts::FunctionFlag::in_system_header) || !program_.has_graph(each->id)) {
        continue;
      }
      by_file_[std::string(each->location.file.text())].push_back({{}, each->id});
    }
  }
  std::vector<Entry>& list = by_file_[file];
  if (measured_.insert(file).second) {
    for (Entry& each : list) {
      const auto at = sources_.stretch(program_.function(each.id)->location);
      if (!at.empty()) each.range = at.front().range;
    }
  }
  return list;
}

}  // namespace pool_audit::refactor
