// The objects that travel through the gateway.
#ifndef GATEWAY_MESSAGE_H
#define GATEWAY_MESSAGE_H

#include <string>
#include <vector>

namespace gateway {

struct Page {
  std::string text;
  int links = 0;

  void reset() {
    text.clear();
    links = 0;
  }
};

struct Reply {
  int status = 0;
  std::string body;
  std::vector<std::string> headers;

  void reset() {
    status = 0;
    body.clear();
    headers.clear();
  }
};

struct Job {
  int number = 0;
  std::string payload;

  void reset() {
    number = 0;
    payload.clear();
  }
};

}  // namespace gateway

#endif
