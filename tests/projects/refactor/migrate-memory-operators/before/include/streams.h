#pragma once

#include <cstddef>
#include <string>

#include "Poco/MemoryPool.h"

namespace net {

class Input {
public:
	explicit Input(std::string text): _text(std::move(text)) {}
	std::size_t size() const { return _text.size(); }

	void* operator new(std::size_t size);
	void operator delete(void* ptr);

private:
	std::string _text;

	static Poco::MemoryPool _pool;
};

class Output {
public:
	void write(int value) { _sum += value; }
	int sum() const { return _sum; }

	void* operator new(std::size_t size);
	void operator delete(void* ptr);

private:
	static Poco::MemoryPool _pool;  // of outputs alone

	int _sum = 0;
};

} // namespace net
