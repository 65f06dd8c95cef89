#include "tool/refactor/orphans.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace pool_audit::refactor {

namespace {

// Names of standard headers that pools are made of: with one of them in the text, it is needed.
const std::vector<std::pair<std::string_view, std::set<std::string_view>>>& headers() {
  static const std::vector<std::pair<std::string_view, std::set<std::string_view>>> kHeaders = {
      {"assert.h", {"assert", "static_assert"}},
      {"cassert", {"assert"}},
      {"atomic",
       {"atomic", "atomic_flag", "memory_order", "memory_order_relaxed", "memory_order_acquire",
        "memory_order_release", "atomic_bool", "atomic_int"}},
      {"condition_variable", {"condition_variable", "condition_variable_any", "cv_status"}},
      {"deque", {"deque"}},
      {"forward_list", {"forward_list"}},
      {"list", {"list"}},
      {"mutex",
       {"mutex", "recursive_mutex", "timed_mutex", "lock_guard", "unique_lock", "scoped_lock",
        "once_flag", "call_once", "defer_lock", "adopt_lock", "try_to_lock", "lock"}},
      {"pool/pool.h", {"pool"}},  // names nothing itself
      {"pthread.h",
       {"pthread_mutex_t",
        "pthread_mutex_init",
        "pthread_mutex_destroy",
        "pthread_mutex_lock",
        "pthread_mutex_trylock",
        "pthread_mutex_unlock",
        "PTHREAD_MUTEX_INITIALIZER",
        "pthread_mutexattr_t",
        "pthread_mutexattr_init",
        "pthread_mutexattr_settype",
        "pthread_cond_t",
        "pthread_cond_init",
        "pthread_cond_destroy",
        "pthread_cond_wait",
        "pthread_cond_timedwait",
        "pthread_cond_signal",
        "pthread_cond_broadcast",
        "PTHREAD_COND_INITIALIZER",
        "pthread_spinlock_t",
        "pthread_spin_lock",
        "pthread_spin_unlock",
        "pthread_rwlock_t",
        "pthread_t",
        "pthread_attr_t",
        "pthread_create",
        "pthread_join",
        "pthread_detach",
        "pthread_self",
        "pthread_once",
        "pthread_once_t",
        "PTHREAD_ONCE_INIT",
        "pthread_key_t",
        "pthread_key_create",
        "pthread_getspecific",
        "pthread_setspecific"}},
      {"queue", {"queue", "priority_queue"}},
      {"shared_mutex", {"shared_mutex", "shared_timed_mutex", "shared_lock"}},
      {"stack", {"stack"}},
      {"vector", {"vector"}},
  };
  return kHeaders;
}

bool is_in(const std::vector<Stretch>& list, const std::string& file, Range range) {
  return std::ranges::any_of(list, [&](const Stretch& each) {
    return each.file == file && each.range.begin <= range.begin && range.end <= each.range.end;
  });
}

std::set<std::string> names_in(Sources& sources, const std::vector<Stretch>& stretches) {
  std::set<std::string> out;
  for (const Stretch& each : stretches) {
    const Source* source = sources.find(each.file);
    if (source == nullptr) continue;
    const auto& tokens = source->tokens();
    for (size_t i = source->token_at(each.range.begin);
         i < tokens.size() && tokens[i].range.end <= each.range.end; ++i) {
      out.emplace(tokens[i].text);
    }
  }
  return out;
}

// A definition of a source file that no header declares: whoever else wants it has to name it.
template <typename Fact>
bool is_unannounced(const Fact& fact) {
  return fact.linkage == facts::Linkage::external && fact.header.text().empty() &&
         fact.record.text().empty();
}

// The whole directive that defines a macro, with its line end.
std::vector<Stretch> definitions(Sources& sources, const std::string& name) {
  std::vector<Stretch> out;
  for (const Stretch& each : sources.occurrences(name)) {
    const Source& source = *sources.find(each.file);
    const size_t at = source.token_at(each.range.begin);
    if (at < 2 || !source.tokens()[at].in_directive || !source.tokens()[at - 1].is("define")) {
      continue;
    }
    size_t last = at;
    while (last + 1 < source.tokens().size() && source.tokens()[last + 1].in_directive &&
           !source.tokens()[last + 1].is("#")) {
      ++last;
    }
    out.push_back({each.file,
                   {source.line_begin(source.tokens()[at - 2].range.begin),
                    source.next_line(source.tokens()[last].range.end)}});
  }
  return out;
}

}  // namespace

void add_orphans(Sources& sources, const analysis::Program& program,
                 const std::vector<Stretch>& removed, std::vector<Entity>& candidates) {
  const std::set<std::string> named = names_in(sources, removed);
  std::set<std::string> known;
  for (const Entity& each : candidates) known.insert(each.name);
  const auto add = [&](Entity::Kind kind, const std::string& name,
                       std::vector<Stretch> declarations) {
    if (!named.contains(name) || declarations.empty() || !known.insert(name).second) return;
    candidates.push_back({kind, name, std::move(declarations), true});
  };
  for (const facts::Variable* each : program.variables()) {
    const bool unannounced = is_unannounced(*each) && each->is_definition && each->in_main_file &&
                             each->function.text().empty();
    if (each->linkage != facts::Linkage::internal && !unannounced) continue;
    add(Entity::Kind::variable, last_part(each->name.text()), sources.stretch(each->location));
  }
  for (const facts::Function* each : program.functions()) {
    const bool unannounced = is_unannounced(*each) && each->has(facts::FunctionFlag::defined) &&
                             !each->has(facts::FunctionFlag::in_header) &&
                             !each->has(facts::FunctionFlag::in_system_header);
    const bool internal = each->linkage == facts::Linkage::internal && each->record.text().empty();
    if (!internal && !unannounced) continue;
    const std::string name = last_part(each->name.text());
    std::vector<Stretch> all = sources.stretch(each->location);
    if (named.contains(name)) {
      for (Stretch& more : declarations_of(sources, name, Entity::Kind::function)) {
        if (std::ranges::find(all, more) == all.end()) all.push_back(std::move(more));
      }
    }
    add(Entity::Kind::function, name, std::move(all));
  }
  for (const std::string& name : named) {
    add(Entity::Kind::macro, name, definitions(sources, name));
  }
}

