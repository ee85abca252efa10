// Users of a pool who have to wait, and orders that are forced upon them: one
// is held behind an unlock, where others can come in.
#include <stdio.h>

#include "../judge.h"
#include "../stage.h"
#include "base/mem.h"
#include "connections.h"

typedef struct User {
  Connections *pool;
  int connection;
  Hand hand;
} User;

static void take(void *arg) {
  User *user = arg;
  user->connection = connections_take(user->pool);
}

static void give(void *arg) {
  User *user = arg;
  connections_give(user->pool, user->connection);
}

static void expect_taken(const User *user, int expected) {
  EXPECT_NUMBER("the connection that connections_take gives", user->connection,
                expected);
}

static void one_user_alone_gets_each_once(void) {
  i64 before = mem_live();
  Connections *pool = connections_new(2);
  int one = connections_take(pool);
  int other = connections_take(pool);
  EXPECT("the first should be 0 or 1", one == 0 || one == 1);
  EXPECT_NUMBER("the second of two", other, 1 - one);
  connections_give(pool, one);
  EXPECT_NUMBER("the only one at home", connections_take(pool), one);
  connections_give(pool, other);
  connections_give(pool, one);
  connections_free(pool);
  EXPECT_NUMBER("blocks of memory not freed", mem_live() - before, 0);
}

static void who_finds_none_waits_for_one(void) {
  Connections *pool = connections_new(2);
  int first = connections_take(pool);
  int second = connections_take(pool);
  User ann = {.pool = pool};
  judge_tell("There are two connections, and both are lent. Ann takes.");
  hand_start(&ann.hand, "Ann", take, &ann);
  EXPECT("none is at home, and Ann should wait",
         hand_settle(&ann.hand) == HAND_WAITS);
  connections_give(pool, first);
  EXPECT("one has come back, and Ann should be woken",
         hand_settle(&ann.hand) == HAND_DONE);
  hand_join(&ann.hand);
  expect_taken(&ann, first);
  connections_give(pool, first);
  connections_give(pool, second);
  connections_free(pool);
}

// Ann is held at her point number `at`, if she comes to one; then one comes
// back.
static bool held_while_one_comes_back(int at) {
  Connections *pool = connections_new(1);
  int only = connections_take(pool);
  User ann = {.pool = pool};
  hand_start_held(&ann.hand, "Ann", take, &ann, at);
  bool held = hand_settle(&ann.hand) == HAND_HELD;
  connections_give(pool, only);
  hand_join(&ann.hand);
  expect_taken(&ann, only);
  connections_free(pool);
  return held;
}

static void what_comes_back_before_the_sleep_is_found(void) {
  judge_tell(
      "The only connection is lent. Ann has looked, and is about to wait. "
      "Before she does, it is given back.");
  for (int at = 1; held_while_one_comes_back(at); at++) continue;
}

static void two_that_come_back_serve_two(void) {
  Connections *pool = connections_new(2);
  int first = connections_take(pool);
  int second = connections_take(pool);
  User ann = {.pool = pool};
  User bob = {.pool = pool};
  judge_tell(
      "Both connections are lent. Ann and Bob have looked, and are about to "
      "wait. Then both are given back, and the two tellings are one permit.");
  hand_start_held(&ann.hand, "Ann", take, &ann, 1);
  (void)hand_settle(&ann.hand);
  hand_start_held(&bob.hand, "Bob", take, &bob, 1);
  (void)hand_settle(&bob.hand);
  connections_give(pool, first);
  connections_give(pool, second);
  hand_join(&ann.hand);
  hand_join(&bob.hand);
  EXPECT_NUMBER("the numbers of their connections, together",
                ann.connection + bob.connection, first + second);
  connections_free(pool);
}

// Bob is held at his point number `at` while he gives one back.
static bool held_while_giving(int at) {
  Connections *pool = connections_new(1);
  User ann = {.pool = pool};
  User bob = {.pool = pool, .connection = connections_take(pool)};
  hand_start(&ann.hand, "Ann", take, &ann);
  (void)hand_settle(&ann.hand);
  hand_start_held(&bob.hand, "Bob", give, &bob, at);
  bool held = hand_settle(&bob.hand) == HAND_HELD;
  (void)hand_settle(&ann.hand);
  hand_join(&bob.hand);
  hand_join(&ann.hand);
  expect_taken(&ann, bob.connection);
  connections_free(pool);
  return held;
}

static void who_is_told_finds_what_was_told_of(void) {
  judge_tell(
      "Ann waits. Bob gives a connection back, and is held behind an unlock; "
      "Ann does all she can; then Bob goes on.");
  for (int at = 1; held_while_giving(at); at++) continue;
}

// Free running, for the thread sanitizer: as many users as connections, so
// that nobody ever waits and luck decides nothing.
enum { TIMES = 300, USERS = 2 };

static int in_use[USERS];  // guarded by who holds the connection

static void use_all_day(void *arg) {
  User *user = arg;
  for (int i = 0; i < TIMES; i++) {
    int mine = connections_take(user->pool);
    if (mine >= 0 && mine < USERS) in_use[mine]++;
    connections_give(user->pool, mine);
  }
}

static void nobody_shares_a_connection(void) {
  Connections *pool = connections_new(USERS);
  User ann = {.pool = pool};
  User bob = {.pool = pool};
  hand_start(&ann.hand, "Ann", use_all_day, &ann);
  hand_start(&bob.hand, "Bob", use_all_day, &bob);
  hand_join(&ann.hand);
  hand_join(&bob.hand);
  EXPECT_NUMBER("how often the connections were used", in_use[0] + in_use[1],
                USERS * TIMES);
  connections_free(pool);
}

int main(void) {
  CU_TestInfo cases[] = {CASE(one_user_alone_gets_each_once),
                         CASE(who_is_told_finds_what_was_told_of),
                         CASE(who_finds_none_waits_for_one),
                         CASE(what_comes_back_before_the_sleep_is_found),
                         CASE(two_that_come_back_serve_two),
                         CASE(nobody_shares_a_connection),
                         CU_TEST_INFO_NULL};
  return judge(cases);
}
