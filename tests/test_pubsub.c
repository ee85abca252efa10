// Tests of publish and subscribe: patterns against an oracle, copies, filters,
// what is retained, and who is slow.
#include <stdio.h>
#include <string.h>

#include "acting/runtime.h"
#include "acting/table.h"
#include "surviving/bond_table.h"
#include "ways.h"

// ---- Patterns ----

// The levels of a text, one by one, as lists.
typedef struct Levels {
  char texts[4][4];
  int count;
} Levels;

static Levels split(const char *text) {
  Levels levels = {.count = 0};
  int length = 0;
  for (; *text != '\0'; text++) {
    if (*text == '.') {
      levels.count++;
      length = 0;
    } else {
      levels.texts[levels.count][length++] = *text;
    }
  }
  levels.count++;
  return levels;
}

// What is said of patterns, in three lines.
static bool oracle(const Levels *pattern, int p, const Levels *topic, int t) {
  bool at_end = t == topic->count;
  if (p == pattern->count) {
    return at_end;
  }
  if (strcmp(pattern->texts[p], "#") == 0) {
    return true;
  }
  if (strcmp(pattern->texts[p], ">") == 0) {
    return !at_end;
  }
  return !at_end &&
         (strcmp(pattern->texts[p], "*") == 0 ||
          strcmp(pattern->texts[p], topic->texts[t]) == 0) &&
         oracle(pattern, p + 1, topic, t + 1);
}

static bool oracle_is_valid(const Levels *pattern) {
  for (int i = 0; i + 1 < pattern->count; i++) {
    if (strchr("#>", pattern->texts[i][0]) != NULL &&
        strlen(pattern->texts[i]) == 1) {
      return false;
    }
  }
  return true;
}

// Every text of up to 3 levels out of `words`, by number; false: no such.
static bool text_of(int number, const char *const *words, int count,
                    char text[16]) {
  int levels = 1;
  int texts = count;
  while (levels < 4 && number >= texts) {
    number -= texts;
    texts *= count;
    levels++;
  }
  text[0] = '\0';
  for (int i = 0; i < levels && levels < 4; i++) {
    if (i > 0) {
      (void)snprintf(text + strlen(text), 2, ".");
    }
    (void)snprintf(text + strlen(text), 4, "%s", words[number % count]);
    number /= count;
  }
  return levels < 4;
}

static void every_short_pattern_matches_what_it_says(void) {
  const char *const words[] = {"a", "ab", "", "*", ">", "#", "a*"};
  char pattern[16];
  char topic[16];
  int wrong = 0;
  int matches = 0;
  for (int p = 0; text_of(p, words, 7, pattern); p++) {
    Levels pattern_levels = split(pattern);
    bool valid = oracle_is_valid(&pattern_levels);
    wrong += topic_pattern_is_valid(pattern) != valid;
    for (int t = 0; valid && text_of(t, words, 7, topic); t++) {
      Levels levels = split(topic);
      bool expected = oracle(&pattern_levels, 0, &levels, 0);
      wrong += topic_matches(pattern, topic) != expected;
      matches += expected;
    }
  }
  CU_ASSERT_EQUAL(wrong, 0);
  CU_ASSERT(matches > 1000);
}

static void patterns_match_by_level(void) {
  CU_ASSERT_TRUE(topic_matches("sport.*.score", "sport.tennis.score"));
  CU_ASSERT_FALSE(topic_matches("sport.*.score", "sport.score"));
  CU_ASSERT_FALSE(topic_matches("sport.*", "sport.tennis.score"));
  CU_ASSERT_TRUE(topic_matches("sport.>", "sport.tennis.score"));
  CU_ASSERT_FALSE(topic_matches("sport.>", "sport"));
  CU_ASSERT_TRUE(topic_matches("sport.#", "sport"));
  CU_ASSERT_FALSE(topic_matches("sport.#", "sports.tennis"));
  CU_ASSERT_FALSE(topic_pattern_is_valid("#.score"));
}

// ---- The bus ----

