// Tests of what can be watched: dead letters, failures, stuck handlers, and how
// much each actor has done.
#include <semaphore.h>
#include <string.h>

#include "acting/counting.h"
#include "surviving/watching.h"
#include "ways.h"

static sem_t gate;

#define LOG(M)                                                            \
  M(LOG_WATCH, log, watch, , (bool, watched))                             \
  M(LOG_WATCH_STUCK, log, watch_stuck, , (bool, watched))                 \
  M(LOG_REST, log, rest, , )                                              \
  M(LOG_LETTER, log, letter, LETTER_HEAD, )                               \
  M(LOG_FAILURE, log, failure, FAILURE_HEAD, )                            \
  M(LOG_STUCK, log, stuck, STUCK_HEAD, )                                  \
  M(LOG_READ, log, read, ,                                                \
    (i64, letters)(i64, failures)(i64, stuck)(ref(Any), who)(text, what)( \
        text, place)(enum(TellOutcome), why))                             \
  M(LOG_AWAIT, log, await, , (text, what))
PROTOCOL(Log, log, LOG)

typedef struct Last {
  char what[128];
  char place[64];
} Last;

STATE(LogState, (i64, letters)(i64, failures)(i64, stuck)(ref(Any), who)(
                    enum(TellOutcome), why)(private(Last),
                                            last)(private(Request *), awaits))
ACTOR(Log, log, LogState, logging)

static void keep(char *to, size_t size, const char *text) {
  strncpy(to, text, size - 1);
}

static void take_stuck(LogState *self, const struct log_stuck *news) {
  self->stuck++;
  keep(self->last.what, sizeof self->last.what, news->message);
  if (self->awaits != NULL) {
    log_reply_await_to(&self->awaits, self->last.what);
  }
}

static void logging(LogState *self, const LogMsg *message) {
  switch (message->kind) {
    case LOG_WATCH:
      log_reply_watch(actor_watch_letters(log_letter) &&
                      actor_watch_failures(log_failure));
      break;
    case LOG_WATCH_STUCK:
      log_reply_watch_stuck(actor_watch_stuck(log_stuck, after_ms(2)));
      break;
    case LOG_REST:
      CHECK(actor_watch_letters(NULL) && actor_watch_failures(NULL));
      break;
    case LOG_LETTER:
      self->letters++;
      self->who = message->letter.to;
      self->why = message->letter.why;
      keep(self->last.what, sizeof self->last.what, message->letter.message);
      break;
    case LOG_FAILURE:
      self->failures++;
      self->who = message->failure.who;
      keep(self->last.what, sizeof self->last.what, message->failure.reason);
      keep(self->last.place, sizeof self->last.place, message->failure.place);
      break;
    case LOG_STUCK:
      take_stuck(self, &message->stuck);
      break;
    case LOG_READ:
      log_reply_read(self->letters, self->failures, self->stuck, self->who,
                     self->last.what, self->last.place, self->why);
      break;
    case LOG_AWAIT:
      self->awaits = request_take();
      break;
  }
}

#define MOLE(M)                               \
  M(MOLE_DIG, mole, dig, (i64, depth), )      \
  M(MOLE_FAIL, mole, fail_at, (i64, depth), ) \
  M(MOLE_CHECK, mole, check, (i64, depth), )  \
  M(MOLE_WAIT, mole, wait, , )
PROTOCOL(Mole, mole, MOLE)
STATE(MoleState, (i64, depth))
ACTOR(Mole, mole, MoleState, digging)

static void wait_at_gate(void) {
  while (sem_wait(&gate) != 0) {
  }
}

static void digging(MoleState *self, const MoleMsg *message) {
  switch (message->kind) {
    case MOLE_DIG:
      self->depth += message->dig.depth;
      break;
    case MOLE_FAIL:
      fail("rock at %lld", (long long)message->fail_at.depth);
    case MOLE_CHECK:
      CHECK(message->check.depth < 0);
      break;
    case MOLE_WAIT:
      wait_at_gate();
      break;
  }
}

static LogRef new_log(System *system, size_t capacity) {
  LogRef log = log_spawn_with(
      system, (SpawnOptions){.label = "log", .capacity = capacity},
      (LogState){0});
  struct log_watch_reply reply = {.watched = false};
  CU_ASSERT_EQUAL(log_ask_watch(log, &reply, PATIENCE), ASK_OK);
  CU_ASSERT(reply.watched);
  return log;
}

static MoleRef new_mole(System *system) {
  return mole_spawn(system, "mole", (MoleState){0});
}

static void must_be_quiet(System *system) {
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
}

typedef struct Read {
  i64 letters;
  i64 failures;
  Ref who;
  TellOutcome why;
  char what[128];
  char place[64];
} Read;

