// The model format: which keys stand where, and what makes a model whole.
#include <algorithm>
#include <array>
#include <set>

#include "checks/model/compile.h"
#include "checks/model/loader.h"
#include "checks/model/parsed_file.h"
#include "checks/model/read_behaviour.h"
#include "checks/model/read_operation.h"

namespace pool_audit::model {
namespace {

std::vector<std::string_view> list_of(Keys keys) {
  return {keys.begin(), keys.end()};
}

class ModelReader {
 public:
  ModelReader(Reader& reader, const yaml::Node& node) : reader_(reader), node_(node) {}

  PoolModel read() {
    model_.source = reader_.name();
    model_.line = node_.line;
    const bool is_whole = reader_.map(
        node_, "a pool model", list_of(model_keys()),
        [this](std::string_view key, const yaml::Node& value) { read_key(key, value); });
    if (node_.kind == yaml::Kind::map) check(is_whole);
    return std::move(model_);
  }

 private:
  void read_key(std::string_view key, const yaml::Node& value) {
    if (key == "id") {
      read_id(value);
    } else if (key == "library") {
      model_.library = reader_.text(value, "the library's name");
    } else if (key == "title") {
      model_.title = reader_.text(value, "a title");
    } else if (key == "kind") {
      model_.kind = reader_.word(pool_kinds(), value, "'kind'", PoolKind::object_pool);
    } else if (key == "deny") {
      model_.confirmed = !reader_.boolean(value, "'deny'");
    } else if (key == "pool") {
      read_pool(value);
    } else if (key == "acquire" || key == "release") {
      read_operations(value, key == "acquire");
    } else if (key == "handle") {
      read_handles(value);
    } else if (key == "lifecycle") {
      read_lifecycle(value);
    } else if (key == "reset") {
      read_reset(value);
    } else if (key == "bounds") {
      read_bounds(value);
    } else if (key == "blocks") {
      read_blocks(value);
    } else {
      read_after_release(value);
    }
  }

  void read_id(const yaml::Node& value) {
    model_.id = reader_.text(value, "an id such as 'mylib.buffers'");
    const auto bad = std::find_if(model_.id.begin(), model_.id.end(), [](char c) {
      return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_' || c == '.' || c == '-');
    });
    if (bad != model_.id.end()) {
      reader_.error_inside(value, static_cast<size_t>(bad - model_.id.begin()),
                           "expected only letters, digits, '.', '_' and '-' in an id, found " +
                               yaml::describe(value));
    }
  }

  void read_pool(const yaml::Node& node) {
    pool_node_ = &node;
    reader_.map(node, "'pool'", list_of(pool_keys()),
                [this](std::string_view key, const yaml::Node& value) {
                  if (key == "identity") {
                    const size_t errors = reader_.error_count();
                    model_.identity = read_identity(reader_, value, "'identity'");
                    identity_is_wrong_ = reader_.error_count() != errors;
                  } else if (key == "type") {
                    model_.type = reader_.pattern(value, "the pool's type", !has_marker());
                  } else if (key == "not") {
                    model_.excluded_types = reader_.patterns(value, "type that is not pooled");
                  } else if (key == "object") {
                    read_object(value);
                  } else if (key == "keyed_by") {
                    model_.key_argument = reader_.argument(value, "'keyed_by'");
                  } else if (key == "scan") {
                    read_scan(value);
                  } else {
                    read_marker(value);
                  }
                });
  }

  // Keys of a map come in any order, so the marker is looked for ahead.
  bool has_marker() const {
    for (size_t i = 0; i + 1 < pool_node_->children.size(); i += 2) {
      if (pool_node_->children[i].text == "marker") return true;
    }
    return false;
  }

  void read_object(const yaml::Node& value) {
    object_node_ = &value;
    const std::string text = reader_.text(value, "the type of the pooled objects");
    if (text.empty()) return;
    const std::optional<Term> term = parse_term(text);
    if (term && term->word == "template_arg" && term->index) {
      model_.object_template_argument = *term->index;
      return;
    }
    model_.object_type = text;
    if (text.starts_with('$')) return;  // check() sees whether it is bound
    if (const Result<NamePattern> parsed = NamePattern::parse(text); !parsed) {
      reader_.pattern_error(value, parsed.error());
    }
  }

  void read_scan(const yaml::Node& value) {
    model_.scan_words = reader_.texts(value, "word");
    for (const std::string& word : model_.scan_words) {
      const std::optional<Term> term = parse_term(word);
      if (term && !term->index) continue;
      reader_.error(value, "expected identifiers for 'scan', found '" + word + '\'');
    }
  }