namespace {

// Names for types and macros, of which facts do not tell: `using Name = ...;`, `typedef ... Name;`,
// `#define Name`.
void add_aliases(const Source& source, std::set<std::string>& out) {
  const auto& tokens = source.tokens();
  for (size_t i = 0; i + 2 < tokens.size(); ++i) {
    const bool alias = tokens[i].is("using") && tokens[i + 2].is("=");
    const bool macro = tokens[i].is("define") && tokens[i].in_directive;
    if (alias || macro) out.emplace(tokens[i + 1].text);
    if (!tokens[i].is("typedef")) continue;
    size_t end = i;
    while (end < tokens.size() && !tokens[end].is(";")) ++end;
    if (end > i + 1) out.emplace(tokens[end - 1].text);
  }
}

}  // namespace

std::map<std::string, std::set<std::string>> declared_names(const analysis::Program& program) {
  std::map<std::string, std::set<std::string>> out;
  for (const facts::Record* each : program.records()) {
    out[std::string(each->location.file.text())].insert(last_part(
        each->template_name.text().empty() ? each->name.text() : each->template_name.text()));
  }
  for (const facts::Function* each : program.functions()) {
    out[std::string(each->location.file.text())].insert(last_part(each->name.text()));
    if (!each->header.text().empty()) {
      out[std::string(each->header.text())].insert(last_part(each->name.text()));
    }
  }
  for (const facts::Variable* each : program.variables()) {
    out[std::string(each->location.file.text())].insert(last_part(each->name.text()));
    if (!each->header.text().empty()) {
      out[std::string(each->header.text())].insert(last_part(each->name.text()));
    }
  }
  return out;
}

void add_words(const std::string& text, std::set<std::string>& words) {
  const Source source(text);
  for (const SourceToken& token : source.tokens()) words.emplace(token.text);
}

std::vector<Stretch> needless_includes(Sources& sources, const analysis::Program& program,
                                       const std::vector<Stretch>& removed,
                                       const Written& written) {
  const auto by_file = declared_names(program);
  std::map<std::string, std::vector<Stretch>> files;
  for (const Stretch& each : removed) files[each.file].push_back(each);
  std::vector<Stretch> out;
  for (const auto& [file, stretches] : files) {
    const Source* source = sources.find(file);
    if (source == nullptr) continue;
    const std::set<std::string> gone = names_in(sources, stretches);
    std::set<std::string> left;
    if (const auto at = written.find(file); at != written.end()) left = at->second;
    const auto& tokens = source->tokens();
    for (const SourceToken& token : tokens) {
      if (!token.in_directive && !is_in(stretches, file, token.range)) left.emplace(token.text);
    }
    const auto is_needless = [&](const auto& names) {
      bool used = false;
      for (const auto& name : names) {
        if (left.contains(std::string(name))) return false;
        used = used || gone.contains(std::string(name));
      }
      return used;
    };
    for (size_t i = 0; i + 2 < tokens.size(); ++i) {
      if (!tokens[i].in_directive || !tokens[i].is("#") || !tokens[i + 1].is("include")) continue;
      const size_t begin = source->line_begin(tokens[i].range.begin);
      const Range line{begin, source->next_line(begin)};
      const std::string_view text = source->of(line);
      bool needless = false;
      for (const auto& [header, names] : headers()) {
        const std::string name(header);
        if (text.find("<" + name + ">") != std::string_view::npos ||
            text.find("\"" + name + "\"") != std::string_view::npos) {
          needless = is_needless(names);
        }
      }
      const size_t open = text.find_first_of("\"<");
      const size_t close = text.find_first_of("\">", open + 1);
      if (open != std::string_view::npos && close != std::string_view::npos) {
        const std::string header(text.substr(open + 1, close - open - 1));
        // Beside the file, one may hold nothing but aliases.
        const std::string beside = file.substr(0, file.rfind('/') + 1) + header;
        std::map<std::string, std::set<std::string>> may_be;
        if (text[open] == '"' && sources.find(beside) != nullptr) may_be[beside] = {};
        for (const auto& [path, names] : by_file) {
          const bool ours = !path.starts_with('/');
          if (ours && (path == header || path.ends_with("/" + header))) may_be[path] = names;
        }
        for (auto& [path, names] : may_be) {
          if (const Source* declares = sources.find(path)) add_aliases(*declares, names);
        }
        if (!may_be.empty()) {
          needless = std::ranges::all_of(
              may_be, [&](const auto& each) { return is_needless(each.second); });
        }
      }
      if (needless) out.push_back({file, line});
    }
  }
  return out;
}

}  // namespace pool_audit::refactor
