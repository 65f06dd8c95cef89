#include "checks/model/vocabulary.h"

#include <array>

namespace pool_audit::model {
namespace {

constexpr std::array<Word<PoolKind>, 6> kPoolKinds = {
    {{"object_pool", PoolKind::object_pool},
     {"memory_pool", PoolKind::memory_pool},
     {"buffer_pool", PoolKind::buffer_pool},
     {"connection_pool", PoolKind::connection_pool},
     {"arena", PoolKind::arena},
     {"handle_pool", PoolKind::handle_pool}}};
constexpr std::array<Word<IdentityKind>, 8> kIdentities = {
    {{"this", IdentityKind::this_},
     {"arg", IdentityKind::argument, true},
     {"template_arg", IdentityKind::template_argument, true},
     {"macro_arg", IdentityKind::macro_argument, true},
     {"enclosing_type", IdentityKind::enclosing_type},
     {"object_type", IdentityKind::object_type},
     {"in_object", IdentityKind::in_object},
     {"global", IdentityKind::global}}};
constexpr std::array<Word<ObjectKind>, 6> kAcquireObjects = {
    {{"return", ObjectKind::result},
     {"out", ObjectKind::out, true},
     {"macro_out", ObjectKind::macro_out, true},
     {"id_out", ObjectKind::id_out, true},
     {"new_expr", ObjectKind::new_expr},
     {"handle", ObjectKind::handle}}};
constexpr std::array<Word<ObjectKind>, 7> kReleaseObjects = {
    {{"arg", ObjectKind::argument, true},
     {"macro_arg", ObjectKind::macro_argument, true},
     {"this", ObjectKind::this_},
     {"deref", ObjectKind::deref, true},
     {"id", ObjectKind::id, true},
     {"delete_expr", ObjectKind::delete_expr},
     {"all", ObjectKind::all}}};
constexpr std::array<Word<Failure>, 6> kFailures = {{{"never", Failure::never},
                                                     {"null", Failure::null},
                                                     {"status!=0", Failure::status},
                                                     {"false", Failure::false_},
                                                     {"throw", Failure::throws},
                                                     {"optional", Failure::optional}}};
constexpr std::array<Word<Effect>, 1> kAcquireEffects = {{{"adopt", Effect::adopt}}};
constexpr std::array<Word<Effect>, 5> kReleaseEffects = {{{"return", Effect::give_back},
                                                          {"discard", Effect::discard},
                                                          {"unref", Effect::unref},
                                                          {"transfer", Effect::transfer},
                                                          {"return_all", Effect::return_all}}};
constexpr std::array<Word<Blocking>, 3> kBlockings = {
    {{"no", Blocking::no}, {"yes", Blocking::yes}, {"timeout", Blocking::timeout, true}}};
constexpr std::array<Word<Lifetime>, 3> kConstructions = {
    {{"once", Lifetime::once}, {"each", Lifetime::each}, {"none", Lifetime::none}}};
constexpr std::array<Word<Lifetime>, 4> kDestructions = {{{"on_release", Lifetime::on_release},
                                                          {"on_drop", Lifetime::on_drop},
                                                          {"on_pool_end", Lifetime::on_pool_end},
                                                          {"never", Lifetime::never}}};
constexpr std::array<Word<PoolEnd>, 3> kPoolEnds = {
    {{"destroys", PoolEnd::destroys}, {"leaks", PoolEnd::leaks}, {"aborts", PoolEnd::aborts}}};
constexpr std::array<Word<ResetBy>, 7> kResets = {
    {{"pool_on_get", ResetBy::pool_on_get},
     {"pool_on_put", ResetBy::pool_on_put},
     {"factory", ResetBy::factory},
     {"caller_before_put", ResetBy::caller_before_put},
     {"caller_after_get", ResetBy::caller_after_get},
     {"ctor", ResetBy::constructor},
     {"none", ResetBy::none}}};
constexpr std::array<Word<Exhausted>, 5> kExhaustions = {{{"null", Exhausted::null},
                                                          {"throw", Exhausted::throws},
                                                          {"block", Exhausted::block},
                                                          {"grow", Exhausted::grow},
                                                          {"heap", Exhausted::heap}}};
constexpr std::array<Word<AfterRelease>, 3> kAfterReleases = {
    {{"forbidden", AfterRelease::forbidden},
     {"type_stable", AfterRelease::type_stable},
     {"generation_checked", AfterRelease::generation_checked}}};

using Text = std::string_view;
constexpr std::array<Text, 7> kFileKeys = {"extends",   "pools", "not_a_pool", "consumes",
                                           "functions", "types", "members"};
constexpr std::array<Text, 3> kReservedKeys = {"rules", "suppressions", "telemetry"};
constexpr std::array<Text, 14> kModelKeys = {
    "id",      "library", "title",     "kind",  "deny",   "pool",   "acquire",
    "release", "handle",  "lifecycle", "reset", "bounds", "blocks", "after_release",
};
constexpr std::array<Text, 7> kPoolKeys = {"identity", "type",   "not", "object",
                                           "keyed_by", "marker", "scan"};
constexpr std::array<Text, 2> kMarkerKeys = {"macro", "member_decl"};
constexpr std::array<Text, 15> kAcquireKeys = {
    "fn",    "macro",   "object",   "pool",     "effect", "fails",  "blocks",    "count",
    "array", "factory", "keyed_by", "async_cb", "owning", "resets", "raw_memory"};
constexpr std::array<Text, 13> kReleaseKeys = {
    "fn",       "macro",      "object",  "pool",      "effect", "count", "array",
    "keyed_by", "valid_flag", "null_ok", "nulls_arg", "thread", "resets"};
constexpr std::array<Text, 7> kHandleKeys = {"type", "releases_on_dtor", "detach",  "return",
                                             "raw",  "discard",          "transfer"};
constexpr std::array<Text, 4> kLifecycleKeys = {"ctor", "dtor", "on_pool_end", "factory"};
constexpr std::array<Text, 3> kDestructorKeys = {"template_arg", "false", "true"};
constexpr std::array<Text, 3> kResetKeys = {"by", "methods", "hook"};
constexpr std::array<Text, 5> kBoundsKeys = {"capacity", "exhausted", "grow_moves", "same_thread",
                                             "mt_safe"};
constexpr std::array<Text, 6> kBlocksKeys = {"size",         "prefilled", "from",
                                             "freed_at_end", "tuned_by",  "trimmed_by"};

bool is_word(std::string_view text) {
  constexpr Text kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
  return !text.empty() && text.find_first_not_of(kLetters) == Text::npos;
}

std::optional<int> parse_index(std::string_view text) {
  if (text.empty() || text.size() > 2) return std::nullopt;
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  if (value > kMaxIndex) return std::nullopt;
  return value;
}

}  // namespace

Words<PoolKind> pool_kinds() {
  return kPoolKinds;
}
Words<IdentityKind> identities() {
  return kIdentities;
}
Words<ObjectKind> acquire_objects() {
  return kAcquireObjects;
}
Words<ObjectKind> release_objects() {
  return kReleaseObjects;
}
Words<Failure> failures() {
  return kFailures;
}
Words<Effect> acquire_effects() {
  return kAcquireEffects;
}
Words<Effect> release_effects() {
  return kReleaseEffects;
}
Words<Blocking> blockings() {
  return kBlockings;
}
Words<Lifetime> constructions() {
  return kConstructions;
}
Words<Lifetime> destructions() {
  return kDestructions;
}
Words<PoolEnd> pool_ends() {
  return kPoolEnds;
}
Words<ResetBy> resets() {
  return kResets;
}
Words<Exhausted> exhaustions() {
  return kExhaustions;
}
Words<AfterRelease> after_releases() {
  return kAfterReleases;
}

Keys file_keys() {
  return kFileKeys;
}
Keys reserved_keys() {
  return kReservedKeys;
}
Keys model_keys() {
  return kModelKeys;
}
Keys pool_keys() {
  return kPoolKeys;
}
Keys marker_keys() {
  return kMarkerKeys;
}
Keys acquire_keys() {
  return kAcquireKeys;
}
Keys release_keys() {
  return kReleaseKeys;
}
Keys handle_keys() {
  return kHandleKeys;
}
Keys lifecycle_keys() {
  return kLifecycleKeys;
}
Keys destructor_keys() {
  return kDestructorKeys;
}
Keys reset_keys() {
  return kResetKeys;
}
Keys blocks_keys() {
  return kBlocksKeys;
}
Keys bounds_keys() {
  return kBoundsKeys;
}

std::optional<Term> parse_term(std::string_view text) {
  const size_t open = text.find('(');
  if (open == std::string_view::npos) {
    // "status!=0" is the one word that is more than letters.
    if (is_word(text) || text == "status!=0") return Term{text, std::nullopt};
    return std::nullopt;
  }
  if (!text.ends_with(')')) return std::nullopt;
  const std::string_view word = text.substr(0, open);
  std::string_view inside = text.substr(open + 1, text.size() - open - 2);
  if (word == "deref" && inside.starts_with("arg ")) inside.remove_prefix(4);
  const std::optional<int> index = parse_index(inside);
  if (!is_word(word) || !index) return std::nullopt;
  return Term{word, index};
}

std::string spell(const Hook& hook) {
  switch (hook.kind) {
    case HookKind::unknown:
      return {};
    case HookKind::none:
      return "none";
    case HookKind::construction:
      return "new";
    case HookKind::constructor_argument:
      return "ctor(" + std::to_string(hook.index) + ')' +
             (hook.name.empty() ? "" : '.' + hook.name);
    case HookKind::template_argument:
      return "template_arg(" + std::to_string(hook.index) + ')';
    case HookKind::virtual_method:
      return "virtual(" + hook.name + ')';
  }
  return {};
}

std::optional<Hook> parse_hook(std::string_view text) {
  if (text == "none") return Hook{HookKind::none, 0, {}};
  if (text == "new") return Hook{HookKind::construction, 0, {}};
  constexpr Text kVirtual = "virtual(";
  if (text.starts_with(kVirtual) && text.ends_with(')')) {
    const Text name = text.substr(kVirtual.size(), text.size() - kVirtual.size() - 1);
    if (!is_word(name)) return std::nullopt;
    return Hook{HookKind::virtual_method, 0, std::string(name)};
  }
  std::string member;
  if (const size_t dot = text.find(")."); dot != Text::npos) {
    member = text.substr(dot + 2);
    if (!is_word(member)) return std::nullopt;
    text = text.substr(0, dot + 1);
  }
  const std::optional<Term> term = parse_term(text);
  if (!term || !term->index) return std::nullopt;
  if (term->word == "ctor") {
    return Hook{HookKind::constructor_argument, *term->index, std::move(member)};
  }
  if (term->word == "template_arg" && member.empty()) {
    return Hook{HookKind::template_argument, *term->index, {}};
  }
  return std::nullopt;
}

std::string spell_capacity(const std::string& capacity) {
  constexpr Text kConstructor = "constructor(";
  constexpr Text kTemplate = "template_argument(";
  if (capacity.starts_with(kConstructor)) return "ctor(" + capacity.substr(kConstructor.size());
  if (capacity.starts_with(kTemplate)) return "template_arg(" + capacity.substr(kTemplate.size());
  return capacity;
}

std::optional<std::string> parse_capacity(std::string_view text) {
  const std::optional<Term> term = parse_term(text);
  if (!term) return std::nullopt;
  if (!term->index) return std::string(text);
  const std::string index = '(' + std::to_string(*term->index) + ')';
  if (term->word == "ctor") return "constructor" + index;
  if (term->word == "template_arg") return "template_argument" + index;
  return std::nullopt;
}

}  // namespace pool_audit::model
