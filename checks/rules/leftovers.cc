#include "checks/rules/leftovers.h"

#include <algorithm>
#include <array>

#include "checks/analysis/survey_names.h"
#include "checks/rules/say.h"
#include "checks/support/words.h"

namespace pool_audit::rules {

using analysis::MemberWrite;
using facts::Event;
using facts::EventKind;
using facts::FlowGraph;
using facts::FunctionFlag;
using facts::Place;
using facts::Root;
using facts::StepKind;
using facts::TypeKind;

namespace {

constexpr int kMaxNesting = 4;
constexpr int kMaxCalls = 4;

// Words in names of numbers that say how much of a buffer is in use.
constexpr std::array kLengthWords = {"len",  "length", "size",  "count", "cnt",    "num",
                                     "used", "pos",    "end",   "fill",  "filled", "top",
                                     "idx",  "index",  "off",   "n",     "offset", "cursor",
                                     "tail", "head",   "bytes", "nb",    "begin",  "written"};
// The same at the end of a word: datalen.
constexpr std::array kLengthEnds = {"len", "size", "count", "pos", "used"};
// Flags that say whether the rest of the object means anything.
constexpr std::array kPresence = {"valid", "isvalid", "present", "empty", "isset", "initialized"};
// In front of a name, or behind it: flags that say whether that member does.
constexpr std::array kBefore = {"has", "have", "is", "got"};
constexpr std::array kBehind = {"set", "valid", "present", "known"};

// "read", "Pos" of "readPos_".
std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> out;
  bool inside = false;
  for (size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    const bool upper = c >= 'A' && c <= 'Z';
    const bool lower = c >= 'a' && c <= 'z';
    if (!upper && !lower) {
      inside = false;
      continue;
    }
    const bool begins = upper && i > 0 && name[i - 1] >= 'a' && name[i - 1] <= 'z';
    if (!inside || begins) out.emplace_back();
    inside = true;
    out.back() += analysis::lower(name.substr(i, 1));
  }
  return out;
}

bool is_length(std::string_view name) {
  return std::ranges::any_of(words_of(name), [](const std::string& word) {
    return analysis::one_of(word, kLengthWords) ||
           std::ranges::any_of(kLengthEnds, [&](const char* end) { return word.ends_with(end); });
  });
}

// "name" of "name_", "m_name" and "mName".
std::string stem(std::string_view name) {
  std::string low = analysis::lower(name);
  if (low.starts_with("m_")) low.erase(0, 2);
  std::erase(low, '_');
  return low;
}

// Whether a flag says that the member of the other name is there.
bool tells_of(const std::string& flag, const std::string& name) {
  return analysis::one_of(flag, kPresence) ||
         std::ranges::any_of(kBefore, [&](const char* word) { return flag == word + name; }) ||
         std::ranges::any_of(kBehind, [&](const char* word) { return flag == name + word; });
}

bool is_number(TypeKind kind) {
  return kind == TypeKind::integer || kind == TypeKind::boolean || kind == TypeKind::enumeration;
}

void collect(const analysis::Program& program, const facts::Record& record, const Leaf& outer,
             int depth, std::vector<Leaf>& out) {
  for (const facts::Base& base : record.bases) {
    const facts::Record* inner = program.record_of(base.type);
    if (inner && !inner->is_system && depth < 4 * kMaxNesting) {
      collect(program, *inner, outer, depth + 1, out);
    }
  }
  for (const facts::Field& field : record.fields) {
    Leaf leaf = outer;
    leaf.member.push_back(field.id);
    leaf.field = &field;
    leaf.record = &record;
    leaf.name += (leaf.name.empty() ? "" : ".") + std::string(field.name.text());
    const facts::Type& type = program.type(field.type);
    const facts::Record* inner =
        type.kind == TypeKind::record ? program.record(type.record) : nullptr;
    const bool opens = inner && !inner->is_system && inner->is_complete && !inner->is_union &&
                       !inner->is_template_pattern && !inner->fields.empty();
    if (opens && leaf.member.size() < kMaxNesting) {
      collect(program, *inner, leaf, depth + 1, out);
    } else if (!leaf.field->name.text().empty()) {
      out.push_back(std::move(leaf));
    }
  }
}

}  // namespace

