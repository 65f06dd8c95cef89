// The walk itself, shared by the files that make it up:
//
//   object_flow.cc             explore(): blocks
//   object_flow_branches.cc    where their terminators lead to
//   object_flow_merge.cc       edges: dropping, keeping apart and merging states
//   object_flow_ends.cc        exceptions, exits, the verdict
//   object_flow_events.cc      one event: assignments, scopes, returns
//   object_flow_calls.cc       calls and what they do to the object
//   object_flow_parts.cc       structs with a member that holds it
//   object_flow_containers.cc  local containers that hold it
//   object_flow_ways.cc        ways through a function, here and in what is called
//   object_flow_misuse.cc      what is done with the object after its put
//   object_flow_throws.cc      exceptions out of calls
//   object_flow_leases.cc      owners that end, pointers that outlive them
//   object_flow_lambdas.cc     closures that hold it
//   object_flow_values.cc      reading and writing places
//   object_flow_forget.cc      what a write makes untrue
//   object_flow_conditions.cc  what a branch asks
//   object_flow_assume.cc      what taking it teaches
#pragma once

#include <array>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "checks/analysis/object_flow.h"
#include "checks/analysis/object_flow_numbers.h"
#include "checks/analysis/object_flow_places.h"
#include "checks/analysis/object_flow_prepare.h"
#include "checks/analysis/object_flow_state.h"

namespace pool_audit::analysis::flow {

// How the object's way ended on one path.
enum class End : uint8_t { put, leased, handed, borrowed, lost, unproven };

// What a condition says of the state: decided, or the truth of a predicate.
struct Question {
  std::optional<bool> known;
  std::optional<uint32_t> predicate;
  bool negated = false;
};

// The index of the element that stands for all that a container was handed.
inline constexpr int64_t kKeptElement = std::numeric_limits<int64_t>::max();

// How two places can compare, as the bits of a mask.
inline constexpr uint8_t kLess = 1;
inline constexpr uint8_t kEqual = 2;
inline constexpr uint8_t kGreater = 4;

struct Predicate {
  enum class Kind : uint8_t {
    present,   // the object is not null
    number,    // the number in `left` is in `set`
    relation,  // how `left` and `right` compare is in `mask`
    text,      // the opaque condition `text`
  };
  Kind kind = Kind::present;
  PlaceId left = kNoPlace;
  PlaceId right = kNoPlace;
  uint8_t mask = 0;
  uint32_t pair = 0;  // relation: the predicate that stands for the pair of places
  Symbol text;
  NumberSet set;  // present: what an id is when there is no object
  std::vector<PlaceId> reads;

  friend bool operator==(const Predicate&, const Predicate&) = default;
};
struct PredicateHash {
  size_t operator()(const Predicate& what) const noexcept;
};

// Why an object is unproven when all is spent that there is for its function.
inline constexpr std::string_view kTooMuchWork = "too much work for one function";

// Of one event in a state, values and truths not counted.
inline constexpr uint64_t kWorkOfState = 8;

class Walk {
 public:
  // What is followed besides the object's way to its end.
  enum class Also : uint8_t {
    nothing,
    beyond_puts,  // what is done with it after its put
    leases,       // and after its lease ends, and what still points to it in the end
    exceptions,   // out of calls
    growths,      // what is done with it after its pool moved it
    ways,         // how the function goes on when the object's way has ended
  };
  Walk(const facts::FlowGraph& graph, const Origin& origin, const Oracle& oracle,
       const Limits& limits, Also also = Also::nothing);
  Outcome run();
  // From where run() saw the object come in, without what leads there. Not after a run that was
  // cut short.
  std::vector<Misuse> run_again();
  // Whether that saves enough to be worth the memory that it takes until then.
  [[nodiscard]] bool worth_keeping() const;
  // Frees what run_again() does not need.
  void rest();
  Misuses run_beyond_puts();  // also for leases
  std::vector<Misuse> run_exceptions();
  std::vector<Misuse> run_growths(const std::vector<EventAt>& growths);
  std::vector<Way> run_ways();

 private:
  friend class WalkProbe;  // tests of the joins

