#pragma once
#include <memory>
#include <string>

class Entity {
 public:
  static std::shared_ptr<Entity> create(const std::string& name);
  static void recycle(std::shared_ptr<Entity>&& entity);
  static std::size_t pooled() { return 0; }

  const std::string& name() const { return m_name; }
  void hit(int n) { m_health -= n; }
  int health() const { return m_health; }

 private:
  std::string m_name;
  int m_health = 100;
};
