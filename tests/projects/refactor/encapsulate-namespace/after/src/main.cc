#include <buffers.h>

#include <cstdio>

#define TWICE(x) ((x) + (x))

int copy(int n) {
	net::Buffer* b = ::net::buffers_acquire();  // one a call
	if (n < 0) {
		net::buffers_release(b);
		return 0;
	}
	b->used = TWICE(n);
	int out = b->used;
	net::buffers_release(b);
	return out;
}

int main() {
	std::printf("%d %d %d %d\n", copy(3), copy(-1), net::send(4), net::peek());
	return 0;
}
