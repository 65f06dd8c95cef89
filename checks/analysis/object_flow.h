// What becomes of one pooled object inside one function: put, handed over, leased, or lost.
//
//   FlowGraph + where the object appears --explore--> Outcome
//
// A path-sensitive walk over the flow graph that follows the places which hold the object. Null
// tests, comparisons kept in variables and repeated conditions prune paths that cannot happen. When
// it cannot tell, the outcome says `unproven` with the reason: a false alarm costs more than a
// miss.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "checks/facts/facts.h"

namespace pool_audit::analysis {

// Where the object comes into the function's hands.
struct Origin {
  enum class Kind : uint8_t {
    event,      // the target of the event (block, event); what it constructs if it has no target,
                // or `field` of that
    out,        // what argument `index` of that event points to, from that event on
    parameter,  // the value of parameter `index` at the entry
    pointee,    // what parameter `index` points to or refers to holds it at the entry: Obj **
    capture,    // the value of capture `index` (or what it refers to) at the entry of a lambda
    this_,      // the object that the member function is called on
    member,     // the value of member `field` of that object at the entry
    part,       // the same of what parameter `index` points to
    given,      // the value of argument `index` of the event, which puts it: for all_misuses().
                // kGivenObject is the object of the call
  };
  Kind kind = Kind::event;
  uint32_t block = 0;
  uint32_t event = 0;
  uint32_t index = 0;
  Symbol field = {};
  facts::TypeId type = facts::kNoType;  // of the member, where it may be an owner
};

inline constexpr uint32_t kGivenObject = 0xffffffff;

// Whether the origin names an event of the graph, rather than what is there at the entry.
[[nodiscard]] inline bool at_event(const Origin& origin) {
  return origin.kind == Origin::Kind::event || origin.kind == Origin::Kind::out ||
         origin.kind == Origin::Kind::given;
}

// What a call does to one of the values handed to it.
enum class Effect : uint8_t {
  borrows,    // uses it and forgets it
  puts,       // gives it back to its pool on every path
  puts_some,  // on some paths only
  keeps,      // stores it: somebody else answers for it from here on
  returns,    // its result is the same object; a copy, when it constructs something
  moves,      // like `returns`, and the argument's place gives it up: release(), a move, exchange()
  resets,     // cleans it and nothing else
  owns,       // makes the result (what a constructor makes, or the object of a call that returns
              // none) an owner that puts it when it dies; an owner it came from gives it up. Where
              // that type destroys(), it holds the object and no more
  destroys,   // what the argument's place holds is destroyed, without having been put
  points_in,  // its result points into the object, or nowhere
  is_null,    // its result tells whether there is no object
  diverges,   // never comes back; assumed, at first, of a call that a function makes to itself
  unknown,    // cannot tell: no body, too deep, recursion
};

// Where a function keeps what it is handed: in what its parameter of that number points to, in its
// object, or elsewhere.
inline constexpr int kInObject = -1;
inline constexpr int kElsewhere = -2;

// A number, or a pointer, as far as conditions ask most often.
enum class Zero : uint8_t { unknown, yes, no };

// One way through a function, from where the object came to the function's end, and how one tells
// that it was this one: by what was passed in, and by what comes back.
struct Way {
  enum class Object : uint8_t {
    put,
    kept,      // stored: somebody else answers for it
    out,       // kept in exactly what parameter `into` points to
    left,      // neither: whoever answered for it still does, or it is lost
    returned,  // to the caller; `result` is unknown where that may as well be no object
    absent,    // there was no object
    none,      // none was taken
  };
  struct Given {
    uint32_t parameter = 0;
    bool zero = false;

    friend auto operator<=>(const Given&, const Given&) = default;
  };
  Object object = Object::left;
  int into = kElsewhere;        // kept, out
  Symbol member;                // kept
  Zero result = Zero::unknown;  // what the function returns
  std::vector<Given> given;     // parameters that nobody writes to, sorted
  // left: what is passed in alone tells this way from those on which the object is put or kept.
  bool told_before = false;

