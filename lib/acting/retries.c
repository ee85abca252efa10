// retries.c -- counted by the message's id: what fails is tried next.
#include "acting/retries.h"

#include "acting/extras.h"
#include "acting/requests.h"
#include "acting/send.h"
#include "acting/table.h"
#include "acting/trace.h"

bool retries_keep(Actor *actor, Message *message) {
  Lives *lives = lives_of(actor);
  bool asked = (message->flags & MESSAGE_ASK) != 0;
  if (lives == NULL || lives->terms.tries == 0 || !actor->runs ||
      actor->robbed || (message->flags & MESSAGE_ANSWER) != 0 ||
      (asked && !actor->answers)) {
    return false;
  }
  actor->answers = false;  // it stays open, in the message
  lives->failed_at = message;
  return true;
}

static void answer_failed(Actor *actor, const Message *message) {
  if (message->flags & MESSAGE_ASK) {
    ignore(request_complete(actor->system, message_request(message), ASK_FAILED,
                            actor, NULL));
  }
}

static void make_dead_letter(System *system, Actor *from, Message *message) {
  message->flags &= (u16)~MESSAGE_ASK;  // it has been answered
  send_undeliverable(system, from, message, TELL_OK);
}

static void set_aside(Actor *actor, Message *message) {
  Lives *lives = lives_of(actor);
  System *system = actor->system;
  lives->tried = (MessageId){0};
  trace_message(system, EVENT_QUARANTINED, actor->ref, message->sender, message,
                lives->tries);
  answer_failed(actor, message);
  message->flags &= (u16)~MESSAGE_ASK;
  mutex_lock(&system->lock);
  message_list_push(&lives->set_aside, message);
  Message *oldest =
      lives->aside == MOST_ASIDE ? message_list_pop(&lives->set_aside) : NULL;
  lives->aside += oldest == NULL;
  system->counts.quarantined++;
  mutex_unlock(&system->lock);
  if (oldest != NULL) {
    make_dead_letter(system, actor, oldest);
  }
}

// True: it has been tried as often as it may be.
static bool is_hopeless(Lives *lives, const Message *message) {
  MessageId id = message_id(message);
  bool same =
      lives->tried.sender == id.sender && lives->tried.sequence == id.sequence;
  lives->tried = id;
  lives->tries = same ? lives->tries + 1 : 1;
  return lives->tries > lives->terms.tries;
}

void retries_decide(Actor *actor, bool lives_again) {
  Lives *lives = lives_of(actor);
  if (lives == NULL || lives->failed_at == NULL) {
    return;
  }
  Message *message = lives->failed_at;
  lives->failed_at = NULL;
  if (!lives_again && (message->flags & MESSAGE_ASK)) {
    answer_failed(actor, message);
    message_free(message);
  } else if (!lives_again) {
    make_dead_letter(actor->system, actor, message);
  } else if (is_hopeless(lives, message)) {
    set_aside(actor, message);
  } else {
    MessageList one = {message, message};
    mailbox_put_back(&actor->mailbox, &one);
  }
}

void retries_end(Actor *actor) {
  if (lives_of(actor) != NULL) {
    retries_return(actor->system, NOBODY,
                   retries_take(actor->system, actor->ref));
  }
}

static Lives *lives_locked(System *system, Ref child) {
  Actor *actor = table_at(system, child);
  return actor != NULL && table_holds_locked(actor, child) ? lives_of(actor)
                                                           : NULL;
}

MessageList retries_take(System *system, Ref child) {
  MessageList taken = {NULL, NULL};
  mutex_lock(&system->lock);
  Lives *lives = lives_locked(system, child);
  if (lives != NULL) {
    taken = lives->set_aside;
    lives->set_aside = (MessageList){NULL, NULL};
    lives->aside = 0;
  }
  mutex_unlock(&system->lock);
  return taken;
}

void retries_return(System *system, Ref child, MessageList messages) {
  u32 count = 0;
  for (const Message *each = messages.first; each != NULL; each = each->next) {
    count++;
  }
  mutex_lock(&system->lock);
  Lives *lives = lives_locked(system, child);
  if (lives != NULL && count > 0) {
    messages.last->next = lives->set_aside.first;
    if (lives->set_aside.first == NULL) {
      lives->set_aside.last = messages.last;
    }
    lives->set_aside.first = messages.first;
    lives->aside += count;
  }
  mutex_unlock(&system->lock);
  Message *message;
  while (lives == NULL && (message = message_list_pop(&messages)) != NULL) {
    make_dead_letter(system, NULL, message);
  }
}
