#include "tool/refactor/check.h"

#include <algorithm>

#include "tool/refactor/failure.h"
#include "tool/refactor/style.h"

namespace pool_audit::refactor {

using analysis::Misuse;
using inventory::Subject;
using inventory::Taken;

namespace {

// How most tests of the file look, or what most C and C++ code does where it has none.
NullTest layout_of(const Source& source, bool is_c) {
  const auto tests = null_tests(source, 0, source.tokens().size());
  NullTest out;
  if (tests.empty()) {
    out.on_one_line = !is_c;
    return out;
  }
  const auto most = [&](auto property) {
    return 2 * static_cast<size_t>(std::ranges::count_if(tests, property)) > tests.size();
  };
  out.in_braces = most([](const NullTest& each) { return each.in_braces; });
  out.on_one_line = most([](const NullTest& each) { return each.on_one_line; });
  out.has_blank = most([](const NullTest& each) { return each.has_blank; });
  if (most([](const NullTest& each) { return each.null == "NULL"; })) out.null = "NULL";
  if (most([](const NullTest& each) { return each.null == "nullptr"; })) out.null = "nullptr";
  return out;
}

std::string text_of(const NullTest& layout, const NamedGet& named, const NewLine& line,
                    const std::string& action) {
  const std::string step = indentation_step(*named.source, line.indentation);
  const std::string test =
      std::string("if") + (layout.has_blank ? " (" : "(") +
      (layout.null.empty() ? "!" + named.name : named.name + " == " + layout.null) + ")";
  const std::string& in = line.indentation;
  const std::string& end = line.line_end;
  if (layout.on_one_line) {
    return in + test + (layout.in_braces ? " { " : " ") + action + (layout.in_braces ? " }" : "") +
           end;
  }
  if (!layout.in_braces) return in + test + end + in + step + action + end;
  return in + test + " {" + end + in + step + action + end + in + "}" + end;
}

class Checks {
 public:
  Checks(const Subject& subject, size_t pool, Sources& sources, Plan& plan)
      : subject_(subject), index_(pool), sources_(sources), plan_(plan) {}

  void run() {
    std::vector<std::pair<const Taken*, const Misuse*>> open;
    for (const Taken& get : subject_.taken) {
      if (std::ranges::count(get.pools, index_) == 0) continue;
      const auto misuse = std::ranges::find(get.misuses, Misuse::Kind::unchecked, &Misuse::kind);
      if (misuse != get.misuses.end()) open.emplace_back(&get, &*misuse);
    }
    // What one function will do tells others what to do: a second run would see it.
    const size_t manual = plan_.manual.size();
    const auto groups = static_cast<std::ptrdiff_t>(plan_.groups.size());
    for (size_t left = open.size() + 1; left > open.size();) {
      left = open.size();
      plan_.manual.resize(manual);
      std::erase_if(open, [&](const auto& each) { return mend(*each.first, *each.second); });
    }
    std::sort(plan_.groups.begin() + groups, plan_.groups.end(),
              [](const Group& a, const Group& b) {
                return a.edits.front().place < b.edits.front().place;
              });
  }

 private:
  void manual(const Taken& get, std::string reason) {
    plan_.manual.push_back({subject_.pools[index_].id, get.place, std::move(reason)});
  }

  // In C the test stands behind the declarations that follow the get and do not need its object.
  [[nodiscard]] Statement last_declaration(const Taken& get, const NamedGet& named) const {
    const Source& source = *named.source;
    Statement last = named.statement;
    const auto graph = subject_.program.graph(get.function);
    if (!named.declares || !named.file.ends_with(".c") || !graph) return last;
    const auto declares = [&](const Statement& statement) {
      return std::ranges::any_of(graph->locals, [&](const facts::Local& local) {
        const auto at = source.offset(local.location.line, local.location.column);
        return local.location.file.text() == named.file && at && statement.range.begin <= *at &&
               *at < statement.range.end;
      });
    };
    for (;;) {
      const size_t next = source.token_at(last.range.end);
      if (next >= source.tokens().size()) return last;
      const auto statement = source.statement(source.tokens()[next].range);
      if (!statement || !declares(*statement)) return last;
      for (size_t i = next; i < source.token_at(statement->range.end); ++i) {
        if (source.tokens()[i].is(named.name)) return last;
      }
      last = *statement;
    }
  }

  bool mend(const Taken& get, const Misuse& misuse) {
    if (!get.place.macro.empty()) {
      manual(get, "wants a test for null; the get comes out of the macro " + get.place.macro);
      return false;
    }
    const auto named = named_get(sources_, get);
    const auto line = named
                          ? line_behind(*named->source, named->file, last_declaration(get, *named))
                          : std::nullopt;
    if (!line) {
      manual(get, "wants a test for null; the get is no statement with a line of its own");
      return false;
    }
    const FailureOrReason failing = failure_of(subject_, sources_, get, *named, planned_);
    if (!failing.failure) {
      manual(get, "wants a test for null behind it; " + failing.reason);
      return false;
    }
    const facts::Function* function = subject_.program.function(get.function);
    const NullTest layout = layout_of(*named->source, named->file.ends_with(".c"));
    const inventory::Pool& pool = subject_.pools[index_];
    Group group;
    group.pool = pool.id;
    group.pool_name = pool.name;
    group.function = function != nullptr ? std::string(function->name.text()) : "";
    group.title = "test in " + group.function + " what " + get.api + "() gave";
    group.evidence = "'" + named->name + "' may be empty, and is used at line " +
                     std::to_string(misuse.at.line) +
                     " without a test. Without an object: " + failing.failure->action + ", " +
                     failing.failure->because + ".";
    group.edits = {{line->at, text_of(layout, *named, *line, failing.failure->action)}};
    plan_.groups.push_back(std::move(group));
    planned_.push_back({&get, failing.failure->action});
    return true;
  }

  const Subject& subject_;
  size_t index_;
  Sources& sources_;
  Plan& plan_;
  std::vector<PlannedTest> planned_;
};

}  // namespace

void plan_checks(const Subject& subject, size_t pool, Sources& sources, Plan& plan) {
  Checks(subject, pool, sources, plan).run();
}

}  // namespace pool_audit::refactor