std::vector<Leaf> leaves_of(const analysis::Program& program, const facts::Record& record) {
  std::vector<Leaf> out;
  collect(program, record, {}, 0, out);
  return out;
}

bool Leftovers::is_kept_on_purpose(const Leaf& leaf, const std::vector<Leaf>& all,
                                   const analysis::Members& overwritten) const {
  const analysis::Program& program = subject_.program;
  const facts::Type& type = program.type(leaf.field->type);
  // Whoever links an object writes the link.
  const Symbol target = program.type(type.target).record;
  const bool link =
      type.kind == TypeKind::pointer && target &&
      (target == leaf.record->id || target == leaf.record->pattern ||
       program.inherits(target, leaf.record->id) || program.inherits(leaf.record->id, target));
  if (link) return true;
  const facts::Record* held = program.record(type.record);
  const bool is_union = held && held->is_union;
  const bool storage =
      type.kind == TypeKind::array || type.kind == TypeKind::pointer || (held && held->is_system);
  const std::string own = stem(leaf.field->name.text());
  return std::ranges::any_of(all, [&](const Leaf& other) {
    if (other.record != leaf.record || !overwritten.covers(other.member)) return false;
    const facts::Type& kind = program.type(other.field->type);
    if (!is_number(kind.kind) && kind.kind != TypeKind::pointer) return false;
    const std::string_view name = other.field->name.text();
    const bool flag = is_number(kind.kind);
    return (is_union && flag) || (storage && is_length(name)) ||
           (flag && other.field != leaf.field && tells_of(stem(name), own));
  });
}

facts::TypeId Leftovers::type_of(const FlowGraph& graph, const Place& place) const {
  const analysis::Program& program = subject_.program;
  facts::TypeId type = facts::kNoType;
  switch (place.root) {
    case Root::local:
      type = graph.locals[place.index].type;
      break;
    case Root::capture:
      type = graph.captures[place.index].type;
      break;
    case Root::global:
      if (const facts::Variable* variable = program.variable(place.symbol)) type = variable->type;
      break;
    case Root::temp:
      for (const facts::Block& block : graph.blocks) {
        for (const Event& event : block.events) {
          if (event.target.root != Root::temp || event.target.index != place.index) continue;
          const facts::Function* callee = program.function(event.callee);
          type = event.type ? event.type : callee ? callee->result : facts::kNoType;
        }
      }
      break;
    default:
      break;
  }
  for (const facts::Step& step : place.steps) {
    if (step.kind == StepKind::field) {
      const auto field = program.field(step.field);
      type = field.field ? field.field->type : facts::kNoType;
    } else {
      type = program.type(type).target;
    }
  }
  return type;
}

// Whether what is written is a part of an object of the pooled class.
bool Leftovers::belongs(const MemberWrite& write, const Leaf& leaf, const facts::Record& pooled,
                        const FlowGraph& graph) const {
  const analysis::Program& program = subject_.program;
  const auto is_pooled = [&](facts::TypeId type) {
    const facts::Record* record = program.record_of(type);
    return record && (record == &pooled || program.inherits(record->id, pooled.id));
  };
  const size_t known = write.member.size();
  if (known > leaf.member.size() ||
      !std::equal(write.member.rbegin(), write.member.rend(), leaf.member.rbegin())) {
    return false;
  }
  const bool whole = known == leaf.member.size();
  const facts::Function* function = program.function(write.function);
  if (write.object.root != Root::this_) {
    return whole && is_pooled(type_of(graph, write.object));
  }
  if (!function) return false;
  if (whole && (function->record == pooled.id || program.inherits(function->record, pooled.id))) {
    return true;
  }
  // A method of a base, or of an object inside: called for one of the pooled class.
  for (const analysis::CallSite& call : subject_.member_sites.calls_of(write.function)) {
    const auto caller = program.graph(call.function);
    if (!caller) continue;
    const facts::Operand& object = caller->blocks[call.block].events[call.event].object;
    if (whole) {
      const facts::Function* fact = program.function(call.function);
      const bool own = object.place.root == Root::this_ && fact &&
                       (fact->record == pooled.id || program.inherits(fact->record, pooled.id));
      if (own || is_pooled(object.type) || is_pooled(type_of(*caller, object.place))) return true;
      continue;
    }
    const facts::Step* last = object.place.steps.empty() ? nullptr : &object.place.steps.back();
    if (last && last->field == leaf.member[leaf.member.size() - known - 1]) return true;
  }
  return false;
}

