// retained.c -- a short list, searched from its head.
#include "surviving/retained.h"

#include <string.h>

#include "surviving/rows.h"
#include "telling/block.h"

struct Retained {
  Message *message;
  Retained *next;  // was published before
};

const char *message_topic(Message *message) {
  const Shape *shape = message->info->fields();
  for (size_t i = 0; i < shape->count; i++) {
    const Field *field = &shape->fields[i];
    if (field->kind == FIELD_TEXT && !field->is_array &&
        strcmp(field->name, "topic") == 0) {
      const char *topic;
      memcpy(&topic, (const char *)message_fields(message) + field->offset,
             sizeof topic);
      return topic != NULL ? topic : message->info->name;
    }
  }
  return message->info->name;
}

static void forget(void *block) {
  const Retained *kept = block;
  message_free(kept->message);
}

// Takes out the one of this topic, or else the oldest if there are too many.
static void make_place(Retained **list, u64 *count, u64 most,
                       const char *topic) {
  Retained **place = list;
  Retained **oldest = NULL;
  while (*place != NULL &&
         strcmp(message_topic((*place)->message), topic) != 0) {
    oldest = place;
    place = &(*place)->next;
  }
  if (*place == NULL && *count == most) {
    place = oldest;
  }
  if (*place != NULL) {
    Retained *gone = *place;
    *place = gone->next;
    --*count;
    block_free(gone);
  }
}

void retained_keep(Retained **list, u64 *count, u64 most, Message *message) {
  make_place(list, count, most, message_topic(message));
  Retained *kept = rows_own(sizeof *kept);
  Message *copy = kept != NULL ? message_copy(message) : NULL;
  if (copy == NULL) {
    block_free(kept);
    return;
  }
  message_set_flags(copy, 0);
  *kept = (Retained){.message = copy, .next = *list};
  block_on_free(kept, forget);
  *list = kept;
  ++*count;
}

Message *retained_at(const Retained *list, u64 age) {
  while (age-- > 0) {
    list = list->next;
  }
  return list->message;
}
