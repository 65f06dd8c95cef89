#ifndef SPARES_H
#define SPARES_H

#include <memory>
#include <mutex>
#include <pool/meter.h>
#include <utility>
#include <vector>

namespace store {

// Spares of any type.
template <class T>
class Spares {
 public:
  ~Spares() {
    for (T* each : free_) delete each;
  }
  T* get() {
    if (free_.empty()) return free_meter_.made(new T());
    T* spare = free_.back();
    free_.pop_back();
    free_meter_.hit();
    return spare;
  }
  void put(T* object) { free_.push_back(object); free_meter_.kept(); }

 private:
  std::vector<T*> free_;
  inline static pool::meter<T, Spares> free_meter_;
};

// With a limit, a lock, and an argument that is no type. The methods stand behind the class.
template <typename Item, int kMost = 2>
class BoundedPool
{
public:
	std::unique_ptr<Item> acquire();
	void release(std::unique_ptr<Item> item);

private:
	std::mutex mutex_;
	std::vector<std::unique_ptr<Item>> idleItems;
	inline static pool::meter<Item, BoundedPool> idleItemsMeter;
};

template <typename Item, int kMost>
std::unique_ptr<Item> BoundedPool<Item, kMost>::acquire()
{
	{
		const std::lock_guard<std::mutex> lock(mutex_);
		if (!idleItems.empty()) {
			std::unique_ptr<Item> item = std::move(idleItems.back());
			idleItems.pop_back();
			idleItemsMeter.hit();
			return item;
		}
	}
	return idleItemsMeter.made(std::make_unique<Item>());
}

template <typename Item, int kMost>
void BoundedPool<Item, kMost>::release(std::unique_ptr<Item> item)
{
	const std::lock_guard<std::mutex> lock(mutex_);
	if (idleItems.size() < kMost) {
		idleItems.push_back(std::move(item));
		idleItemsMeter.kept();
	} else {
		idleItemsMeter.dropped();
	}
}

}  // namespace store

#endif