  // The states that leave an event; more than one when it has several outcomes.
  using States = std::vector<State>;
  struct Where {
    uint32_t block = 0;
    uint32_t event = 0;
  };
  struct HandOver {
    facts::Location location;
    std::string reason;
    int into = kElsewhere;
    Symbol member = {};
    bool whole = false;  // in exactly what parameter `into` points to, or its `member`
  };
  struct Visited {
    // Told apart, each with its facts.
    std::vector<State> states;
    std::vector<uint64_t> hashes;  // of the states, in their order: there are few
    std::vector<size_t> pending;
    // One per object state, for all that came when there were enough of the others.
    struct Merged {
      State state;
      bool pending = true;
      bool spent = false;  // joined too often: it has no facts and is blurred, whoever joins it
      uint32_t joins = 0;
    };
    std::vector<Merged> merged;
    bool queued = false;
  };

  // ---- object_flow.cc
  // Takes work from what is left for the function; where that is too little, the walk ends.
  void spend(uint64_t work) {
    if (arrivals_.empty()) before_ += work;
    if (!work_left_) return;
    if (*work_left_ > work) {
      *work_left_ -= work;
      return;
    }
    *work_left_ = 0;
    overflow_ = true;
    overworked_ = true;
  }
  // What touching a state costs: about as much as looking through it.
  static uint64_t work_of(const State& state) {
    return kWorkOfState + state.values.size() + state.truths.size();
  }
  void start();
  void walk();
  void drain();  // until no block has a state to go on with
  void run_block(uint32_t block, State state, uint32_t event = 0);
  void leave_block(uint32_t block, State state);
  void drop_temps(uint32_t block, uint32_t event, size_t& next, State& state);

  // ---- object_flow_branches.cc
  void branch(uint32_t block, const facts::Block& from, State state);
  bool tests_unseen(const State& state, const Question& question,
                    const facts::Condition& condition);
  void choose(uint32_t block, const facts::Block& from, State state);
  void note_branch(State& state, uint32_t block, PathStep::Kind kind);
  [[nodiscard]] std::vector<PathStep> way_of(const State& state) const;

  // ---- object_flow_merge.cc
  void go(uint32_t from, uint32_t to, State state);
  void prune(uint32_t from, uint32_t to, State& state);
  bool add(Visited& visited, State state);
  bool merge(Visited& visited, State state);
  State join(const State& a, const State& b);
  // Facts, as opposed to where the object is and how it can be reached.
  [[nodiscard]] bool is_side_matter(const Value& value) const;
  // Equal but for side matters.
  [[nodiscard]] bool same_object(const State& a, const State& b) const;

  // ---- object_flow_values.cc
  PlaceId resolve(const State& state, PlaceId place);
  PlaceId resolve(const State& state, const facts::Place& place);
  [[nodiscard]] bool steps_along(PlaceId place, PlaceId base) const;
  Value read(const State& state, PlaceId resolved);
  [[nodiscard]] std::optional<int64_t> constant_in(PlaceId place) const;
  Value read(const State& state, const facts::Operand& operand);
  Value number(int64_t value) const;
  Value plain(Kind kind, uint32_t ref = 0) const;
  void store(State& state, PlaceId target, const Value& value, const facts::Event& event);
  void copy_parts(State& state, PlaceId from, PlaceId to, bool move);
  [[nodiscard]] bool holds_under(const State& state, PlaceId place) const;
  [[nodiscard]] bool owner_under(const State& state, PlaceId place) const;
  [[nodiscard]] bool in_holder(const State& state, PlaceId place) const;
  [[nodiscard]] bool leads_to_holder(const State& state, PlaceId place) const;
  [[nodiscard]] bool held_somewhere(const State& state) const;
  void erase_holders(State& state, PlaceId place);
  void limit_facts(State& state);

  // ---- object_flow_forget.cc
  bool reads_overlap(uint32_t predicate, PlaceId written) const;
  Value settled(const State& state, const Value& test);
  // Takes away what the places under `target` hold, and all that was known through them.
  void clear(State& state, PlaceId target);
  // Forgets numbers under `target`, without touching who holds the object.
  void forget_numbers(State& state, PlaceId target);
  // A call may have changed whatever it can reach.
  void forget_shared(State& state);

  // ---- object_flow_conditions.cc
  uint32_t predicate(Predicate what);
  Question ask(const State& state, facts::CompareOp op, const facts::Operand& left,
               const facts::Operand& right, Symbol text, const std::vector<facts::Place>& reads);
  Question ask(const State& state, uint32_t block);
  Question compare_test(const Value& test, facts::CompareOp op, const Value& other);
  [[nodiscard]] std::optional<bool> same_address(PlaceId a, PlaceId b) const;
  Question compare_places(PlaceId left, facts::CompareOp op, PlaceId right);
  Question opaque(const State& state, Symbol text, const std::vector<facts::Place>& reads);

