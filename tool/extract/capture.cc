#include "tool/extract/capture.h"

#include <nlohmann/json.hpp>

namespace pool_audit::extract_stage {

using nlohmann::json;

namespace {

// A cache entry: the facts and the compiler's complaints, which a cached unit has to repeat.
std::string to_entry(const Reply& reply) {
  std::string out;
  json::to_msgpack({{"facts", json::binary({reply.facts.begin(), reply.facts.end()})},
                    {"errors", reply.errors}},
                   out);
  return out;
}

bool from_entry(const std::string& bytes, Captured& out) {
  const json value = json::from_msgpack(bytes, true, false);
  if (!value.is_object() || !value.contains("facts") || !value["facts"].is_binary() ||
      !value.contains("errors") || !value["errors"].is_array()) {
    return false;
  }
  const auto& facts = value["facts"].get_binary();
  out.facts.assign(facts.begin(), facts.end());
  for (const json& error : value["errors"]) {
    if (error.is_string()) out.errors.push_back(error.get<std::string>());
  }
  out.from_cache = true;
  return true;
}

}  // namespace

Capturer::Capturer(Setting setting, cache::FactsCache* cache, workers::Options workers)
    : setting_(std::move(setting)), cache_(cache), workers_(std::move(workers)) {}

Result<void> Capturer::run(const std::vector<std::pair<size_t, Job>>& jobs) {
  std::vector<size_t> todo;  // positions in `jobs`
  std::vector<Digest> keys(jobs.size());
  size_t done = 0;
  for (size_t i = 0; i < jobs.size(); ++i) {
    keys[i] = command_key(setting_, jobs[i].second);
    Captured captured;
    if (cache_) {
      if (const auto entry = cache_->lookup(keys[i]); entry && from_entry(*entry, captured)) {
        results_[jobs[i].first] = std::move(captured);
        ++counts_.cached;
        if (on_progress) on_progress(++done, jobs.size());
        continue;
      }
    }
    todo.push_back(i);
  }
  if (todo.empty()) return {};

  size_t next = 0;
  workers::Options options = workers_;
  const auto summary = workers::run_jobs(
      options,
      [&]() -> std::optional<std::string> {
        if (next >= todo.size()) return std::nullopt;
        return encode_request(setting_, jobs[todo[next++]].second);
      },
      [&](const workers::Outcome& outcome) {
        const size_t at = todo[outcome.index];
        finish(jobs[at].first, jobs[at].second, keys[at], outcome);
        if (on_progress) on_progress(++done, jobs.size());
      });
  if (!summary) return tl::unexpected<Error>(summary.error());
  interrupted_by_ = summary->interrupted_by;
  return {};
}

void Capturer::finish(size_t index, const Job& job, const Digest& key,
                      const workers::Outcome& outcome) {
  Captured captured;
  if (outcome.kind == workers::OutcomeKind::interrupted) return;
  if (!outcome.ok()) {
    captured.error = workers::describe(outcome, workers_);
  } else if (auto reply = decode_reply(outcome.reply); !reply) {
    captured.error = reply.error().to_string();
  } else if (!reply->error.empty()) {
    captured.error = reply->error;
  } else {
    if (cache_) {
      std::vector<cache::ReadFile> files;
      bool whole = true;
      for (auto& [path, digest] : reply->files) {
        whole = whole && digest != Digest{};
        files.push_back({std::move(path), digest});
      }
      if (whole && job.prefix_header.empty()) cache_->store(key, files, {}, to_entry(*reply));
    }
    captured.facts = std::move(reply->facts);
    captured.errors = std::move(reply->errors);
  }
  ++(captured.error.empty() ? counts_.extracted : counts_.failed);
  results_[index] = std::move(captured);
}

}  // namespace pool_audit::extract_stage
