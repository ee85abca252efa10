// Ends that go away while the other one waits, in both directions; who frees
// the pipe; and senders that come and go.
#include <stdio.h>

#include "../judge.h"
#include "../stage.h"
#include "base/mem.h"
#include "pipe.h"

enum { UNTOUCHED = -7 };

typedef struct User {
  Pipe *pipe;
  int item;  // to send; or what was received
  bool did;  // what pipe_send or pipe_recv has said
  Hand hand;
} User;

static void send(void *arg) {
  User *user = arg;
  user->did = pipe_send(user->pipe, user->item);
}

static void receive(void *arg) {
  User *user = arg;
  user->did = pipe_recv(user->pipe, &user->item);
}

static void expect_item(Pipe *pipe, int expected) {
  int item = UNTOUCHED;
  EXPECT("there is an item, and pipe_recv should say true",
         pipe_recv(pipe, &item));
  EXPECT_NUMBER("the item that is received", item, expected);
}

static void expect_end(Pipe *pipe) {
  User ann = {.pipe = pipe, .item = UNTOUCHED};
  hand_start(&ann.hand, "Ann", receive, &ann);
  EXPECT("it is empty and no sender is left: pipe_recv should not wait",
         hand_settle(&ann.hand) == HAND_DONE);
  hand_join(&ann.hand);
  EXPECT("pipe_recv should say false: that was all", !ann.did);
  EXPECT_NUMBER("the item, when there was none", ann.item, UNTOUCHED);
}

static void one_thread_alone_gets_all_out_in_order(void) {
  Pipe *pipe = pipe_new(2);
  EXPECT("there is room: pipe_send should say true", pipe_send(pipe, 1));
  EXPECT("there is room: pipe_send should say true", pipe_send(pipe, 2));
  expect_item(pipe, 1);
  EXPECT("there is room again", pipe_send(pipe, 3));
  expect_item(pipe, 2);
  expect_item(pipe, 3);
  pipe_drop_sender(pipe);
  pipe_drop_receiver(pipe);
}

static void the_last_sender_wakes_the_receiver(void) {
  Pipe *pipe = pipe_new(1);
  User ann = {.pipe = pipe, .item = UNTOUCHED};
  pipe_add_sender(pipe);
  hand_start(&ann.hand, "Ann", receive, &ann);
  EXPECT("there is nothing, and Ann, who receives, should wait",
         hand_settle(&ann.hand) == HAND_WAITS);
  pipe_drop_sender(pipe);
  judge_tell("Ann receives and waits. One of two senders is dropped.");
  EXPECT("a sender is left, and Ann should wait on",
         hand_settle(&ann.hand) == HAND_WAITS);
  pipe_drop_sender(pipe);
  judge_tell(
      "Ann receives and waits. One of two senders is dropped, then the "
      "other one.");
  EXPECT("no sender is left, and Ann should be woken",
         hand_settle(&ann.hand) == HAND_DONE);
  hand_join(&ann.hand);
  EXPECT("Ann's pipe_recv should say false", !ann.did);
  EXPECT_NUMBER("the item, when there was none", ann.item, UNTOUCHED);
  pipe_drop_receiver(pipe);
}

static void a_sender_more_takes_nothing_away(void) {
  Pipe *pipe = pipe_new(1);
  User ann = {.pipe = pipe, .item = UNTOUCHED};
  pipe_add_sender(pipe);
  pipe_drop_sender(pipe);
  hand_start(&ann.hand, "Ann", receive, &ann);
  (void)hand_settle(&ann.hand);
  EXPECT("there is room", pipe_send(pipe, 5));
  judge_tell("A sender came and went, one is left. Ann waited; 5 was sent.");
  EXPECT("there is an item, and Ann should be woken",
         hand_settle(&ann.hand) == HAND_DONE);
  hand_join(&ann.hand);
  EXPECT("Ann's pipe_recv should say true", ann.did);
  EXPECT_NUMBER("what Ann has received", ann.item, 5);
  pipe_drop_sender(pipe);
  pipe_drop_receiver(pipe);
}

