// At most one spare, kept by a unique_ptr that is moved out and assigned to.
#include <memory>
#include <utility>
#include <vector>

struct Parser {
  std::vector<int> stack;
};

class Reader {
 public:
  std::unique_ptr<Parser> obtain() {
    if (spare_parser_) return std::move(spare_parser_);
    return std::make_unique<Parser>();
  }
  void give_back(std::unique_ptr<Parser> parser) {
    parser->stack.clear();
    spare_parser_ = std::move(parser);
  }

 private:
  std::unique_ptr<Parser> spare_parser_;  // pool: Reader::spare_parser_; pooled=Parser
};

unsigned long use(Reader& reader) {
  auto parser = reader.obtain();  // get: spare_parser_
  parser->stack.push_back(1);
  const auto depth = parser->stack.size();
  reader.give_back(std::move(parser));  // put: spare_parser_
  return depth;
}
