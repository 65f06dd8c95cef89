// The facts of one translation unit: everything that the analyses know about a program.
//
//   clang AST --extract--> TuFacts --disk.h--> cache --link--> Program --analyse--> findings
//
// Plain values without behaviour. They are written by checks/extract alone, print as text
// (text.h, the form in which tests are written) and are stored compactly (disk.h).
//
// Glossary
//   entity id    the clang USR of a declaration; behind it `@file` when the entity has internal
//                linkage, so that two `static` twins in different files stay two entities.
//   place        an access path: a root (local, global, `this`) and steps (field, deref, element).
//   operand      the value that a place holds, or the address of a place, or a constant.
//   event        one thing that happens: a call, an assignment, a use, a destruction.
//   flow graph   the basic blocks of one function, each with its events.
//
// References are pointers here: a reference variable holds the address of what it is bound to, and
// every use of its name is a place with a `deref` step. `this` is a pointer too.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "checks/support/hash.h"
#include "checks/support/symbol.h"

namespace pool_audit::facts {

// How a macro stands between a source range and the text that a person sees.
enum class MacroUse : uint8_t {
  none,      // plain source text
  argument,  // written by the user inside a macro's argument list
  body,      // comes out of the macro's definition
};

// A token range. Lines and columns count from 1, columns count bytes; the end is past the last
// token. `file` is relative to the project root with '/' separators, absolute for files outside it.
// Inside a macro the range is where the outermost macro is expanded, `macro` names that macro, and
// `spelling_*` say where the token is spelled (set only when it differs from the expansion).
struct Location {
  Symbol file;
  uint32_t line = 0;
  uint32_t column = 0;
  uint32_t end_line = 0;
  uint32_t end_column = 0;
  Symbol macro;
  MacroUse macro_use = MacroUse::none;
  Symbol spelling_file;
  uint32_t spelling_line = 0;
  uint32_t spelling_column = 0;

  friend bool operator==(const Location&, const Location&) = default;
};

// ---- types -------------------------------------------------------------------------------------

using TypeId = uint32_t;  // index into TuFacts::types; 0 is the unknown type
inline constexpr TypeId kNoType = 0;

enum class TypeKind : uint8_t {
  unknown,
  void_,
  boolean,
  integer,
  floating,
  enumeration,
  pointer,
  lvalue_reference,
  rvalue_reference,
  array,
  function,
  record,
  member_pointer,
  null_pointer,
  dependent,  // depends on a template parameter
};

// A canonical, unqualified type. For a record, `record` is the entity id of its declaration (for a
// specialisation, its own id) and `arguments` are its type template arguments in order, 0 for a
// non-type argument; `text_arguments` spells every argument.
struct Type {
  TypeKind kind = TypeKind::unknown;
  Symbol spelling;                     // "std::vector<Foo *>"
  TypeId target = kNoType;             // pointee, referee, array element, function result
  Symbol record;                       // record and enumeration: entity id
  Symbol template_name;                // "std::vector", for specialisations and plain records alike
  std::vector<TypeId> arguments;       // record: template arguments
  std::vector<Symbol> text_arguments;  // record: the same as text, "Foo *", "32"
  uint64_t size_bytes = 0;             // 0: incomplete or dependent; arrays: whole size

  friend bool operator==(const Type&, const Type&) = default;
};

// ---- declarations ------------------------------------------------------------------------------

enum class Access : uint8_t { none, public_, protected_, private_ };
enum class Linkage : uint8_t { none, internal, external };
enum class Storage : uint8_t {
  namespace_scope,
  static_member,
  member,
  function_static,
  local,
  parameter,
};

// Source attributes that speak of ownership (`annotate("pool::get")`, `ownership_returns`) or show
// a name to others (`visibility("default")`, `dllexport`): the attribute or annotation, and the
// rest.
struct Annotation {
  Symbol name;
  std::vector<Symbol> arguments;

  friend bool operator==(const Annotation&, const Annotation&) = default;
};

struct Field {
  Symbol id;
  Symbol name;
  TypeId type = kNoType;
  Access access = Access::none;
  bool is_mutable = false;
  Symbol initializer;  // of the declaration, as spelled: "0", "{}"; empty: none
  Location location;   // of the whole declaration
  Symbol doc;          // the comment above or behind it, markers removed; empty: none
  std::vector<Annotation> annotations;

  friend bool operator==(const Field&, const Field&) = default;
};

struct Base {
  TypeId type = kNoType;
  bool is_virtual = false;

