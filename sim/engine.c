// engine.c -- one poll loop over a socket and two pipes.
//
// Commands are given one at a time: a command, then its events, then READY. So
// "busy" is simply "inside engine_wait", and a child that is slow, silent or
// gone is one kind of return.
#include "engine.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/check.h"
#include "base/deadline.h"
#include "base/mem.h"
#include "telling/record.h"
#include "text.h"

enum { CHUNK = 65536, START_PATIENCE_MS = 10000 };

void engine_init(Engine *engine) {
  *engine = (Engine){.control = -1, .pipes = {-1, -1}};
  engine->patience_ms = 2000;
  engine->endurance_ms = 10000;
}

static void close_fd(int *fd) {
  if (*fd >= 0) {
    (void)close(*fd);
    *fd = -1;
  }
}

void engine_release(Engine *engine) {
  engine_stop(engine);
  mem_free(engine->bytes);
  engine->bytes = NULL;
}

static void close_all(Engine *engine) {
  close_fd(&engine->control);
  close_fd(&engine->pipes[0]);
  close_fd(&engine->pipes[1]);
}

void engine_stop(Engine *engine) {
  if (engine->child > 0) {
    (void)kill(-engine->child, SIGKILL);
    (void)kill(engine->child, SIGKILL);
    while (waitpid(engine->child, NULL, 0) < 0 && errno == EINTR) {
    }
    engine->child = 0;
  }
  close_all(engine);
  engine->state = ENGINE_OFF;
}

void engine_give_up(Engine *engine) {
  engine->gave_up = true;
}

// In the child, between fork and exec.
static _Noreturn void become(const char *program, u64 seed, int control,
                             int out, int err) {
  char number[32];
  sigset_t none;
  (void)setpgid(0, 0);
  (void)sigemptyset(&none);
  (void)sigprocmask(SIG_SETMASK, &none, NULL);
  int null = open("/dev/null", O_RDONLY);
  (void)dup2(null, 0);
  (void)dup2(out, 1);
  (void)dup2(err, 2);
  (void)snprintf(number, sizeof number, "%d", control);
  (void)setenv("TROUPE_CONTROL", number, 1);
  (void)snprintf(number, sizeof number, "%llu", (unsigned long long)seed);
  (void)setenv("TROUPE_SEED", number, 1);
  (void)signal(SIGPIPE, SIG_DFL);
  char *arguments[] = {text_copy(program), NULL};
  (void)execv(program, arguments);
  (void)fprintf(stderr, "cannot start %s: %s\n", program, strerror(errno));
  _exit(127);
}

static void keep_to_ourselves(int fd) {
  (void)fcntl(fd, F_SETFD, FD_CLOEXEC);
  (void)fcntl(fd, F_SETFL, O_NONBLOCK);
}

static void begin(Engine *engine, pid_t child, int control, int out, int err) {
  // Here too, so that the group exists before anybody ends it.
  (void)setpgid(child, child);
  engine->child = child;
  engine->control = control;
  engine->pipes[0] = out;
  engine->pipes[1] = err;
  keep_to_ourselves(out);
  keep_to_ourselves(err);
  keep_to_ourselves(control);
  engine->greeted = false;
  engine->gave_up = false;
  engine->length = 0;
  engine->printed = 0;
  engine->lines[0].length = engine->lines[1].length = 0;
  engine->state = ENGINE_OFF;
  (void)send(control, RECORD_MAGIC, RECORD_MAGIC_SIZE, MSG_NOSIGNAL);
}

bool engine_start(Engine *engine, const char *program, u64 seed, char *why,
                  size_t size) {
  engine_stop(engine);
  int ends[2];
  int out[2];
  int err[2];
  if (access(program, X_OK) != 0) {
    (void)snprintf(why, size, "cannot run %s: %s", program, strerror(errno));
    return false;
  }
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0 || pipe(out) != 0 ||
      pipe(err) != 0) {
    (void)snprintf(why, size, "no socket for the child: %s", strerror(errno));
    return false;
  }
  (void)fcntl(ends[0], F_SETFD, FD_CLOEXEC);
  (void)fcntl(out[0], F_SETFD, FD_CLOEXEC);
  (void)fcntl(err[0], F_SETFD, FD_CLOEXEC);
  (void)fcntl(out[1], F_SETFD, FD_CLOEXEC);
  (void)fcntl(err[1], F_SETFD, FD_CLOEXEC);
  pid_t child = fork();
  if (child == 0) {
    become(program, seed, ends[1], out[1], err[1]);
  }
  (void)close(ends[1]);
  (void)close(out[1]);
  (void)close(err[1]);
  if (child < 0) {
    (void)snprintf(why, size, "no process for the child: %s", strerror(errno));
    (void)close(ends[0]);
    (void)close(out[0]);
    (void)close(err[0]);
    return false;
  }
  begin(engine, child, ends[0], out[0], err[0]);
  return true;
}

