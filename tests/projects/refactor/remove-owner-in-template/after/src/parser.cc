#include "parser.h"

#include "object_pool.h"

namespace app {

namespace {

util::ObjectPool<Scratch> scratch_pool(2);

}  // namespace

int count_words(const std::string& text)
{
    auto scratch = scratch_pool.acquire();
    scratch->words.clear();
    scratch->current.clear();
    for (char c : text) {
        if (c == ' ') {
            if (!scratch->current.empty()) scratch->words.push_back(scratch->current);
            scratch->current.clear();
        } else {
            scratch->current += c;
        }
    }
    if (!scratch->current.empty()) scratch->words.push_back(std::move(scratch->current));
    return static_cast<int>(scratch->words.size());
}

}  // namespace app
