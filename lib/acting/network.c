// network.c -- on the way: let through, held, lost or carried.
//
// What is held or carried stands in one list in the order of sending, so that
// what comes later between the same two actors can be kept behind it.
#include "acting/network.h"

#include <string.h>

#include "acting/quiet.h"
#include "acting/send.h"
#include "acting/table.h"
#include "acting/trace.h"
#include "acting/watcher.h"
#include "base/mem.h"

struct Carried {
  Timer timer;  // armed unless it is held
  Carried *next;
  Message *message;
  i64 due;  // 0: held
};

// An actor that takes nothing, or a cut that ends.
typedef struct Pause {
  Timer timer;
  struct Pause *next;
  Ref actor;  // NOBODY: a cut
  u32 left;
  u32 right;
} Pause;

// ---- Where, and by which link ----

static u8 node_of(const Network *network, Ref ref) {
  for (size_t i = 0; i < network->placed_count; i++) {
    if (network->placed[i].ref == ref.bits) {
      return network->placed[i].node;
    }
  }
  return 0;
}

static const Link *link_of(const Network *network, const Message *message) {
  return &network->links[node_of(network, message->sender)]
                        [node_of(network, message->target)];
}

static void tell(System *system, const char *what, const Message *message,
                 i64 due) {
  trace(system, (Event){.kind = EVENT_FAULT,
                        .actor = message->target.bits,
                        .other = message->sender.bits,
                        .id = message_id(message),
                        .name = what,
                        .due = due});
}

static void tell_link(System *system, const char *what, size_t a, size_t b,
                      u64 number, i64 due) {
  const Network *network = system->network;
  char text[2 * NETWORK_NAME + 2];
  Writer out = writer_over(text, sizeof text);
  write_format(&out, "%s %s", network->names[a], network->names[b]);
  trace(system, (Event){.kind = EVENT_FAULT,
                        .actor = watcher_actor(system)->ref.bits,
                        .name = what,
                        .number = number,
                        .due = due,
                        .text = text});
}

// ---- The way ----

static void deliver(System *system, Message *message) {
  system->network->passing = true;
  send_arrive(system, message);
  system->network->passing = false;
}

static void lose(System *system, Message *message) {
  tell(system, "lose", message, 0);
  trace_message(system, EVENT_DEAD_LETTER, message->target, message->sender,
                message, TELL_DROPPED);
  send_unreserve(system, message);
  message_free(message);
}

static void append(Network *network, Carried *carried) {
  Carried **at = &network->first;
  while (*at != NULL) {
    at = &(*at)->next;
  }
  *at = carried;
}

static void unlink(Network *network, const Carried *carried) {
  Carried **at = &network->first;
  while (*at != carried) {
    at = &(*at)->next;
  }
  *at = carried->next;
}

static void arrive(System *system, Timer *timer, u64 argument) {
  (void)argument;
  Carried *carried = CONTAINER_OF(timer, Carried, timer);
  Message *message = carried->message;
  unlink(system->network, carried);
  mem_free(carried);
  deliver(system, message);
}

// Not before what was sent earlier between the same two; 0: that is held.
static i64 not_before(const Network *network, const Carried *late, i64 due) {
  for (const Carried *at = network->first; at != NULL && at != late;
       at = at->next) {
    if (ref_equal(at->message->sender, late->message->sender) &&
        ref_equal(at->message->target, late->message->target)) {
      if (at->due == 0) {
        return 0;
      }
      due = due <= at->due ? at->due + 1 : due;
    }
  }
  return due;
}

// Sends one off that is in the list, or holds it.
static void carry(System *system, Carried *carried) {
  Network *network = system->network;
  const Link *link = link_of(network, carried->message);
  i64 now = system->dispatcher->now(system);
  u64 spread = (u64)(link->most - link->least) + 1;
  i64 due = link->cut
                ? 0
                : now + link->least +
                      (spread > 1 ? (i64)rng_below(&network->rng, spread) : 0);
  carried->due = due == 0 ? 0 : not_before(network, carried, due);
  if (carried->due == 0) {
    tell(system, "hold", carried->message, 0);
    return;
  }
  tell(system, "carry", carried->message, carried->due);
  carried->timer = (Timer){.fire = arrive, .owner = carried->message->sender};
  send_arm(system, &carried->timer, carried->due);
}

static bool waits_before(const Network *network, const Message *message) {
  for (const Carried *at = network->first; at != NULL; at = at->next) {
    if (ref_equal(at->message->sender, message->sender) &&
        ref_equal(at->message->target, message->target)) {
      return true;
    }
  }
  return false;
}

