#include "checks/model/read_behaviour.h"

#include "checks/model/compile.h"

namespace pool_audit::model {
namespace {

std::vector<std::string_view> list_of(Keys keys) {
  return {keys.begin(), keys.end()};
}

// One value or a list of them.
void each_item(Reader& reader, const yaml::Node& node, std::string_view what,
               const std::function<void(const yaml::Node&)>& item) {
  if (node.kind == yaml::Kind::scalar) {
    item(node);
  } else {
    reader.list(node, what, item);
  }
}

class FunctionReader {
 public:
  FunctionReader(Reader& reader, const yaml::Node& node) : reader_(reader), node_(node) {}

  FunctionModel read() {
    const bool is_whole = reader_.map(
        node_, "a function", list_of(function_keys()),
        [this](std::string_view key, const yaml::Node& value) { read_key(key, value); });
    if (is_whole) check();
    if (handle_ == nullptr) model_.handle = normal_place();
    return std::move(model_);
  }

 private:
  void read_key(std::string_view key, const yaml::Node& value) {
    if (key == "fn") {
      names_ = &value;
      model_.functions = reader_.patterns(value, "function's name");
    } else if (key == "does") {
      does_ = &value;
      each_item(reader_, value, "deeds", [this](const yaml::Node& item) {
        model_.does |= static_cast<uint32_t>(reader_.word(deeds(), item, "'does'", Does{}));
      });
    } else if (key == "opens" || key == "closes") {
      HandleKind& kind = key == "opens" ? model_.opens : model_.closes;
      kind = reader_.word(handle_kinds(), value, '\'' + std::string(key) + '\'', HandleKind::none);
      handled_ = &value;
    } else if (key == "handle") {
      handle_ = &value;
      model_.handle.kind = reader_.word(handle_places(), value, "'handle'", ObjectKind::result,
                                        &model_.handle.index);
    } else {
      const std::optional<Term> term =
          value.kind == yaml::Kind::scalar ? parse_term("x(" + value.text + ')') : std::nullopt;
      if (!term) {
        reader_.error(
            value, "expected a number of arguments, from 0 to 63, found " + yaml::describe(value));
      } else {
        model_.min_arguments = *term->index;
      }
    }
  }

  [[nodiscard]] ObjectRef normal_place() const {
    if (model_.closes != HandleKind::none) return {ObjectKind::argument, 0};
    return {ObjectKind::result, 0};
  }

  void check() {
    if (names_ == nullptr) reader_.error(node_, "expected 'fn' in a function: what is called");
    if (does_ == nullptr && handled_ == nullptr) {
      reader_.error(node_, "expected 'does', 'opens' or 'closes' in a function: what it does");
    }
    if (handle_ != nullptr && handled_ == nullptr) {
      reader_.error(*handle_, "expected 'opens' or 'closes' beside 'handle'");
    }
    if (model_.opens != HandleKind::none && model_.closes != HandleKind::none) {
      reader_.error(*handled_, "expected either 'opens' or 'closes', found both");
    }
    if (model_.can(Does::throws) && model_.can(Does::no_throw)) {
      reader_.error(*does_, "expected either 'throws' or 'no_throw', found both");
    }
  }

  Reader& reader_;
  const yaml::Node& node_;
  FunctionModel model_;
  const yaml::Node* names_ = nullptr;
  const yaml::Node* does_ = nullptr;
  const yaml::Node* handled_ = nullptr;
  const yaml::Node* handle_ = nullptr;
};

class TypeReader {
 public:
  TypeReader(Reader& reader, const yaml::Node& node) : reader_(reader), node_(node) {}

