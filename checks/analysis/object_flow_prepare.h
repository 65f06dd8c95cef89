// What can be known of a graph before anything is followed through it: the order of its blocks,
// where temps are used for the last time, which conditions may still be asked.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "checks/analysis/object_flow.h"
#include "checks/analysis/object_flow_places.h"

namespace pool_audit::analysis::flow {

// The number of an event in its graph, counted through all blocks.
using EventId = uint32_t;

class Preparation {
 public:
  // `places` is filled with the places that conditions read. Linear in the size of the graph but
  // for the live sets, which take a word per 64 conditions and block.
  // With `calls_throw`, exceptions out of calls are followed, too.
  Preparation(const facts::FlowGraph& graph, const Origin& origin, Places& places,
              const Oracle& oracle, bool calls_throw = false);

  // Blocks to which control may go from this one, handlers included; sorted, without kNoBlock.
  [[nodiscard]] const std::vector<uint32_t>& next(uint32_t block) const { return next_[block]; }
  // Position in a reverse post-order from the entry; unreached blocks come last.
  [[nodiscard]] uint32_t order(uint32_t block) const { return order_[block]; }
  // Whether control may come back to the block. Linear in the size of the graph.
  [[nodiscard]] bool repeats(uint32_t block) const;
  [[nodiscard]] bool reaches_origin(uint32_t block) const { return reaches_[block]; }
  // Every constant that something is compared with, once per comparison.
  [[nodiscard]] const std::vector<int64_t>& constants() const { return constants_; }
  // Whether the local is assigned to in the function, or its address taken.
  [[nodiscard]] bool written(uint32_t local) const {
    return local >= written_.size() || written_[local];
  }
  // Whether `++`, `+=` or the like changes it somewhere.
  [[nodiscard]] bool stepped(uint32_t local) const {
    return local < stepped_.size() && stepped_[local];
  }
  // Whether somebody else may hold the address of the local that this is a part of.
  [[nodiscard]] bool escapes(PlaceId place) const;
  // Temps used for the last time by event `event` of a block (events.size(): its terminator).
  struct Last {
    uint32_t event = 0;
    uint32_t temp = 0;
  };
  [[nodiscard]] const std::vector<Last>& last_uses(uint32_t block) const { return last_[block]; }
  // Temps that are used in more than one block, and whether one of them is still used from a
  // block's start on.
  [[nodiscard]] bool temp_crosses(uint32_t temp) const;
  [[nodiscard]] bool temp_live(uint32_t block, uint32_t temp) const;
  // By what the condition of a block is known. All conditions that come out of one macro have the
  // text of its call: they are told apart by where the macro spells them.
  [[nodiscard]] Symbol text(uint32_t block) const { return block_texts_[block]; }
  // Whether what the local holds may still be used from the block's start on, other than by the end
  // of its life.
  [[nodiscard]] bool local_live(uint32_t block, uint32_t local) const;
  // Whether the number in this place, or the truth of this condition text, may still be asked for
  // from the start of the block on. True for places that can be reached under other names.
  [[nodiscard]] bool place_live(uint32_t block, PlaceId place) const;
  [[nodiscard]] bool text_live(uint32_t block, Symbol text) const;
  // What it took to prepare this, in the units of kMostWork.
  [[nodiscard]] uint64_t work() const { return work_; }

 private:
  // A row of bits for each block, all rows in one piece.
  class Rows {
   public:
    Rows() = default;
    Rows(size_t rows, size_t bits) : words_((bits + 63) / 64), data_(rows * words_, 0) {}
    [[nodiscard]] size_t words() const { return words_; }
    [[nodiscard]] size_t size() const { return data_.size(); }
    [[nodiscard]] uint64_t* operator[](size_t row) { return data_.data() + row * words_; }
    [[nodiscard]] const uint64_t* operator[](size_t row) const {
      return data_.data() + row * words_;
    }

   private:
    size_t words_ = 0;
    std::vector<uint64_t> data_;
  };
  static bool has(const uint64_t* row, uint32_t bit) {
    return (row[bit / 64] >> (bit % 64) & 1U) != 0;
  }
  static void add(uint64_t* row, uint32_t bit) { row[bit / 64] |= uint64_t{1} << (bit % 64); }

  void add_handlers(int32_t region, std::vector<uint32_t>& to) const;
  void find_order();
  void find_reach(const Origin& origin);
  void find_temps();
  void find_locals();
  void find_questions();
  void note_question(const facts::Operand& operand);
  // What a callee does may depend on the numbers that it is handed along with the object.
  [[nodiscard]] bool is_flag(const facts::Event& call, const facts::Operand& argument) const;
  // Backward liveness: in = ask | (out - answered), out = union over successors.
  void solve(const Rows& ask, const Rows& answered, Rows& live);

  const facts::FlowGraph& graph_;
  Places& places_;
  const Oracle& oracle_;
  std::vector<std::vector<uint32_t>> next_;
  std::vector<bool> caught_;  // blocks entered out of the middle of others
  std::vector<uint32_t> order_;
  std::vector<uint32_t> by_order_;
  std::vector<bool> reaches_;
  std::vector<int64_t> constants_;
  std::vector<bool> local_escapes_;
  std::vector<bool> written_;
  std::vector<bool> stepped_;
  Rows locals_live_;
  std::vector<std::vector<Last>> last_;
  std::unordered_map<uint32_t, uint32_t> crossing_;  // temp -> bit
  Rows temps_live_;
  [[nodiscard]] std::optional<uint32_t> question_of(PlaceId place) const {
    if (place >= questions_.size() || questions_[place] == 0) return std::nullopt;
    return questions_[place] - 1;
  }
  std::vector<uint32_t> questions_;  // place -> 1 + bit, 0 and beyond the end: none
  std::vector<Symbol> block_texts_;
  std::unordered_map<Symbol, uint32_t> texts_;  // text -> bit
  uint32_t bits_ = 0;
  Rows questions_live_;
  uint64_t work_ = 0;
};

}  // namespace pool_audit::analysis::flow
