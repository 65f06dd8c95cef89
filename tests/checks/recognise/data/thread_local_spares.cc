// One vector of spares per thread, and free functions around it.
#include <vector>

struct Request {
  int id = 0;
};

static thread_local std::vector<Request*> spare_requests;  // pool: spare_requests; guard=thread_local pooled=Request

Request* new_request() {
  if (spare_requests.empty()) return new Request;
  Request* out = spare_requests.back();
  spare_requests.pop_back();
  return out;
}

void recycle_request(Request* request) {
  if (spare_requests.size() < 32)
    spare_requests.push_back(request);
  else
    delete request;
}

void serve() {
  Request* request = new_request();  // get: spare_requests
  request->id = 1;
  recycle_request(request);  // put: spare_requests
}
