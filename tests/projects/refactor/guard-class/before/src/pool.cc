#include "pool.h"

#include <string>

#define GIVE_BACK(b) buffers.release(b)

BufferPool buffers;

static void fill(Buffer* b, int n) {
  for (int i = 0; i < n; ++i) b->values.push_back(i);
}

// One put, at the end.
int plain(int n) {
  Buffer* b = buffers.acquire();  // one a call
  fill(b, n);
  (*b).used = 1;
  const int out = sum(b);
  buffers.release(b);  // and back
  return out;
}

// A put on each way out.
int returns_early(int n) {
  auto* b = buffers.acquire();
  if (n == 0) {
    buffers.release(b);
    return -1;
  }
  if (b == nullptr) return -2;
  fill(b, n);
  int out = sum(b);
  if (out > 100) {
    /* too many */
    buffers.release(b);
    return 100;
  }
  buffers.release(b);
  return out;
}

int in_a_loop(int n) {
	int out = 0;
	for (int i = 0; i < n; ++i) {
		Buffer* each = buffers.acquire();
		each->used = i;
		if (i == 3) {
			buffers.release(each);
			continue;
		}
		out += sum(each);
		buffers.release(each);
	}
	return out;
}

// Lost until now when it throws.
int parsed(const char* text) {
  Buffer* b = buffers.acquire();
  b->used = std::stoi(text);
  int out = b->used;
  buffers.release(b);
  return out;
}

// What is called behind the put sees it back.
int told_back(int n) {
  Buffer* b = buffers.acquire();
  b->used = n;
  n = sum(b);
  buffers.release(b);
  return n * 10 + buffers.out();
}

int by_macro(int n) {
  Buffer* b = buffers.acquire();
  b->used = n;
  n = sum(b);
  GIVE_BACK(b);
  return n;
}

int copied(int n) {
  Buffer* b = buffers.acquire();
  Buffer* same = b;
  same->used = n;
  n = sum(same);
  buffers.release(b);
  return n;
}

class Server {
 public:
  int serve(int n) {
    Buffer* b = own_.acquire();
    fill(b, n);
    n = sum(b);
    own_.release(b);
    return n;
  }

 private:
  BufferPool own_;
};

int from_member(int n) {
  Server server;
  return server.serve(n);
}
