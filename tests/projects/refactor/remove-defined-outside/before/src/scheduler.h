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
		Task* next_free = nullptr;
	};

	class TaskPool {
	public:
		TaskPool() : head_(nullptr), made_(0) {}
		~TaskPool();
		Task* take();
		void give(Task* task);

	private:
		Task* head_;
		int made_;
	};

	TaskPool pool_;
	std::multimap<int, Task*> queue_;
	int next_id_;
};
