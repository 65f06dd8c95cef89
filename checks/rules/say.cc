#include "checks/rules/say.h"

#include "checks/inventory/describe.h"

namespace pool_audit::rules {

namespace {

constexpr size_t kMostNames = 2;

std::string words(const analysis::PathStep& step) {
  const std::string text(step.text.text());
  switch (step.kind) {
    case analysis::PathStep::Kind::holds:
      return text.empty() ? "taking the true branch"
                          : "taking the branch where '" + text + "' holds";
    case analysis::PathStep::Kind::fails:
      return text.empty() ? "taking the false branch"
                          : "taking the branch where '" + text + "' does not hold";
    case analysis::PathStep::Kind::case_:
      return "taking one of the cases";
    case analysis::PathStep::Kind::default_:
      return "taking none of the cases";
  }
  return "";
}

}  // namespace

std::string names_of(const Subject& subject, const inventory::Taken& get) {
  std::string out;
  const size_t shown = get.pools.size() > kMostNames + 1 ? kMostNames : get.pools.size();
  for (size_t i = 0; i < shown; ++i) {
    if (i != 0) out += i + 1 == get.pools.size() ? " or " : ", ";
    out += "'" + subject.pools[get.pools[i]].name + "'";
  }
  if (shown < get.pools.size()) {
    out += " or " + std::to_string(get.pools.size() - shown) + " other pools";
  }
  return out;
}

std::string list_of(const std::vector<std::string>& names) {
  constexpr size_t kMost = 3;
  const size_t shown = names.size() > kMost + 1 ? kMost : names.size();
  std::string out;
  for (size_t i = 0; i < shown; ++i) {
    if (i != 0) out += i + 1 == names.size() ? " and " : ", ";
    out += "'" + names[i] + "'";
  }
  if (shown < names.size()) out += " and " + std::to_string(names.size() - shown) + " more";
  return out;
}

Finding at(const Subject& subject, const inventory::Taken& get) {
  Finding out;
  if (get.pools.size() == 1) out.pool = subject.pools[get.pools.front()].id;
  out.place = get.place;
  const facts::Function* function = subject.program.function(get.function);
  if (function) out.function = function->name.text();
  return out;
}

Finding at(const inventory::Pool& pool) {
  Finding out;
  out.pool = pool.id;
  out.place = pool.place;
  // A pool that is known by a type has no declaration: where it is used first stands for it.
  if (out.place.line == 0 && !pool.sites.empty()) out.place = pool.sites.front().place;
  return out;
}

std::vector<inventory::Note> notes_of(const std::vector<analysis::PathStep>& steps) {
  std::vector<inventory::Note> out;
  for (const analysis::PathStep& step : steps) {
    out.push_back({inventory::to_place(step.location), words(step)});
  }
  return out;
}

void report_misuses(const Subject& subject,
                    const std::function<bool(const analysis::Misuse&)>& wanted,
                    const std::function<std::string(const analysis::Misuse&)>& what,
                    std::vector<Finding>& out) {
  const auto report = [&](const inventory::Taken& site, const analysis::Misuse& misuse, bool put) {
    Finding finding = at(subject, site);
    finding.message =
        (put ? "object of " : "object taken from ") + names_of(subject, site) + " " + what(misuse);
    if (!put) finding.notes.push_back({site.place, "taken here"});
    for (inventory::Note& note : notes_of(misuse.steps)) finding.notes.push_back(std::move(note));
    finding.place = inventory::to_place(misuse.at);
    if (misuse.lease && misuse.kind == analysis::Misuse::Kind::put_again) {
      // What is wrong is the put by hand.
      finding.notes.push_back({finding.place, "the lease that puts it back again"});
      finding.place = inventory::to_place(misuse.put);
    } else if (misuse.put.line != 0) {
      finding.notes.push_back({inventory::to_place(misuse.put),
                               misuse.lease ? "the lease that puts it back" : "put back here"});
    }
    out.push_back(std::move(finding));
  };
  for (const bool put : {false, true}) {
    for (const inventory::Taken& site : put ? subject.given : subject.taken) {
      for (const analysis::Misuse& misuse : site.misuses) {
        if (wanted(misuse)) report(site, misuse, put);
      }
    }
  }
}

const facts::Event& event_of(const facts::FlowGraph& graph, const inventory::Taken& get) {
  return graph.blocks[get.block].events[get.event];
}

}  // namespace pool_audit::rules
