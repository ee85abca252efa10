// Tests of the stepped program's end of the control stream: whatever the other
// end says, the program obeys, refuses in words, or ends; it never goes wrong.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/rng.h"
#include "support.h"
#include "telling/record.h"
#include "troupe.h"

#define TALLY(M)                                          \
  M(TALLY_INC, tally, inc, (i64, amount), (i64, count))   \
  M(TALLY_NAME, tally, name, (text, name)(bytes, data), ) \
  M(TALLY_LIST, tally, list, (array(i64), numbers), )
PROTOCOL(Tally, tally, TALLY)
STATE(TallyState, (i64, count))
ACTOR(Tally, tally, TallyState, tallying)

static void tallying(TallyState *self, const TallyMsg *message) {
  if (message->kind == TALLY_INC) {
    self->count += message->inc.amount;
    tally_reply_inc(self->count);
  }
}

// What runs under control. Its exit code says that it came to its end.
static _Noreturn void be_controlled(const char *fd) {
  setenv("TROUPE_CONTROL", fd, 1);
  System *system = system_start(NULL);
  TallyRef tally = tally_spawn(system, "tally", (TallyState){0});
  for (i64 i = 0; i < 3; i++) {
    ignore(tally_tell_inc(tally, 1));
  }
  (void)system_run(system, NEVER);
  (void)system_stop(system, NEVER);
  _exit(7);
}

// ---- The other end ----

typedef struct Program {
  pid_t pid;
  int fd;
  u8 *bytes;
  size_t length;
  Event event;
  RecordTexts *texts;
  u64 tally;    // the actor's reference
  u64 step;     // at the last READY
  u64 open;     // options at the last READY
  u64 refused;  // commands, so far
  u64 handled;  // messages by the tally, so far
} Program;

enum { ROOM = 4 * (RECORD_LIMIT + 4) };

