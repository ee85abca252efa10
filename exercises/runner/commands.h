// commands.h -- the words of `troupe learn`.
#ifndef RUNNER_COMMANDS_H
#define RUNNER_COMMANDS_H

#include "learn.h"

// Each takes the arguments behind its word and gives an exit code.
typedef int CommandFn(Learn *learn, int count, char **arguments);

CommandFn command_overview;
CommandFn command_list;
CommandFn command_next;
CommandFn command_progress;
CommandFn command_start;
CommandFn command_reset;
CommandFn command_hint;
CommandFn command_solution;
CommandFn command_diff;
CommandFn command_check;
CommandFn command_watch;
CommandFn command_show;
CommandFn command_grade;
CommandFn command_doctor;

#endif
