#include "tool/refactor/migrate_blocks.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <utility>

#include "checks/support/words.h"
#include "tool/refactor/made_with.h"
#include "tool/refactor/members.h"
#include "tool/refactor/remove_tidy.h"
#include "tool/refactor/sweep.h"

namespace pool_audit::refactor {

using analysis::RoleKind;
using inventory::PoolKey;
using inventory::Subject;
using model::PoolModel;

namespace {

bool contains(const std::vector<std::string>& list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

bool is_number(std::string_view text) {
  return !text.empty() && std::isdigit(static_cast<unsigned char>(text[0])) != 0;
}

class ShapeReader {
 public:
  ShapeReader(const Subject& subject, size_t pool, const PoolModel& model, Sources& sources,
              std::vector<Manual>& manual)
      : program_(subject.program),
        pool_(subject.pools[pool]),
        key_(subject.keys[pool]),
        model_(model),
        sources_(sources),
        manual_(manual) {}

  std::optional<BlockShape> run() {
    if (const facts::Variable* variable = program_.variable(key_.id);
        key_.kind == PoolKey::Kind::variable && variable != nullptr && variable->is_thread_local) {
      return refuse("each thread has a pool of its own, which ends with it");
    }
    if (!read_source() || !read_arguments()) return std::nullopt;
    return out_;
  }

 private:
  std::nullopt_t refuse(std::string reason) {
    manual_.push_back({pool_.id, pool_.place, std::move(reason)});
    return std::nullopt;
  }

  // ---- where the memory comes from -------------------------------------------------------------

  bool read_source() {
    out_.freed_at_end = model_.blocks.freed_at_end;
    out_.may_be_null = std::ranges::any_of(model_.acquire, [](const model::Operation& each) {
      return each.fails == model::Failure::null;
    });
    if (model_.blocks.source_argument < 0) return true;
    const facts::Type& type = program_.type(inventory::type_of(key_, program_));
    const auto index = static_cast<size_t>(model_.blocks.source_argument);
    if (index >= type.text_arguments.size()) {
      refuse("where its memory comes from does not show");
      return false;
    }
    const std::string name(type.text_arguments[index].text());
    const size_t colons = std::string_view(model_.type).find("::");
    if (name.starts_with(std::string_view(model_.type).substr(0, colons + 2))) return true;
    if (const auto nothrow = plain_source(name)) {
      out_.may_be_null = out_.may_be_null && *nothrow;
      return true;
    }
    refuse("its memory comes from " + name + ", which may do more than new and delete");
    return false;
  }

  // A class whose malloc is `return new char[n];` and whose free is `delete[] p;`: whether its new
  // does not throw.
  std::optional<bool> plain_source(const std::string& name) {
    std::optional<bool> nothrow;
    bool frees = false;
    for (const facts::Function* each : program_.functions()) {
      const facts::Record* record = program_.record(each->record);
      if (record == nullptr || record->name.text() != name) continue;
      const std::string method = last_part(each->name.text());
      if (method != "malloc" && method != "free") continue;
      const auto words = body_words(*each);
      if (method == "malloc") {
        nothrow = std::nullopt;
        if (words.size() == 7 && words[0] == "return" && words[1] == "new" && words[2] == "char" &&
            words[3] == "[" && is_identifier(words[4]) && words[5] == "]" && words[6] == ";") {
          nothrow = false;
        }
      } else {
        frees = words.size() == 5 && words[0] == "delete" && words[1] == "[" && words[2] == "]" &&
                is_identifier(words[3]) && words[4] == ";";
      }
    }
    return frees ? nothrow : std::nullopt;
  }

  std::vector<std::string> body_words(const facts::Function& function) {
    std::vector<std::string> out;
    for (const Stretch& at : sources_.stretch(function.location)) {
      const Source& source = *sources_.find(at.file);
      const auto opening = body_of(source, at.range);
      const auto closing = opening ? source.partner(*opening) : std::nullopt;
      if (!closing) continue;
      for (size_t i = *opening + 1; i < *closing; ++i) out.emplace_back(source.tokens()[i].text);
    }
    return out;
  }

  // ---- what it is made with --------------------------------------------------------------------

  // Behind each place where the pool's name is declared or initialised.
  bool read_arguments() {
    const Uses uses = uses_of(sources_, program_, key_.id);
    std::vector<Stretch> tokens;
    for (const Stretch& each : uses.ours) {
      if (!initialisers_at(sources_, program_, uses, each).empty()) tokens.push_back(each);
    }
    for (const Stretch& each : uses.declarations) {
      const Source& source = *sources_.find(each.file);
      for (size_t i = source.token_at(each.range.begin);
           i < source.tokens().size() && source.tokens()[i].range.end <= each.range.end; ++i) {
        if (!source.tokens()[i].is(uses.name)) continue;
        tokens.push_back({each.file, source.tokens()[i].range});
        break;
      }
    }
    std::set<std::vector<std::string>> all;
    for (const Stretch& each : tokens) {
      const Source& source = *sources_.find(each.file);
      const auto& list = source.tokens();
      const size_t i = source.token_at(each.range.begin);
      const bool opens = i + 1 < list.size() && (list[i + 1].is("(") || list[i + 1].is("{"));
      const auto closing = opens ? source.partner(i + 1) : std::nullopt;
      if (!closing || *closing == i + 2) continue;
      std::vector<std::string> texts;
      for (const Range& argument : arguments_in(source, i + 1, *closing)) {
        texts.emplace_back(source.of(argument));
        if (!is_constant(source, argument)) {
          manual_.push_back({pool_.id, sources_.place({each.file, argument}),
                             "'" + texts.back() + "' is no constant that shows"});
          return false;
        }
      }
      all.insert(std::move(texts));
    }
    if (all.size() != 1) {
      refuse(all.empty() ? "the size of its blocks does not show"
                         : "the pool is made in several ways");
      return false;
    }
    return take(*all.begin());
  }

  bool take(const std::vector<std::string>& arguments) {
    const auto at = [&](int index) {
      const auto place = static_cast<size_t>(index);
      return index >= 0 && place < arguments.size() ? arguments[place] : std::string();
    };
    constexpr std::string_view kBound = "constructor(";
    const std::string& capacity = model_.bounds.capacity;
    if (capacity.starts_with(kBound)) {
      const std::string bound = at(capacity[kBound.size()] - '0');
      if (!bound.empty() && bound != "0") {
        refuse("the pool is bounded by " + bound + ", and what it does there has no equal");
        return false;
      }
    }
    out_.bytes = at(model_.blocks.size_argument);
    out_.prefilled = at(model_.blocks.prefilled_argument);
    if (out_.prefilled == "0") out_.prefilled.clear();
    if (!out_.bytes.empty()) return true;
    refuse("the size of its blocks does not show");
    return false;
  }

  // Numbers, sizeof, names of constants, and arithmetic with them: as good beside the old pool as
  // in it, and without an effect.
  bool is_constant(const Source& source, Range range) {
    const auto& tokens = source.tokens();
    for (size_t i = source.token_at(range.begin);
         i < tokens.size() && tokens[i].range.end <= range.end; ++i) {
      const SourceToken& token = tokens[i];
      if (token.is("sizeof") || token.is("alignof")) {
        const auto closing = tokens[i + 1].is("(") ? source.partner(i + 1) : std::nullopt;
        if (!closing) return false;
        i = *closing;
      } else if (token.is_word() && !is_number(token.text)) {
        const bool qualifies = tokens[i + 1].is(":");
        const bool calls = tokens[i + 1].is("(") || tokens[i + 1].is("{") || tokens[i + 1].is("<");
        if (calls || (!qualifies && !names_constant(std::string(token.text)))) return false;
      } else if (!is_number(token.text)) {
        constexpr std::string_view kPlain = "+-*/():";
        if (token.text.size() != 1 || kPlain.find(token.text[0]) == std::string_view::npos) {
          return false;
        }
      }
    }
    return true;
  }

  // A constant that is defined where it can be seen, an enumerator, or a macro; and nothing else of
  // that name.
  bool names_constant(const std::string& name) {
    bool found = false;
    for (const facts::Variable* each : program_.variables()) {
      if (last_part(each->name.text()) != name) continue;
      if (!each->is_const || !each->is_definition) return false;
      found = true;
    }
    for (const facts::Record* record : program_.records()) {
      for (const facts::Field& field : record->fields) {
        if (field.name.text() == name) return false;
      }
    }
    for (const Stretch& each : sources_.occurrences(name)) {
      const Source& source = *sources_.find(each.file);
      const size_t at = source.token_at(each.range.begin);
      if (at > 0 && source.tokens()[at].in_directive && source.tokens()[at - 1].is("define")) {
        found = true;
      }
      found = found || is_enumerator(source, at) || is_constexpr(source, at);
    }
    return found && !is_parameter(name);
  }

  // constexpr int kMost = 16;
  static bool is_constexpr(const Source& source, size_t at) {
    const auto& tokens = source.tokens();
    if (at + 1 >= tokens.size() || !(tokens[at + 1].is("=") || tokens[at + 1].is("{")))
      return false;
    for (size_t i = at; i-- > 0 && (tokens[i].is_word() || tokens[i].is(":"));) {
      if (tokens[i].is("constexpr")) return true;
    }
    return false;
  }

  static bool is_enumerator(const Source& source, size_t at) {
    const auto& tokens = source.tokens();
    if (at == 0 || !(tokens[at - 1].is("{") || tokens[at - 1].is(","))) return false;
    for (size_t i = at; i-- > 0;) {
      if (tokens[i].is("}") || tokens[i].is(";")) return false;
      if (!tokens[i].is("{")) continue;
      while (i-- > 0 && !tokens[i].is(";") && !tokens[i].is("}") && !tokens[i].is("{")) {
        if (tokens[i].is("enum")) return true;
      }
      return false;
    }
    return false;
  }

  // Of a constructor of the class that the pool is a member of.
  [[nodiscard]] bool is_parameter(const std::string& name) const {
    const auto field = program_.field(key_.id);
    if (key_.kind != PoolKey::Kind::field || field.record == nullptr) return false;
    return std::ranges::any_of(program_.functions(), [&](const facts::Function* each) {
      if (!each->has(facts::FunctionFlag::constructor)) return false;
      const bool own = each->record == field.record->id || each->record == field.record->pattern;
      return own && std::ranges::any_of(each->parameters, [&](const auto& parameter) {
               return parameter.name.text() == name;
             });
    });
  }

  const analysis::Program& program_;
  const inventory::Pool& pool_;
  const PoolKey& key_;
  const PoolModel& model_;
  Sources& sources_;
  std::vector<Manual>& manual_;
  BlockShape out_;
};

class Mover {
 public:
  Mover(const Subject& subject, size_t pool, const PoolModel& model, const BlockShape& shape,
        std::string name, Sources& sources)
      : subject_(subject),
        program_(subject.program),
        pool_(subject.pools[pool]),
        key_(subject.keys[pool]),
        model_(model),
        shape_(shape),
        name_(std::move(name)),
        sources_(sources) {}

  BlockMove run() {
    uses_ = uses_of(sources_, program_, key_.id);
    for (const Stretch& each : uses_.unclear) {
      manual(each, "'" + uses_.name + "' may be meant here");
    }
    for (const Stretch& each : uses_.ours) take(each);
    if (out_.manual.empty() && out_.step.functions.empty() && uses_.ours.empty()) {
      out_.manual.push_back({pool_.id, pool_.place, "nothing is taken from it in the open"});
    }
    if (!out_.manual.empty()) return std::move(out_);
    Step& step = out_.step;
    std::ranges::sort(step.functions);
    const auto doubles = std::ranges::unique(step.functions);
    step.functions.erase(doubles.begin(), doubles.end());
    step.group.pool = pool_.id;
    step.group.pool_name = pool_.name;
    step.group.title = "use " + name_ + " in place of " + uses_.name;
    step.group.evidence =
        "Whoever takes its memory and whoever gives it back change together: a block must never "
        "be put into the other pool.";
    std::ranges::sort(step.group.edits, {}, &inventory::Edit::place);
    finish();
    return std::move(out_);
  }

 private:
  void manual(const Stretch& at, std::string reason) {
    out_.manual.push_back({pool_.id, sources_.place(at), std::move(reason)});
  }

  struct Call {
    const facts::Function* function = nullptr;
    analysis::Role role;
    Range range;
  };

  // The innermost get or put whose call a token of the pool stands in.
  std::optional<Call> call_at(const Stretch& token) {
    std::optional<Call> out;
    for (const Symbol id : uses_.functions) {
      const auto graph = program_.graph(id);
      if (!graph) continue;
      for (const facts::Block& block : graph->blocks) {
        for (const facts::Event& event : block.events) {
          const analysis::Role& role = subject_.roles.of(event);
          if (role.model != &model_ || role.operation == nullptr) continue;
          for (const Stretch& at : sources_.stretch(event.location)) {
            if (at.file != token.file || !holds(at.range, token.range)) continue;
            if (out && holds(at.range, out->range)) continue;
            out = Call{program_.function(id), role, at.range};
          }
        }
      }
    }
    return out;
  }

  void take(const Stretch& token) {
    const Source& source = *sources_.find(token.file);
    const auto& tokens = source.tokens();
    const size_t i = source.token_at(token.range.begin);
    if (const auto ranges = initialisers_at(sources_, program_, uses_, token); !ranges.empty()) {
      for (const Range& range : ranges) ends_.push_back({token.file, range});
      return;
    }
    const bool calls = i + 3 < tokens.size() && tokens[i + 1].is(".") && tokens[i + 3].is("(");
    const auto closing = calls ? source.partner(i + 3) : std::nullopt;
    if (!closing) return manual(token, "the pool is named here for something else than a call");
    const bool has_arguments = *closing != i + 4;
    if (const auto call = call_at(token); call && call->range.end == tokens[*closing].range.end) {
      return replace(token, *call, i, *closing, has_arguments);
    }
    const std::string_view method = tokens[i + 2].text;
    const auto statement = source.statement_around(i);
    const bool plain = statement && !statement->is_controlled && !tokens[i].in_directive;
    const size_t first = plain ? source.token_at(statement->range.begin) : 0;
    const bool whole = plain && tokens[*closing + 1].is(";") &&
                       (first == i || (first + 3 == i && tokens[first].is("this")));
    if (whole && contains(model_.blocks.tuned_by, method)) {
      ends_.push_back({token.file, whole_declaration(source, statement->range)});
      return;
    }
    if (whole && contains(model_.blocks.trimmed_by, method) && !has_arguments) {
      return rename(token, i, "trim");
    }
    // It would ask the old pool of blocks of the new one.
    const bool asserts = plain && first + 2 == i && tokens[first + 1].is("(") &&
                         lower_case(tokens[first].text).find("assert") != std::string::npos &&
                         tokens[*closing + 1].is(")") && tokens[*closing + 2].is(";");
    if (asserts) {
      change(token.file, whole_declaration(source, statement->range), "");
      return;
    }
    manual(token, "what is done with '" + uses_.name + "' here is neither a get nor a put");
  }

  static std::string lower_case(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
  }

  void change(const std::string& file, Range range, std::string text) {
    out_.step.group.edits.push_back({sources_.find(file)->place(file, range), std::move(text)});
    replaced_.push_back({file, range});
  }

  void rename(const Stretch& token, size_t i, const std::string& method) {
    const auto& tokens = sources_.find(token.file)->tokens();
    change(token.file, {tokens[i].range.begin, tokens[i + 2].range.end}, name_ + "." + method);
  }

  void replace(const Stretch& token, const Call& call, size_t i, size_t closing,
               bool has_arguments) {
    const Source& source = *sources_.find(token.file);
    if (call.role.operation->effect == model::Effect::return_all) {
      return manual(token, "all blocks are given back at once here");
    }
    if (call.role.kind == RoleKind::get) {
      if (has_arguments) return manual(token, "several blocks may be taken at once here");
      rename(token, i, shape_.may_be_null ? "get_or_null" : "get");
    } else {
      if (arguments_in(source, i + 3, closing).size() != 1) {
        return manual(token, "several blocks may be given back at once here");
      }
      rename(token, i, "put");
    }
    out_.step.functions.emplace_back(call.function->name.text());
  }

  void finish() {
    for (const Stretch& each : uses_.declarations) {
      ends_.push_back({each.file, whole_declaration(*sources_.find(each.file), each.range)});
    }
    add_usings();
    std::ranges::sort(ends_);
    const auto same = std::ranges::unique(ends_);
    ends_.erase(same.begin(), same.end());
    Group end{
        pool_.id, pool_.name, "", "remove the pool " + uses_.name, "Nothing uses it any more.", {}};
    for (const Stretch& each : ends_) end.edits.push_back({sources_.place(each), ""});
    std::vector<Stretch> gone = ends_;
    gone.insert(gone.end(), replaced_.begin(), replaced_.end());
    std::ranges::sort(gone);
    Group includes{pool_.id,
                   pool_.name,
                   "",
                   "remove includes that only " + uses_.name + " needed",
                   "None of what these headers declare is named in the file any more.",
                   include_edits(sources_, program_, gone, {}, {})};
    includes.needs = {end.title};
    out_.end = {std::move(end)};
    if (!includes.edits.empty()) out_.end.push_back(std::move(includes));
  }

  // `using Poco::MemoryPool;`, where nothing else has that name.
  void add_usings() {
    const std::vector<Stretch> gone = ends_;
    const std::string type = last_part(model_.type.substr(0, model_.type.find('<')));
    std::set<std::string> files;
    for (const Stretch& each : gone) files.insert(each.file);
    for (const std::string& file : files) {
      const Source& source = *sources_.find(file);
      const auto& tokens = source.tokens();
      std::optional<Range> found;
      bool wanted = false;
      for (size_t i = 0; i + 1 < tokens.size(); ++i) {
        if (!tokens[i].is(type) || holds(gone, {file, tokens[i].range})) continue;
        const auto statement = source.statement(tokens[i].range);
        const bool uses = statement && tokens[i + 1].is(";") &&
                          tokens[source.token_at(statement->range.begin)].is("using");
        wanted = wanted || !uses || found;
        if (uses) found = source.lines_of(*statement);
      }
      if (found && !wanted) ends_.push_back({file, *found});
    }
  }

  const Subject& subject_;
  const analysis::Program& program_;
  const inventory::Pool& pool_;
  const PoolKey& key_;
  const PoolModel& model_;
  const BlockShape& shape_;
  std::string name_;
  Sources& sources_;
  Uses uses_;
  std::vector<Stretch> ends_;      // text that goes with the old pool
  std::vector<Stretch> replaced_;  // text that goes with the step
  BlockMove out_;
};

}  // namespace

const PoolModel* block_model(const Subject& subject, size_t pool) {
  const facts::TypeId type = inventory::type_of(subject.keys[pool], subject.program);
  const PoolModel* model = subject.roles.model_of_type(type);
  if (model == nullptr || model->blocks.size_argument < 0) return nullptr;
  const bool raw = std::ranges::all_of(model->acquire, &model::Operation::raw_memory);
  return raw && model->destroys == model::Lifetime::never ? model : nullptr;
}

std::optional<BlockShape> block_shape(const Subject& subject, size_t pool, const PoolModel& model,
                                      Sources& sources, std::vector<Manual>& manual) {
  return ShapeReader(subject, pool, model, sources, manual).run();
}

BlockMove move_blocks(const Subject& subject, size_t pool, const PoolModel& model,
                      const BlockShape& shape, const std::string& name, Sources& sources) {
  return Mover(subject, pool, model, shape, name, sources).run();
}

}  // namespace pool_audit::refactor
