// dump.c -- reads the runtime's own structs; see runtime.h.
#include "dump.h"

#include <inttypes.h>
#include <stdio.h>

#include "acting/extras.h"
#include "acting/lives.h"
#include "acting/nursery.h"
#include "acting/outgoing.h"
#include "acting/runtime.h"
#include "acting/table.h"

enum { MOST_MESSAGES = 4, TRIES = 2000000 };

// Whoever hangs may hold it: then it is looked at all the same.
static bool lock_if_free(Mutex *mutex) {
  for (int i = 0; i < TRIES; i++) {
    if (pthread_mutex_trylock(&mutex->raw) == 0) {
      return true;
    }
    thread_yield();
  }
  return false;
}

static const char *status_name(const Actor *actor) {
  switch (status_of(actor)) {
    case ACTOR_FREE:
      return "free";
    case ACTOR_UNBORN:
      return "unborn";
    case ACTOR_PREPARED:
      return "prepared";
    case ACTOR_STARTING:
      return "starting";
    case ACTOR_RUNNING:
      return "running";
    case ACTOR_RESTARTING:
      return "restarting";
    case ACTOR_ENDED:
      return "ended";
    case ACTOR_BURIED:
      break;
  }
  return "buried";
}

static void show_ref(System *system, const char *what, Ref ref) {
  if (ref_node(ref) == 0) {
    return;
  }
  const Actor *actor = table_at(system, ref);
  bool known = actor != NULL && ref_equal(actor->ref, ref);
  (void)fprintf(stderr, ", %s %s#%u", what,
                known && actor->label != NULL ? actor->label : "gone",
                ref_slot(ref));
}

static void show_lane(const char *name, const Lane *lane) {
  int count = 0;
  for (const Message *message = lane_first(lane); message != NULL;
       message = lane_next(lane, message)) {
    if (count < MOST_MESSAGES) {
      (void)fprintf(stderr, "%s%s", count == 0 ? name : " ",
                    message->info->name);
    }
    count++;
  }
  if (count > MOST_MESSAGES) {
    (void)fprintf(stderr, " and %d more", count - MOST_MESSAGES);
  }
}

static void show_mailbox(Actor *actor) {
  Mailbox *box = &actor->mailbox;
  MailboxLoad load = mailbox_load(box, actor->ref);
  (void)fprintf(
      stderr, "\n    mailbox: %zu of %zu, policy %d%s%s%s%s%s, free %zu",
      load.length, load.bounds.capacity, (int)load.bounds.policy,
      mailbox_is_scheduled(box) ? ", scheduled" : ", idle",
      box->draining ? ", draining" : "", box->paused ? ", paused" : "",
      mailbox_is_wanted(box) ? ", wanted" : "",
      box->end != MAILBOX_GOES_ON ? ", to end" : "", mailbox_free_places(box));
  if (box->room != NULL) {
    (void)fprintf(stderr, ", reserved %zu, aside %zu", box->room->reserved,
                  box->room->aside);
  }
  show_lane("; urgent: ", &box->urgent);
  show_lane("; usual: ", &box->usual);
}

static void show_outbox(System *system, const Actor *actor) {
  const Message *message = outgoing_first(actor);
  if (message == NULL) {
    return;
  }
  (void)fprintf(stderr, "\n    outbox: %u without room; first %s",
                outgoing_roomless(actor), message->info->name);
  show_ref(system, "to", message->target);
}

static void show_actor(System *system, Actor *actor) {
  const Extras *own = extras(actor);
  (void)fprintf(stderr, "  %s#%u: %s%s%s%s%s%s",
                actor->label != NULL ? actor->label : "?", ref_slot(actor->ref),
                status_name(actor), actor->blocking ? ", blocking" : "",
                (actor->told & TOLD_STOP) != 0 ? ", told to stop" : "",
                (actor->told & TOLD_KILL) != 0 ? ", killed" : "",
                actor->ending ? ", ending" : "",
                keeper_of(actor) != NULL ? ", supervisor" : "");
  if (actor->current != NULL) {
    (void)fprintf(stderr, ", handles a message");
  }
  if (actor->is_held) {
    (void)fprintf(stderr, ", holds request %" PRIu64, own->held);
    show_ref(system, "awaits", own->awaits);
  }
  show_ref(system, "slowed on", own->slowed_on);
  if (own->slowed != NULL) {
    show_ref(system, "slows", own->slowed->ref);
  }
  if (own->lives != NULL) {
    const Lives *lives = own->lives;
    (void)fprintf(stderr, ", life %u%s%s", lives->life,
                  lives->between ? " (between)" : "",
                  lives->for_good ? " (the last)" : "");
    show_ref(system, "child of", lives->terms.supervisor);
  }
  show_mailbox(actor);
  show_outbox(system, actor);
  (void)fprintf(stderr, "\n");
}

void dump_system(System *system) {
  Ref owner;
  i64 next = timers_next(&system->timers, &owner);
  bool locked = lock_if_free(&system->lock);
  (void)fprintf(
      stderr, "%s: %zu live, busy %lld%s%s, the next timer in %lld us\n",
      system->dispatcher->name, count_alive(system),
      (long long)atomic_load(&system->busy),
      system->stopping ? ", stopping" : "", locked ? "" : ", its lock is held",
      next == POINT_NEVER ? -1 : (long long)(next - clock_now()) / 1000);
  for (u32 slot = WATCHER_SLOT + 1; slot < system->slots; slot++) {
    Actor *actor = table_at(system, ref_make(system->node, slot, 1));
    if (standing_lives(standing(&actor->standing))) {
      show_actor(system, actor);
    }
  }
  if (locked) {
    pthread_mutex_unlock(&system->lock.raw);
  }
}
