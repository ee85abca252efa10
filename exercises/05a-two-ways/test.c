// What the clerk must do, in the order in which one would build it.
#include "../judge.h"
#include "../stage.h"
#include "base/mem.h"
#include "clerk.h"

enum { PEARS, APPLES, SNOW };

static Channel *mailbox(void) {
  Channel *channel = channel_new(sizeof(Answer), 64);
  EXPECT("there should be memory", channel != NULL);
  return channel;
}

static void drop(Channel *channel) {
  channel_drop_receiver(channel, NULL);
  channel_drop_sender(channel);
}

static void end(Clerk *clerk) {
  clerk_close(clerk);
  clerk_free(clerk);
}

static void hears(Channel *answers, u64 id, AskOutcome outcome, i64 price) {
  Answer answer;
  EXPECT("an answer should arrive in reply_to",
         channel_recv(answers, &answer, NEVER) == CHANNEL_OK);
  EXPECT_NUMBER("the id in the answer", (i64)answer.id, (i64)id);
  EXPECT_NUMBER("the outcome in the answer", answer.outcome, outcome);
  EXPECT_NUMBER("the price in the answer", answer.price, price);
}

static void hears_nothing(Channel *answers, const char *what) {
  Answer answer;
  EXPECT(what, channel_recv(answers, &answer, NOW) == CHANNEL_EMPTY);
}

static void expect_price(Clerk *clerk, int item, i64 wanted) {
  i64 price = -1;
  EXPECT_NUMBER("the outcome of clerk_price",
                clerk_price(clerk, item, &price, NEVER), ASK_OK);
  EXPECT_NUMBER("the price", price, wanted);
}

static void an_answer_comes_by_oneshot(void) {
  Clerk *clerk = clerk_spawn();
  expect_price(clerk, PEARS, 7);
  expect_price(clerk, APPLES, 3);
  end(clerk);
}

static void an_answer_comes_by_message(void) {
  Clerk *clerk = clerk_spawn();
  Channel *answers = mailbox();
  EXPECT_NUMBER("the outcome of clerk_post",
                clerk_post(clerk, PEARS, 41, answers), ASK_OK);
  hears(answers, 41, ASK_OK, 7);
  EXPECT_NUMBER("the outcome of clerk_post",
                clerk_post(clerk, APPLES, 17, answers), ASK_OK);
  hears(answers, 17, ASK_OK, 3);
  end(clerk);
  drop(answers);
}

static void no_is_an_answer(void) {
  Clerk *clerk = clerk_spawn();
  Channel *answers = mailbox();
  const int unknown[] = {SNOW, -1};
  for (int i = 0; i < 2; i++) {
    i64 price = -1;
    EXPECT_NUMBER("the outcome for an item the clerk does not know",
                  clerk_price(clerk, unknown[i], &price, NEVER), ASK_REFUSED);
    EXPECT_NUMBER("the price, which should be untouched", price, -1);
    EXPECT_NUMBER("the outcome of clerk_post",
                  clerk_post(clerk, unknown[i], 2, answers), ASK_OK);
    hears(answers, 2, ASK_REFUSED, 0);
  }
  end(clerk);
  drop(answers);
}

typedef struct Asker {
  Clerk *clerk;
  Channel *answers;
  int item;
  i64 price;  // these written by the hand, read when it was joined
  AskOutcome outcome;
  Hand hand;
} Asker;

static void ask(void *arg) {
  Asker *asker = arg;
  asker->outcome = clerk_price(asker->clerk, asker->item, &asker->price, NEVER);
}

static void post(void *arg) {
  Asker *asker = arg;
  asker->outcome = clerk_post(asker->clerk, asker->item, 5, asker->answers);
}

static void send_home(void *arg) {
  Asker *asker = arg;
  clerk_close(asker->clerk);
}

static void settle(Asker *asker, const char *name, void (*act)(void *arg),
                   HandState wanted, const char *what) {
  hand_start(&asker->hand, name, act, asker);
  EXPECT(what, hand_settle(&asker->hand) == wanted);
}

