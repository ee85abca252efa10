// actor.c -- what the generated functions and the handlers call.
#include "acting/actor.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "acting/handling.h"
#include "acting/notices.h"
#include "acting/requests.h"
#include "acting/send.h"
#include "acting/stash.h"
#include "acting/table.h"
#include "acting/tell.h"
#include "acting/trace.h"
#include "base/check.h"

static Actor *inside(void) {
  Actor *self = activation()->actor;
  CHECK(self != NULL && "to be called from a handler");
  return self;
}

// ---- Telling ----

TellOutcome actor_tell(Ref to, const MessageInfo *info, void *fields) {
  return tell(to, info, fields);
}

Ref actor_self(void) {
  return inside()->ref;
}

// ---- Ending ----

void actor_exit(void) {
  inside()->exits = true;
}

void actor_stop(Ref ref) {
  System *system;
  Actor *actor;
  if (send_find(ref, &system, &actor) == TELL_OK) {
    notices_tell(system, sender_in(system), ref, CONTROL_STOP);
  }
}

void actor_kill(Ref ref) {
  System *system;
  Actor *actor;
  if (send_find(ref, &system, &actor) == TELL_OK) {
    notices_tell(system, sender_in(system), ref, CONTROL_KILL);
  }
}

bool actor_is_alive(Ref ref) {
  System *system;
  Actor *actor;
  if (send_find(ref, &system, &actor) != TELL_OK) {
    return false;
  }
  if (system->dispatcher->point != NULL) {
    system->dispatcher->point(system, POINT_LIVENESS, ref.bits);
  }
  mutex_lock(&system->lock);
  bool alive = table_lives_locked(actor, ref);
  mutex_unlock(&system->lock);
  return alive;
}

MailboxLoad actor_mailbox_load(Ref ref) {
  System *system;
  Actor *actor;
  if (send_find(ref, &system, &actor) != TELL_OK) {
    return (MailboxLoad){.length = 0};
  }
  if (system->dispatcher->point != NULL) {
    system->dispatcher->point(system, POINT_LENGTH, ref.bits);
  }
  return mailbox_load(&actor->mailbox, ref);
}

size_t actor_mailbox_length(Ref ref) {
  return actor_mailbox_load(ref).length;
}

bool actor_mailbox_resize(Ref ref, size_t capacity, size_t capacity_bytes) {
  System *system;
  Actor *actor;
  bool resized = send_find(ref, &system, &actor) == TELL_OK &&
                 mailbox_resize(&actor->mailbox, ref, capacity, capacity_bytes);
  if (resized) {
    send_room_made(system, actor);
  }
  return resized;
}

// ---- Inside ----

i64 actor_now(void) {
  System *system = inside()->system;
  return system->dispatcher->now(system);
}

u64 actor_random(void) {
  System *system = inside()->system;
  return system->dispatcher->random(system);
}

System *actor_system(void) {
  return inside()->system;
}

void *actor_own(size_t size) {
  void *block = block_new(&inside()->blocks, size);
  if (block == NULL) {
    fail("no memory for a block of %zu bytes", size);
  }
  return block;
}

// Fields of the message that is handled are const to the handler, not to us:
// the message is owned, and what is taken out of it must not be freed with it.
const char *take_text(const char *const *field) {
  const char *text = *field;
  const char *none = NULL;
  inside()->robbed = text != NULL || inside()->robbed;
  block_hang(text, &inside()->blocks);
  memcpy((void *)(uintptr_t)field, &none, sizeof none);
  return text;
}

Bytes take_bytes(const Bytes *field) {
  Bytes bytes = *field;
  inside()->robbed = bytes.data != NULL || inside()->robbed;
  block_hang(bytes.data, &inside()->blocks);
  memset((void *)(uintptr_t)field, 0, sizeof *field);
  return bytes;
}

Bytes bytes_new(size_t size) {
  Actor *self = activation()->actor;
  Bytes bytes = {block_new(self != NULL ? &self->blocks : NULL, size), size};
  return bytes.data != NULL ? bytes : (Bytes){0};
}

void actor_refuse(void) {
  Actor *self = inside();
  if (self->answers) {
    RequestId request = answering(self);
    self->answers = false;
    ignore(request_complete(self->system, request, ASK_REFUSED, self, NULL));
  }
}

void actor_unaccepted(void) {
  Actor *self = handling_actor();
  trace_message(self->system, EVENT_UNACCEPTED, self->ref,
                self->current->sender, self->current, 0);
  mutex_lock(&self->system->lock);
  self->system->counts.unaccepted++;
  mutex_unlock(&self->system->lock);
  actor_refuse();
}

// Whose output this is: the running actor's, or that of the system which this
// thread started; NULL if that has been stopped.
static System *system_here(void) {
  if (activation()->actor != NULL) {
    return activation()->actor->system;
  }
  Ref main = activation_main();
  System *system = table_system(main);
  const Actor *actor = system != NULL ? table_at(system, main) : NULL;
  return actor != NULL && ref_equal(actor->ref, main) ? system : NULL;
}

void say(const char *format, ...) {
  char text[4096];
  Writer out = writer_over(text, sizeof text);
  va_list args;
  va_start(args, format);
  write_args(&out, format, args);
  va_end(args);
  System *system = system_here();
  if (system != NULL) {
    trace(system, (Event){.kind = EVENT_OUTPUT,
                          .actor = sender_in(system)->ref.bits,
                          .text = text});
  }
  if (system == NULL || !system->watched) {
    ignore(fputs(text, stdout));
    ignore(fflush(stdout));
  }
}
