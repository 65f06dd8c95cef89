#pragma once

#include <pool/sharded_pool.h>
#include <string>

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
  Message* take(const std::string& topic) {
    Message* message = idle_pool_.get();
    message->topic_ = topic;
    return message;
  }
  void give(Message* message) {
    message->topic_.clear();
    idle_pool_.put(message);
  }

 private:
  pool::sharded_pool<Message> idle_pool_{
      {.create = [] { return new Message; }}, {.name = "Messages.idle_"}};
};
