// load.h -- how many user messages wait somewhere, and of how many bytes, in
// one number: loads are added and taken away as wholes. Not for users.
#ifndef TELLING_LOAD_H
#define TELLING_LOAD_H

#include "telling/message.h"

typedef u64 Load;

enum { LOAD_SHIFT = 40 };  // above it messages, below it bytes

static inline size_t load_messages(Load load) {
  return (size_t)(load >> LOAD_SHIFT);
}

static inline size_t load_bytes(Load load) {
  return (size_t)(load & (((Load)1 << LOAD_SHIFT) - 1));
}

// True if the message counts against a bound.
static inline bool is_user_message(const Message *message) {
  enum { OTHERS = MESSAGE_CONTROL | MESSAGE_ANSWER | MESSAGE_NOTICE };
  return (message->flags & OTHERS) == 0;
}

static inline Load load_by(size_t messages, size_t bytes) {
  return ((Load)messages << LOAD_SHIFT) + bytes;
}

// Of one message; nothing for what does not count.
static inline Load load_of(const Message *message) {
  return is_user_message(message) ? load_by(1, message_bytes(message)) : 0;
}

#endif
