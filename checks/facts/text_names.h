// Which name stands for which entity or type. People write and read names; facts hold entity ids
// and indices of types. The printer writes a name only where resolving it gives the id back.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <unordered_map>

#include "checks/facts/facts.h"
#include "checks/facts/fields.h"

namespace pool_audit::facts::text {

// Values that can stand behind `key=`. Other structs have lines or signs of their own.
template <class T>
inline constexpr bool kIsAttribute = !Described<T> || std::is_same_v<T, Location> ||
                                     std::is_same_v<T, Annotation> || std::is_same_v<T, Digest>;
template <class T>
inline constexpr bool kIsAttribute<std::vector<T>> = kIsAttribute<T>;

// What a spelling stands for.
enum class Found : uint8_t { none, one, several };

// Entities by kind: records, variables, functions, data members.
class EntityNames {
 public:
  // An entity has an id and up to two names (a member: "x" and "Foo::x").
  void add(Role role, Symbol id, Symbol name, Symbol second_name = {});

  // A spelling is, in this order: the id of an entity; the name of exactly one entity; when it
  // names none, an id of something that is declared elsewhere.
  struct Resolution {
    Found found = Found::none;
    Symbol id;
  };
  [[nodiscard]] Resolution resolve(Role role, Symbol spelling) const;

  // The shortest spelling of `id`; `literal` when none resolves to it and it must be written in
  // single quotes, which are never resolved.
  struct Spelling {
    Symbol text;
    bool literal = false;
  };
  [[nodiscard]] Spelling spell(Role role, Symbol id) const;

 private:
  struct Named {
    Symbol id;
    bool several = false;
  };
  struct Names {
    Symbol first;
    Symbol second;
  };
  struct Table {
    std::unordered_map<Symbol, Names> by_id;
    std::unordered_map<Symbol, Named> by_name;
  };

  static constexpr size_t kTables = static_cast<size_t>(Role::member) + 1;
  std::array<Table, kTables> tables_;
};

// Every entity that `facts` declares.
[[nodiscard]] EntityNames entity_names(const TuFacts& facts);
// "Foo::x", by which a member is also known.
[[nodiscard]] Symbol member_name(Symbol record_name, Symbol field_name);

// Types by spelling. An exact match counts before one that differs in spaces.
class TypeNames {
 public:
  void add(TypeId id, Symbol spelling);

  struct Resolution {
    Found found = Found::none;
    TypeId id = kNoType;
  };
  [[nodiscard]] Resolution resolve(std::string_view spelling) const;
  // "?", a bare or quoted spelling, or "%7" where the spelling means another type or several.
  [[nodiscard]] std::string spell(TypeId id) const;

 private:
  struct Named {
    TypeId id = kNoType;
    bool several = false;
  };
  std::unordered_map<TypeId, Symbol> spellings_;
  std::unordered_map<Symbol, Named> exact_;
  std::unordered_map<std::string, Named> squeezed_;
};

}  // namespace pool_audit::facts::text
