#include "entity.h"

std::deque<std::shared_ptr<Entity>> Entity::s_pool;

std::shared_ptr<Entity> Entity::create(const std::string& name) {
  std::shared_ptr<Entity> e;
  if (s_pool.empty()) {
    e = std::make_shared<Entity>();
  } else {
    e = s_pool.front();
    s_pool.pop_front();
  }
  e->m_name = name;
  e->m_health = 100;
  return e;
}

void Entity::recycle(std::shared_ptr<Entity>&& entity) {
  if (entity.use_count() == 1) s_pool.push_back(std::move(entity));
}