static void what_was_sent_before_the_end_comes_out(void) {
  Pipe *pipe = pipe_new(2);
  EXPECT("there is room", pipe_send(pipe, 1));
  EXPECT("there is room", pipe_send(pipe, 2));
  pipe_drop_sender(pipe);
  judge_tell("1 and 2 were sent. Then the only sender was dropped.");
  expect_item(pipe, 1);
  expect_item(pipe, 2);
  expect_end(pipe);
  expect_end(pipe);
  pipe_drop_receiver(pipe);
}

static void who_sends_to_nobody_is_refused(void) {
  Pipe *pipe = pipe_new(2);
  pipe_drop_receiver(pipe);
  EXPECT("the receiver has gone, and pipe_send should say false",
         !pipe_send(pipe, 1));
  pipe_drop_sender(pipe);
}

static void the_receivers_end_wakes_all_who_send(void) {
  Pipe *pipe = pipe_new(1);
  User users[2] = {{.pipe = pipe}, {.pipe = pipe}};
  EXPECT("there is room", pipe_send(pipe, 1));
  for (int i = 0; i < 2; i++) {
    hand_start(&users[i].hand, i ? "Bob" : "Ann", send, &users[i]);
    EXPECT("it is full, and who sends should wait",
           hand_settle(&users[i].hand) == HAND_WAITS);
  }
  pipe_drop_receiver(pipe);
  judge_tell("It is full, Ann and Bob wait for room. The receiver goes.");
  for (int i = 0; i < 2; i++) {
    EXPECT("who waits for room should be woken when the receiver has gone",
           hand_settle(&users[i].hand) == HAND_DONE);
  }
  for (int i = 0; i < 2; i++) {
    hand_join(&users[i].hand);
    EXPECT("who was woken by the end should say false", !users[i].did);
  }
  pipe_drop_sender(pipe);
}

static void whoever_is_last_frees_it(void) {
  i64 before = mem_live();
  Pipe *pipe = pipe_new(2);
  EXPECT("there is room", pipe_send(pipe, 1));
  pipe_add_sender(pipe);
  pipe_drop_sender(pipe);
  pipe_drop_receiver(pipe);
  EXPECT("a sender is left, and should not find it freed: it is refused",
         !pipe_send(pipe, 2));
  pipe_drop_sender(pipe);
  judge_tell("The receiver was dropped, then the last sender.");
  EXPECT_NUMBER("blocks of memory not freed", mem_live() - before, 0);
  pipe = pipe_new(2);
  EXPECT("there is room", pipe_send(pipe, 1));
  pipe_drop_sender(pipe);
  expect_item(pipe, 1);
  pipe_drop_receiver(pipe);
  judge_tell("The sender was dropped, then the receiver.");
  EXPECT_NUMBER("blocks of memory not freed", mem_live() - before, 0);
}

// Free running, for the thread sanitizer.
enum { TIMES = 300 };

static void send_many(void *arg) {
  User *user = arg;
  for (int i = 0; i < TIMES; i++) {
    pipe_add_sender(user->pipe);
    user->item += pipe_send(user->pipe, i);
    pipe_drop_sender(user->pipe);
  }
  pipe_drop_sender(user->pipe);
}

static void two_senders_and_a_receiver_lose_nothing(void) {
  Pipe *pipe = pipe_new(2);
  User users[2] = {{.pipe = pipe}, {.pipe = pipe}};
  pipe_add_sender(pipe);
  for (int i = 0; i < 2; i++) {
    hand_start(&users[i].hand, i ? "Bob" : "Ann", send_many, &users[i]);
  }
  int received = 0;
  int item = 0;
  while (pipe_recv(pipe, &item)) received++;
  for (int i = 0; i < 2; i++) hand_join(&users[i].hand);
  EXPECT_NUMBER("how many items came out", received, 2 * TIMES);
  pipe_drop_receiver(pipe);
}

int main(void) {
  CU_TestInfo cases[] = {CASE(one_thread_alone_gets_all_out_in_order),
                         CASE(the_last_sender_wakes_the_receiver),
                         CASE(a_sender_more_takes_nothing_away),
                         CASE(what_was_sent_before_the_end_comes_out),
                         CASE(who_sends_to_nobody_is_refused),
                         CASE(the_receivers_end_wakes_all_who_send),
                         CASE(whoever_is_last_frees_it),
                         CASE(two_senders_and_a_receiver_lose_nothing),
                         CU_TEST_INFO_NULL};
  return judge(cases);
}
