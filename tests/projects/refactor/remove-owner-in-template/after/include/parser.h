#pragma once
#include <string>
#include <vector>

namespace app {

struct Scratch {
    std::vector<std::string> words;
    std::string current;
};

int count_words(const std::string& text);

}  // namespace app
