// A parser that can put a token back and reads it again first. The token is a value: nothing is
// saved by keeping it.
#include <string>
#include <vector>

struct Token {
  int kind = 0;
  std::string text;
};

#ifdef TWIN
class TokenPool {
 public:
  Token* next() {
    if (!tokens_.empty()) {
      Token* token = tokens_.back();
      tokens_.pop_back();
      return token;
    }
    return new Token;
  }
  void push_back(Token* token) { tokens_.push_back(token); }

 private:
  std::vector<Token*> tokens_;
};

int use(TokenPool& available) {         // pool+: available; pooled=Token
  Token* token = available.next();      // get+: available
  const int kind = token->kind;
  available.push_back(token);           // put+: available
  return kind;
}
#else
class TokenPool {
 public:
  Token next() {
    if (!tokens_.empty()) {
      Token token = tokens_.back();
      tokens_.pop_back();
      return token;
    }
    return make_token();
  }
  void push_back(const Token& token) { tokens_.push_back(token); }

 private:
  Token make_token() { return {1, "a"}; }
  std::vector<Token> tokens_;
};

int use(TokenPool& available) {
  Token token = available.next();
  available.push_back(token);
  return token.kind;
}
#endif
