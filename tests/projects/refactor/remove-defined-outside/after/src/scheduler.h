#pragma once

#include <cstdio>
#include <functional>
#include <map>

class Scheduler {
public:
	Scheduler();
	~Scheduler();

	int add(int due, std::function<void()> what);
	void run(int until);

private:
	struct Task {
		int id = 0;
		int due = 0;
		std::function<void()> what;
	};

	std::multimap<int, Task*> queue_;
	int next_id_;
};
