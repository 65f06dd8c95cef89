// Pool models: which APIs are pools, as data. A model file says how a pool is recognised, how
// objects are taken and given back, who resets them and what bounds the pool; docs/formats/model.md
// is the manual of the format. Everything here is plain data and knows nothing of clang.
//
//   *.yaml --loader.h--> PoolModel --ModelSet--> matches for the names seen in facts
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checks/model/behaviour.h"
#include "checks/model/object_ref.h"
#include "checks/support/hash.h"
#include "checks/support/result.h"

namespace pool_audit::model {

// What tells one pool from another.
enum class IdentityKind {
  this_,              // the object that the method is called on
  argument,           // argument `index`: pool_alloc(pool)
  template_argument,  // template argument `index` of the function or class: get_object<T>()
  macro_argument,     // argument `index` of the macro
  enclosing_type,     // the class whose operator new is used
  object_type,        // the type of the object itself
  in_object,          // the object knows its pool: rte_pktmbuf_free(m)
  global,             // one hidden pool per model
};

struct Identity {
  IdentityKind kind = IdentityKind::this_;
  int index = 0;

  friend bool operator==(const Identity&, const Identity&) = default;
};

// How a failed acquire shows.
enum class Failure { never, null, status, false_, throws, optional };
// What a release does to the object. `unref` gives it back when the last reference goes; `adopt` is
// for acquires: the pool takes ownership of the argument; `discard` destroys it and tells the pool.
enum class Effect { give_back, discard, unref, adopt, transfer, return_all };
enum class Blocking { no, yes, timeout };

// One function or macro that takes an object from a pool or gives one back.
struct Operation {
  std::string function;  // qualified-name pattern: "butil::get_object<$T>"; relative to the pool
                         // type when it has no "::"
  std::string macro;     // or a macro's name
  ObjectRef object;
  std::optional<Identity> pool;  // when it differs from the model's
  Failure fails = Failure::never;
  Effect effect = Effect::give_back;
  Blocking blocks = Blocking::no;
  int timeout_argument = -1;
  int count_argument = -1;      // bulk forms: how many
  int array_argument = -1;      // bulk forms: where the objects stand
  int factory_argument = -1;    // a factory handed to this very call
  int key_argument = -1;        // keyed pools
  int valid_argument = -1;      // release: a flag "object is still good"
  int async_argument = -1;      // acquire: the object arrives in this callback
  bool owning = false;          // acquire: the result is an owner, of whatever type, that gives the
                                // object back; with async_argument, the callback's return does
  bool null_ok = false;         // release of null is fine
  bool nulls_argument = false;  // release sets the caller's pointer to null
  bool any_thread = true;       // false: only the acquiring thread may release
  bool raw_memory = false;      // acquire gives memory, a constructor call follows
  bool resets = false;          // this very operation cleans the object

  friend bool operator==(const Operation&, const Operation&) = default;
};

// An owner that gives the object back (or not) when it dies.
struct Handle {
  std::string type;  // pattern of the handle's type
  bool releases_on_destruction = true;
  std::vector<std::string> detach;     // methods that give up ownership without releasing
  std::vector<std::string> give_back;  // methods that release early
  std::vector<std::string> raw;        // methods that hand out the bare object
  std::vector<std::string> discard;    // methods that destroy the object instead of returning it
  std::vector<std::string> transfer;   // methods that hand the object to somebody else

  friend bool operator==(const Handle&, const Handle&) = default;
};

enum class Lifetime { unknown, once, each, none, on_release, on_drop, on_pool_end, never };
enum class ResetBy {
  unknown,
  pool_on_get,
  pool_on_put,
  factory,
  caller_before_put,
  caller_after_get,
  constructor,
  none,
};
enum class Exhausted { unknown, null, throws, block, grow, heap };
enum class AfterRelease { forbidden, type_stable, generation_checked };
enum class PoolEnd { unknown, destroys, leaks, aborts };

struct Bounds {
  std::string capacity;  // "constructor(0)", "template_argument(1)", "unbounded", "64"; "": unknown
  Exhausted exhausted = Exhausted::unknown;
  bool grow_moves = false;               // growing moves the elements: pointers go stale
  bool same_thread = false;              // not safe to share between threads
  std::vector<std::string> thread_safe;  // methods that are, in a pool that has both kinds

