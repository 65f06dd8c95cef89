#include "tool/refactor/link_members.h"

#include <algorithm>
#include <set>
#include <utility>

#include "checks/inventory/describe.h"
#include "checks/rules/pooled_type.h"
#include "tool/refactor/layout_asked.h"
#include "tool/refactor/orphans.h"
#include "tool/refactor/sweep.h"
#include "tool/refactor/uses.h"

namespace pool_audit::refactor {

namespace {

class Links {
 public:
  Links(const inventory::Subject& subject, Sources& sources, const std::string& pool, size_t first,
        Plan& plan)
      : program_(subject.program), sources_(sources), pool_(pool), first_(first), plan_(plan) {
    for (size_t i = first; i < plan.groups.size(); ++i) {
      for (const inventory::Edit& edit : plan.groups[i].edits) {
        const Source* source = sources.find(edit.place.file);
        const auto range = source != nullptr ? source->range(edit.place) : std::nullopt;
        if (!range) continue;
        gone_.push_back({edit.place.file, *range});
        add_words(edit.text, written_);
      }
    }
    std::ranges::sort(gone_);
  }

  void run(const facts::Record& record) {
    const bool plain = !record.is_system && !record.is_union && !record.is_template_pattern &&
                       record.pattern.text().empty() && record.bases.empty();
    if (!plain) return;
    Group group;
    for (const facts::Field& field : record.fields) {
      const facts::Type& type = program_.type(field.type);
      if (type.kind != facts::TypeKind::pointer || program_.record_of(field.type) != &record) {
        continue;
      }
      take(field, record, group);
    }
    if (group.edits.empty()) return;
    group.pool = plan_.groups[first_].pool;
    group.pool_name = plan_.groups[first_].pool_name;
    group.title = "remove what linked the spares from " + last_part(record.name.text());
    group.evidence =
        "Only the list of spares used it, and nothing asks for the layout of the type.";
    for (size_t i = first_; i < plan_.groups.size(); ++i) {
      if (plan_.groups[i].pool == group.pool) group.needs.push_back(plan_.groups[i].title);
    }
    plan_.groups.push_back(std::move(group));
  }

 private:
  void take(const facts::Field& field, const facts::Record& record, Group& group) {
    const Uses uses = uses_of(sources_, program_, field.id);
    if (!uses.unclear.empty() || uses.declarations.size() != 1 || written_.contains(uses.name)) {
      return;
    }
    const Stretch& declaration = uses.declarations.front();
    const Source& source = *sources_.find(declaration.file);
    const auto statement = source.statement(declaration.range);
    if (!statement || statement->has_several) return;
    bool linked = false;
    std::vector<Stretch> initialisers;
    for (const Stretch& token : uses.ours) {
      if (holds(gone_, token)) {
        linked = true;
        continue;
      }
      const auto ranges = initialisers_at(sources_, program_, uses, token);
      if (ranges.empty()) return;
      for (const Range& range : ranges) initialisers.push_back({token.file, range});
    }
    if (!linked) return;
    std::string reason;
    Stretch where = declaration;
    if (is_public_header(declaration.file)) {
      reason = "others may be built with this header";
    } else if (auto asked = layout_asked(sources_, program_, record, gone_)) {
      reason = asked->what;
      if (!asked->where.file.empty()) where = asked->where;
    }
    if (!reason.empty()) {
      plan_.manual.push_back({pool_, sources_.place(where),
                              "'" + uses.name + "' only linked the spares, and stays: " + reason});
      return;
    }
    group.edits.push_back(
        {sources_.place({declaration.file, whole_declaration(source, declaration.range)}), ""});
    for (const Stretch& each : initialisers) group.edits.push_back({sources_.place(each), ""});
  }

  // In a folder of headers that are installed as a rule.
  [[nodiscard]] static bool is_public_header(const std::string& file) {
    const std::string path = "/" + file;
    const bool source = file.ends_with(".c") || file.ends_with(".cc") || file.ends_with(".cpp") ||
                        file.ends_with(".cxx");
    return !source && (path.find("/include/") != std::string::npos ||
                       path.find("/public/") != std::string::npos);
  }

  const analysis::Program& program_;
  Sources& sources_;
  const std::string& pool_;
  size_t first_;
  Plan& plan_;
  std::vector<Stretch> gone_;
  std::set<std::string> written_;  // words of new text
};

}  // namespace

void plan_link_members(const inventory::Subject& subject, size_t pool, Sources& sources,
                       size_t first, Plan& plan) {
  const analysis::HandWritten* own = rules::hand_written(subject, pool);
  if (own == nullptr || first >= plan.groups.size()) return;
  const facts::Record* record = subject.program.record_of(own->element);
  if (record == nullptr) return;
  Links(subject, sources, subject.pools[pool].id, first, plan).run(*record);
}

}  // namespace pool_audit::refactor
