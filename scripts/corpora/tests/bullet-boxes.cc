// Boxes that fall on one another, come and go: prints where they are, for a comparison before and
// after a change of Bullet's trees.
#include <btBulletDynamicsCommon.h>

#include <cstdio>
#include <vector>

int main() {
  btDefaultCollisionConfiguration configuration;
  btCollisionDispatcher dispatcher(&configuration);
  btDbvtBroadphase broadphase;
  btSequentialImpulseConstraintSolver solver;
  btDiscreteDynamicsWorld world(&dispatcher, &broadphase, &solver, &configuration);
  btBoxShape ground(btVector3(50, 1, 50));
  btBoxShape box(btVector3(0.5, 0.5, 0.5));
  std::vector<btRigidBody*> bodies;
  const auto add = [&](btScalar mass, btCollisionShape* shape, const btVector3& at) {
    btVector3 inertia(0, 0, 0);
    if (mass > 0) shape->calculateLocalInertia(mass, inertia);
    btRigidBody::btRigidBodyConstructionInfo info(mass, nullptr, shape, inertia);
    info.m_startWorldTransform.setOrigin(at);
    bodies.push_back(new btRigidBody(info));
    world.addRigidBody(bodies.back());
  };
  add(0, &ground, btVector3(0, -1, 0));
  for (int i = 0; i < 60; ++i) {
    add(1, &box, btVector3(btScalar(i % 5), btScalar(1 + i / 5 * 1.2), btScalar(i % 3)));
  }
  for (int step = 0; step < 240; ++step) {
    world.stepSimulation(btScalar(1.0 / 60), 0);
    if (step % 20 != 19) continue;
    world.removeRigidBody(bodies[1]);
    delete bodies[1];
    bodies.erase(bodies.begin() + 1);
    add(1, &box, btVector3(btScalar(step % 7), 15, 1));
  }
  for (btRigidBody* each : bodies) {
    const btVector3& at = each->getWorldTransform().getOrigin();
    std::printf("%.6f %.6f %.6f\n", double(at.x()), double(at.y()), double(at.z()));
    world.removeRigidBody(each);
    delete each;
  }
}