bool network_takes(System *system, Message *message) {
  enum { PASSES = MESSAGE_CONTROL | MESSAGE_ROOMLESS | MESSAGE_FIRED };
  Network *network = system->network;
  const Link *link = link_of(network, message);
  bool free_way = !link->cut && link->most == 0;
  if (network->passing || (message->flags & PASSES) != 0 ||
      node_of(network, message->sender) == node_of(network, message->target) ||
      (free_way && !waits_before(network, message))) {
    return false;
  }
  if (link->cut && link->lossy) {
    lose(system, message);
    return true;
  }
  Carried *carried = mem_try(sizeof *carried);
  if (carried == NULL) {
    lose(system, message);  // as a network does that has no room
    return true;
  }
  carried->message = message;
  append(network, carried);
  carry(system, carried);
  return true;
}

// ---- Links ----

static bool joins(u32 left, u32 right, size_t a, size_t b) {
  return ((left >> a & 1) != 0 && (right >> b & 1) != 0) ||
         ((left >> b & 1) != 0 && (right >> a & 1) != 0);
}

void network_cut(System *system, u32 left, u32 right, bool lossy) {
  Network *network = system->network;
  for (size_t a = 0; a < network->nodes; a++) {
    for (size_t b = a + 1; b < network->nodes; b++) {
      if (joins(left, right, a, b)) {
        Link *link = &network->links[a][b];
        link->cut = true;
        link->lossy = lossy;
        network->links[b][a] = *link;
        tell_link(system, "cut", a, b, lossy, 0);
      }
    }
  }
}

static void disarm(System *system, Timer *timer) {
  if (timers_remove(&system->timers, timer)) {
    busy_less(system);
  }
}

void network_mend_all(System *system) {
  Pause **at = &system->network->pauses;
  while (*at != NULL) {
    Pause *pause = *at;
    if (ref_equal(pause->actor, NOBODY)) {
      *at = pause->next;
      disarm(system, &pause->timer);
      mem_free(pause);
    } else {
      at = &pause->next;
    }
  }
  network_mend(system, ~0u, ~0u);
}

void network_mend(System *system, u32 left, u32 right) {
  Network *network = system->network;
  for (size_t a = 0; a < network->nodes; a++) {
    for (size_t b = a + 1; b < network->nodes; b++) {
      if (joins(left, right, a, b) && network->links[a][b].cut) {
        network->links[a][b].cut = false;
        network->links[b][a].cut = false;
        tell_link(system, "mend", a, b, 0, 0);
      }
    }
  }
  for (Carried *at = network->first; at != NULL; at = at->next) {
    if (at->due == 0 && !link_of(network, at->message)->cut) {
      carry(system, at);
    }
  }
}

// ---- For a time ----

static void resume(System *system, Timer *timer, u64 argument) {
  (void)argument;
  Pause *pause = CONTAINER_OF(timer, Pause, timer);
  Pause **at = &system->network->pauses;
  while (*at != pause) {
    at = &(*at)->next;
  }
  *at = pause->next;
  if (ref_equal(pause->actor, NOBODY)) {
    network_mend(system, pause->left, pause->right);
  } else {
    trace(system, (Event){.kind = EVENT_FAULT,
                          .actor = pause->actor.bits,
                          .name = "awake"});
  }
  mem_free(pause);
}

static bool pause_for(System *system, Pause wanted, i64 length) {
  Pause *pause = mem_try(sizeof *pause);
  if (pause == NULL) {
    return false;
  }
  *pause = wanted;
  pause->timer = (Timer){.fire = resume,
                         .owner = ref_equal(wanted.actor, NOBODY)
                                      ? watcher_actor(system)->ref
                                      : wanted.actor};
  pause->next = system->network->pauses;
  system->network->pauses = pause;
  send_arm(system, &pause->timer, system->dispatcher->now(system) + length);
  return true;
}

bool network_pause(System *system, Ref actor, i64 length) {
  return pause_for(system, (Pause){.actor = actor}, length);
}

bool network_mend_later(System *system, u32 left, u32 right, i64 length) {
  return pause_for(
      system, (Pause){.actor = NOBODY, .left = left, .right = right}, length);
}

bool network_is_slow(const System *system, Ref actor) {
  const Pause *at = system->network->pauses;
  while (at != NULL && !ref_equal(at->actor, actor)) {
    at = at->next;
  }
  return at != NULL;
}

// ---- The end ----

void network_end(System *system) {
  Network *network = system->network;
  if (network == NULL) {
    return;
  }
  system->network = NULL;
  while (network->pauses != NULL) {
    Pause *pause = network->pauses;
    network->pauses = pause->next;
    disarm(system, &pause->timer);
    mem_free(pause);
  }
  while (network->first != NULL) {
    Carried *carried = network->first;
    network->first = carried->next;
    if (carried->due != 0) {
      disarm(system, &carried->timer);
    }
    send_undeliverable(system, NULL, carried->message, TELL_STOPPED);
    mem_free(carried);
  }
  mem_free(network);
}
