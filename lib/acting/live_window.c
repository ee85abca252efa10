// live_window.c -- what a watcher is told, from when to when.
//
// Two banks: events go into one under the trace's lock, while the thread sends
// the other. The thread takes no lock of the system but to look at an actor.
#include <string.h>

#include "acting/extras.h"
#include "acting/live_impl.h"
#include "acting/lives.h"
#include "acting/living.h"
#include "acting/tell.h"
#include "acting/table.h"
#include "acting/trace.h"
#include "telling/record.h"

static void let_tell(System *system, bool told) {
  bool plain = HAS_SHORT_WAY && !told && !system->measures;
  atomic_store_explicit(&system->traced, told, memory_order_relaxed);
  atomic_store_explicit(&system->is_plain, plain, memory_order_relaxed);
}

void live_listen(void *context, const Event *event) {
  Live *live = context;
  if (live->open && LIVE_BUFFER - live->length >= RECORD_LIMIT + 4) {
    live->length += record_write(live->bank + live->length,
                                 LIVE_BUFFER - live->length, event);
    return;
  }
  live->lost++;
  if (live->open) {
    live->open = false;
    live->full_at = clock_now();
    let_tell(live->system, false);
  }
}

// ---- What there is ----

static void tell_seen(Live *live, Ref ref) {
  System *system = live->system;
  Actor *actor = table_at(system, ref);
  char label[LABEL_SIZE];
  Event seen = {.kind = EVENT_SEEN, .actor = ref.bits, .name = label};
  mutex_lock(&system->lock);
  bool lives = table_lives_locked(actor, ref);
  if (lives) {
    memcpy(label, actor->label, strlen(actor->label) + 1);
    seen.text = actor->type->name;
    seen.number = mailbox_load(&actor->mailbox, ref).length;
    seen.request = turns_done(&actor->turns);
    seen.due = turns_is_running(&actor->turns);
    seen.other =
        lives_of(actor) != NULL ? lives_of(actor)->terms.supervisor.bits : 0;
  }
  const ActorType *type = lives ? actor->type : NULL;
  mutex_unlock(&system->lock);
  if (type != NULL) {
    trace_type(system, type);
    trace(system, seen);
  }
}

static void tell_all_seen(Live *live) {
  Roll roll;
  roll_begin(&roll, live->system);
  int left = LIVE_SEEN;
  Ref ref = roll_next(&roll);
  while (left-- > 0 && !ref_equal(ref, NOBODY)) {
    tell_seen(live, ref);
    ref = roll_next(&roll);
  }
  trace(live->system,
        (Event){.kind = EVENT_SEEN, .number = ref_equal(ref, NOBODY) ? 1 : 0});
  roll_end(&roll);
}

// ---- Windows ----

void live_open_window(Live *live) {
  System *system = live->system;
  live->emptied_at = clock_now();
  live->reopen_at = 0;
  mutex_lock(&system->trace_lock);
  u64 lost = live->lost;
  live->lost = 0;
  live->open = true;
  mutex_unlock(&system->trace_lock);
  let_tell(system, true);
  trace(system, (Event){.kind = EVENT_RUN,
                        .number = system->seed,
                        .text = system->dispatcher->name});
  trace(system, (Event){.kind = EVENT_LOST, .number = lost});
  tell_all_seen(live);
}

void live_close_window(Live *live) {
  System *system = live->system;
  let_tell(system, false);
  mutex_lock(&system->trace_lock);
  live->open = false;
  live->length = 0;
  live->lost = 0;
  mutex_unlock(&system->trace_lock);
}

size_t live_take_bank(Live *live, i64 *full_at) {
  mutex_lock(&live->system->trace_lock);
  u8 *full = live->bank;
  size_t length = live->length;
  live->bank = live->sending;
  live->sending = full;
  live->length = 0;
  *full_at = live->open ? 0 : live->full_at;
  mutex_unlock(&live->system->trace_lock);
  return length;
}
