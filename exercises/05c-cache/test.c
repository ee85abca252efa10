// The test is the source, and all who ask; nobody but the cache has a thread.
// The source answers when the test says so.
#include "../judge.h"
#include "../stage.h"
#include "base/mem.h"
#include "cache.h"

typedef struct Stage {
  Channel *source;   // what the cache asks
  Channel *answers;  // what it answers
  Cache *cache;
} Stage;

static Channel *mailbox(void) {
  Channel *channel = channel_new(sizeof(Message), 64);
  EXPECT("there should be memory", channel != NULL);
  return channel;
}

static Stage begin(void) {
  Stage stage = {.source = mailbox(), .answers = mailbox()};
  stage.cache = cache_spawn(stage.source);
  return stage;
}

static void end(Stage *stage) {
  cache_stop(stage->cache);
  Message message;
  EXPECT("nothing more should be asked of the source",
         channel_recv(stage->source, &message, NOW) == CHANNEL_EMPTY);
  EXPECT("nothing more should be answered",
         channel_recv(stage->answers, &message, NOW) == CHANNEL_EMPTY);
  Channel *both[] = {stage->source, stage->answers};
  for (int i = 0; i < 2; i++) {
    channel_drop_receiver(both[i], NULL);
    channel_drop_sender(both[i]);
  }
}

static void ask(Stage *stage, int key, u64 id) {
  cache_get(stage->cache, key, id, stage->answers);
}

// The next question to the source, which should be for this key.
static Message asked(Stage *stage, int key) {
  Message question;
  EXPECT("the source should be asked",
         channel_recv(stage->source, &question, NEVER) == CHANNEL_OK);
  EXPECT("the source should get a get", question.kind == GET);
  EXPECT_NUMBER("the key the source is asked for", question.key, key);
  return question;
}

static void answer(const Message *question, i64 value) {
  Message got = {.kind = GOT, .id = question->id, .value = value};
  EXPECT("the cache should be there to hear the source's answer",
         channel_send(question->reply_to, &got, NEVER) == CHANNEL_OK);
}

// The next answer of the cache.
static void hears(Stage *stage, u64 id, i64 value) {
  Message got;
  EXPECT("the cache should answer",
         channel_recv(stage->answers, &got, NEVER) == CHANNEL_OK);
  EXPECT("the cache should answer with a got", got.kind == GOT);
  EXPECT_NUMBER("the id in the cache's answer", (i64)got.id, (i64)id);
  EXPECT_NUMBER("the value in the cache's answer", got.value, value);
}

static void what_is_known_is_not_asked_again(void) {
  Stage stage = begin();
  ask(&stage, 3, 101);
  Message question = asked(&stage, 3);
  answer(&question, 33);
  judge_tell("Key 3 was asked for, with id 101; the source said 33.");
  hears(&stage, 101, 33);
  ask(&stage, 3, 102);
  judge_tell("The source has said that key 3 is 33; it is asked for again.");
  hears(&stage, 102, 33);
  judge_tell("%s", "");
  end(&stage);
}

static void the_value_0_is_a_value(void) {
  Stage stage = begin();
  ask(&stage, 0, 7);
  Message question = asked(&stage, 0);
  answer(&question, 0);
  hears(&stage, 7, 0);
  ask(&stage, 0, 8);
  judge_tell("The source has said that key 0 is 0; it is asked for again.");
  hears(&stage, 8, 0);
  judge_tell("%s", "");
  end(&stage);
}

static void it_goes_on_while_the_source_is_busy(void) {
  Stage stage = begin();
  ask(&stage, 1, 11);
  Message one = asked(&stage, 1);
  answer(&one, 100);
  hears(&stage, 11, 100);
  ask(&stage, 2, 12);
  Message two = asked(&stage, 2);
  judge_tell(
      "Key 1 is known. The source was asked for key 2 and has not answered. "
      "Now key 1 is asked for, then key 3.");
  ask(&stage, 1, 13);
  hears(&stage, 13, 100);
  ask(&stage, 3, 14);
  Message three = asked(&stage, 3);
  judge_tell("%s", "");
  answer(&two, 200);
  hears(&stage, 12, 200);
  answer(&three, 300);
  hears(&stage, 14, 300);
  end(&stage);
}

static void equal_questions_are_asked_once(void) {
  Stage stage = begin();
  for (u64 id = 21; id < 25; id++) ask(&stage, 5, id);
  ask(&stage, 6, 31);
  judge_tell("Key 5 was asked for four times, then key 6.");
  Message five = asked(&stage, 5);
  Message six = asked(&stage, 6);
  answer(&five, 55);
  for (u64 id = 21; id < 25; id++) hears(&stage, id, 55);
  answer(&six, 66);
  hears(&stage, 31, 66);
  judge_tell("%s", "");
  end(&stage);
}

static void the_source_answers_in_any_order(void) {
  Stage stage = begin();
  Message questions[CACHE_KEYS];
  for (int key = 0; key < CACHE_KEYS; key++) {
    ask(&stage, key, (u64)key + 900);
    questions[key] = asked(&stage, key);
    for (int i = 0; i < key; i++) {
      EXPECT("two questions to the source should have two ids",
             questions[i].id != questions[key].id);
    }
  }
  judge_tell("All keys were asked for; the source answers the last one first.");
  for (int key = CACHE_KEYS - 1; key >= 0; key--) {
    answer(&questions[key], key * 11);
    hears(&stage, (u64)key + 900, key * 11);
  }
  judge_tell("%s", "");
  end(&stage);
}