// A clerk that has taken a question, and is held there.
static Clerk *held_clerk(Channel *answers) {
  Clerk *clerk = clerk_spawn();
  gate_close();
  Asker first = {.clerk = clerk, .answers = answers, .item = PEARS};
  settle(&first, "first", post, HAND_DONE,
         "clerk_post should send and go on: the clerk is busy, its mailbox is "
         "empty, and clerk_post does not come back");
  hand_join(&first.hand);
  EXPECT("the clerk's thread should take the question by channel_recv",
         gate_holds(1));
  return clerk;
}

static void to_post_is_not_to_wait(void) {
  Channel *answers = mailbox();
  Clerk *clerk = held_clerk(answers);
  for (int i = 0; i < CLERK_ROOM; i++) {
    EXPECT_NUMBER("the outcome of clerk_post",
                  clerk_post(clerk, i % 2, (u64)i + 6, answers), ASK_OK);
  }
  hears_nothing(answers, "there is no answer while the clerk is busy");
  gate_open();
  hears(answers, 5, ASK_OK, 7);
  for (int i = 0; i < CLERK_ROOM; i++) {
    hears(answers, (u64)i + 6, ASK_OK, i % 2 ? 3 : 7);
  }
  end(clerk);
  drop(answers);
}

static void who_gives_up_is_not_answered_later(void) {
  Channel *answers = mailbox();
  Clerk *clerk = held_clerk(answers);
  i64 price = -1;
  judge_tell(
      "The clerk is busy. Pears are asked for, and given up; then it "
      "comes to answer.");
  EXPECT_NUMBER("the outcome when there is no answer in time",
                clerk_price(clerk, PEARS, &price, after_ms(10)), ASK_TIMEOUT);
  EXPECT_NUMBER("the outcome with NOW", clerk_price(clerk, PEARS, &price, NOW),
                ASK_TIMEOUT);
  EXPECT_NUMBER("the price, which should be untouched", price, -1);
  gate_open();
  expect_price(clerk, APPLES, 3);
  judge_tell("%s", "");
  end(clerk);
  drop(answers);
}

static void a_full_mailbox_says_so(void) {
  Channel *answers = mailbox();
  Clerk *clerk = held_clerk(answers);
  for (int i = 0; i < CLERK_ROOM; i++) {
    EXPECT_NUMBER("the outcome of clerk_post",
                  clerk_post(clerk, APPLES, 8, answers), ASK_OK);
  }
  Asker late = {.clerk = clerk, .answers = answers, .price = -1};
  settle(&late, "late", post, HAND_DONE,
         "clerk_post should not wait for room in the mailbox");
  hand_join(&late.hand);
  EXPECT_NUMBER("the outcome of clerk_post", late.outcome, ASK_FULL);
  settle(&late, "late", ask, HAND_DONE,
         "clerk_price should not wait for room in the mailbox");
  hand_join(&late.hand);
  EXPECT_NUMBER("the outcome of clerk_price", late.outcome, ASK_FULL);
  gate_open();
  hears(answers, 5, ASK_OK, 7);
  for (int i = 0; i < CLERK_ROOM; i++) hears(answers, 8, ASK_OK, 3);
  end(clerk);
  hears_nothing(answers, "a question that was not sent has no answer");
  drop(answers);
}

static void closing_leaves_nobody_waiting(void) {
  Channel *answers = mailbox();
  Clerk *clerk = held_clerk(answers);
  Asker before = {.clerk = clerk, .item = APPLES, .price = -1};
  Asker closer = {.clerk = clerk};
  Asker behind = {.clerk = clerk, .item = APPLES, .price = -1};
  settle(&before, "before", ask, HAND_WAITS, "clerk_price should wait");
  settle(&closer, "closer", send_home, HAND_WAITS,
         "clerk_close should wait until the clerk has ended");
  settle(&behind, "behind", ask, HAND_WAITS, "clerk_price should wait");
  EXPECT_NUMBER("the outcome of clerk_post",
                clerk_post(clerk, APPLES, 9, answers), ASK_OK);
  judge_tell(
      "The clerk was busy. Somebody asked, the shop was closed, "
      "somebody asked, somebody posted; now the clerk goes on.");
  gate_open();
  hand_join(&before.hand);
  hand_join(&behind.hand);
  hand_join(&closer.hand);
  EXPECT_NUMBER("the outcome of who asked before the close", before.outcome,
                ASK_OK);
  EXPECT_NUMBER("the price for who asked before the close", before.price, 3);
  EXPECT_NUMBER("the outcome of who asked behind the close", behind.outcome,
                ASK_STOPPED);
  hears(answers, 5, ASK_OK, 7);
  hears(answers, 9, ASK_STOPPED, 0);
  judge_tell("%s", "");
  clerk_free(clerk);
  drop(answers);
}

