#include "entity.h"

std::shared_ptr<Entity> Entity::create(const std::string& name) {
  std::shared_ptr<Entity> e;
  e = std::make_shared<Entity>();
  e->m_name = name;
  e->m_health = 100;
  return e;
}

void Entity::recycle(std::shared_ptr<Entity>&& entity) {
  if (entity.use_count() == 1) entity.reset();
}