// Writes all; the child reads whenever it waits, so this does not block long.
static void send_all(Engine *engine, const u8 *bytes, size_t size) {
  while (size > 0) {
    ssize_t sent = send(engine->control, bytes, size, MSG_NOSIGNAL);
    if (sent > 0) {
      bytes += sent;
      size -= (size_t)sent;
      continue;
    }
    if (sent < 0 && errno != EINTR && errno != EAGAIN) {
      return;  // it is gone; the next wait will say how
    }
    struct pollfd room = {engine->control, POLLOUT, 0};
    if (poll(&room, 1, (int)engine->patience_ms) == 0) {
      return;
    }
  }
}

void engine_command(Engine *engine, const Event *command) {
  static u8 frame[RECORD_LIMIT + 4];
  CHECK(engine->state == ENGINE_READY);
  size_t size = record_write(frame, sizeof frame, command);
  CHECK(size > 0);
  engine->state = ENGINE_OFF;
  send_all(engine, frame, size);
}

static void end_line(Engine *engine, int stream) {
  EngineLine *line = &engine->lines[stream];
  if (line->cut) {
    memcpy(line->bytes + line->length, "...", 3);
    line->length += 3;
  }
  line->bytes[line->length] = '\0';
  engine->on_output(engine->context, stream + 1, line->bytes);
  line->length = 0;
  line->cut = false;
}

static void take_output(Engine *engine, int stream, const char *bytes,
                        size_t size) {
  EngineLine *line = &engine->lines[stream];
  engine->printed += size;
  for (size_t i = 0; i < size; i++) {
    if (bytes[i] == '\n') {
      end_line(engine, stream);
    } else if (line->length < OUTPUT_LINE) {
      line->bytes[line->length++] = bytes[i] == '\0' ? ' ' : bytes[i];
    } else {
      line->cut = true;
    }
  }
}

// Reads what is there, a bounded piece of it. False when the pipe is at its
// end or empty.
static bool read_pipe(Engine *engine, int stream) {
  static char bytes[CHUNK];
  int *fd = &engine->pipes[stream];
  if (*fd < 0) {
    return false;
  }
  ssize_t got = read(*fd, bytes, sizeof bytes);
  if (got > 0) {
    take_output(engine, stream, bytes, (size_t)got);
    return true;
  }
  if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
    if (engine->lines[stream].length > 0) {
      end_line(engine, stream);
    }
    close_fd(fd);
  }
  return false;
}

static bool has_flooded(const Engine *engine) {
  return engine->printed > OUTPUT_FLOOD;
}

static void drain_pipes(Engine *engine) {
  bool more = true;
  while (more && !has_flooded(engine)) {
    bool out = read_pipe(engine, 0);
    bool err = read_pipe(engine, 1);
    more = out || err;
  }
}

static void take_event(Engine *engine, const Event *event) {
  engine->progress++;
  if (event->kind == EVENT_READY) {
    drain_pipes(engine);  // what it printed belongs to the step before
    engine->readies++;
    engine->state = ENGINE_READY;
  } else if (event->kind == EVENT_STEPPED) {
    engine->finished++;
  } else if (event->kind == EVENT_REFUSED) {
    engine->refused++;
  }
  engine->on_event(engine->context, event);
}

// Understands what was read. False: it is not the stream it should be.
static bool take_frames(Engine *engine) {
  static RecordTexts texts;
  size_t at = 0;
  if (!engine->greeted) {
    size_t size =
        engine->length < RECORD_MAGIC_SIZE ? engine->length : RECORD_MAGIC_SIZE;
    if (memcmp(engine->bytes, RECORD_MAGIC, size) != 0) {
      return false;
    }
    if (size < RECORD_MAGIC_SIZE) {
      return true;
    }
    engine->greeted = true;
    at = RECORD_MAGIC_SIZE;
  }
  RecordOutcome outcome = RECORD_OK;
  while (outcome == RECORD_OK && !engine->gave_up) {
    Event event;
    size_t used = 0;
    outcome = record_read(engine->bytes + at, engine->length - at, &event,
                          &texts, &used);
    if (outcome == RECORD_OK) {
      at += used;
      if (event.kind >= EVENT_KINDS) {
        return false;  // a command is not for us
      }
      take_event(engine, &event);
    }
  }
  engine->length -= at;
  memmove(engine->bytes, engine->bytes + at, engine->length);
  return outcome != RECORD_BAD;
}

