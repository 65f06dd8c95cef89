#pragma once

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

struct Packet {
  explicit Packet(int size) : bytes(size) {}
  std::vector<char> bytes;
};

// Keeps packets of one size.
class Slab {
 public:
  explicit Slab(int size) : size_(size) {}

  std::unique_ptr<Packet> take() {
    return std::make_unique<Packet>(size_);
  }
  void give(std::unique_ptr<Packet> /*packet*/) {}

 private:
  int size_;
};

class Packets {
 public:
  std::unique_ptr<Packet> take(bool big) { return big ? big_.take() : syn_.take(); }
  void give(std::unique_ptr<Packet> packet) {
    if (packet->bytes.size() > 20) {
      big_.give(std::move(packet));
    } else {
      syn_.give(std::move(packet));
    }
  }

  bool is_ready() const { return true; }

 private:
  Slab syn_{20};
  Slab big_{200};
};

class Sockets {
 public:
  void tick();
  int sent() const { return sent_; }

 private:
  void send(bool big);

  Packets packets_;
  int sent_ = 0;
};

// Keeps nothing, and has a method of the same name.
class Sound {
 public:
  void decay() { ++decays_; }
  int decays() const { return decays_; }

 private:
  int decays_ = 0;
};
