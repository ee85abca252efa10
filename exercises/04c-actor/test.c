// What any actor must do, whatever its behaviour is. The behaviours are the
// test's; what they write down is read when the actor has been stopped.
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "../judge.h"
#include "../stage.h"
#include "actor.h"
#include "base/mem.h"

enum { NOTE, KEEP, LOUDER, WAVER, END };
enum { PAGE = 200 };

typedef struct Diary {
  char page[PAGE];  // what was handled, one word after the other
  char *kept;       // owned
  atomic_int handled;
} Diary;

static void note(Self *self, const Message *message, const char *how) {
  Diary *diary = self->state;
  size_t used = strlen(diary->page);
  snprintf(diary->page + used, PAGE - used, "%s%s%s", used > 0 ? " " : "",
           message->text, how);
}

static void loudly(Self *self, Message *message) {
  Diary *diary = self->state;
  note(self, message, "!");
  diary->handled++;
}

static void writing(Self *self, Message *message) {
  Diary *diary = self->state;
  if (message->text != NULL) note(self, message, "");
  switch (message->kind) {
    case KEEP:
      diary->kept = message->text;
      message->text = NULL;
      break;
    case LOUDER:
      become(self, loudly);
      break;
    case WAVER:
      become(self, NULL);
      become(self, loudly);
      break;
    case END:
      become(self, NULL);
      break;
    default:
      break;
  }
  diary->handled++;
}

static Message letter(int kind, const char *words) {
  Message message = {.kind = kind};
  if (words != NULL) {
    message.text = mem_array(char, strlen(words) + 1);
    memcpy(message.text, words, strlen(words) + 1);
  }
  return message;
}

static void expect_outcome(const char *what, ChannelOutcome seen,
                           ChannelOutcome expected) {
  static const char *const names[] = {"CHANNEL_OK", "CHANNEL_FULL",
                                      "CHANNEL_EMPTY", "CHANNEL_TIMEOUT",
                                      "CHANNEL_CLOSED"};
  EXPECT_TEXT(what, names[seen], names[expected]);
}

static void tell(Actor *actor, int kind, const char *words) {
  Message message = letter(kind, words);
  expect_outcome("the outcome of actor_tell", actor_tell(actor, &message),
                 CHANNEL_OK);
  EXPECT("a message that was sent should be empty at the sender",
         message.text == NULL && message.kind == 0);
}

// Stops it when it has come through that many messages.
static void finish(Actor *actor, Diary *diary, int messages) {
  for (i64 since = 0; diary->handled < messages && judge_patience(&since);) {
    continue;
  }
  EXPECT_NUMBER("messages handled", diary->handled, messages);
  actor_stop(actor);
}

static void expect_page(const Diary *diary, const char *expected) {
  EXPECT_TEXT("what the actor has handled", diary->page, expected);
}

static void what_it_is_told_it_handles_in_order(void) {
  Diary diary = {.page = ""};
  Actor *actor = actor_spawn("writer", writing, &diary);
  tell(actor, NOTE, "one");
  tell(actor, NOTE, "two");
  tell(actor, NOTE, "three");
  finish(actor, &diary, 3);
  expect_page(&diary, "one two three");
}

static void become_counts_from_the_next_message(void) {
  Diary diary = {.page = ""};
  Actor *actor = actor_spawn("writer", writing, &diary);
  tell(actor, NOTE, "one");
  tell(actor, LOUDER, "two");
  tell(actor, NOTE, "three");
  tell(actor, LOUDER, "four");
  judge_tell("With two it becomes loud, and loud it stays.");
  finish(actor, &diary, 4);
  expect_page(&diary, "one two three! four!");
}

static void the_last_become_of_a_message_counts(void) {
  Diary diary = {.page = ""};
  Actor *actor = actor_spawn("writer", writing, &diary);
  tell(actor, WAVER, "one");
  tell(actor, NOTE, "two");
  judge_tell("With one it becomes nothing and then, after all, loud.");
  finish(actor, &diary, 2);
  expect_page(&diary, "one two!");
}