typedef enum ReadOutcome { READ_SOME, READ_NONE, READ_END } ReadOutcome;

static ReadOutcome read_control(Engine *engine) {
  engine->bytes = (u8 *)text_grow(engine->bytes, &engine->capacity,
                                  engine->length + CHUNK, 1);
  ssize_t got = read(engine->control, engine->bytes + engine->length, CHUNK);
  if (got > 0) {
    engine->length += (size_t)got;
    return READ_SOME;
  }
  return got < 0 && (errno == EAGAIN || errno == EINTR) ? READ_NONE : READ_END;
}

static EngineState finish(Engine *engine, EngineState state, int number) {
  drain_pipes(engine);
  engine_stop(engine);
  engine->number = number;
  return engine->state = state;
}

// The socket is closed: the child exits, or has. It gets its patience for it.
static EngineState await_exit(Engine *engine) {
  i64 end = clock_now() + engine->patience_ms * 1000000;
  for (;;) {
    int status = 0;
    pid_t gone = waitpid(engine->child, &status, WNOHANG);
    if (gone == engine->child) {
      drain_pipes(engine);
      (void)kill(-engine->child, SIGKILL);  // what it left behind
      engine->child = 0;
      return WIFSIGNALED(status)
                 ? finish(engine, ENGINE_CRASHED, WTERMSIG(status))
                 : finish(engine, ENGINE_EXITED, WEXITSTATUS(status));
    }
    if (has_flooded(engine)) {
      return finish(engine, ENGINE_FLOODED, 0);
    }
    if (clock_now() >= end) {
      return finish(engine, ENGINE_SILENT, 0);
    }
    // Its pipes end with it: they wake us without asking again and again.
    struct pollfd fds[2] = {{engine->pipes[0], POLLIN, 0},
                            {engine->pipes[1], POLLIN, 0}};
    (void)poll(fds, 2, engine->pipes[0] < 0 && engine->pipes[1] < 0 ? 1 : 20);
    drain_pipes(engine);
  }
}

// Patience: when was the last sign of life, and of a step's end.
typedef struct Watch {
  u64 progress;
  u64 finished;
  i64 alive;
  i64 stepped;
} Watch;

static bool lost_patience(const Engine *engine, Watch *watch) {
  i64 now = clock_now();
  if (watch->progress != engine->progress) {
    watch->progress = engine->progress;
    watch->alive = now;
  }
  if (watch->finished != engine->finished) {
    watch->finished = engine->finished;
    watch->stepped = now;
  }
  i64 patience = engine->greeted ? engine->patience_ms : START_PATIENCE_MS;
  return now - watch->alive > patience * 1000000 ||
         now - watch->stepped > engine->endurance_ms * 1000000;
}

EngineState engine_wait(Engine *engine, const volatile int *stop) {
  i64 now = clock_now();
  Watch watch = {engine->progress, engine->finished, now, now};
  while (engine->state == ENGINE_OFF && engine->child > 0) {
    struct pollfd fds[3] = {{engine->control, POLLIN, 0},
                            {engine->pipes[0], POLLIN, 0},
                            {engine->pipes[1], POLLIN, 0}};
    (void)poll(fds, 3, 50);
    if (stop != NULL && *stop != 0) {
      return ENGINE_INTERRUPTED;
    }
    (void)read_pipe(engine, 0);
    (void)read_pipe(engine, 1);
    ReadOutcome outcome = read_control(engine);
    if (outcome == READ_END) {
      return await_exit(engine);
    }
    if (outcome == READ_SOME && !take_frames(engine)) {
      return finish(engine, ENGINE_BABBLED, 0);
    }
    if (engine->gave_up) {
      return finish(engine, ENGINE_GAVE_UP, 0);
    }
    if (has_flooded(engine)) {
      return finish(engine, ENGINE_FLOODED, 0);
    }
    if (engine->state == ENGINE_OFF && lost_patience(engine, &watch)) {
      return finish(engine, ENGINE_SILENT, 0);
    }
  }
  return engine->state;
}
