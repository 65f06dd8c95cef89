// A list of free places whose links are set and read by methods of the objects, and whose put works
// out the place from a pointer.
class Proxy {
 public:
  void set_next_free(int next) { next_ = next; }
  int next_free() const { return next_; }
  int client = 0;

 private:
  int next_ = 0;
};

class Broadphase {
 public:
  explicit Broadphase(int count) : handles_(new Proxy[static_cast<unsigned>(count)]) {
    for (int i = 0; i < count; ++i) handles_[i].set_next_free(i + 1);
    first_free_handle_ = 0;
  }
  Proxy* create() {
    const int at = alloc_handle();  // get: first_free_handle_
    handles_[at].client = 1;
    return &handles_[at];
  }
  void destroy(Proxy* proxy) {
    free_handle(proxy);  // put: first_free_handle_
  }

 private:
  int alloc_handle() {
    const int at = first_free_handle_;
    first_free_handle_ = handles_[at].next_free();
    return at;
  }
  void free_handle(Proxy* proxy) {
    const int at = static_cast<int>(proxy - handles_);
    proxy->set_next_free(first_free_handle_);
    first_free_handle_ = at;
  }
  Proxy* handles_;
  int first_free_handle_;  // pool: Broadphase::first_free_handle_
};

void use(Broadphase& broadphase) {
  broadphase.destroy(broadphase.create());
}