  friend bool operator==(const Way&, const Way&) = default;
};

struct CallEffect {
  Effect effect = Effect::unknown;
  std::string reason;     // for people: "passed to send(), whose body is not in the program"
  int into = kElsewhere;  // keeps: where
  Symbol member = {};     // keeps: the member or variable, none when it is not the same everywhere
  bool exact = false;     // keeps: `member` of what `into` names holds it, itself and nothing else
  // puts_some: its ways, if any two that do not do the same with the object can be told apart.
  std::vector<Way> ways = {};
};

// How an acquiring call shows that it has no object to give.
enum class Failing : uint8_t {
  never,
  null,     // the object is null
  status,   // its result is not zero
  false_,   // its result is zero or false; else it is one or true
  throws,   // it does not come back
  unknown,  // in one of these ways
};

// What a method of a container has to do with the elements.
enum class ContainerUse : uint8_t {
  nothing,  // leaves those that are there alone
  adds,     // one more of them
  element,  // refers to one of them
  entry,    // the same, and makes one where there is none with this key
  first,    // an iterator to the first one
  other,
};

// Whether something happens: never, on some paths, or on every one.
enum class Happens : uint8_t { never, sometimes, always };

// Whether a handler takes an exception.
enum class Catch : uint8_t { no, maybe, yes };

// An exception that leaves a call.
struct Thrown {
  facts::TypeId type = facts::kNoType;
  facts::Location at;  // of the throw; line 0 when it is in a library
  Symbol function;     // whose body throws it

