#include "scheduler.h"

#include <utility>

Scheduler::TaskPool::~TaskPool()
{
	while (head_) {
		Task* next = head_->next_free;
		delete head_;
		head_ = next;
	}
}

Scheduler::Task* Scheduler::TaskPool::take()
{
	if (head_) {
		Task* task = head_;
		head_ = task->next_free;
		task->next_free = nullptr;
		return task;
	}
	++made_;
	return new Task;
}

void Scheduler::TaskPool::give(Task* task)
{
	task->what = nullptr;
	task->next_free = head_;
	head_ = task;
}

Scheduler::Scheduler() : next_id_(1)
{
}

Scheduler::~Scheduler()
{
	for (auto& entry : queue_) pool_.give(entry.second);
}

int Scheduler::add(int due, std::function<void()> what)
{
	Task* task = pool_.take();
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
		pool_.give(task);	// may be used by the next one
	}
}
