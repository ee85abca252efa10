// lives.c -- words out and home, and what a pause is.
//
// Whether an end is the last is decided under the system's lock, together with
// the pause: whoever wants it to be the last sets a mark under that lock before
// sending a stop, so the stop finds the actor either unpaused, and the mark is
// seen at its end, or paused, and then it wakes it.
#include "acting/lives.h"

#include <string.h>

#include "acting/extras.h"
#include "acting/quiet.h"
#include "acting/request_holds.h"
#include "acting/send.h"
#include "acting/start_notice.h"
#include "acting/table.h"
#include "acting/trace.h"
#include "base/mem.h"
#include "telling/fields.h"
#include "telling/mailbox_course.h"

static ControlKind kind_of(Word word) {
  return (ControlKind)(CONTROL_SUSPEND + (u32)word);
}

// ---- Made and freed ----

bool lives_furnish(Actor *actor, const LifeTerms *terms, const void *state) {
  const ActorType *type = actor->type;
  Extras *own = extras_own(actor);
  Lives *lives = own != NULL ? mem_try(sizeof *lives) : NULL;
  if (lives == NULL) {
    return false;
  }
  own->lives = lives;
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
  block_free(lives->record);
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

void lives_keep_start(Actor *actor, Message *message) {
  if (lives_of(actor) == NULL) {
    message_free(message);
    return;
  }
  mutex_lock(&actor->system->lock);
  start_notice_keep(actor, message);
  mutex_unlock(&actor->system->lock);
}

bool lives_begin(Actor *actor) {
  Lives *lives = lives_of(actor);
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
  standing_move_locked(&actor->standing, ACTOR_STARTING);
  mutex_unlock(&system->lock);
  if (!fields_copy(lives->shape, actor->state, lives->first_state)) {
    return false;
  }
  fields_hang(lives->shape, actor->state, &actor->blocks);
  return true;
}

static bool is_last_locked(const Actor *actor, StopReason reason) {
  const Lives *lives = lives_of(actor);
  return lives->for_good || actor->system->stopping ||
         !standing_started(standing(&actor->standing)) ||
         lives->terms.mode == RESTART_TEMPORARY ||
         (lives->terms.mode == RESTART_TRANSIENT && reason == STOPPED_NORMAL);
}

StopReason lives_reason(Actor *actor, StopReason reason) {
  const Lives *lives = lives_of(actor);
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
                               .other = lives_of(actor)->terms.supervisor.bits,
                               .number = WAITS_FOR_LIFE,
                               .text = StopReason_value_names[reason]});
}

bool lives_pause(Actor *actor, StopReason reason) {
  Lives *lives = lives_of(actor);
  System *system = actor->system;
  if (lives == NULL) {
    return false;
  }
  mutex_lock(&system->lock);
  bool last = is_last_locked(actor, reason);
  if (!last) {
    mailbox_pause(&actor->mailbox, !lives->terms.asks_wait);
    if ((actor->told & TOLD_STOP) == 0) {  // none is on its way
      mailbox_reopen(&actor->mailbox);
    }
    standing_move_locked(&actor->standing, ACTOR_RESTARTING);
    request_let_go_locked(actor);
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
  Lives *lives = lives_of(actor);
  if (lives == NULL) {
    return;
  }
  mutex_lock(&actor->system->lock);
  Message *message = lives->words[word];
  lives->words[word] = NULL;
  lives->over = lives->over || word == WORD_OVER;
  mutex_unlock(&actor->system->lock);
  if (message == NULL) {
    return;
  }
  message->target = lives->terms.supervisor;
  // Only the fields: behind them, where a struct may have a gap, lies the word
  // for requests. PAUSED and OVER have the same.
  struct control_started started = {.life = lives->life};
  struct control_paused paused = {.life = lives->life, .reason = reason};
  memcpy(message_fields(message),
         word == WORD_STARTED ? (const void *)&started : &paused,
         message->info->size);
  send_leave(actor->system, actor, message);
}
