#pragma once

#include <string>
#include <vector>

class Messages;

// Made by its pool alone.
class Message {
 public:
  const std::string& topic() const { return topic_; }

 private:
  friend class Messages;
  Message() = default;

  std::string topic_;
};

class Messages {
 public:
  ~Messages() {
    for (Message* each : idle_) delete each;
  }
  Message* take(const std::string& topic) {
    Message* message;
    if (!idle_.empty()) {
      message = idle_.back();
      idle_.pop_back();
    } else {
      message = new Message;
    }
    message->topic_ = topic;
    return message;
  }
  void give(Message* message) {
    message->topic_.clear();
    idle_.push_back(message);
  }

 private:
  std::vector<Message*> idle_;
};
