#include "tool/extract/capture.h"

#include <nlohmann/json.hpp>

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

  size_t next = 0;
  const auto summary = workers::run_jobs(
      workers_,
      [&]() -> std::optional<std::string> {
        if (next >= todo.size()) return std::nullopt;
        return encode_request(setting_, jobs[todo[next++]].second);
      },
      [&](const workers::Outcome& outcome) {
        const size_t at = todo[outcome.index];
        finish(jobs[at].first, keys[at], outcome);
        if (on_progress) on_progress(++done, jobs.size());
      });
  if (!summary) return tl::unexpected<Error>(summary.error());
  interrupted_by_ = summary->interrupted_by;
  return {};
}

void Capturer::finish(size_t index, const Digest& key, const workers::Outcome& outcome) {
  if (outcome.kind == workers::OutcomeKind::interrupted) return;
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
  ++(captured.ok() ? counts_.extracted : counts_.failed);
  results_[index] = std::move(captured);
}

std::optional<std::string> Capturer::facts(const Captured& unit) {
  if (const auto kept = unspooled_.find(unit.facts); kept != unspooled_.end()) {
    return kept->second;
  }
  return spool_.get(unit.facts);
}

}  // namespace pool_audit::extract_stage
