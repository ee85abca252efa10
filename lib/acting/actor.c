// actor.c -- what the generated functions and the handlers call.
#include "acting/actor.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "acting/control_messages.h"
#include "acting/handling.h"
#include "acting/requests.h"
#include "acting/send.h"
#include "acting/stash.h"
#include "acting/table.h"
#include "acting/trace.h"
#include "base/check.h"
#include "base/mem.h"
#include "telling/fields.h"

static Actor *inside(void) {
  Actor *self = activation()->actor;
  CHECK(self != NULL && "to be called from a handler");
  return self;
}

// ---- Spawning ----

static Message *control_message(u32 kind, u16 flags, Ref to) {
  return message_new(&control_messages[kind], MESSAGE_CONTROL | flags, to);
}

// Everything the actor will need until its end. False: out of memory; what was
// made is freed by the caller.
static bool furnish(Actor *actor, const ActorType *type, const void *state,
                    Message **start) {
  *start = control_message(CONTROL_START, 0, actor->ref);
  actor->stop_notice = control_message(CONTROL_STOP, 0, actor->ref);
  actor->kill_notice =
      control_message(CONTROL_KILL, MESSAGE_URGENT, actor->ref);
  actor->state = mem_try(type->state_size);
  const Shape *shape = type->state();
  if (*start == NULL || actor->stop_notice == NULL ||
      actor->kill_notice == NULL || actor->state == NULL ||
      !fields_copy(shape, actor->state, state)) {
    return false;
  }
  fields_hang(shape, actor->state, &actor->blocks);
  return true;
}

static void unfurnish(Actor *actor, Message *start) {
  block_owner_clear(&actor->blocks);
  mem_free(actor->state);
  message_free(start);
  message_free(actor->stop_notice);
  message_free(actor->kill_notice);
  actor->state = NULL;
  actor->stop_notice = NULL;
  actor->kill_notice = NULL;
  mutex_lock(&actor->system->lock);
  table_recycle_locked(actor);
  mutex_unlock(&actor->system->lock);
}

static void prepare(Actor *actor, System *system, const ActorType *type,
                    const SpawnOptions *options) {
  const char *label = options->label != NULL ? options->label : type->name;
  actor->system = system;
  actor->type = type;
  actor->parent = sender_in(system)->ref;
  actor->blocking = options->blocking;
  actor->behaviour = 0;
  actor->behaviours_aside = 0;
  actor->machine = NULL;
  actor->idle = 0;
  actor->idle_brings = NULL;
  actor->current = NULL;
  actor->answering = 0;
  actor->held = 0;
  actor->opens = false;
  actor->awaits = NOBODY;
  actor->slowed_on = NOBODY;
  actor->roomless = 0;
  actor->was_slowed = false;
  actor->overflows = false;
  actor->exits = false;
  actor->ending = false;
  actor->started = false;
  actor->traps = NULL;
  actor->stashed = 0;
  actor->stash_capacity = options->stash != 0 ? options->stash : STASH_USUAL;
  actor->buried = false;
  Writer out = writer_over(actor->label, sizeof actor->label);
  write_text(&out, label);
  atomic_store_explicit(&actor->sequence, 0, memory_order_relaxed);
  turns_reset(&actor->turns);
}

static void enlist(System *system, Actor *actor) {
  mutex_lock(&system->lock);
  list_push_front(&system->living, &actor->living);
  system->alive++;
  system->counts.spawned++;
  mutex_unlock(&system->lock);
}

// A reference that names nobody and says why: node 0, the outcome as slot.
static Ref refused(SpawnOutcome outcome) {
  return ref_make(0, outcome, 0);
}

SpawnOutcome spawn_outcome(Ref ref) {
  if (ref_node(ref) != 0) {
    return SPAWN_OK;
  }
  return ref.bits == 0 ? SPAWN_NO_MEMORY : (SpawnOutcome)ref_slot(ref);
}

Ref actor_spawn(System *system, const ActorType *type,
                const SpawnOptions *options, const void *state) {
  CHECK(type->run != NULL);
  mutex_lock(&system->lock);
  bool stopping = system->stopping;
  mutex_unlock(&system->lock);
  SpawnOutcome why = SPAWN_STOPPING;
  Actor *actor = stopping ? NULL : table_take(system, &why);
  if (actor == NULL) {
    return refused(why);
  }
  Message *start;
  prepare(actor, system, type, options);
  bool furnished = furnish(actor, type, state, &start);
  why = furnished ? system->dispatcher->born(system, actor) : SPAWN_NO_MEMORY;
  if (why != SPAWN_OK) {
    unfurnish(actor, start);
    return refused(why);
  }
  Ref ref = actor->ref;
  mailbox_open(&actor->mailbox, actor->generation,
               (MailboxBounds){options->capacity, options->capacity_bytes,
                               options->policy});
  block_hang(options->owned, &actor->blocks);
  enlist(system, actor);
  trace_spawned(system, actor);
  send_leave(system, sender_in(system), start);
  return ref;
}

// ---- Telling ----

TellOutcome actor_tell(Ref to, const MessageInfo *info, void *fields) {
  fields_check_moved(info->fields(), fields);
  System *system;
  Actor *target;
  TellOutcome why = send_find(to, &system, &target);
  if (why != TELL_OK) {
    return why;
  }
  Message *message =
      send_make(system, target, to, info, MESSAGE_ROOMLESS, fields, &why);
  if (message != NULL) {
    send_leave(system, sender_in(system), message);
  }
  return why;
}

Ref actor_self(void) {
  return inside()->ref;
}

// ---- Ending ----

void actor_exit(void) {
  inside()->exits = true;
}

// Sends the notice that was allocated with the actor, unless it was sent
// before. *notice is a field of *actor.
static void notify(System *system, Actor *actor, Ref ref, Message **notice) {
  mutex_lock(&system->lock);
  Message *message = NULL;
  if (ref_equal(actor->ref, ref)) {
    message = *notice;
    *notice = NULL;
  }
  mutex_unlock(&system->lock);
  if (message != NULL) {
    send_leave(system, sender_in(system), message);
  }
}

void actor_stop(Ref ref) {
  System *system;
  Actor *actor;
  if (send_find(ref, &system, &actor) == TELL_OK) {
    notify(system, actor, ref, &actor->stop_notice);
  }
}

void actor_kill(Ref ref) {
  System *system;
  Actor *actor;
  if (send_find(ref, &system, &actor) == TELL_OK) {
    notify(system, actor, ref, &actor->kill_notice);
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
  bool alive = ref_equal(actor->ref, ref) && actor->status != ACTOR_FREE &&
               actor->status != ACTOR_ENDED;
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
  block_hang(text, &inside()->blocks);
  memcpy((void *)(uintptr_t)field, &none, sizeof none);
  return text;
}

Bytes take_bytes(const Bytes *field) {
  Bytes bytes = *field;
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
  if (self->answering != 0) {
    RequestId request = self->answering;
    self->answering = 0;
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