static Read read_log(LogRef log) {
  struct log_read_reply reply = {0};
  CU_ASSERT_EQUAL(log_ask_read(log, &reply, PATIENCE), ASK_OK);
  Read read = {.letters = reply.letters,
               .failures = reply.failures,
               .who = reply.who.ref,
               .why = reply.why};
  keep(read.what, sizeof read.what, reply.what);
  keep(read.place, sizeof read.place, reply.place);
  block_free(reply.what);
  block_free(reply.place);
  return read;
}

UNDER_ALL(a_tell_that_nobody_handles_is_told_to_who_watches) {
  System *system = start_system();
  LogRef log = new_log(system, 0);
  MoleRef mole = new_mole(system);
  for (int i = 0; i < 3; i++) {
    CU_ASSERT_EQUAL(mole_tell_dig(mole, 7), TELL_OK);
  }
  actor_kill(mole.ref);
  StopReason reason;
  CU_ASSERT_EQUAL(actor_wait_end(mole.ref, &reason, PATIENCE), END_OK);
  must_be_quiet(system);
  SystemCounts counts = system_counts(system);
  Read read = read_log(log);
  CU_ASSERT_EQUAL((u64)read.letters, counts.dead_letters);
  stop_system(system);
}

UNDER_ALL(a_letter_says_to_whom_what_and_why) {
  System *system = start_system();
  LogRef log = new_log(system, 0);
  MoleRef mole = mole_spawn_with(
      system,
      (SpawnOptions){
          .label = "mole", .capacity_bytes = 1, .policy = FULL_DROP_NEWEST},
      (MoleState){0});
  CU_ASSERT_EQUAL(mole_tell_dig(mole, 8), TELL_DROPPED);
  must_be_quiet(system);
  Read read = read_log(log);
  CU_ASSERT_EQUAL(read.letters, 1);
  CU_ASSERT(ref_equal(read.who, mole.ref));
  CU_ASSERT_EQUAL(read.why, TELL_DROPPED);
  CU_ASSERT_STRING_EQUAL(read.what, "dig{depth: 8}");
  stop_system(system);
}

UNDER_ALL(a_failure_is_told_with_its_reason) {
  System *system = start_system();
  LogRef log = new_log(system, 0);
  MoleRef mole = new_mole(system);
  CU_ASSERT_EQUAL(mole_tell_fail_at(mole, 12), TELL_OK);
  must_be_quiet(system);
  Read read = read_log(log);
  CU_ASSERT_EQUAL(read.failures, 1);
  CU_ASSERT_EQUAL(read.letters, 1);  // the message it failed at
  stop_system(system);
}