#define NEWS(M)                                                  \
  M(NEWS_ITEM, news, item, (text, topic)(i64, number), )         \
  M(NEWS_BREAK, news, break_, (i64, number), )                   \
  M(NEWS_PUBLISH, news, publish, (ref(News), bus)(i64, items), ) \
  M(NEWS_JOIN, news, join, (ref(News), bus), )                   \
  M(NEWS_FAIL, news, fail, , )                                   \
  M(NEWS_LOOK, news, look, , (i64, heard)(i64, sum)(i64, last)(bool, sorted))
REF(News, news)
PROTOCOL_AFTER_REF(News, news, NEWS)
STATE(NewsState, (i64, heard)(i64, sum)(i64, last)(bool, unsorted))
ACTOR(News, news, NewsState, reading)
BUS_WITH_FILTERS(News, news, is_even, is_large)

#define PLAIN(M) M(PLAIN_NOTE, plain, note, , )
PROTOCOL(Plain, plain, PLAIN)
BUS(Plain, plain)

static bool is_even(const NewsMsg *message) {
  return message->kind == NEWS_ITEM && message->item.number % 2 == 0;
}

static bool is_large(const NewsMsg *message) {
  return message->kind == NEWS_ITEM && message->item.number >= 10;
}

static void read_number(NewsState *self, i64 number) {
  self->heard++;
  self->sum += number;
  self->unsorted = self->unsorted || number <= self->last;
  self->last = number;
}

static void reading(NewsState *self, const NewsMsg *message) {
  switch (message->kind) {
    case NEWS_ITEM:
      read_number(self, message->item.number);
      break;
    case NEWS_BREAK:
      read_number(self, message->break_.number);
      break;
    case NEWS_PUBLISH:
      for (i64 i = 1; i <= message->publish.items; i++) {
        CHECK(news_tell_item(message->publish.bus, "a", i) == TELL_OK);
      }
      break;
    case NEWS_JOIN:
      CHECK(news_bus_subscribe(message->join.bus, news_self(), "a") == TELL_OK);
      break;
    case NEWS_FAIL:
      fail("as told");
    case NEWS_LOOK:
      news_reply_look(self->heard, self->sum, self->last, !self->unsorted);
      break;
  }
}

static NewsRef new_bus(System *system, size_t retain) {
  NewsRef bus = news_bus_spawn(
      system, (BusOptions){.spawn.label = "bus", .retain = retain});
  CU_ASSERT_EQUAL_FATAL(spawn_outcome(bus.ref), SPAWN_OK);
  return bus;
}

static NewsRef new_reader(System *system) {
  NewsRef reader = news_spawn(system, "reader", (NewsState){0});
  CU_ASSERT_EQUAL_FATAL(spawn_outcome(reader.ref), SPAWN_OK);
  return reader;
}

static NewsRef subscriber(System *system, NewsRef bus, const char *pattern) {
  NewsRef reader = new_reader(system);
  CU_ASSERT_EQUAL(news_bus_subscribe_within(bus, reader, pattern, PATIENCE),
                  ASK_OK);
  return reader;
}

static void publish(NewsRef bus, const char *topic, i64 number) {
  CU_ASSERT_EQUAL(news_tell_item(bus, topic, number), TELL_OK);
}

static void must_be_quiet(System *system) {
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
}

static struct news_look_reply look_at(NewsRef reader) {
  struct news_look_reply reply = {0};
  CU_ASSERT_EQUAL(news_ask_look(reader, &reply, PATIENCE), ASK_OK);
  return reply;
}

static BusLook look_at_bus(NewsRef bus) {
  BusLook look;
  CU_ASSERT_EQUAL(bus_look(bus.ref, &look, PATIENCE), ASK_OK);
  return look;
}

