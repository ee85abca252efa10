// controls_help.c -- help, made from the table.
#include <stdio.h>
#include <string.h>

#include "controls.h"
#include "grid.h"
#include "keys.h"

static void add_keys(const Control *control, Text *out) {
  bool any = false;
  for (size_t i = 0; i < bindings_count(); i++) {
    const char *line = bindings_at(i)->line;
    line += *line == ':' && line[1] != '\0';
    size_t length = strlen(control->verb);
    if (strncmp(line, control->verb, length) == 0 &&
        (line[length] == ' ' || line[length] == '\0')) {
      char name[16];
      press_name(bindings_at(i)->key, name);
      text_addf(out, "%s%s", any ? " " : "", name);
      any = true;
    }
  }
}

// The columns of help: keys, usage, what it does. Where they do not fit, what
// it does stands below.
enum { KEYS = 18, USAGE = 24, SAYS = KEYS + USAGE + 2, NARROW = 70 };

static void add_wrapped(const char *says, int left, int cols, bool hangs,
                        Text *out) {
  int room = cols - left < 20 ? 20 : cols - left;
  int count = grid_wrap(says, room, 0, NULL);
  for (int i = 0; i < count; i++) {
    Text line = {0};
    (void)grid_wrap(says, room, i, &line);
    text_addf(out, "%*s%s\n", i == 0 && !hangs ? 0 : left, "", text_of(&line));
    text_release(&line);
  }
}

static void add_help(const Control *control, int cols, Text *out) {
  Text keys = {0};
  Text usage = {0};
  add_keys(control, &keys);
  text_addf(&usage, "%s %s", control->verb, control->arguments);
  if (cols < NARROW) {
    text_addf(&usage, "%s%s", keys.length > 0 ? " : " : "", text_of(&keys));
    add_wrapped(text_of(&usage), 0, cols, false, out);
    add_wrapped(control->says, 2, cols, true, out);
  } else if (usage.length <= USAGE) {
    text_addf(out, "%-*s %-*s ", KEYS, text_of(&keys), USAGE, text_of(&usage));
    add_wrapped(control->says, SAYS, cols, false, out);
  } else {
    text_addf(out, "%-*s %s\n", KEYS, text_of(&keys), text_of(&usage));
    add_wrapped(control->says, SAYS, cols, true, out);
  }
  text_release(&keys);
  text_release(&usage);
}

void controls_help(const char *verb, int cols, Text *out) {
  static const char *const words[] = {
      "step: one thing happens, the smallest the scheduler can choose.",
      "flush: a message in flight reaches its mailbox.",
      "handle: an actor takes the next message and does what it says.",
      "in flight: sent, but not in the mailbox yet.",
      "main, you: the program outside all actors, and who sits here."};
  if (verb == NULL) {
    text_addf(out, cols < NARROW ? "command : keys\n" : "%-*s %-*s %s\n", KEYS,
              "keys", USAGE, "command", "what it does");
  }
  for (size_t i = 0; i < controls_count(); i++) {
    if (verb == NULL || text_equal(verb, controls_at(i)->verb)) {
      add_help(controls_at(i), cols, out);
    }
  }
  for (size_t i = 0; verb == NULL && i < sizeof words / sizeof *words; i++) {
    add_wrapped(words[i], 2, cols, false, out);
  }
}