  friend bool operator==(const Bounds&, const Bounds&) = default;
};

// Of a pool that hands out memory: what its blocks are. -1: nothing says it.
struct Blocks {
  int size_argument = -1;       // of the pool's constructor: bytes of a block
  int prefilled_argument = -1;  // of the pool's constructor: how many are made ahead of time
  int source_argument = -1;     // of the pool's template: the class whose static functions malloc
                                // and free the memory comes from; the library's own is like new
  bool freed_at_end = false;    // those that are out when the pool ends are freed with it
  std::vector<std::string> tuned_by;    // methods that only say how memory is asked for
  std::vector<std::string> trimmed_by;  // methods that free what is idle

  friend bool operator==(const Blocks&, const Blocks&) = default;
};

// What kind of thing it is, for the inventory's "kind" column.
enum class PoolKind {
  object_pool,      // reuses constructed objects
  memory_pool,      // hands out raw storage of one size for one type
  buffer_pool,      // reuses byte buffers
  connection_pool,  // reuses things with identity outside the process
  arena,            // gives everything back at once
  handle_pool,      // slots named by ids
};

// Where the code stands that makes objects for a pool, or cleans them.
enum class HookKind {
  unknown,
  none,
  construction,          // the object's constructor, called by the pool itself
  constructor_argument,  // argument `index` of the pool's constructor; `name` is a member of it
  template_argument,     // template argument `index` of the pool's type
  virtual_method,        // method `name`, overridden in a class derived from the pool's
};

struct Hook {
  HookKind kind = HookKind::unknown;
  int index = 0;
  std::string name;

  friend bool operator==(const Hook&, const Hook&) = default;
};

struct PoolModel {
  std::string id;       // "poco.object_pool"; unique
  std::string library;  // "Poco"
  std::string title;    // one line for people
  PoolKind kind = PoolKind::object_pool;
  std::string type;  // pattern of the pool's type; "" when the pool has no type
  std::vector<std::string> excluded_types;
  Identity identity;
  int object_template_argument = -1;  // which template argument of the type is the pooled type
  std::string object_type;            // or a pattern or binding: "$T"
  int key_argument = -1;
  std::vector<std::string> scan_words;  // words of which one stands in any source that uses the
                                        // pool; empty: taken from the names of the model
  std::string marker_macro;             // enclosing_type: the macro that makes a class pooled
  std::string marker_member;            // enclosing_type: the member it declares
  std::vector<Operation> acquire;
  std::vector<Operation> release;
  std::vector<Handle> handles;
  Lifetime constructs = Lifetime::unknown;  // once, each or none
  Lifetime destroys = Lifetime::unknown;    // on_release, on_drop, on_pool_end or never
  int destroys_template_argument = -1;      // destroys is `never` when this argument is "false"
  PoolEnd on_pool_end = PoolEnd::unknown;
  Hook factory;  // what makes an object when the pool is empty
  ResetBy reset_by = ResetBy::unknown;
  std::vector<std::string> reset_methods;
  Hook reset_hook;  // what cleans an object inside the pool
  Bounds bounds;
  Blocks blocks;
  AfterRelease after_release = AfterRelease::forbidden;
  std::vector<std::string> type_stable_types;
  bool confirmed = true;  // false in a user's file: `deny: true`, what it matches is no pool
  std::string source;     // file that defines it; "built in" for ours
  uint32_t line = 0;

  friend bool operator==(const PoolModel&, const PoolModel&) = default;
};

// The name of a function as facts spell it, for matching.
struct CallName {
  std::string_view name;                             // "Poco::ObjectPool::borrowObject"
  std::string_view record;                           // "Poco::ObjectPool<Foo, Foo *>"; "" if none
  std::vector<std::string_view> record_arguments;    // "Foo", "Foo *"
  std::vector<std::string_view> template_arguments;  // of the function itself
};

enum class Role { none, acquire, release };

struct Match {
  Role role = Role::none;
  const PoolModel* model = nullptr;
  const Operation* operation = nullptr;
  std::map<std::string, std::string> bindings;  // "$T" -> "Foo"