UNDER_ALL(a_publication_reaches_all_who_want_its_topic) {
  System *system = start_system();
  NewsRef bus = new_bus(system, 0);
  NewsRef tennis = subscriber(system, bus, "sport.tennis");
  NewsRef sport = subscriber(system, bus, "sport.*");
  NewsRef all = subscriber(system, bus, "#");
  publish(bus, "sport.tennis", 1);
  publish(bus, "sport.golf", 2);
  publish(bus, "weather", 4);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(tennis).sum, 1);
  CU_ASSERT_EQUAL(look_at(sport).sum, 3);
  CU_ASSERT_EQUAL(look_at(all).sum, 7);
  BusLook look = look_at_bus(bus);
  CU_ASSERT_EQUAL(look.subscriptions, 3);
  CU_ASSERT_EQUAL(look.published, 3);
  CU_ASSERT_EQUAL(look.delivered, 6);
  CU_ASSERT_EQUAL(look.dropped, 0);
  stop_system(system);
}

UNDER_ALL(without_a_topic_the_message_s_name_is_one) {
  System *system = start_system();
  NewsRef bus = new_bus(system, 0);
  NewsRef named = subscriber(system, bus, "break_");
  NewsRef items = subscriber(system, bus, "item");
  CU_ASSERT_EQUAL(news_tell_break_(bus, 3), TELL_OK);
  publish(bus, "other", 1);
  publish(bus, NULL, 7);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(named).sum, 3);
  CU_ASSERT_EQUAL(look_at(items).sum, 7);
  stop_system(system);
}

UNDER_ALL(a_filter_decides_what_is_wanted) {
  System *system = start_system();
  NewsRef bus = new_bus(system, 0);
  NewsRef even = new_reader(system);
  NewsRef large = new_reader(system);
  CU_ASSERT_EQUAL(news_bus_subscribe_filtered(bus, even, ">", is_even),
                  TELL_OK);
  CU_ASSERT_EQUAL(news_bus_subscribe_filtered(bus, large, ">", is_large),
                  TELL_OK);
  for (i64 i = 1; i <= 12; i++) {
    publish(bus, "a", i);
  }
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(even).heard, 6);
  CU_ASSERT_EQUAL(look_at(large).heard, 3);
  CU_ASSERT_EQUAL(news_bus_subscribe(bus, even, ">"), TELL_OK);  // instead
  publish(bus, "a", 13);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(even).heard, 7);
  CU_ASSERT_EQUAL(look_at_bus(bus).subscriptions, 2);
  stop_system(system);
}

UNDER_ALL(each_subscription_that_matches_brings_a_copy) {
  System *system = start_system();
  NewsRef bus = new_bus(system, 0);
  NewsRef reader = subscriber(system, bus, "a.*");
  CU_ASSERT_EQUAL(news_bus_subscribe(bus, reader, "a.b"), TELL_OK);
  CU_ASSERT_EQUAL(news_bus_subscribe(bus, reader, "a.b"), TELL_OK);
  publish(bus, "a.b", 1);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(reader).heard, 2);
  CU_ASSERT_EQUAL(news_bus_unsubscribe(bus, reader, "a.*"), TELL_OK);
  CU_ASSERT_EQUAL(news_bus_unsubscribe(bus, reader, "no.such"), TELL_OK);
  publish(bus, "a.b", 1);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(reader).heard, 3);
  CU_ASSERT_EQUAL(look_at_bus(bus).subscriptions, 1);
  stop_system(system);
}

UNDER_ALL(publications_of_one_come_in_order) {
  System *system = start_system();
  NewsRef bus = new_bus(system, 0);
  NewsRef reader = subscriber(system, bus, "a");
  NewsRef author = new_reader(system);
  CU_ASSERT_EQUAL(news_tell_publish(author, bus, 50), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(reader).heard, 50);
  CU_ASSERT_TRUE(look_at(reader).sorted);
  stop_system(system);
}

UNDER_ALL(a_subscription_ends_with_its_subscriber) {
  System *system = start_system();
  NewsRef bus = new_bus(system, 0);
  NewsRef one = subscriber(system, bus, "a");
  NewsRef two = subscriber(system, bus, "a");
  NewsRef three = new_reader(system);
  CU_ASSERT_EQUAL(news_bus_subscribe(bus, one, "b"), TELL_OK);
  CU_ASSERT_EQUAL(news_tell_join(three, bus), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(news_tell_fail(one), TELL_OK);
  actor_kill(three.ref);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at_bus(bus).subscriptions, 1);
  publish(bus, "a", 1);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(two).heard, 1);
  CU_ASSERT_EQUAL(look_at_bus(bus).dropped, 0);
  CU_ASSERT_EQUAL(news_bus_subscribe(bus, one, "a"), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at_bus(bus).subscriptions, 1);
  CU_ASSERT_EQUAL(bonds_count(&table_at(system, bus.ref)->bonds), 1);
  stop_system(system);
}

