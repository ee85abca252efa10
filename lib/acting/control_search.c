// control_search.c -- questions out, answers in, while runs are made.
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "acting/control_impl.h"
#include "base/mem.h"

static void tell_sought(void *context, const char *name, u64 number,
                        const char *text) {
  Control *control = context;
  control_tell(
      control,
      (Event){
          .kind = EVENT_SOUGHT, .name = name, .number = number, .text = text});
  control_send_out(control);
}

// Read byte by byte into memory that is written anyway: elsewhere the kernel
// may not write now.
static u64 hear_answer(void *context) {
  Control *control = context;
  u8 bytes[128];
  size_t length = 0;
  for (;;) {
    Event event;
    size_t used = 0;
    ssize_t count = read(control->fd, bytes + length, sizeof bytes - length);
    if (count == 0 || (count < 0 && errno != EINTR)) {
      control_leave_alone(control);
    }
    length += count > 0 ? (size_t)count : 0;
    switch (record_read(bytes, length, &event, &control->texts, &used)) {
      case RECORD_OK:
        if (event.kind != COMMAND_SEARCH) {
          control_leave(0);
        }
        return event.number;
      case RECORD_BAD:
        control_leave(2);
      case RECORD_SHORT:
        if (length == sizeof bytes) {
          control_leave(2);
        }
        break;
    }
  }
}

// Any command but an answer ends it. A tick of the checkpoint's clock that
// comes just here interrupts the look and is none.
static bool is_called_off(void *context) {
  const Control *control = context;
  struct pollfd line = {.fd = control->fd, .events = POLLIN};
  return poll(&line, 1, 0) > 0;
}

void control_add_choices(Control *control, const char *text) {
  size_t length = strlen(text);
  char *all = mem_try(control->choices_length + length + 2);
  if (all == NULL) {
    control_leave(2);
  }
  if (control->choices != NULL) {
    memcpy(all, control->choices, control->choices_length);
  }
  memcpy(all + control->choices_length, text, length);
  all[control->choices_length + length] = ' ';
  control->choices_length += length + 1;
  mem_free(control->choices);
  control->choices = all;
}

void control_search(Control *control, const char *plan) {
  const char *why = "";
  ExploreLine line = {control, tell_sought, hear_answer, is_called_off};
  control->explore =
      explore_new(control->world, &line, plan,
                  control->choices == NULL ? "" : control->choices, &why);
  if (control->explore == NULL) {
    control_refuse(control, why);
    return;
  }
  // What it prints has been seen, or will be when the run is made once more.
  int nowhere = open("/dev/null", O_WRONLY);
  ignore(fflush(NULL));
  if (nowhere < 0 || dup2(nowhere, 1) < 0 || dup2(nowhere, 2) < 0) {
    control_leave(2);
  }
  if (!explore_runs(control->explore)) {
    control_leave(0);
  }
}
