#include "checks/model/describe.h"

#include <algorithm>

#include "checks/model/vocabulary.h"
#include "checks/model/write_model.h"
#include "checks/support/spelling.h"

namespace pool_audit::model {
namespace {

std::vector<const PoolModel*> sorted(const ModelSet& models) {
  std::vector<const PoolModel*> out;
  for (const PoolModel& model : models.models()) out.push_back(&model);
  std::sort(out.begin(), out.end(),
            [](const PoolModel* a, const PoolModel* b) { return a->id < b->id; });
  return out;
}

std::string kind_text(const PoolModel& model) {
  if (!model.confirmed) return "no pool";
  std::string text = spell(pool_kinds(), model.kind);
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

void pad(std::string& line, size_t width) {
  if (line.size() < width) line.append(width - line.size(), ' ');
  line += "  ";
}

std::string origin(const PoolModel& model) {
  if (model.source == "built in" || model.line == 0) return model.source;
  return model.source + ':' + std::to_string(model.line);
}

std::string ordinal(int argument) {
  return "argument " + std::to_string(argument);
}

std::string where_object(const ObjectRef& object) {
  switch (object.kind) {
    case ObjectKind::result:
      return "the result";
    case ObjectKind::out:
      return "stored through " + ordinal(object.index);
    case ObjectKind::macro_out:
    case ObjectKind::macro_argument:
      return "macro " + ordinal(object.index);
    case ObjectKind::id_out:
      return "the result, its id through " + ordinal(object.index);
    case ObjectKind::new_expr:
      return "the new object";
    case ObjectKind::handle:
      return "held by the object constructed";
    case ObjectKind::argument:
      return ordinal(object.index);
    case ObjectKind::this_:
      return "what it is called on";
    case ObjectKind::deref:
      return "what " + ordinal(object.index) + " points to";
    case ObjectKind::id:
      return "the one with the id in " + ordinal(object.index);
    case ObjectKind::delete_expr:
      return "the deleted object";
    case ObjectKind::all:
      return "every object of the pool";
  }
  return {};
}

std::string where_pool(const Identity& identity) {
  switch (identity.kind) {
    case IdentityKind::this_:
      return "the object that is called";
    case IdentityKind::argument:
      return ordinal(identity.index);
    case IdentityKind::template_argument:
      return "template " + ordinal(identity.index);
    case IdentityKind::macro_argument:
      return "macro " + ordinal(identity.index);
    case IdentityKind::enclosing_type:
      return "the class with the operator new";
    case IdentityKind::object_type:
      return "the type of the object";
    case IdentityKind::in_object:
      return "known to the object";
    case IdentityKind::global:
      return "one for the process";
  }
  return {};
}

std::string operation_name(const Operation& operation) {
  if (!operation.macro.empty()) return operation.macro + "()";
  if (!operation.function.empty()) return operation.function + "()";
  return operation.object.kind == ObjectKind::new_expr ? "new" : "delete";
}

std::string operation_text(const Operation& operation) {
  std::string text = operation_name(operation) + ": " + where_object(operation.object);
  if (operation.pool) text += "; pool: " + where_pool(*operation.pool);
  if (operation.fails != Failure::never) {
    text += "; failure: " + spell(failures(), operation.fails);
  }
  if (operation.blocks == Blocking::yes) text += "; may wait";
  if (operation.blocks == Blocking::timeout) {
    text += "; may wait as long as " + ordinal(operation.timeout_argument);
  }
  if (operation.count_argument >= 0) text += "; as many as " + ordinal(operation.count_argument);
  if (operation.async_argument >= 0) {
    text += "; may arrive in " + ordinal(operation.async_argument);
  }
  if (operation.owning) text += "; goes back by itself";
  if (operation.raw_memory) text += "; raw memory";
  if (operation.effect == Effect::discard) text += "; destroyed";
  if (operation.effect == Effect::unref) text += "; when the last reference goes";
  if (operation.effect == Effect::transfer) text += "; handed over";
  if (operation.effect == Effect::adopt) text += "; the pool takes over its argument";
  if (operation.null_ok) text += "; null is fine";
  if (operation.nulls_argument) text += "; sets the pointer to null";
  if (!operation.any_thread) text += "; only by the thread that took it";
  if (operation.resets) text += "; cleaned";
  return text;
}

void row(std::string& out, std::string_view name, const std::string& value) {
  if (value.empty()) return;
  std::string line = "  " + std::string(name);
  pad(line, 14);
  out += line + value + '\n';
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

std::string plain(std::string text) {
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

std::string handle_text(const Handle& handle) {
  std::string text = handle.type;
  text += handle.releases_on_destruction ? ": gives back when it dies"
                                         : ": does not give back by itself";
  if (!handle.detach.empty()) text += "; let go by " + joined(handle.detach);
  if (!handle.discard.empty()) text += "; destroyed by " + joined(handle.discard);
  if (!handle.transfer.empty()) text += "; handed over by " + joined(handle.transfer);
  return text;
}

std::string pooled_text(const PoolModel& model) {
  if (model.object_template_argument >= 0) {
    return "template " + ordinal(model.object_template_argument) + " of the type";
  }
  return model.object_type;
}

std::string destroyed_text(const PoolModel& model) {
  std::string text = plain(spell(destructions(), model.destroys));
  if (model.destroys_template_argument >= 0) {
    text += ", or never when template " + ordinal(model.destroys_template_argument) + " is false";
  }
  return text;
}

std::string reset_text(const PoolModel& model) {
  std::string text = plain(spell(resets(), model.reset_by));
  if (!model.reset_methods.empty()) text += ": " + joined(model.reset_methods);
  return text;
}

}  // namespace

std::string list_text(const ModelSet& models) {
  const std::vector<const PoolModel*> list = sorted(models);
  size_t id_width = 2;
  size_t library_width = 7;
  size_t kind_width = 4;
  for (const PoolModel* model : list) {
    id_width = std::max(id_width, model->id.size());
    library_width = std::max(library_width, model->library.size());
    kind_width = std::max(kind_width, kind_text(*model).size());
  }
  std::string out;
  const auto add = [&](std::string line, const std::string& library, const std::string& kind,
                       const std::string& title) {
    pad(line, id_width);
    line += library;
    pad(line, id_width + 2 + library_width);
    line += kind;
    pad(line, id_width + library_width + 4 + kind_width);
    line += title;
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + '\n';
  };
  add("ID", "LIBRARY", "KIND", "WHAT IT HOLDS");
  for (const PoolModel* model : list) {
    const std::string from = model->source == "built in" ? "" : " (" + origin(*model) + ")";
    add(model->id, model->library, kind_text(*model), model->title + from);
  }
  out += std::to_string(list.size()) + (list.size() == 1 ? " model\n" : " models\n");
  return out;
}

nlohmann::ordered_json list_json(const ModelSet& models) {
  nlohmann::ordered_json out;
  out["models"] = nlohmann::ordered_json::array();
  for (const PoolModel* model : sorted(models)) {
    out["models"].push_back({{"id", model->id},
                             {"library", model->library},
                             {"kind", model->confirmed ? spell(pool_kinds(), model->kind) : "none"},
                             {"title", model->title},
                             {"source", model->source},
                             {"line", model->line}});
  }
  return out;
}

Result<const PoolModel*> find_model(const ModelSet& models, std::string_view id) {
  std::vector<std::string_view> ids;
  for (const PoolModel& model : models.models()) {
    if (model.id == id) return &model;
    ids.push_back(model.id);
  }
  const std::string_view near = nearest_word(id, ids);
  return fail("there is no model '" + std::string(id) + '\'' +
              (near.empty() ? "; 'pool-audit model list' names them all"
                            : "; did you mean '" + std::string(near) + "'?"));
}

std::string show_text(const PoolModel& model) {
  std::string out = model.id;
  if (!model.library.empty()) out += " (" + model.library + ')';
  out += '\n';
  row(out, "what", model.title);
  row(out, "kind", kind_text(model));
  row(out, "type", model.type);
  row(out, "marked by", model.marker_macro);
  row(out, "not for", joined(model.excluded_types));
  row(out, "pool", where_pool(model.identity));
  row(out, "pooled", pooled_text(model));
  if (model.key_argument >= 0) row(out, "keyed by", ordinal(model.key_argument));
  for (const Operation& operation : model.acquire) row(out, "take", operation_text(operation));
  for (const Operation& operation : model.release) {
    row(out, "give back", operation_text(operation));
  }
  for (const Handle& handle : model.handles) row(out, "handle", handle_text(handle));
  row(out, "made by", spell(model.factory));
  row(out, "constructed", spell(constructions(), model.constructs));
  row(out, "destroyed", destroyed_text(model));
  row(out, "pool's end", spell(pool_ends(), model.on_pool_end));
  row(out, "cleaned by", reset_text(model));
  row(out, "capacity", spell_capacity(model.bounds.capacity));
  row(out, "when empty", spell(exhaustions(), model.bounds.exhausted));
  if (model.blocks.freed_at_end) row(out, "blocks out", "are freed when the pool ends");
  if (model.bounds.grow_moves) row(out, "growth", "moves the objects");
  if (model.bounds.same_thread) {
    row(out, "threads",
        model.bounds.thread_safe.empty() ? "one"
                                         : "one, but for " + joined(model.bounds.thread_safe));
  }
  if (model.after_release != AfterRelease::forbidden) {
    row(out, "after release", plain(spell(after_releases(), model.after_release)));
  }
  row(out, "defined in", origin(model));
  return out + '\n' + to_yaml(model);
}

nlohmann::ordered_json show_json(const PoolModel& model) {
  nlohmann::ordered_json out = to_json(model);
  out["source"] = model.source;
  out["line"] = model.line;
  return out;
}

std::vector<Error> check_file(const std::string& path) {
  auto loaded = load_models({path});
  return loaded ? std::vector<Error>{} : std::move(loaded.error());
}

}  // namespace pool_audit::model
