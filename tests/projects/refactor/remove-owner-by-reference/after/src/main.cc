#include <iostream>
#include <vector>

#include "entity.h"

static int fight(const std::string& who, int blows) {
  auto e = Entity::create(who);
  while (blows-- > 0) e->hit(7);
  int left = e->health();
  Entity::recycle(std::move(e));
  return left;
}

int main() {
  std::vector<std::shared_ptr<Entity>> all;
  all.push_back(Entity::create("orc"));
  all.push_back(Entity::create("elf"));
  std::cout << fight("troll", 3) << ' ' << fight("imp", 20) << '\n';
  for (auto& e : all) {
    std::cout << e->name() << e->health() << '\n';
    Entity::recycle(std::move(e));
  }
  all.clear();
}
