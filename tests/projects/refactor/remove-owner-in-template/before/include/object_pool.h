#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <stack>
#include <utility>

namespace util {

/// Hands out objects that go back by themselves.
template <typename T>
class ObjectPool {
public:
    using Ptr = std::unique_ptr<T, std::function<void(T*)>>;

    explicit ObjectPool(std::size_t initial = 0)
    {
        for (std::size_t i = 0; i < initial; ++i)
            free_.push(std::make_unique<T>());
    }

    Ptr acquire()
    {
        std::unique_lock<std::mutex> lock(mutex_);
        std::unique_ptr<T> object;
        if (free_.empty()) {
            object = std::make_unique<T>();
        } else {
            object = std::move(free_.top());
            free_.pop();
        }
        return Ptr(object.release(), [this](T* p) { this->put(p); });
    }

    std::size_t size() const
    {
        std::unique_lock<std::mutex> lock(mutex_);
        return free_.size();
    }

private:
    void put(T* p)
    {
        std::unique_lock<std::mutex> lock(mutex_);
        free_.push(std::unique_ptr<T>(p));
    }

    mutable std::mutex mutex_;
    std::stack<std::unique_ptr<T>> free_;
};

}  // namespace util