  TypeModel read() {
    const bool is_whole = reader_.map(node_, "a type", list_of(type_keys()),
                                      [this](std::string_view key, const yaml::Node& value) {
                                        has_type_ = has_type_ || key == "type";
                                        has_traits_ = has_traits_ || key != "type";
                                        read_key(key, value);
                                      });
    if (is_whole && !has_type_) reader_.error(node_, "expected 'type' in a type: its name");
    if (is_whole && !has_traits_) {
      reader_.error(node_, "expected something to be said of a type, such as 'holds' or 'grows'");
    }
    model_.owns_memory = model_.owns_memory || model_.grows;
    return std::move(model_);
  }

 private:
  void read_key(std::string_view key, const yaml::Node& value) {
    if (key == "type") {
      each_item(reader_, value, "types", [this](const yaml::Node& item) { read_name(item); });
    } else if (key == "holds") {
      model_.holds = reader_.word(handle_kinds(), value, "'holds'", HandleKind::none);
    } else if (key == "contains") {
      read_contents(value);
    } else if (key == "grows") {
      model_.grows = reader_.boolean(value, "'grows'");
    } else if (key == "owns_memory") {
      model_.owns_memory = reader_.boolean(value, "'owns_memory'");
    } else if (key == "clears_by") {
      model_.clears_by = reader_.texts(value, "method");
    } else if (key == "shrinks_by") {
      model_.shrinks_by = reader_.texts(value, "method");
    } else if (key == "capacity_by") {
      model_.capacity_by = reader_.texts(value, "method");
    } else {
      model_.use_instead = reader_.text(value, "what to use instead");
    }
  }

  void read_name(const yaml::Node& item) {
    std::string text = reader_.text(item, "a type's name");
    if (text.empty()) return;
    if (const Result<TypePattern> type = parse_type(text); !type) {
      reader_.pattern_error(item, type.error());
      return;
    }
    model_.types.push_back(std::move(text));
  }

  // "all", or "template_arg(N)", or a list of these.
  void read_contents(const yaml::Node& value) {
    if (value.kind == yaml::Kind::scalar && value.text == "all") {
      model_.contains_all = true;
      return;
    }
    each_item(reader_, value, "template arguments", [this](const yaml::Node& item) {
      const std::optional<Term> term =
          item.kind == yaml::Kind::scalar ? parse_term(item.text) : std::nullopt;
      if (!term || term->word != "template_arg" || !term->index) {
        reader_.error(
            item, "expected all or template_arg(N) for 'contains', found " + yaml::describe(item));
        return;
      }
      model_.contains.push_back(*term->index);
    });
  }

  Reader& reader_;
  const yaml::Node& node_;
  TypeModel model_;
  bool has_type_ = false;
  bool has_traits_ = false;
};

MemberModel read_member(Reader& reader, const yaml::Node& node) {
  MemberModel out;
  bool has_kind = false;
  const bool is_whole = reader.map(
      node, "a member", list_of(member_keys()), [&](std::string_view key, const yaml::Node& value) {
        if (key == "name") {
          out.names = reader.texts(value, "member's name");
        } else {
          has_kind = true;
          out.kind = reader.word(member_kinds(), value, "'tells'", MemberKind::other);
        }
      });
  if (is_whole && out.names.empty()) reader.error(node, "expected 'name' in a member");
  if (is_whole && !has_kind) {
    reader.error(node, "expected 'tells' in a member: what its name says of it");
  }
  return out;
}

}  // namespace

void read_functions(Reader& reader, const yaml::Node& node, Behaviour& out) {
  reader.list(node, "functions", [&](const yaml::Node& item) {
    out.functions.push_back(FunctionReader(reader, item).read());
  });
}

void read_types(Reader& reader, const yaml::Node& node, Behaviour& out) {
  reader.list(node, "types", [&](const yaml::Node& item) {
    out.types.push_back(TypeReader(reader, item).read());
  });
}

void read_members(Reader& reader, const yaml::Node& node, Behaviour& out) {
  reader.list(node, "members",
              [&](const yaml::Node& item) { out.members.push_back(read_member(reader, item)); });
}

}  // namespace pool_audit::model