static void a_closed_clerk_says_so(void) {
  Channel *answers = mailbox();
  Clerk *clerk = clerk_spawn();
  clerk_close(clerk);
  i64 price = -1;
  EXPECT_NUMBER("the outcome of clerk_price after the close",
                clerk_price(clerk, PEARS, &price, NEVER), ASK_STOPPED);
  EXPECT_NUMBER("the outcome of clerk_post after the close",
                clerk_post(clerk, PEARS, 3, answers), ASK_STOPPED);
  hears_nothing(answers, "a question that was not sent has no answer");
  clerk_free(clerk);
  drop(answers);
}

static void nothing_is_left(void) {
  i64 before = mem_live();
  Channel *answers = mailbox();
  Clerk *clerk = held_clerk(answers);
  i64 price = -1;
  EXPECT_NUMBER("the outcome when there is no answer in time",
                clerk_price(clerk, PEARS, &price, NOW), ASK_TIMEOUT);
  gate_open();
  expect_price(clerk, APPLES, 3);
  clerk_close(clerk);
  EXPECT_NUMBER("the outcome of clerk_price after the close",
                clerk_price(clerk, PEARS, &price, NEVER), ASK_STOPPED);
  clerk_free(clerk);
  drop(answers);
  EXPECT_NUMBER("blocks of memory not freed", mem_live() - before, 0);
}

// Free running, for the sanitizers.
typedef struct Customer {
  Clerk *clerk;
  Channel *answers;
  int wrong;
  Hand hand;
} Customer;

static void shop(void *arg) {
  Customer *customer = arg;
  for (int i = 0; i < 60; i++) {
    i64 price = -1;
    AskOutcome outcome = clerk_price(customer->clerk, i % 3, &price, NEVER);
    AskOutcome wanted = i % 3 == 2 ? ASK_REFUSED : ASK_OK;
    if (outcome != wanted && outcome != ASK_FULL) customer->wrong++;
    if (clerk_post(customer->clerk, 0, (u64)i, customer->answers) != ASK_OK) {
      continue;
    }
    Answer answer;
    if (channel_recv(customer->answers, &answer, NEVER) != CHANNEL_OK ||
        answer.id != (u64)i || answer.price != 7) {
      customer->wrong++;
    }
  }
}

static void many_may_ask_at_once(void) {
  enum { CUSTOMERS = 3 };
  Clerk *clerk = clerk_spawn();
  Customer all[CUSTOMERS];
  for (int i = 0; i < CUSTOMERS; i++) {
    all[i] = (Customer){.clerk = clerk, .answers = mailbox()};
    hand_start(&all[i].hand, "customer", shop, &all[i]);
  }
  for (int i = 0; i < CUSTOMERS; i++) {
    hand_join(&all[i].hand);
    EXPECT_NUMBER("wrong answers", all[i].wrong, 0);
  }
  end(clerk);
  for (int i = 0; i < CUSTOMERS; i++) drop(all[i].answers);
}

int main(void) {
  CU_TestInfo cases[] = {CASE(an_answer_comes_by_oneshot),
                         CASE(an_answer_comes_by_message),
                         CASE(no_is_an_answer),
                         CASE(to_post_is_not_to_wait),
                         CASE(who_gives_up_is_not_answered_later),
                         CASE(a_full_mailbox_says_so),
                         CASE(closing_leaves_nobody_waiting),
                         CASE(a_closed_clerk_says_so),
                         CASE(nothing_is_left),
                         CASE(many_may_ask_at_once),
                         CU_TEST_INFO_NULL};
  return judge(cases);
}
