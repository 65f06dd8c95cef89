#include <cstdio>
#include <vector>

#include "sessions.h"

static int serve(const char* user, int depth) {
	shop::Session* session = shop::sessions.acquire();
	session->user = user;
	session->visits += 1;
	std::unique_ptr<shop::Text> text = shop::texts_at_hand.get();
	text->body.append(user).append("!");
	int sum = session->visits + static_cast<int>(text->body.size());
	if (depth > 0) sum += serve(user, depth - 1);
	shop::texts_at_hand.put(std::move(text));
	shop::sessions.release(session);
	return sum;
}

int main() {
	std::printf("%d\n", serve("ann", 0));
	std::printf("%d\n", serve("bob", 3));
	std::printf("%d\n", serve("carol", 1));
	shop::sessions.release(nullptr);
}