static Program start_program(void) {
  int ends[2];
  CU_ASSERT_EQUAL_FATAL(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
  (void)fflush(NULL);
  pid_t child = fork();
  CU_ASSERT_FATAL(child >= 0);
  if (child == 0) {
    char number[16];
    (void)snprintf(number, sizeof number, "%d", ends[1]);
    (void)close(ends[0]);
    be_controlled(number);
  }
  (void)close(ends[1]);
  return (Program){.pid = child,
                   .fd = ends[0],
                   .bytes = mem_array(u8, ROOM),
                   .texts = mem_new(RecordTexts)};
}

// Gives the exit code; 128 and more: the signal that ended it.
static int end_program(Program *program) {
  (void)close(program->fd);
  int status = 0;
  CU_ASSERT_EQUAL(waitpid(program->pid, &status, 0), program->pid);
  mem_free(program->bytes);
  mem_free(program->texts);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void say_bytes(const Program *program, const void *bytes, size_t size) {
  // It may have ended, and then this fails: its exit code tells.
  ignore(send(program->fd, bytes, size, MSG_NOSIGNAL));
}

static bool read_more(Program *program) {
  ssize_t count = read(program->fd, program->bytes + program->length,
                       ROOM - program->length);
  program->length += count > 0 ? (size_t)count : 0;
  return count > 0;
}

static void drop(Program *program, size_t used) {
  program->length -= used;
  memmove(program->bytes, program->bytes + used, program->length);
}

// The next event; false: the program has ended.
static bool hear(Program *program) {
  size_t used = 0;
  RecordOutcome outcome;
  while ((outcome = record_read(program->bytes, program->length,
                                &program->event, program->texts, &used)) ==
         RECORD_SHORT) {
    if (!read_more(program)) {
      return false;
    }
  }
  CU_ASSERT_EQUAL_FATAL(outcome, RECORD_OK);
  drop(program, used);
  return true;
}

static bool await_ready(Program *program) {
  while (hear(program)) {
    const Event *event = &program->event;
    if (event->kind == EVENT_READY) {
      program->step = event->step;
      program->open = event->number;
      return true;
    }
    program->refused += event->kind == EVENT_REFUSED;
    program->handled += event->kind == EVENT_HANDLED;
    if (event->kind == EVENT_SPAWNED && strcmp(event->name, "tally") == 0) {
      program->tally = event->actor;
    }
  }
  return false;
}

static void greet(Program *program) {
  say_bytes(program, RECORD_MAGIC, RECORD_MAGIC_SIZE);
  while (program->length < RECORD_MAGIC_SIZE) {
    CU_ASSERT_FATAL(read_more(program));
  }
  CU_ASSERT_EQUAL(memcmp(program->bytes, RECORD_MAGIC, RECORD_MAGIC_SIZE), 0);
  drop(program, RECORD_MAGIC_SIZE);
  CU_ASSERT_FATAL(await_ready(program));
}

static void command(Program *program, Event event) {
  static u8 frame[RECORD_LIMIT + 4];
  size_t size = record_write(frame, sizeof frame, &event);
  CU_ASSERT_FATAL(size > 0);
  say_bytes(program, frame, size);
}

// True: the command was refused and changed nothing.
static bool is_refused(Program *program, Event event) {
  u64 refused = program->refused;
  u64 step = program->step;
  u64 open = program->open;
  command(program, event);
  CU_ASSERT_FATAL(await_ready(program));
  return program->refused == refused + 1 && program->step == step &&
         program->open == open;
}

// ---- Tests ----

static void a_greeting_of_another_kind_ends_the_program(void) {
  Program program = start_program();
  say_bytes(&program, "HELLO YOU", 9);
  CU_ASSERT_EQUAL(end_program(&program), 2);
}

static void a_program_whose_watcher_has_gone_ends_quietly(void) {
  Program program = start_program();
  greet(&program);
  CU_ASSERT_EQUAL(end_program(&program), 0);
}

static void a_command_that_cannot_be_is_refused_and_changes_nothing(void) {
  Program program = start_program();
  greet(&program);
  const u64 tally = program.tally;
  const Event commands[] = {
      {.kind = COMMAND_CHOOSE, .number = 99},
      {.kind = COMMAND_CHOOSE, .number = UINT64_MAX},
      {.kind = COMMAND_SEND, .actor = tally, .text = ""},
      {.kind = COMMAND_SEND, .actor = tally, .text = "inc"},
      {.kind = COMMAND_SEND, .actor = tally, .text = "inc x"},
      {.kind = COMMAND_SEND, .actor = tally, .text = "name \"a"},
      {.kind = COMMAND_SEND, .actor = tally, .text = "name \"a\" 0x1"},
      {.kind = COMMAND_SEND, .actor = tally, .text = "list [1, 2"},
      {.kind = COMMAND_SEND, .actor = tally, .text = "list [1, x, 2]"},
      {.kind = COMMAND_SEND, .actor = tally, .text = "inc{amount: 1} 2"},
      {.kind = COMMAND_SEND, .actor = 0, .text = "inc 1"},
      {.kind = COMMAND_SEND, .actor = tally + 1, .text = "inc 1"},
      {.kind = COMMAND_SEND, .actor = UINT64_MAX, .text = "inc 1"},
      {.kind = COMMAND_KILL, .actor = 0},
      {.kind = COMMAND_KILL, .actor = UINT64_MAX},
      {.kind = COMMAND_FAULT, .name = "drop", .actor = tally},
      {.kind = COMMAND_FAULT, .name = "drop", .actor = 0, .id = {1, 1}},
      {.kind = COMMAND_FAULT, .name = "burn", .actor = tally, .id = {1, 1}},
      {.kind = COMMAND_FAULT, .actor = UINT64_MAX},
      {.kind = COMMAND_REPLAY, .text = "99"},
      {.kind = COMMAND_REPLAY, .text = "-1"},
      {.kind = COMMAND_REPLAY, .text = "rubbish"},
      {.kind = COMMAND_SEARCH},
      {.kind = COMMAND_SEARCH, .name = "plan"},
      {.kind = COMMAND_SEARCH, .name = "plan", .text = "mode sideways"},
      {.kind = COMMAND_SEARCH, .name = "plan", .text = "mode orders"},
      {.kind = COMMAND_SEARCH, .name = "plan", .text = "mode orders\nsteps x"},
      {.kind = COMMAND_SEARCH, .name = "plan", .text = "atom tally.sum"},
      {.kind = COMMAND_SEARCH, .name = "plan", .text = "check perhaps 0"},
      {.kind = EVENT_READY, .number = 3},
      {.kind = EVENT_SPAWNED, .actor = tally},
  };
  for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
    if (!is_refused(&program, commands[i])) {
      (void)printf("\n    taken: %s %s\n", event_kind_name(commands[i].kind),
                   commands[i].text != NULL ? commands[i].text : "");
      CU_FAIL("not refused");
    }
  }
  command(&program, (Event){.kind = COMMAND_QUIT});
  CU_ASSERT_FALSE(await_ready(&program));
  CU_ASSERT_EQUAL(end_program(&program), 0);
}

static void a_plan_made_up_at_random_is_refused(void) {
  static const char *const lines[] = {
      "steps 10\n",       "runs 99999999999999999999\n",
      "time -1\n",        "\n",
      "check always 1\n", "atom a.b\n",
      "atom a\n",         "atom\n",
      "atom mailbox(\n",  "atom .\n",
      "mode\n",           "seed\n"};
  Program program = start_program();
  Rng rng;
  greet(&program);
  rng_seed(&rng, 3);
  for (int i = 0; i < 300; i++) {
    char plan[512];
    Writer out = writer_over(plan, sizeof plan);
    u64 count = rng_below(&rng, 12);
    for (u64 k = 0; k < count; k++) {
      write_text(&out, lines[rng_below(&rng, sizeof lines / sizeof *lines)]);
    }
    CU_ASSERT(is_refused(
        &program,
        (Event){.kind = COMMAND_SEARCH, .name = "plan", .text = plan}));
  }
  CU_ASSERT_EQUAL(program.step, 0);
  CU_ASSERT_EQUAL(end_program(&program), 0);
}

static void an_empty_replay_takes_no_step(void) {
  Program program = start_program();
  greet(&program);
  command(&program, (Event){.kind = COMMAND_REPLAY, .text = "0 0"});
  CU_ASSERT_FATAL(await_ready(&program));
  CU_ASSERT_EQUAL(program.step, 2);
  command(&program, (Event){.kind = COMMAND_REPLAY});
  CU_ASSERT_FATAL(await_ready(&program));
  CU_ASSERT_EQUAL(program.step, 2);
  CU_ASSERT_EQUAL(program.refused, 0);
  CU_ASSERT_EQUAL(end_program(&program), 0);
}

MAYBE_UNUSED static void a_copy_goes_on_and_then_it_is_here_again(void) {
  Program program = start_program();
  greet(&program);
  for (int i = 0; i < 3; i++) {
    command(&program, (Event){.kind = COMMAND_FORK});
    CU_ASSERT_FATAL(await_ready(&program));
    CU_ASSERT_EQUAL(program.step, 0);
    command(&program, (Event){.kind = COMMAND_REPLAY, .text = "0 0 0"});
    CU_ASSERT_FATAL(await_ready(&program));
    CU_ASSERT_EQUAL(program.step, 3);
    // A copy of the copy.
    command(&program, (Event){.kind = COMMAND_FORK});
    CU_ASSERT_FATAL(await_ready(&program));
    command(&program, (Event){.kind = COMMAND_RUN, .number = 2, .request = 9});
    CU_ASSERT_FATAL(await_ready(&program));
    CU_ASSERT_EQUAL(program.step, 5);
    command(&program, (Event){.kind = COMMAND_QUIT});
    CU_ASSERT_FATAL(await_ready(&program));
    CU_ASSERT_EQUAL(program.step, 3);
    command(&program, (Event){.kind = COMMAND_QUIT});
    CU_ASSERT_FATAL(await_ready(&program));
    CU_ASSERT_EQUAL(program.step, 0);
  }
  CU_ASSERT_EQUAL(program.refused, 0);
  CU_ASSERT_EQUAL(end_program(&program), 0);
}

static void a_replay_stops_where_it_makes_no_sense(void) {
  Program program = start_program();
  greet(&program);
  command(&program, (Event){.kind = COMMAND_REPLAY, .text = "0 0 x 0"});
  CU_ASSERT_FATAL(await_ready(&program));
  CU_ASSERT_EQUAL(program.step, 2);
  CU_ASSERT_EQUAL(program.refused, 1);
  CU_ASSERT_EQUAL(end_program(&program), 0);
}

static void a_sent_message_is_handled_like_any_other(void) {
  Program program = start_program();
  greet(&program);
  command(&program, (Event){.kind = COMMAND_SEND,
                            .actor = program.tally,
                            .text = "inc{amount: 8}"});
  CU_ASSERT_FATAL(await_ready(&program));
  CU_ASSERT_EQUAL(program.step, 1);
  command(&program, (Event){.kind = COMMAND_RUN, .number = UINT64_MAX});
  CU_ASSERT_FATAL(await_ready(&program));
  CU_ASSERT_EQUAL(program.handled, 4);
  // Main goes on, stops the system, and returns.
  while (program.open > 0) {
    command(&program, (Event){.kind = COMMAND_CHOOSE, .number = 0});
    if (!await_ready(&program)) {
      break;
    }
  }
  CU_ASSERT_EQUAL(end_program(&program), 7);
}

static void bytes_that_are_no_frames_end_the_program_and_nothing_worse(void) {
  Rng rng;
  rng_seed(&rng, test_seed());
  for (int run = 0; run < 60; run++) {
    Program program = start_program();
    greet(&program);
    u8 bytes[512];
    for (size_t i = 0; i < sizeof bytes; i++) {
      bytes[i] = (u8)rng_next(&rng);
    }
    // Half of them with a length that fits, so that the payload is read.
    if (run % 2 == 0) {
      memcpy(bytes, (u8[]){(u8)rng_below(&rng, 40), 0, 0, 0}, 4);
      bytes[4] = (u8)(COMMAND_CHOOSE + rng_below(&rng, 8));
    }
    say_bytes(&program, bytes, sizeof bytes);
    (void)shutdown(program.fd, SHUT_WR);
    while (await_ready(&program)) {
    }
    int code = end_program(&program);
    CU_ASSERT(code == 0 || code == 2);
  }
}

static void a_control_stream_that_is_no_number_ends_the_program(void) {
  static const char *const wrong[] = {"", "x", "-1", "3x", "99999999999", "77"};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    (void)fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
      be_controlled(wrong[i]);
    }
    int status = 0;
    CU_ASSERT_EQUAL(waitpid(child, &status, 0), child);
    CU_ASSERT(WIFEXITED(status) && WEXITSTATUS(status) == 2);
  }
}

int main(void) {
  CU_TestInfo cases[] = {
    CASE(a_greeting_of_another_kind_ends_the_program),
    CASE(a_program_whose_watcher_has_gone_ends_quietly),
    CASE(a_command_that_cannot_be_is_refused_and_changes_nothing),
    CASE(a_plan_made_up_at_random_is_refused),
    CASE(an_empty_replay_takes_no_step),
#if !defined(__SANITIZE_THREAD__)  // allows no copy of a copy
    CASE(a_copy_goes_on_and_then_it_is_here_again),
#endif
    CASE(a_replay_stops_where_it_makes_no_sense),
    CASE(a_sent_message_is_handled_like_any_other),
    CASE(bytes_that_are_no_frames_end_the_program_and_nothing_worse),
    CASE(a_control_stream_that_is_no_number_ends_the_program),
    CU_TEST_INFO_NULL
  };
  return run_suite("control", cases);
}
