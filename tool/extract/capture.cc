#include "tool/extract/capture.h"

#include <algorithm>
#include <deque>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>

namespace pool_audit::extract_stage {

using nlohmann::json;

namespace {

// A cache entry: where the facts are, and all that a warm run says of the unit without them.
std::string to_entry(const Captured& unit) {
  std::string out;
  json::to_msgpack({{"high", unit.facts.high},
                    {"low", unit.facts.low},
                    {"errors", unit.errors},
                    {"files", unit.files}},
                   out);
  return out;
}

bool strings(const json& value, std::vector<std::string>& out) {
  if (!value.is_array()) return false;
  for (const json& each : value) {
    if (!each.is_string()) return false;
    out.push_back(each.get<std::string>());
  }
  return true;
}

bool from_entry(const std::string& bytes, Captured& out) {
  const json value = json::from_msgpack(bytes, true, false);
  if (!value.is_object()) return false;
  for (const char* name : {"high", "low", "errors", "files"}) {
    if (!value.contains(name)) return false;
  }
  if (!value["high"].is_number_unsigned() || !value["low"].is_number_unsigned()) return false;
  out.facts = {value["high"].get<uint64_t>(), value["low"].get<uint64_t>()};
  return strings(value["errors"], out.errors) && strings(value["files"], out.files);
}

std::string absolute(const std::string& path, const std::string& root) {
  return path.empty() || path[0] == '/' ? path : root + "/" + path;
}

}  // namespace

Capturer::Capturer(Setting setting, cache::FactsCache* cache, cache::Store& spool,
                   workers::Options workers)
    : setting_(std::move(setting)), cache_(cache), spool_(spool), workers_(std::move(workers)) {}

bool Capturer::find(const Digest& key, Captured& out) {
  if (!cache_) return false;
  const auto entry = cache_->lookup(key);
  if (!entry || !from_entry(*entry, out)) return false;
  for (std::string& file : out.files) file = absolute(file, setting_.root);
  return spool_.contains(out.facts);
}

// The order of the work of one run(): precompiled headers first, the units that start from them
// when they are made, all others meanwhile. A unit that fails, or complains, with a precompiled
// header is done again without: what comes out never depends on there being one.
class Capturer::Queue {
 public:
  using Jobs = std::vector<std::pair<size_t, Job>>;

  // `todo`: positions in `jobs`. The arguments outlive this.
  Queue(Capturer& owner, const Jobs& jobs, const std::vector<size_t>& todo)
      : owner_(owner), jobs_(jobs), started_from_prefix_(jobs.size()) {
    std::set<size_t> waiting;
    if (owner.prefixes) {
      std::map<size_t, size_t> positions;  // by index
      std::vector<size_t> units;
      for (const size_t at : todo) {
        positions.emplace(jobs[at].first, at);
        units.push_back(jobs[at].first);
      }
      std::ranges::sort(units);
      prefixes_ = owner.prefixes(units);
      if (!prefixes_.empty() && owner.scratch_.path().empty()) prefixes_.clear();
      for (size_t i = 0; i < prefixes_.size(); ++i) {
        steps_.push_back({true, i, nullptr});
        for (size_t& user : prefixes_[i].users) waiting.insert(user = positions.at(user));
      }
    }
    for (const size_t at : todo) {
      if (!waiting.contains(at)) steps_.push_back({false, at, nullptr});
    }
  }

  std::optional<std::string> next() {
    if (steps_.empty()) return std::nullopt;
    drawn_.push_back(std::move(steps_.front()));
    steps_.pop_front();
    const Step& step = drawn_.back();
    if (!step.is_prefix) {
      return encode_request(owner_.setting_, jobs_[step.position].second,
                            step.prefix ? std::string_view(*step.prefix) : std::string_view());
    }
    const std::string path =
        owner_.scratch_.path() + "/prefix" + std::to_string(owner_.prefix_count_++) + ".pch";
    return encode_prefix_request(owner_.setting_, prefixes_[step.position], path);
  }