  void read_marker(const yaml::Node& node) {
    reader_.map(node, "'marker'", list_of(marker_keys()),
                [this](std::string_view key, const yaml::Node& value) {
                  if (key == "macro") {
                    model_.marker_macro = reader_.text(value, "a macro's name");
                  } else {
                    model_.marker_member = reader_.text(value, "a member's declaration");
                  }
                });
  }

  void read_operations(const yaml::Node& node, bool is_acquire) {
    std::vector<Operation>& operations = is_acquire ? model_.acquire : model_.release;
    reader_.list(node, is_acquire ? "acquire functions" : "release functions",
                 [&](const yaml::Node& item) {
                   PlacedOperation placed;
                   placed.is_acquire = is_acquire;
                   placed.index = operations.size();
                   operations.push_back(read_operation(reader_, item, placed));
                   if (item.kind == yaml::Kind::map) placed_.push_back(placed);
                 });
  }

  void read_handles(const yaml::Node& node) {
    reader_.list(node, "handles", [this](const yaml::Node& item) {
      Handle handle;
      const bool is_whole = reader_.map(
          item, "a handle", list_of(handle_keys()),
          [&](std::string_view key, const yaml::Node& value) {
            if (key == "type") {
              handle.type = reader_.pattern(value, "the handle's type", true);
            } else if (key == "releases_on_dtor") {
              handle.releases_on_destruction = reader_.boolean(value, "'releases_on_dtor'");
            } else if (key == "detach") {
              handle.detach = reader_.texts(value, "method");
            } else if (key == "return") {
              handle.give_back = reader_.texts(value, "method");
            } else if (key == "raw") {
              handle.raw = reader_.texts(value, "method");
            } else if (key == "discard") {
              handle.discard = reader_.texts(value, "method");
            } else {
              handle.transfer = reader_.texts(value, "method");
            }
          });
      if (is_whole && !has_key(item, "type")) {
        reader_.error(item,
                      "expected 'type' in a handle: the name of the class that owns the object");
      }
      model_.handles.push_back(std::move(handle));
    });
  }

  static bool has_key(const yaml::Node& node, std::string_view key) {
    for (size_t i = 0; i + 1 < node.children.size(); i += 2) {
      if (node.children[i].text == key) return true;
    }
    return false;
  }

  Hook read_hook(const yaml::Node& value, std::string_view what) {
    const std::optional<Hook> hook =
        value.kind == yaml::Kind::scalar ? parse_hook(value.text) : std::nullopt;
    if (!hook) {
      reader_.error(value,
                    "expected new, none, ctor(N), ctor(N).member, template_arg(N) or "
                    "virtual(method) for " +
                        std::string(what) + ", found " + yaml::describe(value));
      return {};
    }
    return *hook;
  }

  void read_lifecycle(const yaml::Node& node) {
    reader_.map(
        node, "'lifecycle'", list_of(lifecycle_keys()),
        [this](std::string_view key, const yaml::Node& value) {
          if (key == "ctor") {
            model_.constructs = reader_.word(constructions(), value, "'ctor'", Lifetime::unknown);
          } else if (key == "on_pool_end") {
            model_.on_pool_end =
                reader_.word(pool_ends(), value, "'on_pool_end'", PoolEnd::unknown);
          } else if (key == "factory") {
            model_.factory = read_hook(value, "'factory'");
          } else if (value.kind == yaml::Kind::map) {
            read_destructor(value);
          } else {
            model_.destroys = reader_.word(destructions(), value, "'dtor'", Lifetime::unknown);
          }
        });
  }

  // {template_arg: 1, "false": never}: whether destructors run is a parameter of the pool's type.
  void read_destructor(const yaml::Node& node) {
    model_.destroys = Lifetime::on_release;
    const bool is_whole = reader_.map(
        node, "'dtor'", list_of(destructor_keys()),
        [this](std::string_view key, const yaml::Node& value) {
          if (key == "template_arg") {
            const std::optional<Term> term = value.kind == yaml::Kind::scalar
                                                 ? parse_term("x(" + value.text + ')')
                                                 : std::nullopt;
            if (!term) {
              reader_.error(value,
                            "expected the number of a template argument, from 0 to "
                            "63, found " +
                                yaml::describe(value));
            } else {
              model_.destroys_template_argument = *term->index;
            }
          } else if (key == "true") {
            model_.destroys = reader_.word(destructions(), value, "'true'", Lifetime::on_release);
          } else if (value.text != "never") {
            reader_.error(value, "expected never for 'false', found " + yaml::describe(value));
          }
        });
    if (is_whole && !has_key(node, "template_arg")) {
      reader_.error(node, "expected 'template_arg' in 'dtor': which argument decides");
    }
  }

