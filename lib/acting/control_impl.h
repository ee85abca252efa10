// control_impl.h -- what both halves of control share: control.c speaks the
// stream, control_search.c lets the program search by itself.
#ifndef ACTING_CONTROL_IMPL_H
#define ACTING_CONTROL_IMPL_H

#include "acting/control.h"
#include "acting/explore.h"
#include "telling/record.h"

enum { BUFFER_SIZE = 4 * (RECORD_LIMIT + 4) };

struct Control {
  System *system;
  int fd;
  bool greeted;        // the other end speaks this protocol
  u64 run_left;        // steps that the command under way may still take
  bool has_run;        // it has taken one
  u64 run_seed;        // by which it chooses
  bool tells_looks;    // COMMAND_SEARCH "looks"
  const char *replay;  // choices it still has to take, in its text
  World *world;
  Explore *explore;  // a search of its own goes on; NULL: none
  char *choices;     // for a search, as far as they have come
  size_t choices_length;
  Event command;
  RecordTexts texts;
  size_t out_length;
  size_t in_length;
  u8 out[BUFFER_SIZE];
  u8 in[BUFFER_SIZE];
};

// Ends the process: a program under control has no life of its own.
_Noreturn void control_leave(int status);

// The other end has gone, which is an error only before the greeting.
_Noreturn void control_leave_alone(const Control *control);

void control_send_out(Control *control);

// The event with step and time.
void control_tell(Control *control, Event event);
void control_refuse(void *control, const char *why);

// More choices for the search to come.
void control_add_choices(Control *control, const char *text);

// Goes on as a run of the search. When all is told the program ends: what it
// has learned of memory and of signals is for a search alone.
void control_search(Control *control, const char *plan);

#endif
