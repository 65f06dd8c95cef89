#include "parser.h"

#include <cstdio>

int main()
{
    std::printf("%d\n", app::count_words("the quick brown fox"));
    std::printf("%d\n", app::count_words("jumps  over"));
}
