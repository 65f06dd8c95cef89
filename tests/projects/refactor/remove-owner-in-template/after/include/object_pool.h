#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>

namespace util {

/// Hands out objects that go back by themselves.
template <typename T>
class ObjectPool {
public:
    using Ptr = std::unique_ptr<T, std::function<void(T*)>>;

    explicit ObjectPool(std::size_t /*initial*/ = 0)
    {}

    Ptr acquire()
    {
        std::unique_lock<std::mutex> lock(mutex_);
        std::unique_ptr<T> object;
        object = std::make_unique<T>();
        return Ptr(object.release(), [this](T* p) { this->put(p); });
    }

    std::size_t size() const
    {
        std::unique_lock<std::mutex> lock(mutex_);
        return 0;
    }

private:
    void put(T* p)
    {
        std::unique_lock<std::mutex> lock(mutex_);
        delete p;
    }

    mutable std::mutex mutex_;
};

}  // namespace util