  // The position of the unit that this is the outcome of; nothing when it is that of a prefix.
  std::optional<size_t> take(const workers::Outcome& outcome) {
    const Step step = std::move(drawn_[outcome.index]);
    if (!step.is_prefix) {
      started_from_prefix_[step.position] = step.prefix != nullptr;
      return step.position;
    }
    PrefixReply reply;
    if (outcome.ok()) reply = decode_prefix_reply(owner_.setting_, outcome.reply);
    std::shared_ptr<const std::string> made;
    if (!reply.prefix.empty()) {
      made = std::make_shared<const std::string>(std::move(reply.prefix));
      ++owner_.counts_.prefixes;
    }
    std::ranges::sort(reply.files);
    for (const size_t user : prefixes_[step.position].users) {
      const Job& job = jobs_[user].second;
      const bool owns_one = std::ranges::any_of(job.own_headers, [&](const std::string& own) {
        return std::ranges::binary_search(reply.files, own);
      });
      steps_.push_front({false, user, owns_one ? nullptr : made});
    }
    return std::nullopt;
  }

  bool again(size_t unit, const Captured& captured) {
    if (!started_from_prefix_[unit] || (captured.ok() && captured.errors.empty())) return false;
    steps_.push_front({false, unit, nullptr});
    return true;
  }

 private:
  struct Step {
    bool is_prefix = false;
    size_t position = 0;                        // in prefixes_ or jobs_
    std::shared_ptr<const std::string> prefix;  // what the unit starts from; null: nothing
  };

  Capturer& owner_;
  const Jobs& jobs_;
  std::vector<PrefixJob> prefixes_;
  std::deque<Step> steps_;   // to be done
  std::vector<Step> drawn_;  // by Outcome::index
  std::vector<bool> started_from_prefix_;
};

Result<void> Capturer::run(const std::vector<std::pair<size_t, Job>>& jobs) {
  std::vector<size_t> todo;  // positions in `jobs`
  std::vector<Digest> keys(jobs.size());
  size_t done = 0;
  for (size_t i = 0; i < jobs.size(); ++i) {
    keys[i] = command_key(setting_, jobs[i].second);
    Captured captured;
    if (find(keys[i], captured)) {
      results_[jobs[i].first] = std::move(captured);
      ++counts_.cached;
      if (on_progress) on_progress(++done, jobs.size());
    } else {
      todo.push_back(i);
    }
  }
  if (todo.empty()) return {};

  Queue queue(*this, jobs, todo);
  const auto summary = workers::run_jobs(
      workers_, [&] { return queue.next(); },
      [&](const workers::Outcome& outcome) {
        const auto unit = queue.take(outcome);
        if (!unit || outcome.kind == workers::OutcomeKind::interrupted) return;
        Captured captured = read(keys[*unit], outcome);
        if (queue.again(*unit, captured)) return;
        ++(captured.ok() ? counts_.extracted : counts_.failed);
        results_[jobs[*unit].first] = std::move(captured);
        if (on_progress) on_progress(++done, jobs.size());
      });
  if (!summary) return tl::unexpected<Error>(summary.error());
  interrupted_by_ = summary->interrupted_by;
  return {};
}

Captured Capturer::read(const Digest& key, const workers::Outcome& outcome) {
  Captured captured;
  if (!outcome.ok()) {
    captured.error = workers::describe(outcome, workers_);
  } else if (auto reply = decode_reply(outcome.reply); !reply) {
    captured.error = reply.error().to_string();
  } else if (!reply->error.empty()) {
    captured.error = reply->error;
  } else {
    captured.errors = std::move(reply->errors);
    captured.facts = digest_of(reply->facts);
    std::vector<cache::ReadFile> read;
    bool whole = true;
    for (auto& [path, digest] : reply->files) {
      whole = whole && digest != Digest{};
      std::string relative = load::relative_to_root(path, setting_.root);
      if (relative != path) captured.files.push_back(std::move(relative));
      read.push_back({std::move(path), digest});
    }
    if (!spool_.put(captured.facts, reply->facts)) {
      unspooled_.emplace(captured.facts, std::move(reply->facts));
    } else if (cache_ && whole) {
      cache_->store(key, read, {}, to_entry(captured));
    }
    for (std::string& file : captured.files) file = absolute(file, setting_.root);
  }
  return captured;
}

std::optional<std::string> Capturer::facts(const Captured& unit) {
  if (const auto kept = unspooled_.find(unit.facts); kept != unspooled_.end()) {
    return kept->second;
  }
  return spool_.get(unit.facts);
}

}  // namespace pool_audit::extract_stage
