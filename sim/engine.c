// engine.c -- one poll loop over a socket and two pipes.
//
// Commands are given one at a time: a command, then its events, then READY. So
// "busy" is simply "inside engine_wait", and a child that is slow, silent or
// gone is one kind of return.
#include "engine.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/check.h"
#include "base/deadline.h"
#include "base/mem.h"
#include "telling/record.h"
#include "text.h"

enum { CHUNK = 65536, START_PATIENCE_MS = 10000, LOOK_MS = 25 };

void engine_init(Engine *engine) {
  *engine = (Engine){.control = -1, .pipes = {-1, -1}};
  engine->patience_ms = 2000;
  engine->endurance_ms = 10000;
  engine->memory_limit = MEMORY_LIMIT;
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

void engine_answer(Engine *engine, const Event *answer) {
  static u8 frame[RECORD_LIMIT + 4];
  size_t size = record_write(frame, sizeof frame, answer);
  CHECK(size > 0);
  send_all(engine, frame, size);
}

void engine_command(Engine *engine, const Event *command) {
  CHECK(engine->state == ENGINE_READY);
  engine->state = ENGINE_OFF;
  engine_answer(engine, command);
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
    // What it printed belongs to the step before, ended or not.
    drain_pipes(engine);
    for (int stream = 0; stream < 2; stream++) {
      if (engine->lines[stream].length > 0) {
        end_line(engine, stream);
      }
    }
    engine->readies++;
    engine->state = ENGINE_READY;
  } else if (event->kind == EVENT_STEPPED || event->kind == EVENT_SOUGHT) {
    engine->finished++;
  } else if (event->kind == EVENT_REFUSED) {
    engine->refused++;
  } else if (event->kind == EVENT_RETURNED) {
    engine->returned++;
    engine->status = (int)event->number;
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
  i64 looked;  // when what costs a system call was looked at
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

// Resident bytes of the child; 0 when the system does not tell.
static u64 resident(const Engine *engine) {
  char path[64];
  unsigned long pages = 0;
  (void)snprintf(path, sizeof path, "/proc/%ld/statm", (long)engine->child);
  FILE *file = fopen(path, "r");
  if (file == NULL) {
    return 0;
  }
  if (fscanf(file, "%*u %lu", &pages) != 1) {
    pages = 0;
  }
  (void)fclose(file);
  return (u64)pages * (u64)sysconf(_SC_PAGESIZE);
}

// Its processes may outlive it and hold the socket open.
static bool has_exited(const Engine *engine) {
  siginfo_t info = {0};
  return waitid(P_PID, (id_t)engine->child, &info,
                WEXITED | WNOHANG | WNOWAIT) == 0 &&
         info.si_pid == engine->child;
}

// Every LOOK_MS: how the child is, and whether it is still waited for. Gives
// ENGINE_OFF to go on waiting.
static EngineState look_about(Engine *engine, Watch *watch) {
  i64 now = clock_now();
  if (now - watch->looked < (i64)LOOK_MS * 1000000) {
    return ENGINE_OFF;
  }
  watch->looked = now;
  if (resident(engine) > engine->memory_limit) {
    return finish(engine, ENGINE_BLOATED, 0);
  }
  if (lost_patience(engine, watch)) {
    return finish(engine, ENGINE_SILENT, 0);
  }
  if (engine->on_wait != NULL && !engine->on_wait(engine->wait_context)) {
    return ENGINE_INTERRUPTED;
  }
  return ENGINE_OFF;
}

// Reads and understands what is there. Gives ENGINE_OFF to go on waiting.
static EngineState listen_once(Engine *engine) {
  (void)read_pipe(engine, 0);
  (void)read_pipe(engine, 1);
  ReadOutcome outcome = read_control(engine);
  if (outcome == READ_NONE && has_exited(engine)) {
    // What it wrote before is there by now; then it is the end, even if the
    // socket is still open in a process it left behind.
    outcome = read_control(engine) == READ_SOME ? READ_SOME : READ_END;
  }
  if (outcome == READ_END) {
    return await_exit(engine);
  }
  if (outcome == READ_SOME && !take_frames(engine)) {
    return finish(engine, ENGINE_BABBLED, 0);
  }
  if (engine->gave_up) {
    return finish(engine, ENGINE_GAVE_UP, 0);
  }
  return has_flooded(engine) ? finish(engine, ENGINE_FLOODED, 0)
                             : engine->state;
}

EngineState engine_wait(Engine *engine, const volatile int *stop) {
  i64 now = clock_now();
  Watch watch = {engine->progress, engine->finished, now, now, now};
  while (engine->state == ENGINE_OFF && engine->child > 0) {
    struct pollfd fds[3] = {{engine->control, POLLIN, 0},
                            {engine->pipes[0], POLLIN, 0},
                            {engine->pipes[1], POLLIN, 0}};
    (void)poll(fds, 3, LOOK_MS);
    if (stop != NULL && *stop != 0) {
      return ENGINE_INTERRUPTED;
    }
    EngineState state = listen_once(engine);
    if (state == ENGINE_OFF) {
      state = look_about(engine, &watch);
    }
    if (state != ENGINE_OFF) {
      return state;
    }
  }
  return engine->state;
}
