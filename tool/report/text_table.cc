// The table of pools. It has three layouts, of which the first that fits the width is taken:
//
//   wide    every column
//   medium  kind, bound and reset stand below the row
//   narrow  type, size and place stand there too
//
// Cells that are still too long are wrapped, never cut.
#include <algorithm>
#include <array>
#include <numeric>

#include "tool/report/phrases.h"
#include "tool/report/text_parts.h"

namespace pool_audit::report {
namespace {

using namespace inventory;

enum ColumnId : size_t {
  pool_,
  kind,
  type,
  size,
  gets,
  puts,
  pairing,
  bound,
  reset,
  where,
  count_
};

struct Column {
  std::string_view title;
  bool is_right_aligned;
  size_t shrinks_to;  // columns that it keeps at least when the table has to shrink
};

constexpr std::array<Column, count_> kColumns = {{
    {"POOL", false, 28},
    {"KIND", false, 11},
    {"POOLED TYPE", false, 16},
    {"SIZE", true, 0},
    {"GETS", true, 0},
    {"PUTS", true, 0},
    {"PAIRING", false, 16},
    {"BOUND", false, 8},
    {"RESET", false, 14},
    {"WHERE", false, 26},
}};

constexpr size_t kGap = 2;
constexpr size_t kLongestWord = 40;
constexpr size_t kWidestCell = 200;  // in a table that may be as wide as it gets
constexpr size_t kIndent = 2;        // of a row below the title of its group

using Layout = std::vector<ColumnId>;
const Layout kWide = {pool_, kind, type, size, gets, puts, pairing, bound, reset, where};
const Layout kMedium = {pool_, type, size, gets, puts, pairing, where};
const Layout kNarrow = {pool_, gets, puts, pairing};

struct Row {
  std::array<Line, count_> cells;
  std::array<size_t, count_> widths{};
};

Line cell(std::string text, Style style = Style::plain) {
  if (text.empty()) return {};
  return {{std::move(text), style}};
}

Line number(uint64_t count) {
  return cell(std::to_string(count), count == 0 ? Style::faint : Style::plain);
}

Row row_of(const Pool& pool) {
  const Summary summary = summarise(pool);
  Row row;
  row.cells[pool_] = cell(pool.name.empty() ? "(unnamed)" : clean(pool.name), Style::strong);
  row.cells[kind] = cell(clean(pool.kind));
  row.cells[type] = cell(pooled_text(pool.pooled));
  row.cells[size] = cell(size_text(pool.pooled.size_bytes));
  row.cells[gets] = number(summary.gets);
  row.cells[puts] = number(summary.puts + summary.discards);
  row.cells[pairing] = joined(pairing_parts(summary));
  row.cells[bound] = cell(bound_text(pool.bound));
  row.cells[reset] = cell(reset_text(pool.reset));
  row.cells[where] = cell(place_text(pool.place), Style::place);
  return row;
}

class Table {
 public:
  Table(Canvas& canvas, const Inventory& inventory) : canvas_(canvas) {
    for (PoolGroup& group : grouped(inventory)) {
      for (const Pool* pool : group.pools) rows_.push_back(row_of(*pool));
      groups_.push_back(std::move(group));
    }
    measure();
    choose();
  }

  void write() {
    write_heads();
    size_t next = 0;
    for (const PoolGroup& group : groups_) {
      canvas_.blank();
      canvas_.put(0, {{group.title, Style::strong},
                      {" · " + counted(group.pools.size(), "pool"), Style::faint}});
      for (size_t i = 0; i < group.pools.size(); ++i) write_row(rows_[next++]);
    }
  }

 private:
  // Columns that say nothing for any pool are left out of every layout.
  void measure() {
    for (Row& row : rows_) {
      for (size_t i = 0; i < count_; ++i) {
        row.widths[i] = width_of(row.cells[i]);
        widths_[i] = std::max(widths_[i], row.widths[i]);
        words_[i] = std::max(words_[i], longest_piece(row.cells[i]));
      }
    }
    for (size_t i = 0; i < count_; ++i) {
      if (widths_[i] != 0) widths_[i] = std::max(widths_[i], kColumns[i].title.size());
    }
  }

  [[nodiscard]] Layout without_empty(const Layout& layout) const {
    Layout kept;
    for (const ColumnId id : layout) {
      if (widths_[id] != 0) kept.push_back(id);
    }
    return kept;
  }

  [[nodiscard]] size_t total(const Layout& layout) const {
    size_t sum = kIndent;
    for (const ColumnId id : layout) sum += widths_[id] + kGap;
    return layout.empty() ? sum : sum - kGap;
  }

  // A column does not shrink below its longest word, unless that is very long or `breaks_words`.
  [[nodiscard]] size_t smallest(ColumnId id, bool breaks_words) const {
    const size_t least = kColumns[id].shrinks_to;
    if (least == 0) return widths_[id];
    const size_t word = breaks_words ? 0 : std::min(words_[id], kLongestWord);
    return std::min(widths_[id], std::max(least, word));
  }

