#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <new>
#include <utility>
#include <vector>

namespace {

struct Token {
  Token* next = nullptr;
  char text[72] = {};
};

// One in a namespace without a name, with a macro around a lock.
#define LOCKED(name) const std::lock_guard<std::mutex> locked(name)

std::mutex token_mutex;
Token* free_tokens;

Token* token_new() {
  LOCKED(token_mutex);
  if (free_tokens != nullptr) return std::exchange(free_tokens, free_tokens->next);
  return new Token();
}

void token_recycle(Token* token) {
  LOCKED(token_mutex);
  token->next = free_tokens;
  free_tokens = token;
}

}  // namespace

// A list that its own class holds.
class Job {
 public:
  static Job* acquire() {
    Job* job;
    if (spares_ != nullptr) {
      job = spares_;
      spares_ = job->next_;
    } else
      job = new Job;
    job->next_ = nullptr;
    return job;
  }
  static void release(Job* job) {
    job->next_ = spares_;
    spares_ = job;
  }
  int rounds = 0;
  char work[64] = {};

 private:
  static Job* spares_;  // linked
  Job* next_ = nullptr;
};

Job* Job::spares_ = nullptr;

// Of each thread.
struct Scratch {
  std::vector<int> numbers;
  char rest[40] = {};
};

static thread_local std::vector<std::unique_ptr<Scratch>> scratch_spares;

static std::unique_ptr<Scratch> scratch_get() {
  if (scratch_spares.empty()) return std::make_unique<Scratch>();
  auto out = std::move(scratch_spares.back());
  scratch_spares.pop_back();
  return out;
}

static void scratch_put(std::unique_ptr<Scratch> used) {
  if (!used || scratch_spares.size() == 2) return;
  used->numbers.clear();
  scratch_spares.push_back(std::move(used));
}

static std::vector<std::unique_ptr<Job>> idleJobs;

static std::unique_ptr<Job> job_get() {
  std::unique_ptr<Job> job;
  if (!idleJobs.empty()) {
    job = std::move(idleJobs.back());
    idleJobs.pop_back();
  }
  if (job == nullptr) job = std::make_unique<Job>();
  return job;
}

static void job_put(std::unique_ptr<Job> job) {
  if (job == nullptr) return;
  idleJobs.push_back(std::move(job));
}

// Those of a class that shares what it keeps.
class FramePool {
 public:
  struct Frame {
    int number = 0;
    char rest[60] = {};
  };
  std::shared_ptr<Frame> get() {
    if (idle_.empty()) return std::make_shared<Frame>();
    std::shared_ptr<Frame> frame = idle_.back();
    idle_.pop_back();
    return frame;
  }
  void give_back(const std::shared_ptr<Frame>& frame) {
    if (idle_.size() < 1) idle_.push_back(frame);
  }

 private:
  std::vector<std::shared_ptr<Frame>> idle_;
};

static FramePool frames;

// One spare, in memory that a macro asks for.
#define ALLOCATE(size) std::malloc(size)
#define RELEASE(object) std::free(object)

struct Node {
  int value = 0;
  char rest[60] = {};
};

struct Tree {
  Node* free_node = nullptr;
};

static Node* create_node(Tree* tree, int value) {
  Node* node;
  if (tree->free_node) {
    node = tree->free_node;
    tree->free_node = nullptr;
  } else {
    node = new (ALLOCATE(sizeof(Node))) Node();
  }
  node->value = value;
  return (node);
}

static void delete_node(Tree* tree, Node* node) {
  RELEASE(tree->free_node);
  tree->free_node = node;
}

static Tree tree;

// Memory that objects are made in, in an array that grows.
struct Block {
  explicit Block(int size) : size(size) {}
  ~Block() { size = 0; }
  int size;
  char bytes[60] = {};
};

class BlockPool {
 public:
  ~BlockPool() {
    for (int i = 0; i < count_; ++i) ::operator delete(free_[i]);
    std::free(free_);
  }
  Block* get(int size) {
    void* memory;
    if (count_ > 0) {
      memory = free_[--count_];
    } else {
      memory = ::operator new(sizeof(Block));
    }
    return new (memory) Block(size);
  }
  void put(Block* block) {
    block->~Block();
    if (static_cast<std::size_t>(count_) == room_) {
      room_ = room_ * 2 + 1;
      free_ = static_cast<void**>(std::realloc(free_, sizeof(void*) * room_));
    }
    free_[count_++] = block;
  }

 private:
  void** free_ = nullptr;
  int count_ = 0;
  std::size_t room_ = 0;
};

static BlockPool blocks;

int main() {
  for (int i = 0; i < 3; ++i) {
    Token* a = token_new();
    Token* b = token_new();
    a->text[0] = 'a';
    std::printf("%c\n", a->text[0]);
    token_recycle(a);
    token_recycle(b);
  }
  delete token_new();
  delete token_new();
  Job* job = Job::acquire();
  job->rounds = 3;
  std::printf("%d\n", job->rounds);
  Job::release(job);
  delete Job::acquire();
  std::shared_ptr<FramePool::Frame> frame = frames.get();
  frames.give_back(frames.get());
  frames.give_back(frame);
  std::printf("%d\n", frames.get()->number + frame->number);
  Node* root = create_node(&tree, 4);
  std::printf("%d\n", root->value);
  delete_node(&tree, root);
  delete_node(&tree, create_node(&tree, 5));
  RELEASE(tree.free_node);
  Block* large = blocks.get(7);
  Block* small = blocks.get(1);
  std::printf("%d\n", large->size + small->size);
  blocks.put(large);
  blocks.put(small);
  blocks.put(blocks.get(2));
  job_put(job_get());
  job_put(job_get());
  job_put(nullptr);
  auto one = scratch_get();
  auto two = scratch_get();
  auto three = scratch_get();
  one->numbers.push_back(1);
  std::printf("%zu\n", one->numbers.size());
  scratch_put(std::move(one));
  scratch_put(std::move(two));
  scratch_put(std::move(three));
  scratch_put(nullptr);
}