  friend bool operator==(const Base&, const Base&) = default;
};

// A class, struct or union. Records from system headers carry their size and no fields.
struct Record {
  Symbol id;
  Symbol name;           // "ns::Pool<Foo>"
  Symbol template_name;  // "ns::Pool"
  Symbol pattern;        // specialisation: entity id of the template it comes from
  Location location;
  Symbol doc;
  bool is_union = false;
  bool is_system = false;
  bool is_template_pattern = false;  // dependent: stands for every instantiation
  bool is_polymorphic = false;
  bool is_final = false;
  bool has_trivial_destructor = true;
  bool is_lambda = false;
  bool is_complete = true;
  uint64_t size_bytes = 0;  // 0: unknown
  Symbol destructor;        // entity id; empty when trivial or implicit
  Symbol operator_new;      // entity id of a class-scope operator new, own or inherited
  Symbol operator_delete;
  std::vector<Base> bases;
  std::vector<Field> fields;
  std::vector<Annotation> annotations;

  friend bool operator==(const Record&, const Record&) = default;
};

// A variable that is not a plain local: namespace scope, static member, function static.
struct Variable {
  Symbol id;
  Symbol name;  // qualified; a function static is "f()::name"
  TypeId type = kNoType;
  Storage storage = Storage::namespace_scope;
  Linkage linkage = Linkage::external;
  bool is_thread_local = false;
  bool is_definition = true;
  bool is_const = false;
  bool is_hidden = false;     // -fvisibility or attribute keeps it inside the shared object
  bool in_main_file = false;  // declared in the TU's main file rather than in a header
  Symbol header;              // file of the header that declares it; empty: none does
  Location location;          // of the whole declaration
  Symbol function;            // function static: entity id of its function
  Symbol record;              // static member: entity id of its class
  Symbol doc;
  Symbol initializer;             // function id (entity) that holds the dynamic initialisation
  std::vector<Symbol> arguments;  // spelled constructor or initialiser arguments
  std::vector<Annotation> annotations;

  friend bool operator==(const Variable&, const Variable&) = default;
};

enum class FunctionFlag : uint32_t {
  defined = 1U << 0,  // this TU saw a body
  virtual_ = 1U << 1,
  pure = 1U << 2,
  static_ = 1U << 3,  // static member function
  const_ = 1U << 4,
  constructor = 1U << 5,
  destructor = 1U << 6,
  operator_ = 1U << 7,
  lambda = 1U << 8,
  coroutine = 1U << 9,
  noreturn = 1U << 10,
  nothrow = 1U << 11,           // noexcept(true), C, or -fno-exceptions
  template_pattern = 1U << 12,  // the body seen is dependent
  instantiation = 1U << 13,     // the body seen is one instantiation of a template
  in_system_header = 1U << 14,
  in_header = 1U << 15,
  variadic = 1U << 16,
  copy_or_move = 1U << 17,  // copy or move constructor or assignment
  moves = 1U << 18,         // with copy_or_move: the moving one
  trivial = 1U << 19,
  implicit = 1U << 20,     // written by the compiler
  initializer = 1U << 21,  // not a function of the source: the dynamic initialisation of a variable
};

struct Parameter {
  Symbol name;
  TypeId type = kNoType;

  friend bool operator==(const Parameter&, const Parameter&) = default;
};

// A function that the TU defines or refers to. For a template instantiation `id` is that of the
// template's pattern: facts speak of source code, once per place where it is written.
struct Function {
  Symbol id;
  Symbol name;  // qualified, without template arguments: "Poco::ObjectPool::borrowObject"
  TypeId result = kNoType;
  std::vector<Parameter> parameters;
  Symbol record;                 // entity id of the class, for members
  TypeId record_type = kNoType;  // the class with its template arguments
  std::vector<TypeId> template_arguments;
  uint32_t flags = 0;
  Access access = Access::none;
  Linkage linkage = Linkage::external;
  Location location;  // of the whole definition, or of the declaration where there is none
  Symbol header;      // file of the header that declares it; empty: none does, or a system header
  Symbol doc;
  std::vector<Symbol> overrides;  // entity ids of the methods it overrides
  std::vector<Annotation> annotations;