static void askers_may_use_the_same_id(void) {
  Stage stage = begin();
  Channel *bobs = mailbox();
  ask(&stage, 4, 1);
  cache_get(stage.cache, 4, 1, bobs);
  cache_get(stage.cache, 7, 1, bobs);
  judge_tell("Ann asks for key 4, Bob for 4 and 7, and all say that is 1.");
  Message four = asked(&stage, 4);
  Message seven = asked(&stage, 7);
  answer(&seven, 77);
  Message got;
  EXPECT("Bob should be answered",
         channel_recv(bobs, &got, NEVER) == CHANNEL_OK);
  EXPECT_NUMBER("what Bob hears of key 7", got.value, 77);
  answer(&four, 44);
  hears(&stage, 1, 44);
  EXPECT("Bob should be answered",
         channel_recv(bobs, &got, NEVER) == CHANNEL_OK);
  EXPECT_NUMBER("what Bob hears of key 4", got.value, 44);
  judge_tell("%s", "");
  end(&stage);
  channel_drop_receiver(bobs, NULL);
  channel_drop_sender(bobs);
}

static void an_answer_to_nothing_is_dropped(void) {
  Stage stage = begin();
  ask(&stage, 1, 61);
  Message question = asked(&stage, 1);
  Message stray = question;
  stray.id = question.id + 1000;
  answer(&stray, 13);
  stray.id = 0;
  answer(&stray, 13);
  answer(&question, 10);
  answer(&question, 14);
  judge_tell("The source answers ids it was never asked with, and one twice.");
  hears(&stage, 61, 10);
  for (int key = 1; key < 3; key++) {
    ask(&stage, key, 62);
    if (key == 2) {
      question = asked(&stage, 2);
      answer(&question, 20);
    }
    hears(&stage, 62, key * 10);
  }
  judge_tell("%s", "");
  end(&stage);
}

static void two_caches_know_each_their_own(void) {
  Stage one = begin();
  Stage other = begin();
  ask(&one, 2, 71);
  Message question = asked(&one, 2);
  answer(&question, 20);
  hears(&one, 71, 20);
  ask(&other, 2, 72);
  judge_tell("The first cache knows key 2; the second one is asked for it.");
  question = asked(&other, 2);
  answer(&question, 21);
  hears(&other, 72, 21);
  ask(&one, 2, 73);
  hears(&one, 73, 20);
  judge_tell("%s", "");
  end(&one);
  end(&other);
}

static void nothing_is_left_after_the_stop(void) {
  i64 before = mem_live();
  Stage stage = begin();
  ask(&stage, 1, 81);
  Message question = asked(&stage, 1);
  answer(&question, 10);
  hears(&stage, 81, 10);
  end(&stage);
  EXPECT_NUMBER("blocks of memory not freed", mem_live() - before, 0);
}

// Free running, for the sanitizers.
typedef struct Customer {
  Cache *cache;
  Channel *answers;
  int heard;
  Hand hand;
} Customer;

static void shop(void *arg) {
  Customer *customer = arg;
  for (int i = 0; i < 40; i++) {
    cache_get(customer->cache, i % CACHE_KEYS, (u64)i, customer->answers);
    Message got;
    if (channel_recv(customer->answers, &got, NEVER) != CHANNEL_OK) return;
    customer->heard += got.value == i % CACHE_KEYS && got.id == (u64)i;
  }
}

static void many_may_ask_at_once(void) {
  enum { CUSTOMERS = 3 };
  Stage stage = begin();
  Customer all[CUSTOMERS];
  ask(&stage, 0, 1);
  Message first = asked(&stage, 0);
  answer(&first, 0);
  hears(&stage, 1, 0);
  for (int i = 0; i < CUSTOMERS; i++) {
    all[i] = (Customer){.cache = stage.cache, .answers = mailbox()};
    hand_start(&all[i].hand, "customer", shop, &all[i]);
  }
  for (int i = 1; i < CACHE_KEYS; i++) {
    Message question;
    EXPECT("the source should be asked",
           channel_recv(stage.source, &question, NEVER) == CHANNEL_OK);
    answer(&question, question.key);
  }
  for (int i = 0; i < CUSTOMERS; i++) {
    hand_join(&all[i].hand);
    EXPECT_NUMBER("right answers of 40", all[i].heard, 40);
  }
  end(&stage);
  for (int i = 0; i < CUSTOMERS; i++) {
    channel_drop_receiver(all[i].answers, NULL);
    channel_drop_sender(all[i].answers);
  }
}

int main(void) {
  CU_TestInfo cases[] = {CASE(what_is_known_is_not_asked_again),
                         CASE(two_caches_know_each_their_own),
                         CASE(the_value_0_is_a_value),
                         CASE(it_goes_on_while_the_source_is_busy),
                         CASE(equal_questions_are_asked_once),
                         CASE(the_source_answers_in_any_order),
                         CASE(askers_may_use_the_same_id),
                         CASE(an_answer_to_nothing_is_dropped),
                         CASE(nothing_is_left_after_the_stop),
                         CASE(many_may_ask_at_once),
                         CU_TEST_INFO_NULL};
  return judge(cases);
}
