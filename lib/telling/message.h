// message.h -- one message on its way, and everything it owns.
//
// A header of 40 bytes, then the tagged union the behaviour sees, cut to the
// fields of its kind. A message carries its target and its own descriptor, so
// that whoever finds it, even where the target has ended, can print, bounce or
// free it. It owns the blocks its fields point to. One owner at a time: the
// sender, then the outbox or the mailbox, then the receiver.
#ifndef TELLING_MESSAGE_H
#define TELLING_MESSAGE_H

#include <string.h>

#include "base/pool.h"
#include "telling/event.h"
#include "telling/protocol.h"

// A request an answer is awaited for: its serial number in its system; 0: none.
typedef u64 RequestId;

enum {
  MESSAGE_ASK = 1,        // has a request id
  MESSAGE_REPLY = 2,      // carries the reply's fields of its descriptor
  MESSAGE_CONTROL = 4,    // start, stop, ...: never counts against a bound
  MESSAGE_URGENT = 8,     // the lane that overtakes
  MESSAGE_DELAYED = 16,   // waits for a timer first
  MESSAGE_ROOMLESS = 64,  // no room is reserved for it yet
  MESSAGE_ANSWER = 32,    // answers a request: counts against no bound
  MESSAGE_FIRED = 128,    // came by a timer of its receiver, which is named
  MESSAGE_FIRST =
      256,  // before all but urgent ones: sent in on_start to itself
  MESSAGE_NEWS = 1024,   // whose own loss is no news
  MESSAGE_NOTICE = 512,  // news that must get in: counts against no bound
  MESSAGE_WAKES = 2048,  // a paused mailbox gives it too (mailbox_pause)
  MESSAGE_OWNS = 4096    // its fields own memory, or might (MessageInfo.flat)
};

// What is so for every message of that descriptor.
static inline u16 message_own_flags(const MessageInfo *info) {
  return info->flat ? 0 : MESSAGE_OWNS;
}

typedef struct Message {
  struct Message *next;  // for whoever holds it
  const MessageInfo *info;
  Ref target;
  Ref sender;
  u32 sequence;  // of the sender
  u16 size;      // of the tagged union behind the header
  u16 flags;     // MESSAGE_...
} Message;

// From now on it has these flags, and what is so for its descriptor.
static inline void message_set_flags(Message *message, u16 flags) {
  message->flags = (u16)(flags | message_own_flags(message->info));
}

// Gives a message of that descriptor with zeroed fields, or NULL when out of
// memory. Free with message_free.
MUST_USE Message *message_new(const MessageInfo *info, u16 flags, Ref target);

// Gives one with these fields, which own nothing (MessageInfo.flat); NULL when
// out of memory. Whole but for the sender and the sequence.
MUST_USE Message *message_flat(const MessageInfo *info, Ref target,
                               const void *fields);

// The same where that is a matter of some words and a block lies ready; NULL:
// it is not, and message_flat has to be asked.
MUST_USE INLINE Message *message_flat_at_once(const MessageInfo *info,
                                              Ref target, const void *fields);

// Gives one with the same fields, blocks copied, to the same target; NULL when
// out of memory. It waits for no timer and has no request.
MUST_USE Message *message_copy(const Message *message);

// Makes it another message, with zeroed fields, in the same memory: it is what
// was allocated with its cause. It must fit; what it was ends.
void message_turn(Message *message, const MessageInfo *info, u16 flags,
                  Ref target);

// Frees the message and every block it still owns. NULL is allowed.
INLINE void message_free(Message *message);
void message_free_whole(Message *message);

// The tagged union; its fields; and which fields these are.
static inline const void *message_union(const Message *message) {
  return message + 1;
}
void *message_fields(Message *message);
const Shape *message_shape(const Message *message);

// The request of an ask or of a reply to one; other messages have none.
RequestId message_request(const Message *message);
void message_set_request(Message *message, RequestId request);

// What a delayed message waits with; NULL for others. Setting NULL ends it.
void *message_timer(const Message *message);
void message_set_timer(Message *message, void *timer);

// The timer of a message that came by a timer of its receiver; others: 0.
// Setting 0 ends it.
u64 message_fired(const Message *message);
void message_set_fired(Message *message, u64 timer);

// Header, a union of `size` bytes, and the word behind that.
static inline size_t message_bytes_flat(size_t size) {
  return sizeof(Message) + size + sizeof(u64);
}

// What it takes in a mailbox: header, fields and their blocks. The same before
// it is made, from the fields that will be moved into it.
size_t message_bytes_whole(const Message *message);
static inline size_t message_bytes(const Message *message) {
  return (message->flags & (MESSAGE_OWNS | MESSAGE_REPLY)) == 0
             ? message_bytes_flat(message->size)
             : message_bytes_whole(message);
}
size_t message_bytes_for(const MessageInfo *info, const void *fields);

// Of the tagged union with the fields of that descriptor.
static inline size_t message_flat_size(const MessageInfo *info) {
  return ((size_t)info->offset + info->size + 7) & ~(size_t)7;
}

// Header, kind, and an empty word behind the union. Gives where fields go.
INLINE char *message_begin(Message *message, const MessageInfo *info,
                           Ref target, size_t size) {
  message->next = NULL;
  message->info = info;
  message->target = target;
  message->size = (u16)size;
  message->flags = 0;
  char *head = (char *)(message + 1);
  memset(head, 0, sizeof(u64));
  memcpy(head, &info->kind, sizeof info->kind);
  memset(head + size, 0, sizeof(u64));
  return head + info->offset;
}

INLINE Message *message_flat_at_once(const MessageInfo *info, Ref target,
                                     const void *fields) {
  enum { WORD = sizeof(u64) };
  if (info->size > 2 * WORD || info->size % WORD != 0) {
    return NULL;
  }
  size_t size = message_flat_size(info);
  Message *message = pool_take_at_once(message_bytes_flat(size));
  if (message != NULL) {
    char *to = message_begin(message, info, target, size);
    if (info->size > 0) {
      memcpy(to, fields, WORD);
    }
    if (info->size > WORD) {
      memcpy(to + WORD, (const char *)fields + WORD, WORD);
    }
  }
  return message;
}

INLINE void message_free(Message *message) {
  if (message != NULL && message->flags == 0) {
    pool_give(message, message_bytes_flat(message->size));
  } else {
    message_free_whole(message);
  }
}

MessageId message_id(const Message *message);

// `inc{amount: 42}`, for a reply `inc -> {count: 42}`.
void message_print(const Message *message, const RefNames *names, Writer *out);

// Gives the message that `text` says ("inc 8", "inc{amount: 8}"), or NULL with
// one line in `error`: what is wrong and what would be right.
MUST_USE Message *message_parse(const Protocol *protocol, const char *text,
                                const RefNames *names, Ref target,
                                Writer *error);

#endif
