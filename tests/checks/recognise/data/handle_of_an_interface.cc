// The handle gives back through an interface. That is the handle's business: the interface is no
// pool of its own.
namespace libtorrent {
struct buffer_allocator_interface {
  virtual void free_disk_buffer(char* buffer) = 0;
};
namespace aux {
struct disk_buffer_pool : buffer_allocator_interface {
  char* allocate_buffer(int category);
  void free_buffer(char* buffer);
  void free_disk_buffer(char* buffer) override { free_buffer(buffer); }
};
}  // namespace aux
struct disk_buffer_holder {
  disk_buffer_holder(buffer_allocator_interface& allocator, char* buffer)
      : allocator_(&allocator), buffer_(buffer) {}
  ~disk_buffer_holder() {
    if (buffer_) allocator_->free_disk_buffer(buffer_);
  }
  char* data() { return buffer_; }

 private:
  buffer_allocator_interface* allocator_;
  char* buffer_;
};
}  // namespace libtorrent

class Disk {
 public:
  char read() {
    libtorrent::disk_buffer_holder buffer(pool_, pool_.allocate_buffer(0));  // get: pool_
    return buffer.data()[0];
  }

 private:
  libtorrent::aux::disk_buffer_pool pool_;  // pool: Disk::pool_; pairings=lease
};

char use(Disk& disk) {
  return disk.read();
}