  [[nodiscard]] bool has(FunctionFlag flag) const {
    return (flags & static_cast<uint32_t>(flag)) != 0;
  }
  void set(FunctionFlag flag, bool on = true) {
    if (on) flags |= static_cast<uint32_t>(flag);
  }
  friend bool operator==(const Function&, const Function&) = default;
};

// ---- places and operands -----------------------------------------------------------------------

enum class Root : uint8_t {
  none,      // no value, or one that the graph does not model
  local,     // FlowGraph::locals[index], parameters first
  temp,      // the result of the event that has this temp as its target
  capture,   // FlowGraph::captures[index], inside a lambda's body
  this_,     // the object pointer of a member function
  global,    // the variable with entity id `symbol`
  function,  // the function with entity id `symbol`
  null,      // null pointer constant
  constant,  // the integer `value`
  text,      // a string literal; `symbol` is what it says when that is short and of plain bytes
};

enum class StepKind : uint8_t {
  deref,    // what the pointer or reference points to
  field,    // member `field`
  element,  // array element; index `value`, or any element when `value` is kAnyElement
};
inline constexpr int64_t kAnyElement = std::numeric_limits<int64_t>::min();

struct Step {
  StepKind kind = StepKind::deref;
  Symbol field;  // entity id of the member
  int64_t value = kAnyElement;

  friend bool operator==(const Step&, const Step&) = default;
  friend auto operator<=>(const Step&, const Step&) = default;
};

struct Place {
  Root root = Root::none;
  uint32_t index = 0;
  Symbol symbol;
  int64_t value = 0;
  std::vector<Step> steps;

  friend bool operator==(const Place&, const Place&) = default;
  friend auto operator<=>(const Place&, const Place&) = default;
};

// The value that `place` holds, or with `address_of` a pointer to it. `type` is the type of the
// expression as written, before implicit conversions and casts.
struct Operand {
  Place place;
  bool address_of = false;
  TypeId type = kNoType;

  friend bool operator==(const Operand&, const Operand&) = default;
};

enum class CompareOp : uint8_t {
  none,   // opaque: nothing is known but the text and the places read
  truth,  // left is true or not null
  eq,
  ne,
  lt,
  le,
  gt,
  ge,
};

// ---- events ------------------------------------------------------------------------------------

enum class EventKind : uint8_t {
  call,     // target = callee(object; arguments). A constructor's object is the address of what it
            // constructs. An operator that is a member has its left side as object.
  new_,     // target = new type(...); the constructor call is a call event behind it
  delete_,  // delete arguments[0]; the destructor is implied
  assign,   // target = arguments[0]: initialisation, assignment, binding of a reference; with
            // `compare` set, target = arguments[0] compare arguments[1]
  use,      // target is read or written through a pointer, a reference or a member
  declare,  // the local or temp `target` is complete: it is destroyed on unwinding from here on
  destroy,  // the local, temp or field `target` is destroyed; `callee` is the destructor
  end,      // the local `target`, trivially destructible, leaves its scope
  lambda,   // target = lambda whose body is the function `callee`; arguments are its captures
  return_,  // return arguments[0], if any. Also co_return
  throw_,   // throw arguments[0], if any; with none, rethrow
  suspend,  // target = co_await arguments[0] (or co_yield): another thread may go on from here
  macro,    // a macro that a model names: `callee` is its name, arguments are its operands
};

enum class EventFlag : uint32_t {
  may_throw = 1U << 0,    // call, delete_, destroy: an exception can leave it
  noreturn = 1U << 1,     // call: never comes back
  virtual_ = 1U << 2,     // call: dispatched on the object's dynamic type
  indirect = 1U << 3,     // call: through the function pointer or callable in `object`
  write = 1U << 4,        // use: written; without it, read
  initialize = 1U << 5,   // assign: initialisation of a declared variable, member or capture
  move = 1U << 6,         // assign: the source is an rvalue that gives up its value
  array = 1U << 7,        // new_, delete_: the array form
  placement = 1U << 8,    // new_: into the memory of arguments[0]
  discarded = 1U << 9,    // call, new_: the result is not used by any expression
  void_cast = 1U << 10,   // call, new_: the result is discarded by an explicit cast to void
  base_call = 1U << 11,   // call: constructor or destructor of a base or member
  implicit = 1U << 12,    // no source text of its own (a default argument, a range-for's begin())
  arithmetic = 1U << 13,  // assign: target is updated by ++, --, += and the like; where a constant
                          // is added (taken away: a negative one), it is arguments[0]
  unresolved = 1U << 14,  // call: dependent; `callee` is a bare name
  own_lines = 1U << 15,   // call, assign: `f(x);` or `T* x = f();` is a statement between braces,
                          // and its lines hold nothing else but white space and a comment behind it
  tabs = 1U << 16,        // with own_lines: it is indented by tabs, not by spaces
  crlf = 1U << 17,        // with own_lines: its last line ends as on Windows
};

// The callee of what has no meaning before a template is instantiated: `T(p)`, `out << p`.
inline constexpr std::string_view kDependentCallee = "<dependent>";

struct Event {
  EventKind kind = EventKind::use;
  uint32_t flags = 0;
  Place target;
  Symbol callee;
  Operand object;  // call of a static method of a template's specialisation: the class as its type
  std::vector<Operand> arguments;
  TypeId type = kNoType;  // call, new_: the result's type; declare, destroy, use: the target's
  CompareOp compare = CompareOp::none;  // assign
  int32_t region = -1;                  // index of the innermost try region, -1: none
  Location location;