static void two_actors_are_apart(void) {
  Diary one = {.page = ""};
  Diary other = {.page = ""};
  Actor *ann = actor_spawn("Ann", writing, &one);
  Actor *bob = actor_spawn("Bob", loudly, &other);
  tell(ann, NOTE, "a");
  tell(bob, NOTE, "b");
  tell(ann, NOTE, "c");
  tell(bob, NOTE, "d");
  finish(ann, &one, 2);
  finish(bob, &other, 2);
  expect_page(&one, "a c");
  expect_page(&other, "b! d!");
}

static void what_it_keeps_is_its_own_and_the_rest_is_freed(void) {
  i64 before = mem_live();
  Diary diary = {.page = ""};
  Actor *actor = actor_spawn("writer", writing, &diary);
  tell(actor, NOTE, "read");
  tell(actor, KEEP, "kept");
  tell(actor, NOTE, NULL);
  tell(actor, NOTE, "read");
  finish(actor, &diary, 4);
  EXPECT_TEXT("what the behaviour took out of its message", diary.kept, "kept");
  mem_free(diary.kept);
  EXPECT_NUMBER("blocks of memory not freed", mem_live() - before, 0);
}

// Tells until it is refused, which it will be.
static void expect_ended(Actor *actor) {
  Message message = letter(NOTE, "too late");
  ChannelOutcome outcome = CHANNEL_OK;
  for (i64 since = 0; outcome == CHANNEL_OK && judge_patience(&since);) {
    if (message.text == NULL) message = letter(NOTE, "too late");
    outcome = actor_tell(actor, &message);
  }
  expect_outcome("the outcome of telling who has ended", outcome,
                 CHANNEL_CLOSED);
  EXPECT("a message that was refused should be untouched",
         message.text != NULL && strcmp(message.text, "too late") == 0);
  mem_free(message.text);
}

static void without_a_next_behaviour_it_ends(void) {
  i64 before = mem_live();
  Diary diary = {.page = ""};
  Actor *actor = actor_spawn("writer", writing, &diary);
  tell(actor, END, "last");
  expect_ended(actor);
  actor_stop(actor);
  expect_page(&diary, "last");
  actor = actor_spawn("nobody", NULL, NULL);
  expect_ended(actor);
  actor_stop(actor);
  EXPECT_NUMBER("blocks of memory not freed", mem_live() - before, 0);
}

typedef struct Teller {
  Actor *actor;
  Message message;
  ChannelOutcome outcome;  // written by the hand, read when it was joined
  int times;
  Hand hand;
} Teller;

static void tell_one(void *arg) {
  Teller *teller = arg;
  teller->outcome = actor_tell(teller->actor, &teller->message);
}

static void stop(void *arg) {
  Teller *teller = arg;
  actor_stop(teller->actor);
}

static void settle(Teller *teller, void (*act)(void *), HandState wanted,
                   const char *what) {
  hand_start(&teller->hand, "teller", act, teller);
  EXPECT(what, hand_settle(&teller->hand) == wanted);
}

static void told_while_busy(Actor *actor, const char *words) {
  Teller teller = {.actor = actor, .message = letter(NOTE, words)};
  settle(&teller, tell_one, HAND_DONE,
         "actor_tell should send and go on: the actor is busy, there is room "
         "in its mailbox, and actor_tell does not come back");
  hand_join(&teller.hand);
  expect_outcome("the outcome of actor_tell", teller.outcome, CHANNEL_OK);
}

// It has taken a first message, and is held; its mailbox is full.
static Actor *held_actor(Diary *diary, int kind) {
  Actor *actor = actor_spawn("writer", writing, diary);
  gate_close();
  tell(actor, kind, "first");
  EXPECT("the actor's thread should take the message by channel_recv",
         gate_holds(1));
  for (int i = 0; i < ACTOR_ROOM; i++) told_while_busy(actor, "behind");
  return actor;
}

