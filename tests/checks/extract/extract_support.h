// Small sources, extracted, and questions to the facts that come out. Every extraction is checked
// against the invariants of facts (check_invariants), whatever else its test asks.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "checks/extract/extract.h"
#include "checks/facts/facts.h"

namespace pool_audit::extract {

// A folder of its own under the system's temporary folder, real path, removed at the end.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }
  // Writes `text` to the relative path `name`, making the folders on the way.
  std::string write(const std::string& name, std::string_view text) const;

 private:
  std::string path_;
};

// The facts of one unit and how to ask for parts of them. Names are those a person writes: the
// qualified name of a function, a variable or a record; a miss fails the test and gives an empty
// fact.
class Unit {
 public:
  Unit() = default;
  explicit Unit(facts::TuFacts facts) : facts_(std::move(facts)) {}

  [[nodiscard]] const facts::TuFacts& facts() const { return facts_; }
  [[nodiscard]] const facts::Function& function(std::string_view name) const;
  [[nodiscard]] const facts::Variable& variable(std::string_view name) const;
  [[nodiscard]] const facts::Record& record(std::string_view name) const;
  [[nodiscard]] bool has_function(std::string_view name) const;
  [[nodiscard]] const facts::FlowGraph& graph(std::string_view function) const;
  [[nodiscard]] size_t graphs_of(std::string_view function) const;
  // The graph of a function in the readable form of facts/text.h, without locations and without
  // the types that operands carry: what flows where, and no more.
  [[nodiscard]] std::string flow(std::string_view function) const;

  // flow() from the first block on, without its braces and outer indentation.
  [[nodiscard]] std::string blocks(std::string_view function) const;

  // The events of a function in the order of its blocks; `kind` alone, or calls of `callee`.
  [[nodiscard]] std::vector<facts::Event> events(std::string_view function) const;
  [[nodiscard]] std::vector<facts::Event> events(std::string_view function,
                                                 facts::EventKind kind) const;
  [[nodiscard]] std::vector<facts::Event> calls(std::string_view function,
                                                std::string_view callee) const;
  // The one event of the kind, or the one call.
  [[nodiscard]] facts::Event event(std::string_view function, facts::EventKind kind) const;
  [[nodiscard]] facts::Event call(std::string_view function, std::string_view callee) const;
  // One event as flow() prints it.
  [[nodiscard]] std::string text(std::string_view function, const facts::Event& event) const;
  // A place, or an operand, as flow() prints it.
  [[nodiscard]] std::string text(std::string_view function, const facts::Place& place) const;
  [[nodiscard]] std::string text(std::string_view function, const facts::Operand& operand) const;
  [[nodiscard]] std::string callee(const facts::Event& event) const;  // its qualified name
  [[nodiscard]] std::string_view spelling(facts::TypeId type) const;

 private:
  facts::TuFacts facts_;
};

struct Command {
  std::vector<std::string> flags = {};
  std::vector<std::string> macros = {};
  std::function<bool(std::string_view)> analyse_header = {};
};

// Extracts `file` of `folder`, which is the project's root.
Unit extract(const Folder& folder, const std::string& file, const Command& command = {});
// A single source in a folder of its own: "a.cc" (C++20) and "a.c" (C17).
Unit cxx(std::string_view source, const Command& command = {});
Unit c(std::string_view source, const Command& command = {});

// facts::validate, and what it leaves open: an event's callee has a fact unless it is unresolved,
// flow enters through block 0, temps that are read are written somewhere in the graph.
void check_invariants(const facts::TuFacts& facts);

// "3:5-9": where a location begins and, on the same line, ends; "3:5-4:2" over several lines.
std::string where(const facts::Location& location);

}  // namespace pool_audit::extract