  explicit operator bool() const { return role != Role::none; }
};

// A role that a handle's method plays; `none` for any other method of a handle.
enum class HandleRole { none, destructor, detach, give_back, raw, discard, transfer };

// `handle` is set whenever the type is a handle, whatever the method.
struct HandleMatch {
  HandleRole role = HandleRole::none;
  const PoolModel* model = nullptr;
  const Handle* handle = nullptr;

  explicit operator bool() const { return handle != nullptr; }
};

// All models in force, with look-up by the names that facts carry. Immutable once built, so any
// thread may ask. Look-up costs one hash of the last name component plus the candidates under it.
// When several patterns match, the one that gives more text literally wins, among equals the later
// one. Names are matched as pattern.h says; pointers into the set live as long as the set.
class ModelSet {
 public:
  // Models later in the list win over earlier ones with the same id. A model with `confirmed` off
  // and nothing but an id takes what it denies from the earlier model of that id. Errors name the
  // model and the pattern that is wrong.
  [[nodiscard]] static Result<ModelSet> create(std::vector<PoolModel> models,
                                               std::vector<std::string> not_a_pool,
                                               std::vector<std::string> consumers,
                                               Behaviour behaviour = {});
  ModelSet(ModelSet&&) noexcept;
  ModelSet& operator=(ModelSet&&) noexcept;
  ~ModelSet();

  [[nodiscard]] const std::vector<PoolModel>& models() const;
  // What calling this function does, if any model speaks of it. For a method, `record` is the class
  // that declares it; a caller that wants overriding methods found asks for each overridden one.
  [[nodiscard]] Match match_call(const CallName& call) const;
  [[nodiscard]] Match match_macro(std::string_view name) const;
  // The model whose pool type this is; `type` is "Poco::ObjectPool<Foo>" as facts spell it.
  [[nodiscard]] const PoolModel* match_type(std::string_view type,
                                            const std::vector<std::string_view>& arguments) const;
  // The model by which `new` of this type takes from a pool. `type` is the class that declares the
  // operator new, which may be a base of the one that is created.
  [[nodiscard]] const PoolModel* match_new(std::string_view type) const;
  // The same for a class whose operator new comes out of this macro.
  [[nodiscard]] const PoolModel* match_marker(std::string_view macro) const;
  // The model of which this type is a handle, and the role of one of its methods ("" for the
  // destructor).
  [[nodiscard]] HandleMatch match_handle(std::string_view type, std::string_view method) const;
  // True for a class or variable that a model or `not_a_pool` says is none.
  [[nodiscard]] bool denied(std::string_view name) const;
  // The parameter (from 0) through which this function takes ownership of an object, or -1.
  [[nodiscard]] int consumed_argument(std::string_view function) const;
  // What a call of this function does, beside what it does with pools: "fopen",
  // "std::thread::thread". `arguments` is how many the call has; the default stands for any number.
  // Null when no model speaks of it.
  [[nodiscard]] const FunctionModel* effects_of(std::string_view function,
                                                size_t arguments = kManyArguments) const;
  // What an object of this type holds: "std::vector<int>", "FILE *", as facts spell it. Says
  // nothing of base classes. Null when no model speaks of it.
  [[nodiscard]] const TypeModel* traits_of(std::string_view type) const;
  // What the name of a data member says of it: "request_id", "m_next".
  [[nodiscard]] MemberKind kind_of_member(std::string_view name) const;
  static constexpr size_t kManyArguments = 1000;
  // Macros whose invocations the extractor must report, sorted.
  [[nodiscard]] std::vector<std::string> macros() const;
  // Identifiers of which at least one stands in any source, headers included, that uses a modelled
  // pool, sorted: names of types, functions, handles and macros, or what the model says to scan
  // for. `scan` looks for them. A source that marks its own pools holds kAnnotationMark
  // (annotation.h).
  [[nodiscard]] std::vector<std::string> identifiers() const;
  // Changes with anything that could change a match.
  [[nodiscard]] Digest digest() const;

 private:
  struct Index;
  explicit ModelSet(Index* index);
  Index* index_;
};

}  // namespace pool_audit::model