  void read_reset(const yaml::Node& node) {
    reader_.map(node, "'reset'", list_of(reset_keys()),
                [this](std::string_view key, const yaml::Node& value) {
                  if (key == "by") {
                    model_.reset_by = reader_.word(resets(), value, "'by'", ResetBy::unknown);
                  } else if (key == "methods") {
                    model_.reset_methods = reader_.texts(value, "method");
                  } else {
                    model_.reset_hook = read_hook(value, "'hook'");
                  }
                });
  }

  void read_bounds(const yaml::Node& node) {
    Bounds& bounds = model_.bounds;
    reader_.map(node, "'bounds'", list_of(bounds_keys()),
                [&](std::string_view key, const yaml::Node& value) {
                  if (key == "capacity") {
                    read_capacity(value);
                  } else if (key == "exhausted") {
                    bounds.exhausted =
                        reader_.word(exhaustions(), value, "'exhausted'", Exhausted::unknown);
                  } else if (key == "grow_moves") {
                    bounds.grow_moves = reader_.boolean(value, "'grow_moves'");
                  } else if (key == "same_thread") {
                    bounds.same_thread = reader_.boolean(value, "'same_thread'");
                  } else {
                    bounds.thread_safe = reader_.texts(value, "method");
                  }
                });
  }

  void read_blocks(const yaml::Node& node) {
    Blocks& blocks = model_.blocks;
    reader_.map(node, "'blocks'", list_of(blocks_keys()),
                [&](std::string_view key, const yaml::Node& value) {
                  if (key == "size") {
                    blocks.size_argument = numbered("ctor", value, "'size'");
                  } else if (key == "prefilled") {
                    blocks.prefilled_argument = numbered("ctor", value, "'prefilled'");
                  } else if (key == "from") {
                    blocks.source_argument = numbered("template_arg", value, "'from'");
                  } else if (key == "freed_at_end") {
                    blocks.freed_at_end = reader_.boolean(value, "'freed_at_end'");
                  } else {
                    (key == "tuned_by" ? blocks.tuned_by : blocks.trimmed_by) =
                        reader_.texts(value, "method");
                  }
                });
  }

  // N of "word(N)"; -1, with the error noted, for anything else.
  int numbered(std::string_view word, const yaml::Node& value, std::string_view what) {
    const std::array<Word<bool>, 1> words = {{{word, true, true}}};
    int out = -1;
    (void)reader_.word(Words<bool>(words), value, what, false, &out);
    return out;
  }

  void read_capacity(const yaml::Node& value) {
    const std::optional<std::string> capacity =
        value.kind == yaml::Kind::scalar ? parse_capacity(value.text) : std::nullopt;
    if (!capacity) {
      reader_.error(value,
                    "expected a number, a constant's name, unbounded, ctor(N) or "
                    "template_arg(N) for 'capacity', found " +
                        yaml::describe(value));
      return;
    }
    model_.bounds.capacity = *capacity;
  }

  // A word, or {type_stable: [types]} for a pool in which only these may be touched after release.
  void read_after_release(const yaml::Node& node) {
    if (node.kind != yaml::Kind::map) {
      model_.after_release =
          reader_.word(after_releases(), node, "'after_release'", AfterRelease::forbidden);
      return;
    }
    reader_.map(node, "'after_release'", {"type_stable"},
                [this](std::string_view, const yaml::Node& value) {
                  model_.type_stable_types = reader_.patterns(value, "type");
                });
  }

  // ---- what makes a model whole
  // ------------------------------------------------------------------

  void check(bool is_whole) {
    if (is_whole && !has_key(node_, "id")) reader_.error(node_, "expected 'id' in a pool model");
    if (is_whole && model_.confirmed && model_.acquire.empty() && model_.handles.empty() &&
        !has_key(node_, "acquire") && !has_key(node_, "handle")) {
      reader_.error(node_, "expected 'acquire' in a pool model: how objects are taken from it");
    }
    const bool type_given =
        identity_is_wrong_ || (pool_node_ != nullptr && has_key(*pool_node_, "type"));
    for (const PlacedOperation& placed : placed_) {
      for (std::string& name : check_operation(reader_, model_, placed, type_given)) {
        variables_.insert(std::move(name));
      }
    }
    check_identity();
    check_object();
  }

