// protocol.c -- a protocol described and searched.
#include "telling/protocol.h"

#include <string.h>

void protocol_print(const Protocol *protocol, Writer *out) {
  for (size_t i = 0; i < protocol->count; i++) {
    const MessageInfo *info = &protocol->messages[i];
    write_format(out, "%s%s(", i > 0 ? "; " : "", info->name);
    shape_print(info->fields(), out);
    write_char(out, ')');
    if (info->reply()->count > 0) {
      write_text(out, " -> ");
      shape_print(info->reply(), out);
    }
  }
}

const MessageInfo *protocol_find(const Protocol *protocol, const char *name) {
  for (size_t i = 0; i < protocol->count; i++) {
    if (strcmp(protocol->messages[i].name, name) == 0) {
      return &protocol->messages[i];
    }
  }
  return NULL;
}

bool message_info_same(const MessageInfo *a, const MessageInfo *b) {
  return a == b || (a->kind == b->kind &&
                    strcmp(a->protocol->name, b->protocol->name) == 0 &&
                    strcmp(a->name, b->name) == 0);
}