  friend bool operator==(const Thrown&, const Thrown&) = default;
};

// What all walks through one function together may spend, and when they have, its objects are
// unproven. Counted in the work itself, not in time, so that the answer is the same on every
// machine; on a slow one this much takes about half a second.
inline constexpr uint64_t kMostWork = 20'000'000;

// What the walk asks of the program. All functions are pure and may be asked often.
class Oracle {
 public:
  virtual ~Oracle() = default;
  // The effect of `event` (a call, new_, delete_ or macro) on the value in argument `index`; -1
  // asks for the object of the call. `address` is true when the argument is the address of a place
  // that holds the object (an out-parameter, a reference to the pointer) rather than the object.
  [[nodiscard]] virtual CallEffect effect(const facts::FlowGraph& graph, const facts::Event& event,
                                          int index, bool address) const = 0;
  // The effect of `event` (a call, or the end of a variable) on what member `field` holds of what
  // argument `index` points to, or of its object. By default that is unknown.
  [[nodiscard]] virtual CallEffect effect_inside(const facts::FlowGraph& graph,
                                                 const facts::Event& event, int index,
                                                 Symbol field) const;
  // The effect of calling the lambda whose body is `function` on what it captures at `capture`.
  [[nodiscard]] virtual CallEffect capture_effect(Symbol function, uint32_t capture) const = 0;
  // Whether destroying a value of this type gives the object in it back (unique_ptr with a pool
  // deleter, a lease, a guard).
  [[nodiscard]] virtual bool is_owner(facts::TypeId type) const = 0;
  // Whether destroying a value of this type destroys the object in it, so that nobody can put it
  // any more (unique_ptr with the default deleter). False where that is not certain, and by
  // default.
  [[nodiscard]] virtual bool destroys(facts::TypeId type) const;
  // Whether destroying a value of this type does no more than to destroy its members. By default
  // that is not known of any.
  [[nodiscard]] virtual bool destroys_members(facts::TypeId type) const;
  // Whether the constructor that is called makes an owner, maybe one of several, that destroys the
  // object in the end. By default none does.
  [[nodiscard]] virtual bool makes_deleter(const facts::Event& call) const;
  // Whether `function` makes an object that gives back what its member `field` holds when it dies:
  // the constructor of a guard. By default no function does.
  [[nodiscard]] virtual bool puts_member(Symbol function, Symbol field) const;
  // Whether such an object does so whatever has happened to it. By default it does.
  [[nodiscard]] virtual bool always_puts_member(Symbol function, Symbol field) const;
  // Whether the object that the constructor `function` makes calls what its member `field` holds
  // when it dies: a guard with a lambda. By default none does.
  [[nodiscard]] virtual Happens calls_member(Symbol function, Symbol field) const;
  [[nodiscard]] virtual const facts::Type& type(facts::TypeId type) const = 0;
  // Whether the call may fail and show it by a null object, a status or an exception (Origin
  // event).
  [[nodiscard]] virtual bool never_fails(const facts::Event& event) const = 0;
  // How it shows that. By default `never` or `unknown`, as never_fails() says.
  [[nodiscard]] virtual Failing failing(const facts::Event& event) const;
  // Whether the call is known to return a null object when it has none to give. By default no call
  // is.
  [[nodiscard]] virtual bool may_give_null(const facts::Event& event) const;
  // Whether a handler of type `handler` takes an exception of type `thrown`. By default `yes` for
  // equal types, `no` for types that cannot convert, `maybe` for two classes.
  [[nodiscard]] virtual Catch catches(facts::TypeId handler, facts::TypeId thrown) const;
  // An entity for people: "Server::conn_". By default read from the id.
  [[nodiscard]] virtual std::string name(Symbol entity) const;
  // Whether nobody may use the object after this call, which puts it: not so where it only takes a
  // reference away. By default so.
  [[nodiscard]] virtual bool ends_use(const facts::FlowGraph& graph, const facts::Event& put) const;
  // Whether what the call runs reads or writes what argument `index` points to, as far as its body
  // can be seen. By default nothing does.
  [[nodiscard]] virtual bool dereferences(const facts::FlowGraph& graph, const facts::Event& call,
                                          int index) const;
  // Whether the lambda whose body is `function` reads or writes what it captures a pointer to, or a
  // reference to such a pointer. By default none does.
  [[nodiscard]] virtual bool dereferences_capture(Symbol function, uint32_t capture) const;
  // Whether the call reads or writes it before anything else could tell whether it is null. By
  // default no call does.
  [[nodiscard]] virtual bool dereferences_at_once(const facts::Event& call, int index) const;
  // False when a call never comes back, though its declaration does not say so: fail(), die().
  [[nodiscard]] virtual bool comes_back(const facts::Event& call) const;
  // Whether the event, if it is a call, certainly comes back. By default no call does, and
  // everything else but a throw does.
  [[nodiscard]] virtual bool surely_comes_back(const facts::Event& event) const;
  // Whether the call may write the member or variable `entity`; none stands for anything. By
  // default it may.
  [[nodiscard]] virtual bool may_write(const facts::Event& call, Symbol entity) const;
  // Whether the call may write to what argument `index` points to, a pointer or a struct with
  // pointers in it. By default it may.
  [[nodiscard]] virtual bool writes_through(const facts::Event& call, int index) const;
  // The same of calling the lambda whose body is `function`, and what it captures by reference.
  [[nodiscard]] virtual bool writes_capture(Symbol function, uint32_t capture) const;
  // Whether the entity is a variable. By default none is.
  [[nodiscard]] virtual bool is_variable(Symbol entity) const;
  // Whether the call makes another owner next to the one that it is handed. By default not.
  [[nodiscard]] virtual bool copies_owner(const facts::Event& call) const;
  // The exceptions that are known to leave the call, one of each type. By default none.
  [[nodiscard]] virtual std::vector<Thrown> thrown_by(const facts::Event& call) const;
  // Whether it is a container of pointers that frees and puts nothing when it dies. By default none
  // is.
  [[nodiscard]] virtual bool keeps_pointers(facts::TypeId type) const;
  // What a method of such a container, or of an iterator of it, does, its own elements apart.
  [[nodiscard]] virtual ContainerUse container_use(const facts::Event& call) const;
  // The number in a variable that nothing ever changes. By default every variable may change.
  [[nodiscard]] virtual std::optional<int64_t> constant(Symbol variable) const;
  // One member for all that share their storage, as those of a union do. By default itself.
  [[nodiscard]] virtual Symbol storage_of(Symbol field) const;
  // Whether the program goes on when an exception leaves the function; not so where it ends with
  // it, as behind `noexcept`. By default it goes on.
  [[nodiscard]] virtual bool survives_exceptions(Symbol function) const;
  // What walks through the function may still spend: they take it from there. Null, which is the
  // default, stands for as much as Limits allow.
  [[nodiscard]] virtual uint64_t* work_left(Symbol function) const;
  // A walk through the function took so many CPU seconds, those for other functions not counted. By
  // default nobody wants to know.
  virtual void note_time(Symbol function, double seconds) const;
};

enum class Fate : uint8_t {
  leased,       // an owner puts it on every path, or is itself returned
  all_paths,    // put on every path on which it was got
  some_paths,   // put, or handed over, on some paths and lost on others
  never,        // lost on every path
  handed_over,  // returned, stored or passed to somebody who keeps it, on every path
  mixed,        // put on some paths, handed over on the others: nothing is lost
  borrowed,     // (not got here) neither put nor kept: the caller still answers for it
  unproven,     // at least one path on which the walk cannot tell, or no path at all
};

// One branch on the way of an object, or one thing that happened to it.
struct PathStep {
  enum class Kind : uint8_t {
    holds,     // the condition of this text was true
    fails,     // or false
    case_,     // a switch on this text went to one of its cases
    default_,  // or to none
  };
  Kind kind = Kind::holds;
  facts::Location location;  // of the condition
  Symbol text;               // as the source spells it; may be empty

