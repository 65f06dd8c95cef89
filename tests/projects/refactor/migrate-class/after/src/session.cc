#include "session.h"

namespace shop {

// Sessions of customers who are here.
pool::sharded_pool<Session> sessions_pool(
    {.reset = [](Session& object) { object.clear(); }}, {.name = "shop.sessions"});

static void visit(Session* session) { ++session->visits; }

int greet(const char* name) {
	auto session = sessions_pool.acquire(); // for a moment
	session->user = name;
	visit(session.get());
	if (session->user.empty()) {
		return 0;
	}
	const int size = static_cast<int>(session->user.size()) + session->visits;
	return size;
}

// Objects that go from one function to the other.
Session* begin(const char* name) {
	Session* session = sessions_pool.get();
	session->user = name;
	return session;
}

int end(Session* session) {
	const int size = static_cast<int>(session->user.size());
	sessions_pool.put(session);
	return size;
}

}  // namespace shop
