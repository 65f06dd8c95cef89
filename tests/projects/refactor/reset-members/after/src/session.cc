#include "session.h"

ObjectPool<Session> sessions;

std::string serve(int user) {
  Session* session = sessions.acquire();
  session->user = user;
  if (user == 1) {
    session->tenant = 9;
    session->rights = 8;
    session->admin = true;
    session->share = 1;
    session->phase = Phase::busy;
    session->path = "/root";
    session->name = "root";
    session->ids.push_back(3);
    session->token[0] = 'x';
    session->peer.port = 22;
    session->peer.host = "host";
  }
  std::string out = std::to_string(session->user) + session->name;
  if (user == 1) {
    out += std::to_string(session->tenant + session->rights + session->admin) + session->peer.host;
    out += std::to_string(session->peer.port + session->token[0]) + session->path;
    out += std::to_string(session->ids.size()) + std::to_string(session->share > 0.7);
    out += session->phase == Phase::busy ? "busy" : "idle";
  } else {
    out = std::to_string(session->user);
  }
  sessions.release(session);
  return out;
}