// Whatever its mailbox says: also one that slows its senders.
UNDER_ALL(a_slow_subscriber_loses_its_own_copies_and_holds_up_nobody) {
  const FullPolicy policies[] = {FULL_REFUSE, FULL_DROP_NEWEST, FULL_SLOW};
  for (int i = 0; i < 3; i++) {
    System *system = start_system();
    NewsRef bus = new_bus(system, 0);
    NewsRef slow = news_spawn_with(
        system,
        (SpawnOptions){.label = "slow", .capacity = 2, .policy = policies[i]},
        (NewsState){0});
    NewsRef quick = subscriber(system, bus, "a");
    CU_ASSERT_EQUAL(news_bus_subscribe_within(bus, slow, "a", PATIENCE),
                    ASK_OK);
    for (i64 k = 1; k <= 30; k++) {
      publish(bus, "a", k);
    }
    must_be_quiet(system);
    CU_ASSERT_EQUAL(look_at(quick).heard, 30);
    CU_ASSERT_TRUE(look_at(slow).sorted);
    BusLook look = look_at_bus(bus);
    CU_ASSERT_EQUAL(look.dropped, 30 - (u64)look_at(slow).heard);
    CU_ASSERT_EQUAL(look.delivered + look.dropped, 60);
    stop_system(system);
  }
}

UNDER_ALL(a_broker_tells_late_subscribers_the_last_of_each_topic) {
  System *system = start_system();
  NewsRef bus = new_bus(system, 3);
  publish(bus, "a.x", 1);
  publish(bus, "b", 2);
  publish(bus, "a.y", 3);
  publish(bus, "a.x", 4);
  NewsRef late = subscriber(system, bus, "a.*");
  publish(bus, "a.z", 5);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(late).sum, 3 + 4 + 5);
  CU_ASSERT_TRUE(look_at(late).sorted);
  // The oldest, b, gave way to the fourth topic.
  NewsRef later = subscriber(system, bus, "#");
  NewsRef none = subscriber(system, bus, "b");
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(later).sum, 3 + 4 + 5);
  CU_ASSERT_EQUAL(look_at(none).heard, 0);
  CU_ASSERT_EQUAL(look_at_bus(bus).retained, 3);
  stop_system(system);
}

UNDER_ALL(an_ask_is_published_and_answered_by_nobody) {
  System *system = start_system();
  NewsRef bus = new_bus(system, 1);
  NewsRef reader = subscriber(system, bus, "look");
  struct news_look_reply reply;
  CU_ASSERT_EQUAL(news_ask_look(bus, &reply, PATIENCE), ASK_UNANSWERED);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at_bus(bus).delivered, 1);
  CU_ASSERT_EQUAL(look_at(reader).heard, 0);
  stop_system(system);
}

UNDER_ALL(what_is_no_bus_cannot_be_subscribed_to) {
  System *system = start_system();
  NewsRef reader = new_reader(system);
  BusLook look;
  CU_ASSERT_EQUAL(news_bus_subscribe(reader, reader, "a"), TELL_STRANGER);
  CU_ASSERT_EQUAL(news_bus_unsubscribe(reader, reader, "a"), TELL_STRANGER);
  CU_ASSERT_EQUAL(bus_look(reader.ref, &look, PATIENCE), ASK_STRANGER);
  CU_ASSERT_EQUAL(news_bus_subscribe((NewsRef){NOBODY}, reader, "a"),
                  TELL_STRANGER);
  NewsRef bus = new_bus(system, 0);
  actor_kill(bus.ref);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(news_bus_subscribe(bus, reader, "a"), TELL_STOPPED);
  CU_ASSERT_EQUAL(bus_look(bus.ref, &look, PATIENCE), ASK_STOPPED);
  PlainRef plain = plain_bus_spawn(system, (BusOptions){.retain = 1});
  CU_ASSERT_EQUAL(plain_tell_note(plain), TELL_OK);
  must_be_quiet(system);
  stop_system(system);
}

