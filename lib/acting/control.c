// control.c -- options and events out, commands in, over one socket.
//
// One command at a time: when it is done, all open options and READY go out,
// and the next command is awaited. Events collect in a buffer that is sent
// when it is full or the program is about to wait.
#include "acting/control.h"

#include <errno.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/checkpoint.h"
#include "acting/control_impl.h"
#include "acting/runtime.h"
#include "acting/trace.h"
#include "base/mem.h"

// One system of the process has it, from its start on and for good.
// Sequentially consistent, as flags are; it guards no other memory.
static atomic_flag in_use = ATOMIC_FLAG_INIT;

// The one place in the library that ends the process: a program under control
// has no life of its own.
void control_leave(int status) {
  _exit(status);
}

// The other end has gone, which is an error only before the greeting.
void control_leave_alone(const Control *control) {
  control_leave(control->greeted ? 0 : 2);
}

void control_send_out(Control *control) {
  size_t sent = 0;
  while (sent < control->out_length) {
    ssize_t count = send(control->fd, control->out + sent,
                         control->out_length - sent, MSG_NOSIGNAL);
    if (count < 0 && errno != EINTR) {
      control_leave_alone(control);
    }
    sent += count > 0 ? (size_t)count : 0;
  }
  control->out_length = 0;
}

static void send_event(Control *control, const Event *event) {
  if (BUFFER_SIZE - control->out_length < RECORD_LIMIT + 4) {
    control_send_out(control);
  }
  control->out_length += record_write(control->out + control->out_length,
                                      BUFFER_SIZE - control->out_length, event);
  // A handler runs next: if it crashes or does not return, the other end has to
  // know which.
  if (event->kind == EVENT_TAKEN) {
    control_send_out(control);
  }
}

void control_listen(void *context, const Event *event) {
  Control *control = context;
  world_see(control->world, event);
  if (control->explore != NULL) {
    explore_see(control->explore, event);
    return;
  }
  send_event(control, event);
}

// Waits for more bytes, at most `most`.
static void read_in(Control *control, size_t most) {
  ssize_t count = read(control->fd, control->in + control->in_length, most);
  if (count == 0 || (count < 0 && errno != EINTR)) {
    control_leave_alone(control);
  }
  control->in_length += count > 0 ? (size_t)count : 0;
}

static void read_command(Control *control) {
  for (;;) {
    size_t used = 0;
    switch (record_read(control->in, control->in_length, &control->command,
                        &control->texts, &used)) {
      case RECORD_OK:
        control->in_length -= used;
        memmove(control->in, control->in + used, control->in_length);
        return;
      case RECORD_BAD:
        control_leave(2);
      case RECORD_SHORT:
        break;
    }
    read_in(control, BUFFER_SIZE - control->in_length);
  }
}

void control_tell(Control *control, Event event) {
  event.step = control->system->step;
  event.time = control->system->dispatcher->now(control->system);
  send_event(control, &event);
}

void control_refuse(void *context, const char *why) {
  control_tell(context, (Event){.kind = EVENT_REFUSED, .text = why});
}

static void tell_option(Control *control, size_t index, const Option *option) {
  char text[1024];
  Writer out = writer_over(text, sizeof text);
  Event event = {.kind = EVENT_OPTION,
                 .number = index,
                 .actor = option->actor.bits,
                 .other = option->other.bits,
                 .name = option_kind_name(option->kind),
                 .due = option->due,
                 .text = text};
  if (option->message != NULL) {
    RefNames names = ref_names(control->system);
    message_print(option->message, &names, &out);
    event.id = message_id(option->message);
    event.request = message_request(option->message);
  } else if (option->kind == OPTION_MAIN) {
    write_format(&out, "main goes on: %s", control->system->why);
  }
  control_tell(control, event);
}

