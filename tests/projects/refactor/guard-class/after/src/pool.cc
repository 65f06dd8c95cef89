#include "pool.h"

#include <memory>
#include <string>

#define GIVE_BACK(b) buffers.release(b)

BufferPool buffers;

static void fill(Buffer* b, int n) {
  for (int i = 0; i < n; ++i) b->values.push_back(i);
}

// One put, at the end.
int plain(int n) {
  const auto put_b = [](Buffer* object) { buffers.release(object); };
  std::unique_ptr<Buffer, decltype(put_b)> b(buffers.acquire(), put_b);  // one a call
  fill(b.get(), n);
  (*b).used = 1;
  const int out = sum(b.get());
  return out;
}

// A put on each way out.
int returns_early(int n) {
  const auto put_b = [](Buffer* object) { buffers.release(object); };
  std::unique_ptr<Buffer, decltype(put_b)> b(buffers.acquire(), put_b);
  if (n == 0) {
    return -1;
  }
  if (b == nullptr) return -2;
  fill(b.get(), n);
  int out = sum(b.get());
  if (out > 100) {
    /* too many */
    return 100;
  }
  return out;
}

int in_a_loop(int n) {
	int out = 0;
	for (int i = 0; i < n; ++i) {
		const auto put_each = [](Buffer* object) { buffers.release(object); };
		std::unique_ptr<Buffer, decltype(put_each)> each(buffers.acquire(), put_each);
		each->used = i;
		if (i == 3) {
			continue;
		}
		out += sum(each.get());
	}
	return out;
}

// Lost until now when it throws.
int parsed(const char* text) {
  const auto put_b = [](Buffer* object) { buffers.release(object); };
  std::unique_ptr<Buffer, decltype(put_b)> b(buffers.acquire(), put_b);
  b->used = std::stoi(text);
  int out = b->used;
  return out;
}

// What is called behind the put sees it back.
int told_back(int n) {
  const auto put_b = [](Buffer* object) { buffers.release(object); };
  std::unique_ptr<Buffer, decltype(put_b)> b(buffers.acquire(), put_b);
  b->used = n;
  n = sum(b.get());
  b.reset();
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
    const auto put_b = [&](Buffer* object) { own_.release(object); };
    std::unique_ptr<Buffer, decltype(put_b)> b(own_.acquire(), put_b);
    fill(b.get(), n);
    n = sum(b.get());
    return n;
  }

 private:
  BufferPool own_;
};

int from_member(int n) {
  Server server;
  return server.serve(n);
}
