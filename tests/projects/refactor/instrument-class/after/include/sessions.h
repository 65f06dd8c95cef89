// Sessions of customers, used again.
#ifndef SESSIONS_H
#define SESSIONS_H

#include <cstddef>
#include <memory>
#include <mutex>
#include <pool/meter.h>
#include <string>
#include <vector>

namespace shop {

struct Session {
	std::string user;
	int visits = 0;
};

class SessionPool {
public:
	~SessionPool() {
		for (Session* each : free_) delete each;
	}
	Session* acquire();
	// At most `limit` wait.
	void release(Session* session);

private:
	static const std::size_t limit = 2;
	std::mutex mutex_;
	std::vector<Session*> free_; // newest last
	inline static pool::meter<Session> free_meter_{"shop::sessions"};
};

extern SessionPool sessions;

struct Text {
	std::string body;
};

// Whoever uses a text owns it.
class TextPool {
public:
	std::unique_ptr<Text> get() {
		std::unique_ptr<Text> text;
		if (!texts.empty()) {
			text = std::move(texts.back());
			texts.pop_back();
			texts_meter.hit();
		} else {
			text = std::make_unique<Text>();
			texts_meter.made(text);
		}
		text->body.clear();
		return text;
	}
	void put(std::unique_ptr<Text> text) {
		if (texts.size() < 2) {
			texts.push_back(std::move(text)); // the others go
			texts_meter.kept();
		} else {
			texts_meter.dropped();
		}
	}

private:
	std::vector<std::unique_ptr<Text>> texts;
	inline static pool::meter<Text> texts_meter{"shop::texts_at_hand"};
};

extern TextPool texts_at_hand;

} // namespace shop

#endif
