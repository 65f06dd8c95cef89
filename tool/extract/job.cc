#include "tool/extract/job.h"

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <unordered_set>

#include "checks/extract/extract.h"
#include "checks/facts/disk.h"
#include "checks/support/build_id.h"
#include "checks/support/files.h"
#include "tool/cache/facts_cache.h"

namespace pool_audit::extract_stage {

using nlohmann::json;

namespace {

std::string to_bytes(const json& value) {
  std::string out;
  json::to_msgpack(value, out);
  return out;
}

json failure(const std::string& why, const std::vector<std::string>& errors = {}) {
  return {{"error", why}, {"errors", errors}};
}

std::string absolute(const std::string& path, const std::string& root) {
  return path.empty() || path[0] == '/' ? path : root + "/" + path;
}

// One a process, made anew when the setting changes.
extract::Extractor& extractor_for(const json& setting) {
  static std::unique_ptr<extract::Extractor> extractor;
  static json current;
  if (!extractor || current != setting) {
    extract::Options options;
    options.root = setting.at("root").get<std::string>();
    options.macros = setting.at("macros").get<std::vector<std::string>>();
    options.resource_dir = setting.at("resource_dir").get<std::string>();
    extractor = std::make_unique<extract::Extractor>(std::move(options));
    current = setting;
  }
  return *extractor;
}

extract::Input input_of(const json& request) {
  extract::Input input;
  input.file = request.at("file").get<std::string>();
  input.directory = request.at("directory").get<std::string>();
  input.arguments = request.at("arguments").get<std::vector<std::string>>();
  return input;
}

json precompile(const json& request) {
  auto prefix = extractor_for(request.at("setting"))
                    .precompile(input_of(request), request.at("lines").get<std::string>(),
                                request.at("path").get<std::string>());
  if (!prefix) return failure(prefix.error().to_string());
  json files = json::array();
  for (const facts::FileRead& file : prefix->files) {
    files.push_back(
        {file.path.text(), file.digest.high, file.digest.low, file.is_system, file.bodies_skipped});
  }
  return {{"path", prefix->path}, {"source", prefix->source.text()}, {"files", std::move(files)}};
}

std::shared_ptr<const extract::Prefix> prefix_of(const json& value) {
  if (!value.is_object()) return nullptr;
  auto out = std::make_shared<extract::Prefix>();
  out->path = value.at("path").get<std::string>();
  out->source = Symbol(value.at("source").get<std::string>());
  for (const json& file : value.at("files")) {
    facts::FileRead read;
    read.path = Symbol(file.at(0).get<std::string>());
    read.digest = {file.at(1).get<uint64_t>(), file.at(2).get<uint64_t>()};
    read.is_system = file.at(3).get<bool>();
    read.bodies_skipped = file.at(4).get<bool>();
    out->files.push_back(read);
  }
  return out;
}

json run(const json& request) {
  const json& setting = request.at("setting");
  extract::Extractor& extractor = extractor_for(setting);
  const auto foreign = request.at("foreign").get<std::unordered_set<std::string>>();
  extractor.options().analyse_header = [&](std::string_view header) {
    return !foreign.contains(std::string(header));
  };
  extractor.options().prefix = prefix_of(request.at("prefix"));
  extractor.options().check_bodies = request.at("check_bodies").get<bool>();
  auto facts = extractor.run(input_of(request));
  extractor.options().analyse_header = nullptr;
  extractor.options().prefix = nullptr;
  extractor.options().check_bodies = false;
  if (!facts) return failure(facts.error().to_string());
  const std::string root = setting.at("root").get<std::string>();
  std::vector<std::string> errors;
  for (const facts::Diagnostic& diagnostic : facts->diagnostics) {
    Error error;
    error.message = std::string(diagnostic.message.text());
    error.file = std::string(diagnostic.location.file.text());
    error.line = diagnostic.location.line;
    error.column = diagnostic.location.column;
    errors.push_back(error.to_string());
  }
  json files = json::array();
  for (const facts::FileRead& file : facts->files) {
    files.push_back(
        {absolute(std::string(file.path.text()), root), file.digest.high, file.digest.low});
  }
  const std::string bytes = facts::encode(*facts);
  return {{"facts", json::binary({bytes.begin(), bytes.end()})},
          {"errors", errors},
          {"files", std::move(files)}};
}

}  // namespace

namespace {

json to_json(const Setting& setting) {
  return {
      {"root", setting.root}, {"macros", setting.macros}, {"resource_dir", setting.resource_dir}};
}

}  // namespace

std::string encode_request(const Setting& setting, const Job& job, std::string_view prefix) {
  return to_bytes({{"setting", to_json(setting)},
                   {"file", job.unit.file},
                   {"directory", job.unit.directory},
                   {"arguments", job.unit.arguments},
                   {"foreign", job.foreign_headers},
                   {"check_bodies", job.check_bodies},
                   {"prefix", prefix.empty() ? json() : json::from_msgpack(prefix)}});
}

std::string encode_prefix_request(const Setting& setting, const PrefixJob& job,
                                  const std::string& path) {
  std::string lines;
  for (const std::string& line : job.lines) lines += line + "\n";
  return to_bytes({{"setting", to_json(setting)},
                   {"file", job.like.file},
                   {"directory", job.like.directory},
                   {"arguments", job.like.arguments},
                   {"lines", lines},
                   {"path", path}});
}

PrefixReply decode_prefix_reply(const Setting& setting, std::string_view bytes) {
  try {
    const json value = json::from_msgpack(bytes);
    PrefixReply out;
    if (value.contains("error")) return out;
    for (const json& file : value.at("files")) {
      out.files.push_back(absolute(file.at(0).get<std::string>(), setting.root));
    }
    out.prefix = bytes;
    return out;
  } catch (const json::exception&) {
    return {};  // the units do without it
  }
}

std::string handle_request(std::string_view bytes) {
  try {
    const json request = json::from_msgpack(bytes);
    return to_bytes(request.contains("lines") ? precompile(request) : run(request));
  } catch (const json::exception& error) {
    return to_bytes(failure(std::string("malformed request: ") + error.what()));
  }
}

Result<Reply> decode_reply(std::string_view bytes) {
  try {
    const json value = json::from_msgpack(bytes);
    Reply reply;
    reply.error = value.value("error", "");
    reply.errors = value.at("errors").get<std::vector<std::string>>();
    if (!reply.error.empty()) return reply;
    const auto& binary = value.at("facts").get_binary();
    reply.facts.assign(binary.begin(), binary.end());
    for (const json& file : value.at("files")) {
      reply.files.emplace_back(file.at(0).get<std::string>(),
                               Digest{file.at(1).get<uint64_t>(), file.at(2).get<uint64_t>()});
    }
    return reply;
  } catch (const json::exception& error) {
    return fail(std::string("malformed reply of a worker: ") + error.what());
  }
}

const Digest& tool_digest() {
  static const Digest digest = [] {
    if (const std::string id = build_id(); !id.empty()) return digest_of(id);
    const auto bytes = read_file("/proc/self/exe");
    // Without /proc the versions have to do.
    return digest_of(bytes ? *bytes
                           : extract::clang_version() + " " + std::to_string(facts::kDiskVersion));
  }();
  return digest;
}

Digest command_key(const Setting& setting, const Job& job) {
  json key = json::array();
  key.push_back(tool_digest().hex());
  key.push_back(setting.macros);
  key.push_back(setting.resource_dir);
  key.push_back(load::relative_to_root(job.unit.file, setting.root));
  key.push_back(load::relative_to_root(job.unit.directory, setting.root));
  for (const std::string& argument : job.unit.arguments) {
    key.push_back(cache::relative_argument(argument, setting.root));
  }
  if (job.check_bodies) key.push_back("check bodies");
  for (const auto* headers : {&job.foreign_headers, &job.own_headers}) {
    json names = json::array();
    for (const std::string& header : *headers) {
      names.push_back(load::relative_to_root(header, setting.root));
    }
    key.push_back(std::move(names));
  }
  return digest_of(to_bytes(key));
}

}  // namespace pool_audit::extract_stage
