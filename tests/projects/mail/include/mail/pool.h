// The pool of this project. Its members are defined elsewhere.
#pragma once

namespace mail {

template <class T>
class Pool {
 public:
  explicit Pool(int idle);
  T* get();
  void put(T* object);
};

}  // namespace mail