  // ---- object_flow_assume.cc
  NumberSet numbers_in(const State& state, PlaceId place);
  std::optional<bool> evaluate(const State& state, uint32_t predicate);
  // Makes the predicate hold (or not) in the state; false when it cannot.
  bool assume(State& state, uint32_t predicate, bool truth, uint32_t block);
  bool assume_number(State& state, const Predicate& predicate, bool truth, uint32_t block);
  bool assume_truth(State& state, uint32_t id, bool truth, uint32_t block);
  bool restrict_numbers(State& state, PlaceId place, const NumberSet& set, uint32_t block);
  void blur(State& state, std::string_view reason);
  void note_asked(State& state);
  void object_absent(State& state, const NumberSet& instead);

  // ---- object_flow_events.cc
  void step(State& state, const facts::Event& event, Where where, States& forks);
  void note_arrival(const State& state);
  void assign(State& state, const facts::Event& event);
  void doubt_walked(State& state, PlaceId element);
  void return_(State& state, const facts::Event& event, Where where);
  void arrive(State& state, const facts::Event& event, States& forks, bool followed);
  void place_object(State& state, PlaceId target, facts::TypeId type, const facts::Event& event);

  // ---- object_flow_calls.cc
  void call(State& state, const facts::Event& event, bool result);
  void argument(State& state, const facts::Event& event, int index, const facts::Operand& operand,
                Value& result, PlaceId& result_from);
  [[nodiscard]] bool to_number(const facts::Operand& operand) const;
  [[nodiscard]] bool beside_holder(const State& state, PlaceId place) const;
  void apply(State& state, const facts::Event& event, const CallEffect& effect, Kind what,
             PlaceId holder, Value& result, PlaceId& result_from);
  void write_result(State& state, const facts::Event& event, const Value& result,
                    PlaceId result_from);
  Value presence(const State& state);
  void own(State& state, const facts::Event& event, PlaceId from);
  PlaceId constructed(const State& state, const facts::Event& event);

  // ---- object_flow_parts.cc
  void make_guard(State& state, PlaceId guard, const CallEffect& effect, bool soft);
  bool keep_exactly(State& state, const facts::Event& event, const CallEffect& effect, Kind what,
                    PlaceId holder);
  [[nodiscard]] PlaceId only_part(const State& state, PlaceId place) const;
  bool inside_part(State& state, const facts::Event& event, int index, PlaceId place,
                   Value& result);
  [[nodiscard]] bool kept_exactly(const State& state) const;
  [[nodiscard]] bool is_part_of_pointee(PlaceId place, int parameter) const;

  // ---- object_flow_ways.cc
  bool call_apart(State& state, const facts::Event& event, bool result, Where where, States& forks);
  const CallEffect* told_apart(const State& state, const facts::Event& event);
  [[nodiscard]] bool asked_for_zero_alone(const facts::Event& call, Where where) const;
  bool told_here(const State& state, const facts::Event& event, const std::vector<Way>& ways,
                 Where where);
  bool assume_way(State& state, const facts::Event& event, const Way& way, Where where);
  void apply_way(State& state, const facts::Event& event, Kind what, PlaceId holder, Value& result,
                 PlaceId& result_from);
  void return_either(State& state, const facts::Event& event, Where where, States& forks);
  void note_end(State& state, End end);
  void note_absent(State& state);
  void count_end(State& state, const Way& way);
  void note_way(const State& state);
  [[nodiscard]] Zero zeroness(const State& state, const Value& value);
  // Whether it is a parameter by whose value the ways can be told apart.
  [[nodiscard]] bool tells_ways(PlaceId place) const;

  // ---- object_flow_containers.cc
  [[nodiscard]] bool is_own_container(PlaceId place);
  [[nodiscard]] bool is_sole(PlaceId place);
  [[nodiscard]] PlaceId kept_element(PlaceId container);
  bool use_iterator(State& state, const facts::Event& event, PlaceId place, Value& result);
  bool use_container(State& state, const facts::Event& event, PlaceId place, Value& result);
  // Whether it is what a temp refers to in a container, which holds nothing of its own.
  [[nodiscard]] bool is_element(const Entry& entry) const;
  bool store_in_container(State& state, PlaceId target, const Value& value);

