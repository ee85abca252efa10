// raising.c -- words to a child, its time, and the way home.
#include "acting/raising.h"

#include <string.h>

#include "acting/extras.h"
#include "acting/notices.h"
#include "acting/quiet.h"
#include "acting/send.h"
#include "acting/start_notice.h"
#include "acting/table.h"

static Actor *find_locked(System *system, Ref child) {
  Actor *actor = table_at(system, child);
  return actor != NULL && table_holds_locked(actor, child) &&
                 lives_of(actor) != NULL
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

void raising_start(System *system, Ref child) {
  mutex_lock(&system->lock);
  Actor *actor = find_locked(system, child);
  Message *notice = actor != NULL ? start_notice_take(actor) : NULL;
  if (notice != NULL && status_of(actor) == ACTOR_PREPARED) {
    standing_move_locked(&actor->standing, ACTOR_STARTING);
  }
  mutex_unlock(&system->lock);
  leave(system, notice);
}

void raising_suspend(System *system, Ref child, u32 life) {
  mutex_lock(&system->lock);
  const Actor *actor = find_locked(system, child);
  Message *word =
      actor != NULL ? take(&lives_of(actor)->words[WORD_SUSPEND]) : NULL;
  mutex_unlock(&system->lock);
  if (word != NULL) {
    word->target = child;
    struct control_suspend fields = {.life = life};
    memcpy(message_fields(word), &fields, word->info->size);  // not its gap
    leave(system, word);
  }
}

void raising_finish(System *system, Ref child, bool kill) {
  mutex_lock(&system->lock);
  Actor *actor = find_locked(system, child);
  bool sends = false;
  if (actor != NULL) {
    lives_of(actor)->for_good = true;
    bool paused =
        status_of(actor) == ACTOR_RESTARTING && start_notice_is_kept(actor);
    kill = kill || paused;
    sends = notices_take_locked(actor, kill ? CONTROL_KILL : CONTROL_STOP);
  }
  mutex_unlock(&system->lock);
  if (sends) {
    notices_send(system, sender_in(system), child,
                 kill ? CONTROL_KILL : CONTROL_STOP);
  }
}

void raising_kill(System *system, Ref child) {
  mutex_lock(&system->lock);
  Actor *actor = find_locked(system, child);
  bool sends = actor != NULL && notices_take_locked(actor, CONTROL_KILL);
  mutex_unlock(&system->lock);
  if (sends) {
    notices_send(system, sender_in(system), child, CONTROL_KILL);
  }
}

// ---- Time ----

static void on_due(System *system, Timer *timer, u64 argument) {
  (void)timer;  // may have been freed with its actor
  Actor *actor = table_at(system, ref_make(system->node, (u32)argument, 1));
  Message *word = NULL;
  mutex_lock(&system->lock);
  Lives *lives =
      standing_look_at_any_locked(&actor->standing) ? lives_of(actor) : NULL;
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

void raising_set_time(System *system, Ref child, i64 point) {
  mutex_lock(&system->lock);
  const Actor *actor = find_locked(system, child);
  bool disarmed = false;
  if (actor != NULL) {
    Lives *lives = lives_of(actor);
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

// ---- The record ----

bool raising_give_record(System *system, Ref child, void *record) {
  mutex_lock(&system->lock);
  const Actor *actor = find_locked(system, child);
  if (actor != NULL) {
    lives_of(actor)->record = record;
  }
  mutex_unlock(&system->lock);
  return actor != NULL;
}

void *raising_take_record(System *system, Ref child) {
  void *record = NULL;
  mutex_lock(&system->lock);
  const Actor *actor = find_locked(system, child);
  if (actor != NULL && !lives_of(actor)->over) {
    record = lives_of(actor)->record;
    lives_of(actor)->record = NULL;
  }
  mutex_unlock(&system->lock);
  return record;
}

// ---- Home ----

static bool is_to_child(const Message *word) {
  return word->info->kind == CONTROL_SUSPEND;
}

bool raising_bring_home(System *system, Message *word) {
  Ref child = is_to_child(word) ? word->target : word->sender;
  bool due = false;
  mutex_lock(&system->lock);
  const Actor *actor = find_locked(system, child);
  if (actor != NULL) {
    Lives *lives = lives_of(actor);
    lives->words[word->info->kind - CONTROL_SUSPEND] = word;
    due = word->info->kind == CONTROL_DUE && lives->was_due == lives->due;
    word = NULL;
  }
  mutex_unlock(&system->lock);
  message_free(word);
  return due;
}

void raising_returned(System *system, Message *word) {
  if (word->info->kind == CONTROL_ADOPT) {
    const struct control_adopt *adopt = message_fields(word);
    raising_finish(system, adopt->child.ref, true);
    message_free(word);
    return;
  }
  bool orphaned = !is_to_child(word);
  Ref child = word->sender;
  ignore(raising_bring_home(system, word));
  if (orphaned) {
    raising_finish(system, child, true);
  }
}