static void to_tell_is_not_to_wait_for_the_handling(void) {
  Diary diary = {.page = ""};
  Actor *actor = held_actor(&diary, NOTE);
  Teller late = {.actor = actor, .message = letter(NOTE, "late")};
  settle(&late, tell_one, HAND_WAITS,
         "the mailbox is full, and actor_tell should wait for room");
  gate_open();
  hand_join(&late.hand);
  expect_outcome("the outcome of actor_tell", late.outcome, CHANNEL_OK);
  actor_stop(actor);
  expect_page(&diary, "first behind behind behind behind late");
}

static void stop_lets_it_handle_all_it_was_told(void) {
  Diary diary = {.page = ""};
  Actor *actor = held_actor(&diary, NOTE);
  Teller stopper = {.actor = actor};
  settle(&stopper, stop, HAND_WAITS,
         "actor_stop came back while the actor was busy: it should wait until "
         "the thread has ended");
  gate_open();
  hand_join(&stopper.hand);
  expect_page(&diary, "first behind behind behind behind");
}

static void what_nobody_takes_is_freed(void) {
  i64 before = mem_live();
  Diary diary = {.page = ""};
  Actor *actor = held_actor(&diary, END);
  judge_tell("It has taken its last message, and four more are behind that.");
  gate_open();
  actor_stop(actor);
  expect_page(&diary, "first");
  EXPECT_NUMBER("blocks of memory not freed", mem_live() - before, 0);
}

static void who_waits_for_room_keeps_the_message(void) {
  i64 before = mem_live();
  Diary diary = {.page = ""};
  Actor *actor = held_actor(&diary, END);
  Teller late = {.actor = actor, .message = letter(NOTE, "late")};
  settle(&late, tell_one, HAND_WAITS,
         "the mailbox is full, and actor_tell should wait for room");
  judge_tell(
      "The mailbox was full and a teller waited for room. Then the actor "
      "handled its last message.");
  gate_open();
  EXPECT("the teller should be woken by the actor's end",
         hand_settle(&late.hand) == HAND_DONE);
  hand_join(&late.hand);
  expect_outcome("the outcome of actor_tell", late.outcome, CHANNEL_CLOSED);
  EXPECT("a message that was refused should be untouched",
         late.message.text != NULL && strcmp(late.message.text, "late") == 0);
  mem_free(late.message.text);
  actor_stop(actor);
  EXPECT_NUMBER("blocks of memory not freed", mem_live() - before, 0);
}

// Free running, for the sanitizers.
static void count(Self *self, Message *message) {
  int *counted = self->state;
  *counted += message->text != NULL;
}

static void tell_many(void *arg) {
  Teller *teller = arg;
  for (int i = 0; i < 100; i++) {
    Message message = letter(NOTE, "word");
    if (actor_tell(teller->actor, &message) == CHANNEL_OK) teller->times++;
  }
}

static void many_may_tell_at_once(void) {
  enum { TELLERS = 3 };
  int counted = 0;
  Actor *actor = actor_spawn("counter", count, &counted);
  Teller tellers[TELLERS];
  for (int i = 0; i < TELLERS; i++) {
    tellers[i] = (Teller){.actor = actor};
    hand_start(&tellers[i].hand, "teller", tell_many, &tellers[i]);
  }
  int told = 0;
  for (int i = 0; i < TELLERS; i++) {
    hand_join(&tellers[i].hand);
    told += tellers[i].times;
  }
  actor_stop(actor);
  EXPECT_NUMBER("messages told", told, 100 * TELLERS);
  EXPECT_NUMBER("messages handled", counted, 100 * TELLERS);
}

int main(void) {
  CU_TestInfo cases[] = {CASE(what_it_is_told_it_handles_in_order),
                         CASE(become_counts_from_the_next_message),
                         CASE(the_last_become_of_a_message_counts),
                         CASE(two_actors_are_apart),
                         CASE(what_it_keeps_is_its_own_and_the_rest_is_freed),
                         CASE(without_a_next_behaviour_it_ends),
                         CASE(to_tell_is_not_to_wait_for_the_handling),
                         CASE(stop_lets_it_handle_all_it_was_told),
                         CASE(what_nobody_takes_is_freed),
                         CASE(who_waits_for_room_keeps_the_message),
                         CASE(many_may_tell_at_once),
                         CU_TEST_INFO_NULL};
  return judge(cases);
}