  [[nodiscard]] bool has(EventFlag flag) const {
    return (flags & static_cast<uint32_t>(flag)) != 0;
  }
  void set(EventFlag flag, bool on = true) {
    if (on) flags |= static_cast<uint32_t>(flag);
  }
  friend bool operator==(const Event&, const Event&) = default;
};

// ---- flow graphs -------------------------------------------------------------------------------

// A branch condition; the first successor is taken when it holds. Negations are folded in. Two
// opaque conditions of equal `text` have equal truth while none of `reads` is written between them.
struct Condition {
  CompareOp op = CompareOp::none;
  Operand left;
  Operand right;
  Symbol text;
  std::vector<Place> reads;

  friend bool operator==(const Condition&, const Condition&) = default;
};

enum class Terminator : uint8_t {
  jump,         // to successors[0]
  branch,       // successors[0] when the condition holds, else successors[1]
  switch_,      // on condition.left: successors[i] for cases[i], the last one is the default
  return_,      // to the exit block
  throw_,       // to the handlers of the region, or out of the function
  unreachable,  // behind a call that never returns
  exit,         // the exit block itself
};

// One `case` label: values low..high (equal but for GNU ranges).
struct Case {
  int64_t low = 0;
  int64_t high = 0;

  friend bool operator==(const Case&, const Case&) = default;
};

inline constexpr uint32_t kNoBlock = std::numeric_limits<uint32_t>::max();

// A successor is kNoBlock where clang proved the edge dead.
struct Block {
  std::vector<Event> events;
  Terminator terminator = Terminator::jump;
  Condition condition;
  std::vector<Case> cases;
  std::vector<uint32_t> successors;
  Location location;    // of the terminator, for notes ("taking the false branch here")
  int32_t region = -1;  // terminator throw_: the try region it throws in

  friend bool operator==(const Block&, const Block&) = default;
};

struct Handler {
  uint32_t block = kNoBlock;
  TypeId type = kNoType;  // 0: catch (...)

  friend bool operator==(const Handler&, const Handler&) = default;
};

// A `try` block; `parent` is the enclosing region or -1.
struct Region {
  int32_t parent = -1;
  std::vector<Handler> handlers;

  friend bool operator==(const Region&, const Region&) = default;
};

struct Local {
  Symbol name;
  TypeId type = kNoType;
  Location location;
  int32_t region = -1;  // the try region it is declared in: unwinding into that region's handlers
                        // destroys it
  bool is_exception = false;  // the variable of a catch clause

  friend bool operator==(const Local&, const Local&) = default;
};

struct Capture {
  Symbol name;  // "this" for the object pointer
  TypeId type = kNoType;
  bool by_reference = false;

  friend bool operator==(const Capture&, const Capture&) = default;
};

// blocks[0] is the entry, the last block is the exit and has no events. The first
// `parameter_count` locals are the parameters. Temps are numbered from 0 to temp_count - 1.
struct FlowGraph {
  Symbol function;  // entity id
  uint32_t parameter_count = 0;
  uint32_t temp_count = 0;
  std::vector<Local> locals;
  std::vector<Capture> captures;
  std::vector<Region> regions;
  std::vector<Block> blocks;

  friend bool operator==(const FlowGraph&, const FlowGraph&) = default;
};

// ---- the translation unit ----------------------------------------------------------------------

struct FileRead {
  Symbol path;  // as in Location::file
  Digest digest;
  bool is_system = false;
  bool bodies_skipped = false;  // its function bodies were left to another TU

  friend bool operator==(const FileRead&, const FileRead&) = default;
};

// What the compiler complained of. An error or worse makes the TU incomplete.
struct Diagnostic {
  bool is_error = false;
  Location location;
  Symbol message;

  friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

// Vectors of declarations are sorted by id and hold each id once.
struct TuFacts {
  Symbol main_file;
  bool is_cxx = true;
  bool has_exceptions = true;
  std::vector<FileRead> files;  // sorted by path, main file included
  std::vector<Diagnostic> diagnostics;
  std::vector<Type> types = {Type{}};  // [0] is the unknown type
  std::vector<Record> records;
  std::vector<Variable> variables;
  std::vector<Function> functions;
  std::vector<FlowGraph> graphs;  // sorted by function

  friend bool operator==(const TuFacts&, const TuFacts&) = default;
};

}  // namespace pool_audit::facts
