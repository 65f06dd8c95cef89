// The inventory: every pool of a program, with its sites and what is known of each. The value that
// the reports render; plain data, sorted, without absolute paths, clocks or thread order in it.
//
//   Program --build--> Inventory --report--> text, JSON, Markdown
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace pool_audit::inventory {

// A place in the source. `file` is relative to the project root; lines and columns count from 1.
// `macro` names the macro expanded there when the text comes out of one.
struct Place {
  std::string file;
  uint32_t line = 0;
  uint32_t column = 0;
  uint32_t end_line = 0;
  uint32_t end_column = 0;
  std::string macro;

  friend bool operator==(const Place&, const Place&) = default;
  friend auto operator<=>(const Place&, const Place&) = default;
};

enum class Origin { modelled, hand_written, annotated };

enum class StorageClass {
  package_level,   // namespace scope or static member
  member,          // non-static data member
  injected,        // parameter or reference member: the owner stands outside the program's view
  function_local,  // a local, or a static inside a function
  thread_local_,   // one per thread
  type_wide,       // keyed by a type: operator new of a class, get_object<T>()
};

enum class Visibility {
  private_,  // internal linkage, local, private or protected member
  internal,  // external linkage, but declared in no header
  exported,  // declared in a header, or a public member
};

enum class SiteKind { get, put, reset, discard, create, destroy };

// How the object of one get leaves the function.
enum class Pairing {
  none,         // not a get
  lease,        // an owner puts it back when it dies
  all_paths,    // put on every path
  some_paths,   // put on some paths, not on others
  never,        // put on no path, and handed to nobody
  handed_over,  // returned, stored or passed on to somebody who keeps it
  unproven,     // the analysis cannot tell
};

struct Site {
  SiteKind kind = SiteKind::get;
  Place place;
  std::string function;  // qualified name of the enclosing function, "" at namespace scope
  std::string api;       // what is called: "borrowObject", "new Foo", "THREAD_ALLOC"
  std::string through;   // the wrapper that the site calls, "" for a direct call
  Pairing pairing = Pairing::none;
  std::string reason;  // in words: why this pairing ("returned to the caller", "passed to f()")
  std::vector<Place> related;  // the puts that pair with this get, or the exits that miss one

  friend bool operator==(const Site&, const Site&) = default;
};

enum class BoundKind { unknown, unbounded, bounded };

struct Bound {
  BoundKind kind = BoundKind::unknown;
  std::string capacity;  // as spelled in the source: "64", "kMaxBuffers"

  friend bool operator==(const Bound&, const Bound&) = default;
};

// One signal of the structural recogniser, with its weight and where it was seen.
struct Evidence {
  std::string text;  // "recycle(Node *) stores its argument into free_"
  int points = 0;
  Place place;

  friend bool operator==(const Evidence&, const Evidence&) = default;
};

struct PooledType {
  std::string name;         // "Foo"; "" when the pool hands out untyped memory
  uint64_t size_bytes = 0;  // 0: unknown
  Place place;              // line 0: not in the project

  friend bool operator==(const PooledType&, const PooledType&) = default;
};

// What fills the pool when it is empty.
struct Factory {
  std::string text;  // "new Foo(capacity)", "lambda", "Poco::PoolableObjectFactory<Foo>", ""
  Place place;

  friend bool operator==(const Factory&, const Factory&) = default;
};

// Who cleans an object between two users.
struct ResetInfo {
  std::string by;      // "pool on put", "pool on get", "factory", "caller before put",
                       // "caller after get", "constructor", "none", "unknown"
  std::string method;  // "Foo::reset"
  std::vector<Place> places;

  friend bool operator==(const ResetInfo&, const ResetInfo&) = default;
};

struct Pool {
  std::string id;    // stable identity: entity id
  std::string name;  // "net::Server::buffers_"
  std::string kind;  // "object pool", "memory pool", "buffer pool", "arena", "free list", ...
  Origin origin = Origin::modelled;
  std::string model;  // id of the model, "" for hand-written ones
  std::string library;
  std::string type;  // type of the pool: "Poco::ObjectPool<Foo>"
  PooledType pooled;
  Factory factory;
  StorageClass storage = StorageClass::package_level;
  Visibility visibility = Visibility::private_;
  Bound bound;
  ResetInfo reset;
  std::string guard;  // "std::mutex mutex_", "thread_local", "lock-free", "" when none was seen
  std::string documentation;
  Place place;  // of the declaration
  // What the pool calls itself at run time, in telemetry: "net.packets"; "" when the source does
  // not say. And where it is constructed, when that is not its declaration: sorted.
  std::string runtime_name;
  std::vector<Place> made_at;
  int score = 0;  // hand-written: sum of the evidence
  std::vector<Evidence> evidence;
  std::vector<Site> sites;         // sorted by place
  std::vector<std::string> notes;  // anything a reader should know: "freed by the arena's end"

  friend bool operator==(const Pool&, const Pool&) = default;
};

// A structure that looks like a pool and scored below the threshold; shown on demand.
struct Candidate {
  std::string name;
  Place place;
  int score = 0;
  std::vector<Evidence> evidence;
  std::string why_not;  // "thread pool: its elements are run", "plain queue"

  friend bool operator==(const Candidate&, const Candidate&) = default;
};

enum class UnitState { analysed, skipped, failed };

// One entry of the compile database and what became of it.
struct Unit {
  std::string file;
  UnitState state = UnitState::analysed;
  std::string reason;              // skipped: why it cannot matter; failed: what went wrong
  std::vector<std::string> notes;  // dropped flags, parse errors that were survived

  friend bool operator==(const Unit&, const Unit&) = default;
};

// One step of the way to a finding: a branch taken, a place to compare with.
struct Note {
  Place place;
  std::string text;  // "taking the branch where !ready holds"

  friend bool operator==(const Note&, const Note&) = default;
};

// A change of the source that is a part of a mend: what stands in `place` becomes `text`. `place`
// is written text, never the expansion of a macro; an empty range inserts.
struct Edit {
  Place place;
  std::string text;

  friend bool operator==(const Edit&, const Edit&) = default;
};

// Who keeps a finding out of sight: a comment in the source, or the configuration's list.
enum class SuppressionKind { nolint, config };

// What became of one suppression in a run.
enum class SuppressionState {
  used,          // hides at least one finding
  unused,        // hides none, though all that it speaks of was looked at
  unchecked,     // hides none, but a rule or a file that it speaks of was left out
  unexplained,   // gives no reason, and hides nothing therefore
  unmatched,     // a NOLINTBEGIN without its NOLINTEND, or the other way round; hides nothing
  unknown_rule,  // names a rule that there is not
};

// One suppression that speaks of pool rules, for one of the rules or patterns that it names.
struct Suppression {
  SuppressionKind kind = SuppressionKind::nolint;
  SuppressionState state = SuppressionState::unchecked;
  std::string rule;  // as written: "pool-missing-put", "pool-*"
  Place place;
  std::string reason;   // "" when it gives none
  std::string message;  // what is wrong with it, "" for used and unchecked ones
  uint64_t hidden = 0;  // findings

  friend bool operator==(const Suppression&, const Suppression&) = default;
};

// What hides a finding. A comment that speaks of every check, `NOLINT`, may give no reason.
struct Suppressed {
  SuppressionKind kind = SuppressionKind::nolint;
  std::string reason;
  Place place;

  friend bool operator==(const Suppressed&, const Suppressed&) = default;
};

// What a rule says of a place. `rule` is its id, "pool-missing-put".
struct Finding {
  std::string rule;
  std::string pool;  // id of the pool, "" when it is of none or of several
  Place place;
  std::string function;     // qualified name of the enclosing function, "" outside of any
  std::string message;      // one sentence without a full stop
  std::vector<Note> notes;  // in the order of the path, then what to compare with
  std::vector<Edit> edits;  // that mend it together, sorted by place and apart from one another
  // The same as long as the code is: 32 hexadecimal digits that survive moved lines and other
  // formatting, each once in a program. "" until the sources have been looked at.
  std::string fingerprint;
  std::optional<Suppressed> suppressed;

  friend bool operator==(const Finding&, const Finding&) = default;
};

struct Inventory {
  std::string tool_version;
  std::vector<Pool> pools;                // sorted by place, then name
  std::vector<Finding> findings;          // sorted by place, rule, pool and message
  std::vector<Suppression> suppressions;  // sorted by place, then rule
  std::vector<Candidate> candidates;
  std::vector<Unit> units;  // sorted by file, one an entry
  std::vector<std::string> notes;

  friend bool operator==(const Inventory&, const Inventory&) = default;
};

}  // namespace pool_audit::inventory