static void tell_ready(Control *control, const Option *options, size_t count) {
  for (size_t i = 0; i < count; i++) {
    tell_option(control, i, &options[i]);
  }
  control_tell(control, (Event){.kind = EVENT_READY,
                                .number = count,
                                .text = control->system->why});
  control_send_out(control);
}

static bool is_quiet(const Option *options, size_t count) {
  return count == 1 && options[0].kind == OPTION_MAIN;
}

// The next choice of a replay. False: it is done, or cannot go on.
static bool replay_on(Control *control, size_t count, Choice *choice) {
  const char *text = control->replay + strspn(control->replay, " ");
  control->replay = NULL;
  if (*text == '\0') {
    return false;
  }
  char *end;
  unsigned long index = strtoul(text, &end, 10);
  if (*text < '0' || *text > '9' || (*end != ' ' && *end != '\0')) {
    control_refuse(control, "a replay is numbers, separated by blanks");
    return false;
  }
  if (index >= count) {
    control_refuse(control, "the replay takes an option that is not open");
    return false;
  }
  control->replay = end;
  *choice = (Choice){.index = index};
  return true;
}

// What is left of the command under way. False: it is done.
static bool go_on(Control *control, u64 step, const Option *options,
                  size_t count, Choice *choice) {
  if (control->replay != NULL) {
    return replay_on(control, count, choice);
  }
  // To let main go on needs a command of its own: a run stops where it is
  // quiet, so that something can be sent.
  if (control->run_left == 0 ||
      (control->has_run && is_quiet(options, count))) {
    control->run_left = 0;
    return false;
  }
  control->run_left--;
  control->has_run = true;
  *choice =
      (Choice){.index = choose_random(control->run_seed, step, options, count)};
  return true;
}

// The copy serves the stream until it ends; what was read already is for it.
static void control_fork(Control *control) {
  if (!checkpoint_is_alone()) {
    control_refuse(control, "a program with threads cannot be copied");
    return;
  }
  ignore(fflush(NULL));  // or both would print it
  control_send_out(control);
  pid_t copy = fork();
  if (copy < 0) {
    control_refuse(control, "no process for a copy");
  } else if (copy > 0) {
    int status = 0;
    control->in_length = 0;
    while (waitpid(copy, &status, 0) < 0 && errno == EINTR) {
    }
    control_tell(control,
                 (Event){.kind = EVENT_RETURNED, .number = (u64)status});
  }
}

// Begins the command that was read. True: it is a choice already.
static bool obey(Control *control, size_t count, Choice *choice) {
  const Event *command = &control->command;
  Ref actor = {command->actor};
  const char *text = command->text != NULL ? command->text : "";
  if (command->kind == COMMAND_CHOOSE) {
    if (command->number < count) {
      *choice = (Choice){.index = (size_t)command->number};
      return true;
    }
    control_refuse(control, "there is no option of that number");
  } else if (command->kind == COMMAND_SEND) {
    *choice = (Choice){.kind = CHOOSE_SEND, .actor = actor, .text = text};
    return true;
  } else if (command->kind == COMMAND_KILL) {
    *choice = (Choice){.kind = CHOOSE_KILL, .actor = actor};
    return true;
  } else if (command->kind == COMMAND_FAULT) {
    *choice = (Choice){.kind = CHOOSE_FAULT, .fault = command};
    return true;
  } else if (command->kind == COMMAND_RUN) {
    control->run_left = command->number;
    control->run_seed =
        command->request != 0 ? command->request : control->system->seed;
    control->has_run = false;
  } else if (command->kind == COMMAND_REPLAY) {
    control->replay = text;  // lives until the next command is read
  } else if (command->kind == COMMAND_QUIT) {
    control_leave(0);
  } else if (command->kind == COMMAND_FORK) {
    control_fork(control);
  } else if (command->kind == COMMAND_SEARCH && command->name != NULL) {
    if (strcmp(command->name, "choices") == 0) {
      control_add_choices(control, text);
    } else if (strcmp(command->name, "looks") == 0) {
      control->tells_looks = true;
    } else {
      control_search(control, text);
    }
  } else {
    control_refuse(control, "not a command");
  }
  return false;
}

