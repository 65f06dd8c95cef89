#include "tool/refactor/migration_file.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "checks/support/files.h"

namespace pool_audit::refactor {

using nlohmann::json;

namespace {

constexpr int kVersion = 1;
constexpr int kDeepest = 8;  // the format nests four deep

std::string quoted(const std::string& text) {
  return json(text).dump(-1, ' ', false, json::error_handler_t::replace);
}

// Says what is wrong in words of the file.
struct Damage {
  std::string message;
};

const json& member(const json& object, const char* name, const std::string& of) {
  if (!object.is_object()) throw Damage{"expected an object for " + of};
  const auto found = object.find(name);
  if (found == object.end()) throw Damage{"expected '" + std::string(name) + "' in " + of};
  return *found;
}

std::string text(const json& object, const char* name, const std::string& of) {
  const json& value = member(object, name, of);
  if (!value.is_string()) {
    throw Damage{"expected a text for '" + std::string(name) + "' in " + of};
  }
  return value.get<std::string>();
}

const json& list(const json& object, const char* name, const std::string& of) {
  const json& value = member(object, name, of);
  if (!value.is_array()) throw Damage{"expected a list for '" + std::string(name) + "' in " + of};
  return value;
}

bool is_git_name(const std::string& name) {
  const bool hex = std::ranges::all_of(
      name, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
  return hex && (name.size() == 40 || name.size() == 64);
}

PlannedStep step_of(const json& value, const std::string& of) {
  PlannedStep out;
  for (const json& each : list(value, "functions", of)) {
    if (!each.is_string()) throw Damage{"expected names for 'functions' in " + of};
    out.functions.push_back(each.get<std::string>());
  }
  if (out.functions.empty()) throw Damage{"expected a function in a step of " + of};
  std::ranges::sort(out.functions);
  const std::string state = text(value, "state", of);
  if (state == text_of(StepState::done)) {
    out.state = StepState::done;
  } else if (state == text_of(StepState::by_hand)) {
    out.state = StepState::by_hand;
    out.reason = text(value, "reason", of);
  } else if (state != text_of(StepState::open)) {
    throw Damage{"expected the state open, done or by hand in " + of + ", found '" + state + "'"};
  }
  return out;
}

// Paths are written to: none leads out of the project.
bool is_inside(const std::string& path) {
  const std::filesystem::path plain(path);
  return !path.empty() && plain.is_relative() && plain.lexically_normal() == plain &&
         *plain.begin() != ".." && *plain.begin() != ".git";
}

MigratedFile file_of(const json& value, const std::string& of) {
  MigratedFile out{text(value, "path", of), text(value, "before", of), text(value, "after", of)};
  if (!is_inside(out.path)) {
    throw Damage{"expected a path below the root in " + of + ", found '" + out.path + "'"};
  }
  if (!is_git_name(out.before) || !is_git_name(out.after)) {
    throw Damage{"expected names of contents in git for '" + out.path + "' in " + of};
  }
  return out;
}

PlannedMigration migration_of(const json& value) {
  PlannedMigration out;
  out.pool = text(value, "pool", "a migration");
  const std::string of = "the migration of '" + out.pool + "'";
  if (out.pool.empty()) throw Damage{"expected the name of a pool in a migration"};
  out.becomes = text(value, "becomes", of);
  out.type = text(value, "type", of);
  const std::string state = text(value, "state", of);
  if (state != "open" && state != "done") {
    throw Damage{"expected the state open or done in " + of + ", found '" + state + "'"};
  }
  out.is_done = state == "done";
  for (const json& each : list(value, "steps", of)) out.steps.push_back(step_of(each, of));
  for (const json& each : list(value, "files", of)) out.files.push_back(file_of(each, of));
  std::ranges::sort(out.files, {}, &MigratedFile::path);
  if (std::ranges::adjacent_find(out.files, {}, &MigratedFile::path) != out.files.end()) {
    throw Damage{"a file is named twice in " + of};
  }
  return out;
}

MigrationFile file_of(const json& value) {
  const json& version = member(value, "pool_migration", "the file");
  if (!version.is_number_integer() || version != kVersion) {
    throw Damage{"is of another version of pool-audit; expected 'pool_migration': 1"};
  }
  MigrationFile out;
  for (const json& each : list(value, "migrations", "the file")) {
    out.push_back(migration_of(each));
  }
  std::ranges::sort(out, {}, &PlannedMigration::pool);
  const auto twice = std::ranges::adjacent_find(out, {}, &PlannedMigration::pool);
  if (twice != out.end()) throw Damage{"there are two migrations of '" + twice->pool + "'"};
  return out;
}

// Where a text that is no JSON goes wrong.
Error error_at(std::string_view text, size_t byte, const std::string& name) {
  const size_t at = std::min(byte == 0 ? 0 : byte - 1, text.size());
  const auto line = static_cast<uint32_t>(std::ranges::count(text.substr(0, at), '\n') + 1);
  return {"is no JSON here; restore it from git, or begin anew without it", name, line, 1};
}

}  // namespace

std::string_view text_of(StepState state) {
  switch (state) {
    case StepState::open:
      return "open";
    case StepState::done:
      return "done";
    case StepState::by_hand:
      return "by hand";
  }
  return "";
}

Result<MigrationFile> parse_migrations(std::string_view text, const std::string& name) {
  for (const std::string_view mark : {"\n<<<<<<<", "\n>>>>>>>"}) {
    const size_t at = text.find(mark);
    if (at == std::string_view::npos) continue;
    const auto line = static_cast<uint32_t>(std::ranges::count(text.substr(0, at + 1), '\n') + 1);
    return fail("a merge left a conflict here; keep the lines of both sides and remove the marks",
                name, line, 1);
  }
  try {
    const auto shallow = [](int depth, json::parse_event_t, json&) {
      if (depth > kDeepest) throw Damage{"is nested deeper than a file of migrations"};
      return true;
    };
    return file_of(json::parse(text, shallow));
  } catch (const Damage& damage) {
    return fail(damage.message, name);
  } catch (const json::parse_error& error) {
    return tl::unexpected<Error>(error_at(text, error.byte, name));
  } catch (const json::exception&) {
    return fail("is no file of migrations; restore it from git, or begin anew without it", name);
  }
}

std::string print_migrations(const MigrationFile& file) {
  std::string out =
      "{\n  \"pool_migration\": " + std::to_string(kVersion) + ",\n  \"migrations\": [";
  const auto items = [](const auto& list, const std::string& indent, const auto& print) {
    std::string text;
    for (const auto& each : list) {
      text += (text.empty() ? "\n" : ",\n") + indent + print(each);
    }
    return "[" + text + (text.empty() ? "" : "\n" + indent.substr(2)) + "]";
  };
  std::string all;
  for (const PlannedMigration& each : file) {
    all += all.empty() ? "\n" : ",\n";
    all += "    {\n      \"pool\": " + quoted(each.pool) +
           ",\n      \"becomes\": " + quoted(each.becomes) +
           ",\n      \"type\": " + quoted(each.type) +
           ",\n      \"state\": " + (each.is_done ? "\"done\"" : "\"open\"") +
           ",\n      \"steps\": " +
           items(each.steps, "        ",
                 [](const PlannedStep& step) {
                   std::string functions;
                   for (const std::string& name : step.functions) {
                     functions += (functions.empty() ? "" : ", ") + quoted(name);
                   }
                   std::string line = "{\"functions\": [" + functions + "], \"state\": \"" +
                                      std::string(text_of(step.state)) + "\"";
                   if (step.state == StepState::by_hand) {
                     line += ", \"reason\": " + quoted(step.reason);
                   }
                   return line + "}";
                 }) +
           ",\n      \"files\": " +
           items(each.files, "        ",
                 [](const MigratedFile& changed) {
                   return "{\"path\": " + quoted(changed.path) + ", \"before\": \"" +
                          changed.before + "\", \"after\": \"" + changed.after + "\"}";
                 }) +
           "\n    }";
  }
  return out + all + (all.empty() ? "" : "\n  ") + "]\n}\n";
}

Result<MigrationFile> read_migrations(const std::string& root) {
  const std::string path = root + "/" + std::string(kMigrationFile);
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return MigrationFile{};
  auto text = read_file(path);
  if (!text) return tl::unexpected<Error>(text.error());
  return parse_migrations(*text, path);
}

}  // namespace pool_audit::refactor
