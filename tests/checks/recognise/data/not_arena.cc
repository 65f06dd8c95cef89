// Objects of one phase: all of them go at once, none comes back.
#include <memory>
#include <vector>

struct Expression {
  int op = 0;
};

class ExpressionPool {
 public:
  Expression* make() {
#ifdef TWIN
    if (!spare_.empty()) {
      Expression* out = spare_.back();
      spare_.pop_back();
      return out;
    }
#endif
    all_.push_back(std::make_unique<Expression>());
    return all_.back().get();
  }
#ifdef TWIN
  void release(Expression* expression) { spare_.push_back(expression); }
  std::vector<Expression*> spare_;
#endif
  void clear() { all_.clear(); }

 private:
  std::vector<std::unique_ptr<Expression>> all_;
};

ExpressionPool expressions;  // pool+: expressions; pooled=Expression

int use() {
  Expression* expression = expressions.make();  // get+: expressions
  const int op = expression->op;
#ifdef TWIN
  expressions.release(expression);  // put+: expressions
#endif
  expressions.clear();
  return op;
}