  // ---- object_flow_misuse.cc
  void put(State& state, const facts::Event& event, Kind what, PlaceId holder);
  [[nodiscard]] bool used_by_callee(const State& state, const facts::Event& event);
  void look_for_use_of_null(const State& state, uint32_t to);
  [[nodiscard]] std::vector<uint32_t> holding_locals(const State& state) const;
  [[nodiscard]] bool uses_null(const facts::Event& event, uint32_t local) const;
  [[nodiscard]] bool holds_exactly(const State& state, PlaceId place) const;
  [[nodiscard]] bool overwrites(const State& state, const facts::Event& event, PlaceId place);
  void watch(State& state, const facts::Event& event);
  void watch_owner(const State& state, const Value& dying, const facts::Location& where);
  void written_by_callee(State& state, PlaceId place, Effect effect);
  [[nodiscard]] std::optional<Misuse::Kind> misuse_by(const State& state,
                                                      const facts::Event& event);
  [[nodiscard]] std::optional<Misuse::Kind> misuse_in_closure(const State& state,
                                                              const facts::Event& call,
                                                              PlaceId closure);
  [[nodiscard]] Effect effect_by_address(const State& state, const facts::Event& event, int index,
                                         PlaceId place);
  [[nodiscard]] bool same_expression(const State& state, const facts::Event& event) const;
  [[nodiscard]] bool touches(const State& state, const facts::Event& event);
  [[nodiscard]] bool inside(const State& state, const facts::Place& place);
  [[nodiscard]] bool is_object(const State& state, const facts::Operand& operand);
  void note_misuse(const State& state, Misuse::Kind kind, const facts::Location& at,
                   bool lease = false);

  std::vector<Misuse> sorted_misuses();

  // ---- object_flow_leases.cc
  [[nodiscard]] bool beyond() const { return also_ == Also::beyond_puts || also_ == Also::leases; }
  [[nodiscard]] bool certain(const State& state) const;
  void go_beyond(State& state, const facts::Location& where, bool lease);
  void lease_ends(State& state, PlaceId holder, facts::TypeId type, const facts::Location& where);
  [[nodiscard]] Symbol member_of(PlaceId place) const;
  [[nodiscard]] bool lasts(PlaceId place) const;
  [[nodiscard]] bool of_parameter(PlaceId place) const;
  [[nodiscard]] Symbol lasting(PlaceId place) const;
  void forget_aliases(State& state, PlaceId written);
  bool note_store(PlaceId target, const facts::Location& where);
  bool note_kept(State& state, PlaceId container, const facts::Location& where);
  bool note_kept_in(State& state, const CallEffect& effect, const facts::Location& where);
  void forget_stored(State& state, const facts::Event& event);
  void note_escapes(const State& state);
  void note_returned(const State& state, const facts::Event& event);
  void note_put_behind(const State& state, const facts::Event& event, Where where);
  void given(State& state, const facts::Event& event, States& forks);

  // ---- object_flow_throws.cc
  void throw_from(uint32_t block, const facts::Event& call, const State& state);
  [[nodiscard]] bool only_borrows(const State& state, const facts::Event& call);
  [[nodiscard]] bool constructs_origin(const facts::Event& call) const;
  [[nodiscard]] bool grows(Where where) const;
  void note_unguarded(const State& state);

  // ---- object_flow_lambdas.cc
  void make_closure(State& state, const facts::Event& event);
  bool call_closure(State& state, const facts::Event& event, PlaceId closure, Value& result);
  void pass_closure(State& state, const facts::Event& event, int index, bool address,
                    PlaceId closure, PlaceId& result_from);
  bool guard_with(State& state, const facts::Event& event, Symbol member, bool certainly);
  [[nodiscard]] bool dies_uncalled(const facts::Event& end, const Value& closure) const;
  [[nodiscard]] bool closure_holds(const State& state, PlaceId closure) const;

