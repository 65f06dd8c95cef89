#include "scheduler.h"

#include <utility>

Scheduler::Scheduler() : next_id_(1)
{
}

Scheduler::~Scheduler()
{
	for (auto& entry : queue_) delete entry.second;
}

int Scheduler::add(int due, std::function<void()> what)
{
	Task* task = new Scheduler::Task();
	task->id = next_id_++;
	task->due = due;
	task->what = std::move(what);
	queue_.emplace(due, task);
	return task->id;
}

void Scheduler::run(int until)
{
	while (!queue_.empty() && queue_.begin()->first <= until) {
		auto first = queue_.begin();
		Task* task = first->second;
		queue_.erase(first);
		if (task->what) task->what();
		delete task;	// may be used by the next one
	}
}
