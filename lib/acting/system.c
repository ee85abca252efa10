// system.c -- from start to stop.
#include "acting/system.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "acting/control.h"
#include "acting/extras.h"
#include "acting/later.h"
#include "acting/lives.h"
#include "acting/network.h"
#include "acting/live.h"
#include "acting/living.h"
#include "acting/nursery.h"
#include "acting/outgoing.h"
#include "acting/tell.h"
#include "acting/quiet.h"
#include "acting/raising.h"
#include "acting/recording.h"
#include "acting/request_table.h"
#include "acting/requests.h"
#include "acting/runtime.h"
#include "acting/send.h"
#include "acting/slots.h"
#include "acting/table.h"
#include "acting/trace.h"
#include "acting/waiting.h"
#include "base/check.h"
#include "base/mem.h"

// Of those who have no queue that all workers take from.
static const _Atomic size_t nobody;

enum { WORKERS = 2, MOST_THREADS = 4096, KILL_PATIENCE_MS = 1000 };

// ---- Start ----

static u64 number_from(const char *name, u64 otherwise) {
  const char *text = getenv(name);
  if (text == NULL) {
    return otherwise;
  }
  char *end;
  u64 number = strtoull(text, &end, 0);
  return end == text || *end != '\0' ? otherwise : number;
}

static const Dispatcher *dispatcher_from_environment(void) {
  static const Dispatcher *const all[] = {&run_pool, &run_threads,
                                          &run_stepper};
  const char *name = getenv("TROUPE_RUN");
  for (size_t i = 0; name != NULL && i < sizeof all / sizeof *all; i++) {
    if (strcmp(all[i]->name, name) == 0) {
      return all[i];
    }
  }
  return &run_pool;
}

// A file, or somebody who may come and look.
static void listen_for_environment(System *system) {
  system->recording = recording_open();
  if (system->recording != NULL) {
    system->listener = recording_listen;
    system->context = system->recording;
    return;
  }
  system->live = live_open(system);
  if (system->live != NULL) {
    system->listener = live_listen;
    system->context = system->live;
  }
}

static void configure(System *system, const SystemOptions *options) {
  system->dispatcher = options->dispatcher != NULL
                           ? options->dispatcher
                           : dispatcher_from_environment();
  system->seed =
      options->seed != NULL ? *options->seed : number_from("TROUPE_SEED", 0);
  system->workers = options->workers != 0
                        ? options->workers
                        : (size_t)number_from("TROUPE_WORKERS", WORKERS);
  system->workers = system->workers == 0 ? WORKERS : system->workers;
  system->most_threads =
      options->threads != 0 ? options->threads : MOST_THREADS;
  system->policy = options->policy.choose != NULL
                       ? options->policy
                       : policy_random(&system->seed);
  system->measures = options->measures;
  system->listener = options->listener;
  system->context = options->context;
  system->control = control_open(system);
  if (system->control != NULL) {
    system->dispatcher = &run_stepper;
    system->policy = control_policy(system->control);
    system->listener = control_listen;
    system->context = system->control;
    system->watched = true;
  }
  if (system->listener == NULL) {
    listen_for_environment(system);
  }
  bool traced = system->listener != NULL && system->live == NULL;
  atomic_init(&system->traced, traced);
  system->pressing = &nobody;
  atomic_init(&system->is_plain, HAS_SHORT_WAY && !traced &&
                                     !system->measures &&
                                     !system->dispatcher->holds_outbox);
  rng_seed(&system->rng, system->seed);
}

// The two that are no actors: they send and are sent nothing.
static bool add_outsider(System *system, const ActorType *type) {
  SpawnOutcome why;
  Actor *actor = slots_take(system, type->name, &why);
  if (actor == NULL) {
    return false;
  }
  actor->system = system;
  actor->type = type;
  standing_bear(&actor->standing, ACTOR_RUNNING);
  actor->told = TOLD_STOP | TOLD_KILL;  // nobody stops or kills it
  trace_spawned(system, actor, NOBODY);
  return true;
}