  friend bool operator==(const PathStep&, const PathStep&) = default;
};

// How an object gets to where it is lost: the branches between its origin and `end`.
struct Path {
  facts::Location end;
  std::string reason;  // in words: "left without being put back"
  std::vector<PathStep> steps;

  friend bool operator==(const Path&, const Path&) = default;
};

// For an object that the function did not take itself (parameter, pointee, capture, this_) a path
// that neither puts nor keeps it leaves it with the caller. Such paths alone make `borrowed`; next
// to others they make `some_paths`, and `misses` says where they end.
struct Outcome {
  Fate fate = Fate::unproven;
  std::string reason;                 // in words: "returned to the caller"
  bool returned = false;              // on some path the function returns it
  bool taken_out = false;             // (pointee) what is returned is no longer kept there
  bool inside = false;                // (not got here) on some path it returns a pointer into it
  int out = kElsewhere;               // the parameter of which it is known that exactly what it
                                      // points to keeps the object, wherever the object is kept
  int kept_in = kElsewhere;           // handed over: where every path stores it
  Symbol member;                      // handed over: the member or variable that keeps it on every
                                      // path, or the container in it; none when they differ
  bool kept_exactly = false;          // handed over: that member itself holds it and nothing else
                                      // does, in the end of every path
  Symbol owned_by;                    // leased by nothing but this member of the object that the
                                      // function, a constructor, makes
  bool endless = false;               // no path leads from there out of the function
  bool reset = false;                 // a reset was seen before the put or after the get
  std::vector<facts::Location> puts;  // that give it back, sorted
  std::vector<facts::Location> misses;  // exits or overwrites at which it is lost, sorted
  std::vector<facts::Location> hand_overs;
  std::vector<Path> lost;  // one for each of `misses`, the first that was found

  friend bool operator==(const Outcome&, const Outcome&) = default;
};

struct Limits {
  // States per exploration, beyond four for each block: a function may be as long as it likes. With
  // more than that the outcome is unproven.
  uint32_t max_states = 4000;
  // Work before the object comes in, of kMostWork, from which on a walk is kept to go on with.
  uint64_t least_kept = 20'000;
};

// Follows the object through `graph`. Exceptions are followed where the source throws them, not out
// of calls that may throw. Any graph is safe, even one that contradicts itself. Thread-safe as far
// as the oracle is. The time grows with the number of events times the states that reach them.
[[nodiscard]] Outcome explore(const facts::FlowGraph& graph, const Origin& origin,
                              const Oracle& oracle, const Limits& limits = {});

struct Misuse;

// A walk of explore() that can be taken up again where the object came in: what leads there need
// not be walked twice.
class Continuation {
 public:
  Continuation();
  Continuation(Continuation&&) noexcept;
  Continuation& operator=(Continuation&&) noexcept;
  ~Continuation();