static Choice choose(void *context, u64 step, const Option *options,
                     size_t count) {
  Control *control = context;
  Choice choice;
  if (control->explore != NULL) {
    return (Choice){.index =
                        explore_choose(control->explore, step, options, count)};
  }
  while (!go_on(control, step, options, count, &choice)) {
    tell_ready(control, options, count);
    read_command(control);
    if (obey(control, count, &choice)) {
      break;
    }
    if (control->explore != NULL) {
      return choose(context, step, options, count);
    }
  }
  return choice;
}

static void looked(void *context, PointKind point, u64 what) {
  Control *control = context;
  if (control->explore != NULL) {
    explore_looked(control->explore, point, what);
  } else if (control->tells_looks) {
    control_tell(control, (Event){.kind = EVENT_SOUGHT,
                                  .name = "look",
                                  .number = (u64)point,
                                  .actor = what});
  }
}

ChoicePolicy control_policy(Control *control) {
  return (ChoicePolicy){.choose = choose,
                        .refused = control_refuse,
                        .looked = looked,
                        .context = control,
                        .drives = true};
}

// The number of the stream's descriptor, or -1.
static int descriptor_from(const char *text) {
  char *end;
  errno = 0;
  long number = strtol(text, &end, 10);
  bool good = end != text && *end == '\0' && errno == 0 && number >= 0 &&
              number <= INT_MAX;
  return good ? (int)number : -1;
}

// Both ends begin with the same word; without it the program ends.
static void greet(Control *control) {
  memcpy(control->out, RECORD_MAGIC, RECORD_MAGIC_SIZE);
  control->out_length = RECORD_MAGIC_SIZE;
  control_send_out(control);
  while (control->in_length < RECORD_MAGIC_SIZE) {
    read_in(control, RECORD_MAGIC_SIZE - control->in_length);
  }
  if (memcmp(control->in, RECORD_MAGIC, RECORD_MAGIC_SIZE) != 0) {
    control_leave(2);
  }
  control->in_length = 0;
  control->greeted = true;
}

Control *control_open(System *system) {
  const char *number = getenv("TROUPE_CONTROL");
  if (number == NULL || atomic_flag_test_and_set(&in_use)) {
    return NULL;
  }
  checkpoint_prepare();
  Control *control = mem_try(sizeof *control);
  if (control == NULL) {
    atomic_flag_clear(&in_use);
    return NULL;
  }
  control->system = system;
  control->world = world_new(system);
  control->fd = descriptor_from(number);
  greet(control);
  // Standard output is a pipe: what the program prints should be seen at the
  // step that printed it, and not be lost with a crash.
  ignore(setvbuf(stdout, NULL, _IOLBF, 0));
  return control;
}

// The stream outlives its system: what the program has not freed can only be
// said when it ends.
static int fd_at_exit = -1;
static pid_t owner;

static void tell_left(void) {
  u8 bytes[256];
  if (getpid() != owner) {
    return;  // a process that the program made
  }
  i64 left = mem_live();
  Event event = {.kind = EVENT_LEFT, .number = left > 0 ? (u64)left : 0};
  size_t size = record_write(bytes, sizeof bytes, &event);
  // Who does not listen any more need not know.
  ignore(send(fd_at_exit, bytes, size, MSG_NOSIGNAL | MSG_DONTWAIT));
  ignore(close(fd_at_exit));
}

void control_close(Control *control) {
  if (control != NULL && control->explore == NULL) {
    control_send_out(control);
    fd_at_exit = control->fd;
    owner = getpid();
    if (atexit(tell_left) != 0) {
      ignore(close(control->fd));
    }
    world_release(control->world);
    mem_free(control->choices);
    mem_free(control);
  }
}