static bool add_outsiders(System *system) {
  static const ActorType main_type = {.name = "main"};
  static const ActorType watcher_type = {.name = "you"};
  return add_outsider(system, &main_type) &&
         add_outsider(system, &watcher_type);
}

static System *allocate(const SystemOptions *options) {
  System *system = mem_try(sizeof *system);
  if (system == NULL) {
    return NULL;
  }
  mutex_init(&system->lock);
  mutex_init(&system->trace_lock);
  system->bounce = request_bounced;
  system->answered = request_delivered;
  system->word_returned = raising_returned;
  timers_init(&system->timers, system, busy_more, busy_less);
  configure(system, options);
  return system;
}

static void release(System *system) {
  timers_release(&system->timers);
  mutex_release(&system->trace_lock);
  mutex_release(&system->lock);
  mem_free(system);
}

System *system_start(const SystemOptions *options) {
  static const SystemOptions usual = {.dispatcher = NULL};
  System *system = allocate(options != NULL ? options : &usual);
  if (system == NULL) {
    return NULL;
  }
  ignore(check_set_hook(activation_check_failed));
  if (!table_init(system)) {
    goto no_table;
  }
  if (table_enter_node(system) == 0) {
    goto no_node;
  }
  if (!system->dispatcher->start(system)) {
    goto no_dispatcher;
  }
  trace(system, (Event){.kind = EVENT_RUN,
                        .number = system->seed,
                        .text = system->dispatcher->name});
  if (!add_outsiders(system)) {
    goto no_outsiders;
  }
  activation_set_main(
      table_at(system, ref_make(system->node, MAIN_SLOT, 1))->ref);
  live_begin(system->live);
  return system;
no_outsiders:
  system->dispatcher->stop(system);
no_dispatcher:
  table_leave_node(system);
no_node:
  table_release(system);
no_table:
  live_close(system->live);
  recording_close(system->recording);
  control_close(system->control);
  release(system);
  return NULL;
}

// ---- Stop ----

// The children of a supervisor are ended by it, in its order.
static void stop_root(Ref ref) {
  System *system;
  Actor *actor;
  if (send_find(ref, &system, &actor) != TELL_OK) {
    return;  // all have ended meanwhile
  }
  mutex_lock(&system->lock);
  bool raised = table_holds_locked(actor, ref) && lives_of(actor) != NULL;
  mutex_unlock(&system->lock);
  if (!raised) {
    actor_stop(ref);
  }
}

// The one above it that nobody raised, or that has outlived who did; the
// system's lock is held.
static Ref root_locked(System *system, Ref ref) {
  Actor *actor = table_at(system, ref);
  while (table_holds_locked(actor, ref) && lives_of(actor) != NULL) {
    Ref above = lives_of(actor)->terms.supervisor;
    Actor *supervisor = table_at(system, above);
    if (!table_holds_locked(supervisor, above) ||
        status_of(supervisor) == ACTOR_BURIED) {
      break;
    }
    ref = above;
    actor = supervisor;
  }
  return ref;
}

// Who is waited for ends only if its supervisor does, which may not have been
// told: an actor that was being spawned came in front while all were told.
static void stop_above(Ref ref) {
  System *system;
  Actor *actor;
  if (send_find(ref, &system, &actor) != TELL_OK) {
    return;
  }
  mutex_lock(&system->lock);
  Ref root = root_locked(system, ref);
  mutex_unlock(&system->lock);
  actor_stop(root);
}

// Calls `end` for every living actor, the latest spawned first.
static void tell_all(System *system, void (*end)(Ref ref)) {
  Roll roll;
  roll_begin(&roll, system);
  Ref ref;
  while (!ref_equal(ref = roll_next(&roll), NOBODY)) {
    end(ref);
  }
  roll_end(&roll);
}

