// lives.c -- words out and home, and what a pause is.
//
// Whether an end is the last is decided under the system's lock, together with
// the pause: whoever wants it to be the last sets a mark under that lock before
// sending a stop, so the stop finds the actor either unpaused, and the mark is
// seen at its end, or paused, and then it wakes it.
#include "acting/lives.h"

#include <string.h>

#include "acting/send.h"
#include "acting/table.h"
#include "acting/trace.h"
#include "base/mem.h"
#include "telling/fields.h"

static ControlKind kind_of(Word word) {
  return (ControlKind)(CONTROL_SUSPEND + (u32)word);
}

// ---- Made and freed ----

bool lives_furnish(Actor *actor, const LifeTerms *terms, const void *state) {
  const ActorType *type = actor->type;
  Lives *lives = mem_try(sizeof *lives);
  actor->lives = lives;
  if (lives == NULL) {
    return false;
  }
  lives->terms = *terms;
  lives->shape = type->state();
  bool complete = true;
  for (Word word = 0; word < WORDS; word++) {
    u16 urgent = word == WORD_SUSPEND ? MESSAGE_URGENT : 0;
    Message *message = message_new(&control_messages[kind_of(word)],
                                   MESSAGE_CONTROL | urgent, actor->ref);
    lives->words[word] = message;
    complete = complete && message != NULL;
  }
  void *first = mem_try(type->state_size);
  if (first != NULL && !fields_copy(lives->shape, first, state)) {
    mem_free(first);
    first = NULL;
  }
  lives->first_state = first;
  return complete && first != NULL;
}

static void disarm(System *system, Lives *lives) {
  if (timers_remove(&system->timers, &lives->timer)) {
    busy_less(system);
  }
}

void lives_free(System *system, Lives *lives) {
  if (lives == NULL) {
    return;
  }
  disarm(system, lives);
  for (Word word = 0; word < WORDS; word++) {
    message_free(lives->words[word]);
  }
  if (lives->first_state != NULL) {
    fields_release(lives->shape, lives->first_state);
  }
  mem_free(lives->first_state);
  mem_free(lives);
}

// ---- The child's side ----

void lives_keep_notice(Actor *actor, Message **notice, Message *message) {
  if (actor->lives == NULL) {
    message_free(message);
    return;
  }
  mutex_lock(&actor->system->lock);
  *notice = message;
  mutex_unlock(&actor->system->lock);
}

bool lives_begin(Actor *actor) {
  Lives *lives = actor->lives;
  System *system = actor->system;
  bool again = lives->life++ > 0;
  lives->between = false;
  if (!again) {
    return true;
  }
  trace(system, (Event){.kind = EVENT_WOKEN, .actor = actor->ref.bits});
  trace(system, (Event){.kind = EVENT_RESTARTED,
                        .actor = actor->ref.bits,
                        .number = lives->life});
  mutex_lock(&system->lock);
  actor->status = ACTOR_STARTING;
  mutex_unlock(&system->lock);
  if (!fields_copy(lives->shape, actor->state, lives->first_state)) {
    return false;
  }
  fields_hang(lives->shape, actor->state, &actor->blocks);
  return true;
}

static bool is_last_locked(const Actor *actor, StopReason reason) {
  const Lives *lives = actor->lives;
  return lives->for_good || actor->system->stopping || !actor->started ||
         lives->terms.mode == RESTART_TEMPORARY ||
         (lives->terms.mode == RESTART_TRANSIENT && reason == STOPPED_NORMAL);
}

StopReason lives_reason(Actor *actor, StopReason reason) {
  const Lives *lives = actor->lives;
  if (lives == NULL) {
    return reason;
  }
  mutex_lock(&actor->system->lock);
  bool supervised =
      lives->for_good && (lives->between || reason == STOPPED_NORMAL);
  mutex_unlock(&actor->system->lock);
  return supervised ? STOPPED_SUPERVISOR : reason;
}

bool lives_end_now(Actor *actor, StopReason reason) {
  mutex_lock(&actor->system->lock);
  bool last = is_last_locked(actor, reason);
  mutex_unlock(&actor->system->lock);
  return last;
}

static void tell_pause(Actor *actor, StopReason reason) {
  enum { WAITS_FOR_LIFE = 5 };
  trace(actor->system, (Event){.kind = EVENT_BLOCKED,
                               .actor = actor->ref.bits,
                               .other = actor->lives->terms.supervisor.bits,
                               .number = WAITS_FOR_LIFE,
                               .text = StopReason_value_names[reason]});
}

bool lives_pause(Actor *actor, StopReason reason) {
  Lives *lives = actor->lives;
  System *system = actor->system;
  if (lives == NULL) {
    return false;
  }
  mutex_lock(&system->lock);
  bool last = is_last_locked(actor, reason);
  if (!last) {
    mailbox_pause(&actor->mailbox, !lives->terms.asks_wait);
    if (actor->stop_notice != NULL) {  // none is on its way
      mailbox_reopen(&actor->mailbox);
    }
    actor->status = ACTOR_RESTARTING;
    actor->held = 0;
    lives->asked_before = system->request_serial;
  }
  mutex_unlock(&system->lock);
  if (!last) {
    lives->between = true;
    tell_pause(actor, reason);
  }
  return !last;
}

