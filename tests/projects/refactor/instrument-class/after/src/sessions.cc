#include "sessions.h"

namespace shop {

SessionPool sessions;
TextPool texts_at_hand;

Session* SessionPool::acquire() {
	std::lock_guard<std::mutex> lock(mutex_);
	if (free_.empty()) return free_meter_.made(new Session());
	Session* spare = free_.back();
	free_.pop_back();
	spare->user.clear();
	free_meter_.hit();
	return spare;
}

void SessionPool::release(Session* session) {
	if (session == nullptr) return;
	std::lock_guard<std::mutex> lock(mutex_);
	if (free_.size() >= limit) {
		delete session; // enough of them
		free_meter_.dropped();
		return;
	}
	free_.push_back(session);
	free_meter_.kept();
}

} // namespace shop