  // ---- object_flow_ends.cc
  void unwind(uint32_t block, State state);
  void unwind(uint32_t block, int32_t region, facts::TypeId thrown, const facts::Location& where,
              State state);
  void finish(State& state, End end, const facts::Location& where, std::string_view reason);
  void hand_over(State& state, const facts::Event& event, std::string reason, int into = kElsewhere,
                 Symbol member = {}, bool whole = false);
  // The parameter of this function through which the place is reached, or its object.
  [[nodiscard]] int parameter_of(PlaceId place) const;
  void doubt(State& state, std::string_view reason);
  void lend(State& state, std::string_view reason);
  uint32_t reason_id(std::string_view reason);
  void destroy(State& state, const facts::Event& event);
  [[nodiscard]] std::string destroyed_with(PlaceId holder) const;
  [[nodiscard]] bool put_later(PlaceId place) const;
  [[nodiscard]] PlaceId kept_member(const State& state) const;
  [[nodiscard]] bool kept_whole(const State& state) const;
  [[nodiscard]] bool is_pointee(PlaceId place, int parameter) const;
  void check_lost(State& state, const facts::Location& where, std::string_view reason = {});
  // What happens to the object when nobody in this function holds it any more.
  void let_go(State& state, const facts::Location& where, std::string_view reason = {});
  void leave_function(State& state, const facts::Location& where);
  Outcome verdict();
  [[nodiscard]] bool taken_here() const { return at_event(origin_); }

  // ---- object_flow_words.cc
  [[nodiscard]] std::string words_for(PlaceId place) const;
  [[nodiscard]] std::string callee_words(const facts::Event& event) const;

  const facts::FlowGraph& graph_;
  const Origin origin_;
  const Oracle& oracle_;
  Also also_;
  Places places_;
  Preparation prepared_;
  Numbers numbers_;
  std::unordered_map<Predicate, uint32_t, PredicateHash> predicate_ids_;
  std::vector<const Predicate*> predicates_;
  std::vector<Visited> visited_;
  std::vector<State> arrivals_;  // in which the object came in, and was followed from there on
  uint64_t before_ = 0;          // work until the first of them
  uint64_t least_kept_ = 0;      // of which there has to be so much to keep them
  bool again_ = false;           // starts at these: who holds nothing has been there already
  std::vector<uint32_t> queue_;  // heap of blocks with pending states, by order
  size_t states_ = 0;
  size_t budget_ = 0;
  size_t states_per_block_ = 0;
  bool overflow_ = false;
  uint64_t* work_left_ = nullptr;  // for this function, of all walks; null: any amount
  bool overworked_ = false;        // it was too little; overflow_ is set, too
  bool diverged_ = false;          // the event that was walked last does not come back
  std::vector<HandOver> hand_overs_;
  struct Turn {
    uint32_t before = 0;  // 1 + index of the branch before this one, 0: none
    uint32_t block = 0;
    PathStep::Kind kind = PathStep::Kind::holds;
  };
  std::vector<Turn> turns_;  // a tree: paths that part share what they had in common
  std::map<std::string, uint32_t, std::less<>> reason_ids_;
  std::vector<std::string> reasons_;
  std::vector<const facts::Event*> lambdas_;
  std::vector<facts::Location> returns_;
  std::optional<int> kept_in_;
  std::optional<Symbol> kept_member_;
  std::optional<int> kept_out_;
  std::optional<bool> kept_exactly_;
  std::optional<bool> taken_out_;
  PlaceId given_ = kNoPlace;    // Origin::Kind::given: what the call is handed
  PlaceId pointee_ = kNoPlace;  // where an object comes in that a parameter or capture points to
  std::array<bool, 6> ends_ = {};
  std::array<std::string, 6> end_reasons_;
  Outcome outcome_;
  bool may_be_null_ = false;  // the get can give no object, and shows it by a null one
  struct Put {
    facts::Location at;
    bool lease = false;
  };
  std::vector<Put> puts_;
  std::map<PlaceId, facts::Location> stores_;
  struct Throwing {
    const facts::Event* call = nullptr;
    Thrown thrown;
  };
  std::vector<Throwing> throwing_;
  std::vector<EventAt> growths_;
  std::vector<Way> ends_seen_;  // that State::ended counts
  std::vector<Way> ways_;
  std::map<uint32_t, bool> own_containers_;   // locals
  std::map<uint32_t, bool> sole_containers_;  // of these
  std::vector<uint32_t> returned_;            // locals
  bool muddled_ = false;                      // they cannot be told
  const Way* way_ = nullptr;                  // that the call takes which is being walked
  std::map<std::pair<const facts::Event*, int>, CallEffect> apart_;
  std::vector<Misuse> misuses_;
  bool unsure_ = false;  // about something that may be one
};

}  // namespace pool_audit::analysis::flow
