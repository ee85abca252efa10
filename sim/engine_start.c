// engine_start.c -- the child's birth: a socket pair, two pipes, fork and exec.
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "engine.h"
#include "telling/record.h"
#include "text.h"

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
    (void)snprintf(why, size,
                   "cannot run %s: %s (C is in .c, an overlay in .scene, a "
                   "record in .record)",
                   program, strerror(errno));
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