  // Whether there is one: not of an object that came from elsewhere, nor of a walk that was cut
  // short.
  [[nodiscard]] explicit operator bool() const { return impl_ != nullptr; }
  // What all_misuses() finds. It can be asked once, while the oracle lives.
  [[nodiscard]] std::vector<Misuse> all_misuses() &&;

 private:
  friend Outcome explore(std::shared_ptr<const facts::FlowGraph> graph, const Origin& origin,
                         const Oracle& oracle, Continuation& later, const Limits& limits);

  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// The same, and `later` to go on with; it is empty where that saves no work worth the memory.
[[nodiscard]] Outcome explore(std::shared_ptr<const facts::FlowGraph> graph, const Origin& origin,
                              const Oracle& oracle, Continuation& later, const Limits& limits = {});

// All ways through the function on which it returns; none where explore() would say
// `unproven`, or they are too many. Of an object that is taken here there is one way for all paths
// on which it is not taken.
[[nodiscard]] std::vector<Way> ways(const facts::FlowGraph& graph, const Origin& origin,
                                    const Oracle& oracle, const Limits& limits = {});

// Whether any two ways that do not do the same with the object can be told apart, by what is passed
// in or by what comes back. Fills in Way::told_before.
[[nodiscard]] bool tell_apart(std::vector<Way>& ways);

// Something that a function does with the object though it must not, on a path that the program can
// take.
struct Misuse {
  enum class Kind : uint8_t {
    use,        // read, written, called or returned after it was put
    put_again,  // put after it was put
    unchecked,  // dereferenced though the get may have given none
    unguarded,  // lost when the call at `at` throws
    returned,   // a pointer to it is returned, while its owner is a local
    moved,      // used, returned or put after its pool moved it; `put` is where that happened
    escaped,    // a pointer to it that was stored at `at` is still there when the function ends
  };
  Kind kind = Kind::use;
  facts::Location at;
  facts::Location put;          // use, put_again, escaped: the put before it
  std::vector<PathStep> steps;  // from the get to `at`
  Thrown thrown;                // unguarded
  Symbol callee;                // unguarded: what is called there
  bool lease = false;           // the put was the end of an owner; put_again: this one is
  std::string into;             // escaped: where it is stored, in words
  bool of_caller = false;       // escaped: in something that the caller passed in

  friend bool operator==(const Misuse&, const Misuse&) = default;
};

struct Misuses {
  std::vector<Misuse> found;  // sorted by place, one for each place and kind
  bool unsure = false;        // there is a path on which it cannot tell
};

// Follows the object beyond its puts, with all that points into it, until another get or a write
// takes its place, or it is handed over. Of a path, the first misuse counts. Silent where explore()
// would say `unproven` of the same path. Safe and thread-safe as explore() is.
[[nodiscard]] Misuses misuses(const facts::FlowGraph& graph, const Origin& origin,
                              const Oracle& oracle, const Limits& limits = {});

// The same and more: what is done after the lease of the object ended, and pointers to it that are
// stored where they outlive it. A store alone hands nothing over here.
[[nodiscard]] std::vector<Misuse> all_misuses(const facts::FlowGraph& graph, const Origin& origin,
                                              const Oracle& oracle, const Limits& limits = {});

// An event of a graph.
struct EventAt {
  uint32_t block = 0;
  uint32_t event = 0;

  friend auto operator<=>(const EventAt&, const EventAt&) = default;
};

// What is done through a pointer to the object after one of the `growths` moved the object, as
// misuses of that one kind. `growths` is sorted; the origin may be among them, for loops.
[[nodiscard]] std::vector<Misuse> moved(const facts::FlowGraph& graph, const Origin& origin,
                                        const std::vector<EventAt>& growths, const Oracle& oracle,
                                        const Limits& limits = {});

// The calls out of which an exception takes the object away from whoever would put it, as misuses
// of that one kind. Follows what Oracle::thrown_by() tells, as explore() follows throws.
[[nodiscard]] std::vector<Misuse> unguarded(const facts::FlowGraph& graph, const Origin& origin,
                                            const Oracle& oracle, const Limits& limits = {});

}  // namespace pool_audit::analysis