  void choose() {
    const size_t room = canvas_.width();
    // What a hostile name may cost is bounded: every row is padded to the widest one.
    for (size_t& width : widths_) width = std::min(width, room == 0 ? kWidestCell : room);
    for (const Layout* layout : {&kWide, &kMedium, &kNarrow}) {
      layout_ = without_empty(*layout);
      if (room == 0 || total(layout_) <= room) return;
      size_t least = kIndent;
      for (const ColumnId id : layout_) least += smallest(id, false) + kGap;
      if (least - kGap <= room) break;
    }
    const auto natural = widths_;
    shrink(room, false);
    shrink(room, true);
    tighten();
    restore(room, natural);
  }

  // Takes from the column in which the fewest rows have to be wrapped for it, the widest of
  // several, until the table fits or no column may shrink any more.
  void shrink(size_t room, bool breaks_words) {
    while (total(layout_) > room) {
      ColumnId best = count_;
      size_t best_wrapped = 0;
      for (const ColumnId id : layout_) {
        if (widths_[id] <= smallest(id, breaks_words)) continue;
        const auto wrapped = static_cast<size_t>(std::ranges::count_if(
            rows_, [&](const Row& row) { return row.widths[id] >= widths_[id]; }));
        const bool is_better = best == count_ || wrapped < best_wrapped ||
                               (wrapped == best_wrapped && widths_[id] > widths_[best]);
        if (!is_better) continue;
        best = id;
        best_wrapped = wrapped;
      }
      if (best == count_) return;
      --widths_[best];
    }
  }

  // Wrapped text seldom fills its column.
  void tighten() {
    for (const ColumnId id : layout_) {
      size_t used = kColumns[id].title.size();
      for (const Row& row : rows_) {
        for (const Line& line : wrap(row.cells[id], widths_[id], widths_[id])) {
          used = std::max(used, width_of(line));
        }
      }
      widths_[id] = std::min(widths_[id], used);
    }
  }

  // Columns that lack little get it back.
  void restore(size_t room, const std::array<size_t, count_>& natural) {
    Layout wanting = layout_;
    std::ranges::sort(wanting, {},
                      [&](ColumnId id) { return std::pair(natural[id] - widths_[id], id); });
    for (const ColumnId id : wanting) {
      if (total(layout_) + natural[id] - widths_[id] <= room) widths_[id] = natural[id];
    }
  }

  void write_heads() {
    Line line;
    for (const ColumnId id : layout_) {
      const Column& column = kColumns[id];
      // The first column starts at the margin, where the titles of the groups stand.
      const size_t width = widths_[id] + (id == layout_.front() ? kIndent : 0);
      const std::string blanks(width - column.title.size(), ' ');
      if (id != layout_.front()) line.push_back({std::string(kGap, ' ')});
      if (column.is_right_aligned) line.push_back({blanks});
      line.push_back({std::string(column.title), Style::faint});
      if (!column.is_right_aligned) line.push_back({blanks});
    }
    canvas_.put(0, line);
  }

  void write_row(const Row& row) {
    std::array<std::vector<Line>, count_> cells;
    size_t height = 1;
    for (const ColumnId id : layout_) {
      cells[id] = wrap(row.cells[id], widths_[id], widths_[id]);
      height = std::max(height, cells[id].size());
    }
    for (size_t i = 0; i < height; ++i) {
      Line line;
      for (const ColumnId id : layout_) {
        const Line part = i < cells[id].size() ? cells[id][i] : Line{};
        const std::string blanks(widths_[id] - std::min(widths_[id], width_of(part)), ' ');
        if (id != layout_.front()) line.push_back({std::string(kGap, ' ')});
        if (kColumns[id].is_right_aligned) line.push_back({blanks});
        line.insert(line.end(), part.begin(), part.end());
        if (!kColumns[id].is_right_aligned) line.push_back({blanks});
      }
      canvas_.put(kIndent, line);
    }
    write_below(row);
  }

  // What the layout has no column for.
  void write_below(const Row& row) {
    const auto has = [&](ColumnId id) { return std::ranges::count(layout_, id) != 0; };
    const auto text = [&](ColumnId id) {
      return has(id) || row.cells[id].empty() ? std::string() : row.cells[id].front().text;
    };
    std::string pooled = text(type);
    if (!pooled.empty() && !text(size).empty()) pooled += ", " + text(size);
    std::string bounded = text(bound);
    if (!bounded.empty() && bounded != "unbounded") bounded = "bound " + bounded;
    std::string cleaned = text(reset);
    if (!cleaned.empty()) cleaned = cleaned == "none" ? "never reset" : "reset by " + cleaned;
    const Line line = joined({{text(where), Style::place},
                              {pooled, Style::faint},
                              {text(kind), Style::faint},
                              {bounded, Style::faint},
                              {cleaned, Style::faint}});
    const size_t indent = kIndent + 2;
    if (!line.empty()) canvas_.fill(indent, indent, line);
  }

  Canvas& canvas_;
  std::vector<PoolGroup> groups_;
  std::vector<Row> rows_;  // of all groups, in order
  std::array<size_t, count_> widths_{};
  std::array<size_t, count_> words_{};  // the longest piece that wrap() does not break
  Layout layout_;
};

}  // namespace

void write_table(Canvas& canvas, const Inventory& inventory) {
  Table(canvas, inventory).write();
}

}  // namespace pool_audit::report