static void subscribe_badly(void *arg) {
  const NewsRef *bus = arg;
  ignore(news_bus_subscribe(*bus, *bus, "a.#.b"));
}

static void a_pattern_that_is_none_is_a_bug_of_the_caller(void) {
  System *system = system_start(&(SystemOptions){.dispatcher = &run_stepper});
  CU_ASSERT_PTR_NOT_NULL_FATAL(system);
  NewsRef bus = new_bus(system, 0);
  CU_ASSERT_TRUE(fails_a_check(subscribe_badly, &bus));
  CU_ASSERT_EQUAL(system_stop(system, PATIENCE), SYSTEM_CLEAN);
}

// Counts the allocations of the good case down to none.
STEPPED(a_subscription_without_memory_is_refused_and_changes_nothing) {
  System *system = start_system();
  NewsRef bus = new_bus(system, 1);
  NewsRef reader = new_reader(system);
  must_be_quiet(system);
  bool failed = true;
  u64 refused = 0;
  for (i64 successes = 0; failed; successes++) {
    memory_ends_after(successes);
    AskOutcome outcome = news_bus_subscribe_within(bus, reader, "a", NEVER);
    failed = memory_is_back();
    must_be_quiet(system);
    CU_ASSERT_EQUAL(outcome, failed && outcome != ASK_REFUSED ? ASK_NO_MEMORY
                             : failed                         ? ASK_REFUSED
                                                              : ASK_OK);
    refused += outcome == ASK_REFUSED;
    CU_ASSERT_EQUAL(look_at_bus(bus).subscriptions, outcome == ASK_OK);
    CU_ASSERT_EQUAL(look_at_bus(bus).refused, refused);
  }
  CU_ASSERT(refused > 0);
  stop_system(system);
}

STEPPED(a_copy_without_memory_is_dropped_and_counted) {
  System *system = start_system();
  NewsRef bus = new_bus(system, 1);
  NewsRef one = subscriber(system, bus, "a");
  NewsRef two = subscriber(system, bus, "a");
  publish(bus, "a", 1);
  publish(bus, "a", 2);
  memory_ends_after(0);
  RunOutcome outcome = system_run(system, PATIENCE);
  CU_ASSERT_TRUE(memory_is_back());
  CU_ASSERT_EQUAL(outcome, RUN_QUIET);
  CU_ASSERT_EQUAL(look_at(one).heard + look_at(two).heard, 0);
  CU_ASSERT_EQUAL(look_at_bus(bus).dropped, 4);
  CU_ASSERT_EQUAL(look_at_bus(bus).retained, 0);
  publish(bus, "a", 3);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(one).sum, 3);
  stop_system(system);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(patterns_match_by_level),
      CASE(every_short_pattern_matches_what_it_says),
      CASE(a_publication_reaches_all_who_want_its_topic),
      CASE(without_a_topic_the_message_s_name_is_one),
      CASE(a_filter_decides_what_is_wanted),
      CASE(each_subscription_that_matches_brings_a_copy),
      CASE(publications_of_one_come_in_order),
      CASE(a_subscription_ends_with_its_subscriber),
      CASE(a_slow_subscriber_loses_its_own_copies_and_holds_up_nobody),
      CASE(a_broker_tells_late_subscribers_the_last_of_each_topic),
      CASE(an_ask_is_published_and_answered_by_nobody),
      CASE(what_is_no_bus_cannot_be_subscribed_to),
      CASE(a_pattern_that_is_none_is_a_bug_of_the_caller),
      CASE(a_subscription_without_memory_is_refused_and_changes_nothing),
      CASE(a_copy_without_memory_is_dropped_and_counted),
      CU_TEST_INFO_NULL};
  return run_suite("pubsub", cases);
}