// False: not in time.
static bool await_end(System *system, Ref ref, i64 point) {
  i64 left = point - system->dispatcher->now(system);
  StopReason reason;
  EndOutcome outcome = actor_wait_end(
      ref, &reason, point == POINT_NEVER ? NEVER : after_ns(left));
  return outcome != END_TIMEOUT && outcome != END_DEADLOCK;
}

// True: no actor is left. Whoever was spawned while all were told is told now;
// also one that a walk has missed, because its slot was passed before.
static bool await_all(System *system, i64 point, void (*end)(Ref ref)) {
  bool in_time = true;
  while (count_alive(system) > 0 && in_time) {
    Roll roll;
    roll_begin(&roll, system);
    Ref ref = roll_next(&roll);
    if (ref_equal(ref, NOBODY)) {
      thread_yield();
      in_time = system->dispatcher->now(system) < point;
    }
    while (in_time && !ref_equal(ref, NOBODY)) {
      end(ref);
      in_time = await_end(system, ref, point);
      ref = roll_next(&roll);
    }
    roll_end(&roll);
  }
  return in_time;
}

// What main and others had still in flight when the last actor ended.
static void drop_outboxes(System *system) {
  for (u32 slot = 0; slot < system->slots; slot++) {
    Actor *actor = table_at(system, ref_make(system->node, slot, 1));
    Message *message;
    while ((message = outgoing_pop(actor)) != NULL) {
      send_undeliverable(system, NULL, message, TELL_STOPPED);
    }
  }
}

static void free_all(System *system) {
  later_end(table_at(system, ref_make(system->node, MAIN_SLOT, 1)));
  network_end(system);
  drop_outboxes(system);
  if (system->registry != NULL) {
    system->naming->release(system);
  }
  trace(system, (Event){.kind = EVENT_ENDED});
  system->dispatcher->stop(system);
  if (system->watching != NULL) {
    atomic_load_explicit(&system->watch_hooks, memory_order_acquire)
        ->release(system);
  }
  request_table_release(system);
  table_leave_node(system);
  live_close(system->live);
  table_release(system);
  control_close(system->control);
  recording_close(system->recording);
  release(system);
}

SystemOutcome system_stop(System *system, Deadline deadline) {
  size_t killed;
  char names[1];
  return system_stop_naming(system, deadline, &killed, names, sizeof names);
}

SystemOutcome system_stop_naming(System *system, Deadline deadline,
                                 size_t *killed, char *names, size_t size) {
  CHECK(activation()->actor == NULL && "a handler may not stop its system");
  table_check(system);
  i64 point = deadline_point(deadline, system->dispatcher->now(system));
  mutex_lock(&system->lock);
  system->stopping = true;
  mutex_unlock(&system->lock);
  tell_all(system, stop_root);
  SystemOutcome outcome = SYSTEM_CLEAN;
  *killed = 0;
  names[0] = '\0';
  if (!await_all(system, point, stop_above)) {
    outcome = SYSTEM_KILLED;
    *killed = system_living(system, names, size);
    tell_all(system, actor_kill);
    i64 last = deadline_point(after_ms(KILL_PATIENCE_MS),
                              system->dispatcher->now(system));
    if (!await_all(system, last, actor_kill)) {
      return SYSTEM_STUCK;
    }
  }
  free_all(system);
  return outcome;
}

size_t system_living(System *system, char *names, size_t size) {
  table_check(system);
  Writer out = writer_over(names, size);
  size_t count = 0;
  Roll roll;
  roll_begin(&roll, system);
  Ref ref;
  while (!ref_equal(ref = roll_next(&roll), NOBODY)) {
    char label[LABEL_SIZE];
    table_label(system, ref, label);
    write_text(&out, out.length > 0 ? ", " : "");
    write_text(&out, label);
    count++;
  }
  roll_end(&roll);
  return count;
}

SystemCounts system_counts(System *system) {
  table_check(system);
  mutex_lock(&system->lock);
  SystemCounts counts = system->counts;
  counts.ended = count_ended(system);
  counts.spawned = count_spawned(system);
  mutex_unlock(&system->lock);
  return counts;
}