UNDER_ALL(a_check_that_fails_is_told_with_its_place) {
  System *system = start_system();
  LogRef log = new_log(system, 0);
  MoleRef mole = new_mole(system);
  CU_ASSERT_EQUAL(mole_tell_check(mole, 12), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_PTR_NOT_NULL(strstr(read_log(log).place, "test_watching.c:"));
  stop_system(system);
}

UNDER_ALL(who_watches_no_more_hears_no_more) {
  System *system = start_system();
  LogRef log = new_log(system, 0);
  MoleRef mole = new_mole(system);
  CU_ASSERT_EQUAL(log_tell_rest(log), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(mole_tell_fail_at(mole, 12), TELL_OK);
  must_be_quiet(system);
  Read read = read_log(log);
  CU_ASSERT_EQUAL(read.failures, 0);
  CU_ASSERT_EQUAL(read.letters, 0);
  stop_system(system);
}

UNDER_ALL(every_watcher_hears_and_one_that_has_ended_disturbs_nobody) {
  System *system = start_system();
  LogRef first = new_log(system, 0);
  LogRef second = new_log(system, 0);
  LogRef third = new_log(system, 0);
  actor_kill(second.ref);
  StopReason reason;
  CU_ASSERT_EQUAL(actor_wait_end(second.ref, &reason, PATIENCE), END_OK);
  MoleRef mole = new_mole(system);
  CU_ASSERT_EQUAL(mole_tell_fail_at(mole, 12), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(read_log(first).failures, 1);
  CU_ASSERT_EQUAL(read_log(third).failures, 1);
  stop_system(system);
}

UNDER_ALL(news_that_finds_no_room_is_missed_and_counted) {
  System *system = start_system();
  LogRef log = new_log(system, 1);
  MoleRef moles[20];
  for (int i = 0; i < 20; i++) {
    moles[i] = new_mole(system);
    CU_ASSERT_EQUAL(mole_tell_fail_at(moles[i], i), TELL_OK);
  }
  must_be_quiet(system);
  Read read = read_log(log);
  u64 told = (u64)(read.failures + read.letters);
  CU_ASSERT_EQUAL(told + system_counts(system).missed_news, 40);
  stop_system(system);
}

UNDER_ALL(the_end_of_the_only_watcher_makes_no_news_for_ever) {
  System *system = start_system();
  LogRef log = new_log(system, 0);
  MoleRef mole = new_mole(system);
  CU_ASSERT_EQUAL(mole_tell_fail_at(mole, 1), TELL_OK);
  actor_kill(log.ref);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_EMPTY);
  stop_system(system);
}

UNDER_ALL(watching_without_memory_is_refused_and_changes_nothing) {
  System *system = start_system();
  LogRef log = log_spawn(system, "log", (LogState){0});
  struct log_watch_reply reply = {.watched = true};
  // Room for the ask and its answer, but not for the watching.
  memory_ends_after(3);
  AskOutcome outcome = log_ask_watch(log, &reply, PATIENCE);
  bool refused = memory_is_back();
  CU_ASSERT(outcome == ASK_OK || outcome == ASK_NO_MEMORY ||
            outcome == ASK_FAILED);
  CU_ASSERT(!refused || outcome != ASK_OK || !reply.watched);
  ignore(system_stop(system, PATIENCE));
}

// ---- Counts ----

UNDER_ALL(an_actor_counts_what_it_has_handled_and_the_most_that_waited) {
  System *system = start_system();
  MoleRef mole = new_mole(system);
  for (int i = 0; i < 10; i++) {
    CU_ASSERT_EQUAL(mole_tell_dig(mole, 1), TELL_OK);
  }
  must_be_quiet(system);
  ActorCounts counts;
  CU_ASSERT(actor_counts(mole.ref, &counts));
  CU_ASSERT_EQUAL(counts.handled, 10);
  CU_ASSERT_EQUAL(counts.queued, 0);
  CU_ASSERT(counts.high_water >= 1 && counts.high_water <= 10);
  actor_stop(mole.ref);
  StopReason reason;
  CU_ASSERT_EQUAL(actor_wait_end(mole.ref, &reason, PATIENCE), END_OK);
  CU_ASSERT_FALSE(actor_counts(mole.ref, &counts));
  CU_ASSERT_EQUAL(counts.handled, 0);
  stop_system(system);
}

static void a_system_that_measures_counts_the_time_in_handlers(void) {
  CU_ASSERT_EQUAL_FATAL(sem_init(&gate, 0, 0), 0);
  System *system =
      system_start(&(SystemOptions){.dispatcher = &run_pool, .measures = true});
  MoleRef mole = new_mole(system);
  CU_ASSERT_EQUAL(mole_tell_wait(mole), TELL_OK);
  CU_ASSERT_EQUAL(sem_post(&gate), 0);
  must_be_quiet(system);
  ActorCounts counts;
  CU_ASSERT(actor_counts(mole.ref, &counts));
  CU_ASSERT(counts.busy_ns > 0);
  stop_system(system);
  CU_ASSERT_EQUAL(sem_destroy(&gate), 0);
}

// ---- Stuck handlers ----

static void a_handler_that_does_not_return_is_told_once_by_name(void) {
  const Dispatcher *const ways[] = {&run_pool, &run_threads};
  for (int i = 0; i < 2; i++) {
    CU_ASSERT_EQUAL_FATAL(sem_init(&gate, 0, 0), 0);
    System *system = system_start(&(SystemOptions){.dispatcher = ways[i]});
    LogRef log = log_spawn(system, "log", (LogState){0});
    struct log_watch_stuck_reply reply;
    CU_ASSERT_EQUAL(log_ask_watch_stuck(log, &reply, PATIENCE), ASK_OK);
    CU_ASSERT(reply.watched);
    MoleRef mole = new_mole(system);
    CU_ASSERT_EQUAL(mole_tell_wait(mole), TELL_OK);
    struct log_await_reply found = {.what = NULL};
    CU_ASSERT_EQUAL(log_ask_await(log, &found, PATIENCE), ASK_OK);
    CU_ASSERT_STRING_EQUAL(found.what, "wait");
    block_free(found.what);
    CU_ASSERT_EQUAL(sem_post(&gate), 0);
    must_be_quiet(system);
    struct log_read_reply read;
    CU_ASSERT_EQUAL(log_ask_read(log, &read, PATIENCE), ASK_OK);
    CU_ASSERT_EQUAL(read.stuck, 1);
    block_free(read.what);
    block_free(read.place);
    stop_system(system);
    CU_ASSERT_EQUAL(sem_destroy(&gate), 0);
  }
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(a_tell_that_nobody_handles_is_told_to_who_watches),
      CASE(a_letter_says_to_whom_what_and_why),
      CASE(a_failure_is_told_with_its_reason),
      CASE(a_check_that_fails_is_told_with_its_place),
      CASE(who_watches_no_more_hears_no_more),
      CASE(every_watcher_hears_and_one_that_has_ended_disturbs_nobody),
      CASE(news_that_finds_no_room_is_missed_and_counted),
      CASE(the_end_of_the_only_watcher_makes_no_news_for_ever),
      CASE(watching_without_memory_is_refused_and_changes_nothing),
      CASE(an_actor_counts_what_it_has_handled_and_the_most_that_waited),
      CASE(a_system_that_measures_counts_the_time_in_handlers),
      CASE(a_handler_that_does_not_return_is_told_once_by_name),
      CU_TEST_INFO_NULL};
  return run_suite("watching", cases);
}
