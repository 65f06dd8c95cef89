#include "checks/model/compile.h"

#include "checks/model/vocabulary.h"

namespace pool_audit::model {

const Identity& identity_of(const PoolModel& model, const Operation& operation) {
  return operation.pool ? *operation.pool : model.identity;
}

bool is_relative(const PoolModel& model, const Operation& operation) {
  return identity_of(model, operation).kind == IdentityKind::this_ &&
         operation.function.find("::") == std::string::npos;
}

Result<NamePattern> full_pattern(const PoolModel& model, const Operation& operation) {
  Result<NamePattern> function = NamePattern::parse(operation.function);
  if (!function || !is_relative(model, operation)) return function;
  if (model.type.empty()) {
    return fail("expected 'type' under 'pool': the function is named inside the pool's class");
  }
  Result<NamePattern> type = NamePattern::parse(model.type);
  if (!type) {
    Error problem = type.error();
    problem.column = 0;
    return tl::unexpected<Error>(std::move(problem));
  }
  return type->followed_by(*function);
}

Result<Consumer> parse_consumer(std::string_view text) {
  const size_t open = text.rfind('(');
  const std::optional<Term> term = open == std::string_view::npos
                                       ? std::nullopt
                                       : parse_term(std::string("arg").append(text.substr(open)));
  if (!term || !term->index) {
    return fail("expected a function with the argument that it takes over: 'sendRequest(1)'");
  }
  Result<NamePattern> function = NamePattern::parse(text.substr(0, open));
  if (!function) return tl::unexpected<Error>(function.error());
  return Consumer{std::move(*function), std::string(text), *term->index};
}

std::string_view without_pointer(std::string_view text) {
  constexpr std::string_view kPointer = " *";
  if (!text.ends_with(kPointer)) return text;
  return text.substr(0, text.size() - kPointer.size());
}

Result<TypePattern> parse_type(std::string_view text) {
  const std::string_view pointee = without_pointer(text);
  Result<NamePattern> name = NamePattern::parse(pointee);
  if (!name) return tl::unexpected<Error>(name.error());
  return TypePattern{std::move(*name), pointee.size() != text.size()};
}

}  // namespace pool_audit::model
