#include "scheduler.h"

#include <cstdio>

int main()
{
	Scheduler s;
	s.add(2, [] { std::puts("two"); });
	s.add(1, [&s] { std::puts("one"); s.add(1, [] { std::puts("again"); }); });
	s.add(9, [] { std::puts("nine"); });
	s.run(5);
	std::printf("%d\n", s.add(3, nullptr));
}
