#ifndef SESSION_H
#define SESSION_H

#include <string>

#include "spares.h"

namespace shop {

struct Session {
  std::string user;
  int visits = 0;
  void clear() {
    user.clear();
    visits = 0;
  }
};

// Sessions of customers who are here.
extern SparePool<Session> sessions;

int greet(const char* name);
int count(int most);
Session* begin(const char* name);
int end(Session* session);

}  // namespace shop

#endif
