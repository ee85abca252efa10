// watched.c -- options and events out, commands in, over one socket.
#include "stepping/watched.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "stepping/policy.h"
#include "stepping/scene.h"
#include "telling/record.h"

enum { BUFFER = 4 * (RECORD_LIMIT + 4) };

static struct {
  int fd;
  u64 run_left;  // steps the command under way may still take
  u64 run_seed;
  const char *replay;  // choices it still has to take, in its text
  Event command;
  RecordTexts texts;
  size_t out_length;
  size_t in_length;
  u8 out[BUFFER];
  u8 in[BUFFER];
} line;

// ---- The stream ----

static void send_out(void) {
  size_t sent = 0;
  while (sent < line.out_length) {
    ssize_t count =
        send(line.fd, line.out + sent, line.out_length - sent, MSG_NOSIGNAL);
    if (count < 0 && errno != EINTR) {
      _exit(0);  // the other end has gone
    }
    sent += count > 0 ? (size_t)count : 0;
  }
  line.out_length = 0;
}

static void put(const Event *event) {
  if (BUFFER - line.out_length < RECORD_LIMIT + 4) {
    send_out();
  }
  line.out_length +=
      record_write(line.out + line.out_length, BUFFER - line.out_length, event);
}

static void put_now(Event event) {
  event.step = world->step;
  event.time = world->time;
  put(&event);
}

static void read_more(size_t most) {
  ssize_t count = read(line.fd, line.in + line.in_length, most);
  if (count == 0 || (count < 0 && errno != EINTR)) {
    _exit(0);
  }
  line.in_length += count > 0 ? (size_t)count : 0;
}

static void read_command(void) {
  for (;;) {
    size_t used = 0;
    switch (record_read(line.in, line.in_length, &line.command, &line.texts,
                        &used)) {
      case RECORD_OK:
        line.in_length -= used;
        memmove(line.in, line.in + used, line.in_length);
        return;
      case RECORD_BAD:
        _exit(2);
      case RECORD_SHORT:
        break;
    }
    read_more(BUFFER - line.in_length);
  }
}

static void greet(void) {
  memcpy(line.out, RECORD_MAGIC, RECORD_MAGIC_SIZE);
  line.out_length = RECORD_MAGIC_SIZE;
  send_out();
  while (line.in_length < RECORD_MAGIC_SIZE) {
    read_more(RECORD_MAGIC_SIZE - line.in_length);
  }
  if (memcmp(line.in, RECORD_MAGIC, RECORD_MAGIC_SIZE) != 0) {
    _exit(2);
  }
  line.in_length = 0;
}

// ---- Commands ----

static void refuse(const char *why) {
  put_now((Event){.kind = EVENT_REFUSED, .text = why});
}

static void ready(const Choice *options, size_t count) {
  char text[1024];
  for (size_t i = 0; i < count; i++) {
    Event option = scene_option(options[i], text, sizeof text);
    option.number = i;
    put_now(option);
  }
  put_now((Event){.kind = EVENT_READY, .number = count});
  send_out();
}

static void copy(void) {
  ignore(fflush(NULL));
  send_out();
  pid_t child = fork();
  if (child < 0) {
    refuse("no process for a copy");
  } else if (child > 0) {
    int status = 0;
    line.in_length = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    put_now((Event){.kind = EVENT_RETURNED, .number = (u64)status});
  }
}

// Begins the command that was read. True: it is a choice already.
static bool obey(size_t count, size_t *index) {
  const Event *command = &line.command;
  if (command->kind == COMMAND_CHOOSE) {
    *index = (size_t)command->number;
    if (command->number < count) {
      return true;
    }
    refuse("there is no option of that number");
  } else if (command->kind == COMMAND_RUN) {
    line.run_left = command->number;
    line.run_seed =
        command->request != 0 ? command->request : world->run->plan.seed;
  } else if (command->kind == COMMAND_REPLAY) {
    line.replay = command->text != NULL ? command->text : "";
  } else if (command->kind == COMMAND_FORK) {
    copy();
  } else if (command->kind == COMMAND_QUIT) {
    _exit(0);
  } else {
    refuse("threads take no messages and no faults: choose whose turn it is");
  }
  return false;
}

static bool replay_on(size_t count, size_t *index) {
  const char *text = line.replay + strspn(line.replay, " ");
  line.replay = NULL;
  if (*text == '\0') {
    return false;
  }
  char *end;
  unsigned long value = strtoul(text, &end, 10);
  if (*text < '0' || *text > '9' || value >= count) {
    refuse("the replay takes an option that is not open");
    return false;
  }
  line.replay = end;
  *index = value;
  return true;
}

static size_t random_index(u64 seed, size_t count) {
  u64 x = seed * 0x9E3779B97F4A7C15u + world->step * 0xBF58476D1CE4E5B9u;
  x ^= x >> 31;
  x *= 0x94D049BB133111EBu;
  x ^= x >> 29;
  return (size_t)(x % count);
}

static Choice choose(const Choice *options, size_t count) {
  size_t index = 0;
  scene_settle();
  for (;;) {
    if (line.replay != NULL && replay_on(count, &index)) {
      break;
    }
    if (line.run_left > 0) {
      line.run_left--;
      index = random_index(line.run_seed, count);
      break;
    }
    ready(options, count);
    read_command();
    if (obey(count, &index)) {
      break;
    }
  }
  scene_begin(options[index], index);
  return options[index];
}

static void over(Verdict verdict, u64 place, u64 other) {
  (void)other;
  scene_over(verdict, place);
  send_out();
  ignore(fflush(NULL));
  _exit(verdict == VERDICT_OK ? 0 : 1);
}

static const Watcher watcher = {.choose = choose, .over = over};

// ---- The process ----

bool watched_wanted(void) {
  return getenv("TROUPE_CONTROL") != NULL;
}

static u64 number_in(const char *name) {
  const char *text = getenv(name);
  return text != NULL ? strtoull(text, NULL, 10) : 0;
}

_Noreturn void watched_run(Run *run, int argc, char **argv) {
  const char *slash = strrchr(argv[0], '/');
  line.fd = (int)number_in("TROUPE_CONTROL");
  run->plan.seed = number_in("TROUPE_SEED");
  greet();
  ignore(setvbuf(stdout, NULL, _IOLBF, 0));
  run_prepare(run);
  world->watcher = &watcher;
  scene_open(put, slash != NULL ? slash + 1 : argv[0], run->plan.seed);
  run_begin(argc, argv);
}