bool Leftovers::on_fresh_object(const FlowGraph& graph, const Place& object, int depth) {
  Place root = object;
  std::erase_if(root.steps, [](const facts::Step&) { return true; });
  if (root.root == Root::this_) return called_on_fresh_objects(graph.function, -1, depth);
  if (root.root == Root::local && root.index < graph.parameter_count) {
    return called_on_fresh_objects(graph.function, static_cast<int>(root.index), depth);
  }
  for (int copies = 0; copies < kMaxCalls; ++copies) {
    const Event* writer = nullptr;
    for (const facts::Block& block : graph.blocks) {
      for (const Event& event : block.events) {
        const bool makes = event.kind == EventKind::new_ || event.kind == EventKind::call ||
                           event.kind == EventKind::assign;
        if (makes && event.target == root) writer = &event;
        // T object; is constructed in place.
        const facts::Function* callee = subject_.program.function(event.callee);
        if (event.kind == EventKind::call && event.object.address_of &&
            event.object.place == root && callee && callee->has(FunctionFlag::constructor)) {
          return true;
        }
      }
    }
    if (!writer) {
      // A local that is no pointer is an object of its own.
      return root.root == Root::local &&
             subject_.program.type(graph.locals[root.index].type).kind == TypeKind::record;
    }
    if (subject_.roles.of(*writer)) return false;
    if (writer->kind == EventKind::new_) return true;
    if (writer->kind == EventKind::call) {
      const facts::Function* callee = subject_.program.function(writer->callee);
      const std::string name = callee ? analysis::lower(last_component(callee->name.text())) : "";
      return name.starts_with("make_") || name.find("alloc") != std::string::npos;
    }
    if (writer->arguments.empty()) return false;
    root = writer->arguments[0].place;
    if (!root.steps.empty()) return false;
  }
  return false;
}

bool Leftovers::called_on_fresh_objects(Symbol function, int parameter, int depth) {
  const facts::Function* fact = subject_.program.function(function);
  if (!fact) return false;
  if (parameter < 0 && fact->has(FunctionFlag::constructor)) return true;
  if (depth > kMaxCalls || fact->has(FunctionFlag::virtual_)) return false;
  const auto [at, first] = fresh_.try_emplace({function, parameter}, true);
  if (!first) return at->second;
  const auto& calls = subject_.member_sites.calls_of(function);
  const bool out =
      !calls.empty() && std::ranges::all_of(calls, [&](const analysis::CallSite& call) {
        const auto caller = subject_.program.graph(call.function);
        if (!caller) return false;
        const Event& event = caller->blocks[call.block].events[call.event];
        const auto index = static_cast<size_t>(std::max(parameter, 0));
        if (parameter >= 0 && index >= event.arguments.size()) return false;
        const facts::Operand& operand = parameter < 0 ? event.object : event.arguments[index];
        return on_fresh_object(*caller, operand.place, depth + 1);
      });
  fresh_[{function, parameter}] = out;
  return out;
}

}  // namespace pool_audit::rules
