#include "tool/plan.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "tool/scan/scan.h"

namespace pool_audit {

namespace {

// What the scanner remembers of a file's text, kept in the cache beside the facts.
class CachedFiles final : public scan::FileStore {
 public:
  explicit CachedFiles(cache::Store& store) : store_(store) {}
  std::optional<std::string> get(Digest key) override { return store_.get(combine(kind_, key)); }
  void put(Digest key, std::string_view value) override { store_.put(combine(kind_, key), value); }

 private:
  cache::Store& store_;
  Digest kind_ = digest_of("scanned file");
};

}  // namespace

struct Plan::Impl {
  Impl(const load::WorkList& work, bool use_scan, cache::Store& store)
      : list(work), scan(use_scan), files(store), scanner(work, options()) {}

  scan::ScanOptions options() {
    scan::ScanOptions out;
    out.store = &files;
    return out;
  }

  const load::WorkList& list;
  bool scan;
  CachedFiles files;
  scan::Scanner scanner;
  std::set<size_t> selected;
  std::set<size_t> readers;  // of files that select_readers() named
  std::set<size_t> pending;  // to be extracted, for the first time or again
  struct Capture {
    std::vector<std::string> read;      // sorted
    std::vector<std::string> analysed;  // those of them that the unit owned at the time
  };
  std::map<size_t, Capture> captures;  // as of the last time that the unit was extracted
  std::set<size_t> unsettled;
};

Plan::Plan(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Plan::Plan(Plan&&) noexcept = default;
Plan::~Plan() = default;

Plan Plan::make(const load::WorkList& list, bool scan, cache::Store& store) {
  return Plan(std::make_unique<Impl>(list, scan, store));
}

void Plan::select(const std::vector<std::string>& names) {
  for (const size_t unit : impl_->scanner.select(names)) {
    impl_->selected.insert(unit);
    impl_->pending.insert(unit);
  }
  if (impl_->scan) return;
  for (size_t unit = 0; unit < impl_->list.units.size(); ++unit) {
    if (impl_->selected.insert(unit).second) impl_->pending.insert(unit);
  }
}

void Plan::select_readers(const std::vector<std::string>& files) {
  const std::set<std::string> wanted(files.begin(), files.end());
  for (size_t unit = 0; unit < impl_->list.units.size(); ++unit) {
    const bool reads = wanted.contains(impl_->list.units[unit].file) ||
                       std::ranges::any_of(impl_->scanner.closure(unit),
                                           [&](const auto& file) { return wanted.contains(file); });
    if (!reads) continue;
    impl_->selected.insert(unit);
    impl_->pending.insert(unit);
    impl_->readers.insert(unit);
  }
}

void Plan::captured(size_t unit, bool ok, const std::vector<std::string>& read) {
  Impl::Capture& capture = impl_->captures[unit];
  capture.read = ok ? read : std::vector<std::string>{};
  std::ranges::sort(capture.read);
  capture.analysed.clear();
  std::ranges::set_intersection(impl_->scanner.owned_files(unit), capture.read,
                                std::back_inserter(capture.analysed));
  impl_->unsettled.insert(unit);
}

void Plan::settle() {
  std::set<size_t>& unsettled = impl_->unsettled;
  while (!unsettled.empty()) {
    const size_t unit = *unsettled.begin();
    unsettled.erase(unsettled.begin());
    const Impl::Capture& capture = impl_->captures.at(unit);
    std::vector<std::string> missing;
    for (const std::string& file : impl_->scanner.owned_files(unit)) {
      if (file == impl_->list.units[unit].file) continue;
      if (!std::ranges::binary_search(capture.read, file)) {
        missing.push_back(file);
      } else if (!std::ranges::binary_search(capture.analysed, file)) {
        impl_->pending.insert(unit);
      }
    }
    if (missing.empty()) continue;
    for (const size_t next : impl_->scanner.pass_on(unit, missing)) {
      impl_->selected.insert(next);
      if (impl_->captures.contains(next)) {
        unsettled.insert(next);
      } else {
        impl_->pending.insert(next);
      }
    }
  }
}

bool Plan::selected(size_t unit) const {
  return impl_->selected.contains(unit);
}

std::string Plan::reason(size_t unit) const {
  return impl_->scanner.verdict(unit).reason;
}

bool Plan::has_new() const {
  return !impl_->pending.empty();
}

std::vector<size_t> Plan::take_new() {
  std::vector<size_t> out(impl_->pending.begin(), impl_->pending.end());
  impl_->pending.clear();
  return out;
}

extract_stage::Job Plan::job(size_t unit) const {
  extract_stage::Job job;
  job.unit = impl_->list.units[unit];
  job.check_bodies = impl_->readers.contains(unit);
  const std::vector<std::string> all = impl_->scanner.closure(unit);
  job.own_headers = impl_->scanner.owned_files(unit);
  std::ranges::set_difference(all, job.own_headers, std::back_inserter(job.foreign_headers));
  return job;
}

std::vector<extract_stage::PrefixJob> Plan::prefixes(const std::vector<size_t>& units) const {
  constexpr size_t kFewest = 3;  // users that make a precompiled header worth its time
  std::vector<extract_stage::PrefixJob> out;
  for (scan::PrefixGroup& group : impl_->scanner.prefix_groups(units)) {
    // The prefix's own files are among those that all of the group may read.
    std::vector<std::string> shared = impl_->scanner.closure(group.units.front());
    for (const size_t unit : group.units) {
      std::vector<std::string> both;
      std::ranges::set_intersection(shared, impl_->scanner.closure(unit), std::back_inserter(both));
      shared = std::move(both);
    }
    extract_stage::PrefixJob job;
    for (const size_t unit : group.units) {
      std::vector<std::string> own;
      std::ranges::set_intersection(shared, impl_->scanner.owned_files(unit),
                                    std::back_inserter(own));
      if (own.empty()) job.users.push_back(unit);
    }
    if (job.users.size() < kFewest) continue;
    job.like = impl_->list.units[job.users.front()];
    job.lines = std::move(group.lines);
    out.push_back(std::move(job));
  }
  return out;
}

std::string Plan::dump(const load::WorkList& list) const {
  nlohmann::ordered_json out = nlohmann::ordered_json::array();
  for (size_t unit = 0; unit < list.units.size(); ++unit) {
    nlohmann::ordered_json own = nlohmann::ordered_json::array();
    for (const std::string& file : impl_->scanner.owned_files(unit)) {
      own.push_back(load::relative_to_root(file, list.root));
    }
    out.push_back({{"file", load::relative_to_root(list.units[unit].file, list.root)},
                   {"selected", selected(unit)},
                   {"reason", reason(unit)},
                   {"analyses", std::move(own)}});
  }
  return out.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace pool_audit
