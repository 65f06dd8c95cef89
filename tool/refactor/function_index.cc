#include "tool/refactor/function_index.h"

namespace pool_audit::refactor {

bool same_place(const facts::Location& a, const facts::Location& b) {
  return a.file == b.file && a.line == b.line && a.column == b.column;
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