void lives_say(Actor *actor, Word word, StopReason reason) {
  Lives *lives = actor->lives;
  if (lives == NULL) {
    return;
  }
  mutex_lock(&actor->system->lock);
  Message *message = lives->words[word];
  lives->words[word] = NULL;
  mutex_unlock(&actor->system->lock);
  if (message == NULL) {
    return;
  }
  message->target = lives->terms.supervisor;
  if (word == WORD_STARTED) {
    *(struct control_started *)message_fields(message) =
        (struct control_started){.life = lives->life};
  } else {  // PAUSED and OVER have the same fields
    *(struct control_paused *)message_fields(message) =
        (struct control_paused){.life = lives->life, .reason = reason};
  }
  send_leave(actor->system, actor, message);
}

// ---- The supervisor's side ----

static Actor *find_locked(System *system, Ref child) {
  Actor *actor = table_at(system, child);
  return actor != NULL && ref_equal(actor->ref, child) && actor->lives != NULL
             ? actor
             : NULL;
}

static void leave(System *system, Message *message) {
  if (message != NULL) {
    send_leave(system, sender_in(system), message);
  }
}

static Message *take(Message **place) {
  Message *message = *place;
  *place = NULL;
  return message;
}

void lives_start(System *system, Ref child) {
  mutex_lock(&system->lock);
  Actor *actor = find_locked(system, child);
  Message *notice = actor != NULL ? take(&actor->start_notice) : NULL;
  if (notice != NULL && actor->status == ACTOR_PREPARED) {
    actor->status = ACTOR_STARTING;
  }
  mutex_unlock(&system->lock);
  leave(system, notice);
}

void lives_suspend(System *system, Ref child, u32 life) {
  mutex_lock(&system->lock);
  const Actor *actor = find_locked(system, child);
  Message *word =
      actor != NULL ? take(&actor->lives->words[WORD_SUSPEND]) : NULL;
  mutex_unlock(&system->lock);
  if (word != NULL) {
    word->target = child;
    *(struct control_suspend *)message_fields(word) =
        (struct control_suspend){.life = life};
    leave(system, word);
  }
}

void lives_finish(System *system, Ref child, bool kill) {
  mutex_lock(&system->lock);
  Actor *actor = find_locked(system, child);
  Message *notice = NULL;
  if (actor != NULL) {
    actor->lives->for_good = true;
    kill = kill || actor->status == ACTOR_RESTARTING;
    notice = take(kill ? &actor->kill_notice : &actor->stop_notice);
  }
  mutex_unlock(&system->lock);
  leave(system, notice);
}

void lives_kill(System *system, Ref child) {
  mutex_lock(&system->lock);
  Actor *actor = find_locked(system, child);
  Message *notice = actor != NULL ? take(&actor->kill_notice) : NULL;
  mutex_unlock(&system->lock);
  leave(system, notice);
}

// ---- Time ----

static void on_due(System *system, Timer *timer, u64 argument) {
  (void)timer;  // may have been freed with its actor
  Actor *actor = table_at(system, ref_make(system->node, (u32)argument, 1));
  Message *word = NULL;
  mutex_lock(&system->lock);
  Lives *lives = actor->lives;
  if (lives != NULL && lives->due == argument >> 32) {
    lives->was_due = lives->due;
    word = take(&lives->words[WORD_DUE]);
  }
  if (word != NULL) {
    word->sender = actor->ref;
    word->sequence = 0;
    word->target = lives->terms.supervisor;
  }
  mutex_unlock(&system->lock);
  if (word != NULL) {
    send_arrive(system, word);
  }
}

void lives_set_time(System *system, Ref child, i64 point) {
  mutex_lock(&system->lock);
  const Actor *actor = find_locked(system, child);
  bool disarmed = false;
  if (actor != NULL) {
    Lives *lives = actor->lives;
    disarmed = timers_remove(&system->timers, &lives->timer);
    lives->due = (u32)++system->timer_serial;
    if (point != POINT_NEVER) {
      lives->timer =
          (Timer){.owner = lives->terms.supervisor,
                  .number = lives->due,
                  .fire = on_due,
                  .argument = (u64)lives->due << 32 | ref_slot(child)};
      send_arm(system, &lives->timer, point);
    }
  }
  mutex_unlock(&system->lock);
  if (disarmed) {
    busy_less(system);
  }
}

// ---- Home ----

static bool is_to_child(const Message *word) {
  return word->info->kind == CONTROL_SUSPEND;
}

bool lives_bring_home(System *system, Message *word) {
  Ref child = is_to_child(word) ? word->target : word->sender;
  bool due = false;
  mutex_lock(&system->lock);
  const Actor *actor = find_locked(system, child);
  if (actor != NULL) {
    Lives *lives = actor->lives;
    lives->words[word->info->kind - CONTROL_SUSPEND] = word;
    due = word->info->kind == CONTROL_DUE && lives->was_due == lives->due;
    word = NULL;
  }
  mutex_unlock(&system->lock);
  message_free(word);
  return due;
}

void lives_returned(System *system, Message *word) {
  if (word->info->kind == CONTROL_ADOPT) {
    const struct control_adopt *adopt = message_fields(word);
    lives_finish(system, adopt->child.ref, true);
    message_free(word);
    return;
  }
  bool orphaned = !is_to_child(word);
  Ref child = word->sender;
  ignore(lives_bring_home(system, word));
  if (orphaned) {
    lives_finish(system, child, true);
  }
}
