// trace.c -- events are made here, one at a time.
#include "acting/trace.h"

#include <stdlib.h>
#include <string.h>

#include "acting/table.h"
#include "telling/fields.h"

enum { TEXT_SIZE = 8192 };

void trace_now(System *system, Event *event) {
  event->step = system->step;
  event->time = system->dispatcher->now(system);
  mutex_lock(&system->trace_lock);
  if (!system->terse) {
    system->hash = event_hash(system->hash, event);
  }
  system->listener(system->context, event);
  mutex_unlock(&system->trace_lock);
}

static bool prints(const System *system, EventKind kind) {
  return !system->terse ||
         (system->content && (kind == EVENT_SENT || kind == EVENT_STASHED ||
                              kind == EVENT_UNSTASHED));
}

void trace_message_now(System *system, EventKind kind, Ref actor, Ref other,
                       const Message *message, u64 number) {
  char text[TEXT_SIZE];
  bool printed = prints(system, kind);
  if (printed) {
    Writer out = writer_over(text, sizeof text);
    RefNames names = ref_names(system);
    message_print(message, &names, &out);
  }
  trace(system, (Event){.kind = kind,
                        .actor = actor.bits,
                        .other = other.bits,
                        .id = message_id(message),
                        .request = message_request(message),
                        .number = number,
                        .name = message->info->name,
                        .text = printed ? text : NULL});
}

void trace_state_now(System *system, EventKind kind, const Actor *actor,
                     const Message *message) {
  char text[TEXT_SIZE];
  Event event = {.kind = kind, .actor = actor->ref.bits};
  if (!system->terse) {
    Writer out = writer_over(text, sizeof text);
    RefNames names = ref_names(system);
    fields_print(actor->type->state(), actor->state, &names, &out);
    event.text = text;
  }
  if (message != NULL) {
    event.other = message->sender.bits;
    event.id = message_id(message);
    event.name = message->info->name;
  }
  trace(system, event);
}

void trace_type(System *system, const ActorType *type) {
  if (type->protocol == NULL || system->terse || !is_traced(system)) {
    return;
  }
  char text[TEXT_SIZE];
  Writer out = writer_over(text, sizeof text);
  protocol_print(type->protocol, &out);
  write_text(&out, " | ");
  shape_print(type->state(), &out);
  if (!shape_is_declared(type->state())) {
    write_text(&out, out.text[out.length - 1] == ' ' ? "private" : ", private");
  }
  write_format(&out, " | %s", type->behaviours);
  trace(system,
        (Event){.kind = EVENT_PROTOCOL, .name = type->name, .text = text});
}

void trace_spawned(System *system, const Actor *actor, Ref parent) {
  if (!is_traced(system)) {
    return;
  }
  trace_type(system, actor->type);
  trace(system, (Event){.kind = EVENT_SPAWNED,
                        .actor = actor->ref.bits,
                        .other = parent.bits,
                        .number = mailbox_bounds(&actor->mailbox).capacity,
                        .name = actor->label,
                        .text = actor->type->name});
}

static void print_ref(void *context, Ref ref, Writer *out) {
  char label[LABEL_SIZE];
  table_label(context, ref, label);
  write_format(out, "%s#%u", label, ref_slot(ref));
}

static bool find_ref(void *context, const char *name, Ref *found) {
  return table_find(context, name, found);
}

RefNames ref_names(System *system) {
  return (RefNames){system, print_ref, find_ref};
}
