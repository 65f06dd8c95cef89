#include "session.h"

namespace shop {

// Sessions of customers who are here.
SparePool<Session> sessions;

static void visit(Session* session) { ++session->visits; }

int greet(const char* name) {
	Session *session = sessions.acquire(); // for a moment
	session->user = name;
	visit(session);
	if (session->user.empty()) {
		sessions.release(session);
		return 0;
	}
	const int size = static_cast<int>(session->user.size()) + session->visits;
	sessions.release(session);
	return size;
}

// Objects that go from one function to the other.
Session* begin(const char* name) {
	Session* session = sessions.acquire();
	session->user = name;
	return session;
}

int end(Session* session) {
	const int size = static_cast<int>(session->user.size());
	sessions.release(session);
	return size;
}

}  // namespace shop
