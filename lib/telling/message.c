// message.c -- header, tagged union, and a word for the request or the timer.
//
// Layout: Message | u32 kind, padding, fields | u64 extra. The union starts
// right behind the header, which is a multiple of 8 bytes long.
#include "telling/message.h"

#include <assert.h>
#include <string.h>

#include "base/check.h"
#include "base/nearest.h"
#include "telling/fields.h"
#include "telling/parse.h"

static_assert(sizeof(Message) == 40, "the header is part of every message");

static size_t round_up(size_t size) {
  return (size + 7) & ~(size_t)7;
}

static const Shape *shape_for(const MessageInfo *info, u16 flags) {
  return flags & MESSAGE_REPLY ? info->reply() : info->fields();
}

// Replies stand where the widest-aligned fields could stand.
static size_t offset_for(const MessageInfo *info, u16 flags) {
  return flags & MESSAGE_REPLY ? 8 : info->offset;
}

static size_t size_for(const MessageInfo *info, u16 flags) {
  size_t fields = flags & MESSAGE_REPLY ? info->reply_size : info->size;
  return round_up(offset_for(info, flags) + fields);
}

static const void *fields_of(const Message *message) {
  return (const char *)(message + 1) +
         offset_for(message->info, message->flags);
}

static u64 extra(const Message *message) {
  u64 value;
  memcpy(&value, (const char *)(message + 1) + message->size, sizeof value);
  return value;
}

static void set_extra(Message *message, u64 value) {
  memcpy((char *)(message + 1) + message->size, &value, sizeof value);
}

Message *message_new(const MessageInfo *info, u16 flags, Ref target) {
  size_t size = size_for(info, flags);
  CHECK(size <= MESSAGE_LIMIT);  // PROTOCOL does not compile otherwise
  Message *message = pool_take(message_bytes_flat(size));
  if (message == NULL) {
    return NULL;
  }
  memset(message, 0, message_bytes_flat(size));
  message->info = info;
  message->target = target;
  message->size = (u16)size;
  message_set_flags(message, flags);
  memcpy(message + 1, &info->kind, sizeof info->kind);
  return message;
}

Message *message_flat(const MessageInfo *info, Ref target, const void *fields) {
  size_t size = message_flat_size(info);
  CHECK(size <= MESSAGE_LIMIT);
  Message *message = pool_take(message_bytes_flat(size));
  if (message != NULL) {
    memcpy(message_begin(message, info, target, size), fields, info->size);
  }
  return message;
}

Message *message_copy(const Message *message) {
  u16 flags = (u16)(message->flags & ~(MESSAGE_DELAYED | MESSAGE_FIRED));
  Message *copy = message_new(message->info, flags, message->target);
  const Shape *shape = message_shape(message);
  if (copy != NULL &&
      !fields_copy(shape, message_fields(copy), fields_of(message))) {
    pool_give(copy, message_bytes_flat(copy->size));
    return NULL;
  }
  return copy;
}

void message_turn(Message *message, const MessageInfo *info, u16 flags,
                  Ref target) {
  fields_release(message_shape(message), message_fields(message));
  CHECK(offset_for(info, flags) + shape_for(info, flags)->size <=
        message->size);
  memset(message + 1, 0, message->size + sizeof(u64));
  message->info = info;
  message->target = target;
  message_set_flags(message, flags);
  memcpy(message + 1, &info->kind, sizeof info->kind);
}

void message_free_whole(Message *message) {
  if (message != NULL) {
    if (message->flags & (MESSAGE_OWNS | MESSAGE_REPLY)) {
      fields_release(message_shape(message), message_fields(message));
    }
    pool_give(message, message_bytes_flat(message->size));
  }
}

void *message_fields(Message *message) {
  return (char *)(message + 1) + offset_for(message->info, message->flags);
}

const Shape *message_shape(const Message *message) {
  return shape_for(message->info, message->flags);
}

RequestId message_request(const Message *message) {
  return message->flags & (MESSAGE_DELAYED | MESSAGE_FIRED) ? 0
                                                            : extra(message);
}

void message_set_request(Message *message, RequestId request) {
  CHECK(!(message->flags & MESSAGE_DELAYED));
  set_extra(message, request);
}

void *message_timer(const Message *message) {
  return message->flags & MESSAGE_DELAYED ? (void *)(uintptr_t)extra(message)
                                          : NULL;
}

void message_set_timer(Message *message, void *timer) {
  message->flags = (u16)(timer != NULL ? message->flags | MESSAGE_DELAYED
                                       : message->flags & ~MESSAGE_DELAYED);
  set_extra(message, (u64)(uintptr_t)timer);
}

u64 message_fired(const Message *message) {
  return message->flags & MESSAGE_FIRED ? extra(message) : 0;
}

void message_set_fired(Message *message, u64 timer) {
  message->flags = (u16)(timer != 0 ? message->flags | MESSAGE_FIRED
                                    : message->flags & ~MESSAGE_FIRED);
  set_extra(message, timer);
}

size_t message_bytes_whole(const Message *message) {
  return message_bytes_flat(message->size) +
         fields_bytes(message_shape(message), fields_of(message));
}

size_t message_bytes_for(const MessageInfo *info, const void *fields) {
  size_t bytes = message_bytes_flat(size_for(info, 0));
  return info->flat ? bytes : bytes + fields_bytes(info->fields(), fields);
}

MessageId message_id(const Message *message) {
  return (MessageId){message->sender.bits, message->sequence};
}

void message_print(const Message *message, const RefNames *names, Writer *out) {
  write_text(out, message->info->name);
  write_text(out, message->flags & MESSAGE_REPLY ? " -> " : "");
  fields_print(message_shape(message), fields_of(message), names, out);
}

static const MessageInfo *find_named(const Protocol *protocol, const char *name,
                                     Writer *error) {
  const MessageInfo *info = protocol_find(protocol, name);
  if (info != NULL) {
    return info;
  }
  Nearest nearest = {.typed = name};
  write_format(error, "%s has no message \"", protocol->name);
  write_start(error, name, 40);
  write_char(error, '"');
  for (size_t i = 0; i < protocol->count; i++) {
    nearest_see(&nearest, protocol->messages[i].name);
  }
  if (nearest.best != NULL) {
    write_format(error, "; did you mean %s?", nearest.best);
    return NULL;
  }
  write_text(error, "; it has ");
  protocol_print(protocol, error);
  return NULL;
}

Message *message_parse(const Protocol *protocol, const char *text,
                       const RefNames *names, Ref target, Writer *error) {
  char name[64];
  text += strspn(text, " \t");
  size_t length = strcspn(text, " \t{");
  if (length == 0 || length >= sizeof name) {
    write_text(error, "wanted a message: ");
    protocol_print(protocol, error);
    return NULL;
  }
  memcpy(name, text, length);
  name[length] = '\0';
  const MessageInfo *info = find_named(protocol, name, error);
  if (info == NULL) {
    return NULL;
  }
  Message *message = message_new(info, 0, target);
  if (message == NULL) {
    write_text(error, "out of memory");
    return NULL;
  }
  if (!fields_parse(info->fields(), text + length, names,
                    message_fields(message), error)) {
    message_free(message);
    return NULL;
  }
  return message;
}
