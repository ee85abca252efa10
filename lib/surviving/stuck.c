// stuck.c -- one timer, and a mark at every actor that was seen at work.
#include "surviving/stuck.h"

#include <string.h>

#include "acting/extras.h"
#include "acting/runtime.h"
#include "acting/send.h"
#include "acting/table.h"
#include "acting/trace.h"
#include "base/mem.h"

struct Stuck {
  Timer timer;
  i64 period;  // protected by the system's lock
  StuckFound *found;
};

typedef struct Finding {
  Ref who;
  char label[LABEL_SIZE];
  const char *message;
} Finding;

// Sees the actor at work; true: at the same message as last time, for the first
// time. One for whom there is no memory is not seen.
static bool is_stuck_locked(Actor *actor, u64 round) {
  u64 begun = turns_ends(&actor->turns);
  bool works = begun % 2 != 0 && !actor->blocking;
  Extras *own = works ? extras_own(actor) : extras_if_any(actor);
  // Those that were seen in this round are marked by its number.
  if (own == NULL || own->looked_at == round) {
    return false;
  }
  own->looked_at = round;
  bool stuck = works && own->seen_at == begun && own->told_at != begun;
  own->seen_at = works ? begun : 0;
  if (stuck) {
    own->told_at = begun;
  }
  return stuck;
}

// Whoever is looked at ends by the longer way: the idle are left alone.
static bool is_worth_a_look(const Actor *actor) {
  return turns_is_running(&actor->turns) || extras_if_any(actor) != NULL;
}

// The next stuck actor that was not told of before. False: there is none.
static bool find_one(System *system, Finding *finding) {
  bool found = false;
  mutex_lock(&system->lock);
  for (u32 slot = WATCHER_SLOT + 1; slot < system->slots && !found; slot++) {
    Actor *actor = table_at(system, ref_make(system->node, slot, 1));
    found = is_worth_a_look(actor) &&
            standing_look_at_any_locked(&actor->standing) &&
            is_stuck_locked(actor, system->stuck_round);
    if (found) {
      const MessageInfo *info =
          atomic_load_explicit(&actor->turns.handling, memory_order_relaxed);
      finding->who = actor->ref;
      memcpy(finding->label, actor->label, strlen(actor->label) + 1);
      finding->message = info->name;
    }
  }
  mutex_unlock(&system->lock);
  return found;
}

static void sample(System *system, Timer *timer, u64 argument) {
  (void)argument;
  Stuck *stuck = CONTAINER_OF(timer, Stuck, timer);
  mutex_lock(&system->lock);
  i64 period = stuck->period;
  system->stuck_round++;
  mutex_unlock(&system->lock);
  Finding finding;
  while (find_one(system, &finding)) {
    trace(system, (Event){.kind = EVENT_STUCK,
                          .actor = finding.who.bits,
                          .number = (u64)period,
                          .name = finding.message});
    stuck->found(system, finding.who, finding.label, finding.message,
                 period / 1000000);
  }
  mutex_lock(&system->lock);
  if (!system->stopping) {
    send_arm(system, timer,
             deadline_point(after_ns(period), system->dispatcher->now(system)));
  }
  mutex_unlock(&system->lock);
}

bool stuck_watch(System *system, Stuck **stuck, Deadline span,
                 StuckFound *found) {
  if (system->dispatcher->holds_outbox) {
    return true;  // no time passes in handlers
  }
  Stuck *fresh = mem_try(sizeof *fresh);
  mutex_lock(&system->lock);
  if (*stuck == NULL && fresh != NULL) {
    fresh->period = span.ns;
    fresh->found = found;
    fresh->timer = (Timer){.fire = sample, .weak = true};
    *stuck = fresh;
    fresh = NULL;
    send_arm(system, &(*stuck)->timer,
             deadline_point(span, system->dispatcher->now(system)));
  } else if (*stuck != NULL && span.ns < (*stuck)->period) {
    (*stuck)->period = span.ns;
  }
  bool watched = *stuck != NULL;
  mutex_unlock(&system->lock);
  mem_free(fresh);
  return watched;
}

void stuck_release(System *system, Stuck *stuck) {
  if (stuck != NULL) {
    ignore(timers_remove(&system->timers, &stuck->timer));
    mem_free(stuck);
  }
}