  void check_identity() {
    if (model_.identity.kind != IdentityKind::enclosing_type || !model_.confirmed) return;
    if (model_.type.empty() && model_.marker_macro.empty() && !has_key(*pool_node_, "type")) {
      reader_.error(*pool_node_,
                    "expected 'type' or 'marker' beside 'identity: enclosing_type': which classes "
                    "have an operator new of this pool");
    }
  }

  void check_object() {
    if (!model_.type.empty()) {
      if (const Result<NamePattern> type = NamePattern::parse(model_.type)) {
        variables_.insert(type->variables().begin(), type->variables().end());
      }
    }
    if (object_node_ == nullptr) {
      // What `$T` stands for is what is pooled, unless the model says otherwise.
      if (variables_.count("$T") != 0) model_.object_type = "$T";
      return;
    }
    if (!model_.object_type.starts_with('$') || variables_.count(model_.object_type) != 0) return;
    reader_.error(*object_node_, "expected a '$' name that the type or a function binds, found " +
                                     yaml::describe(*object_node_));
  }

  Reader& reader_;
  const yaml::Node& node_;
  PoolModel model_;
  const yaml::Node* pool_node_ = nullptr;
  const yaml::Node* object_node_ = nullptr;
  bool identity_is_wrong_ = false;
  std::vector<PlacedOperation> placed_;
  std::set<std::string> variables_;
};

void read_consumers(Reader& reader, const yaml::Node& node, ModelFile& file) {
  const auto add = [&](const yaml::Node& item) {
    const std::string text = reader.text(item, "a function such as 'sendRequest(1)'");
    if (text.empty()) return;
    if (const Result<Consumer> consumer = parse_consumer(text); !consumer) {
      reader.pattern_error(item, consumer.error());
      return;
    }
    file.consumers.push_back(text);
  };
  reader.list(node, "functions", add);
}

void read_pools(Reader& reader, const yaml::Node& node, ModelFile& file) {
  std::map<std::string, uint32_t> seen;
  reader.list(node, "pool models", [&](const yaml::Node& item) {
    PoolModel model = ModelReader(reader, item).read();
    if (!model.id.empty()) {
      const auto [at, fresh] = seen.emplace(model.id, item.line);
      if (!fresh) {
        reader.error(item, "expected a new id, found '" + model.id +
                               "' again; the first is on line " + std::to_string(at->second));
      }
    }
    file.pools.push_back(std::move(model));
  });
}

}  // namespace

tl::expected<ParsedFile, std::vector<Error>> parse_file(std::string_view text,
                                                        const std::string& name) {
  const Result<yaml::Node> tree = yaml::parse(text, name);
  if (!tree) return tl::unexpected<std::vector<Error>>({tree.error()});
  ParsedFile parsed;
  if (tree->kind == yaml::Kind::nothing) return parsed;
  Reader reader(name);
  std::vector<std::string_view> keys = list_of(file_keys());
  keys.insert(keys.end(), reserved_keys().begin(), reserved_keys().end());
  reader.map(*tree, "a model file", keys, [&](std::string_view key, const yaml::Node& value) {
    const bool is_reserved =
        std::find(reserved_keys().begin(), reserved_keys().end(), key) != reserved_keys().end();
    if (is_reserved || value.kind == yaml::Kind::nothing) return;
    if (key == "pools") {
      read_pools(reader, value, parsed.file);
    } else if (key == "not_a_pool") {
      parsed.file.not_a_pool = reader.patterns(value, "type name");
    } else if (key == "consumes") {
      read_consumers(reader, value, parsed.file);
    } else if (key == "functions") {
      read_functions(reader, value, parsed.file.behaviour);
    } else if (key == "types") {
      read_types(reader, value, parsed.file.behaviour);
    } else if (key == "members") {
      read_members(reader, value, parsed.file.behaviour);
    } else {
      const auto add = [&](const yaml::Node& item) {
        std::string path = reader.text(item, "a model file's path or a built-in file's name");
        if (path.empty()) return;
        parsed.file.extends.push_back(std::move(path));
        parsed.extends_places.push_back(Error{{}, name, item.line, item.column});
      };
      if (value.kind == yaml::Kind::scalar) {
        add(value);
      } else {
        reader.list(value, "model files", add);
      }
    }
  });
  if (reader.failed()) return tl::unexpected<std::vector<Error>>(reader.take_errors());
  return parsed;
}

tl::expected<ModelFile, std::vector<Error>> parse_models(std::string_view yaml,
                                                         const std::string& name) {
  auto parsed = parse_file(yaml, name);
  if (!parsed) return tl::unexpected<std::vector<Error>>(std::move(parsed.error()));
  return std::move(parsed->file);
}

}  // namespace pool_audit::model
