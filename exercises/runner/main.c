// troupe-learn -- the exercises: start, check, watch, hint.
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"
#include "commands.h"

typedef struct Command {
  const char *word;
  const char *arguments;  // as help shows them
  const char *what;
  CommandFn *run;
  int least;  // arguments it needs
  int most;
} Command;

static CommandFn command_help;

static const Command COMMANDS[] = {
    {"list", "[FILTER]", "exercises; of passed, started, open, new, 4, a name",
     command_list, 0, 1},
    {"start", "ID", "begin: copies its start to mine/, shows the task",
     command_start, 1, 1},
    {"next", "", "what to do next", command_next, 0, 0},
    {"check", "[ID|FILE]", "judge your file (--more, --json, --exercise ID)",
     command_check, 0, 5},
    {"watch", "[ID]", "judge it at each save (--lines: no screen)",
     command_watch, 0, 2},
    {"show", "ID|FILE [STEPS]", "an order of steps, in the simulator",
     command_show, 1, 20},
    {"hint", "[ID]", "a hint; three in all, one more each time", command_hint,
     0, 1},
    {"reset", "ID", "begin again; your file is kept beside it", command_reset,
     1, 1},
    {"solution", "ID", "one way to do it, and why (--anyway)", command_solution,
     1, 2},
    {"diff", "ID", "against your last pass (--start, --solution)", command_diff,
     1, 3},
    {"progress", "", "what is passed, when, with how many hints",
     command_progress, 0, 0},
    {"grade", "FOLDER...", "judge the files of a class (--json)", command_grade,
     1, 1000},
    {"doctor", "", "what holds a program that is judged", command_doctor, 0, 0},
    {"help", "", "this list", command_help, 0, 0},
};
enum { COMMAND_COUNT = sizeof COMMANDS / sizeof COMMANDS[0] };

static int command_help(Learn *learn, int count, char **arguments) {
  (void)count;
  (void)arguments;
  printf("usage: %s [COMMAND]\n\n", learn->command.text);
  for (size_t i = 0; i < COMMAND_COUNT; i++) {
    char call[32];
    snprintf(call, sizeof call, "%s %s", COMMANDS[i].word,
             COMMANDS[i].arguments);
    printf("  %-20s %s\n", call, COMMANDS[i].what);
  }
  printf(
      "\nAn ID is 04a, 04a-counter or counter. Without one, check, watch and "
      "hint\ntake the file you saved last. TROUPE_MINE names another folder "
      "for your\nfiles than mine/, of which a second copy is kept in your data "
      "folder.\nExit codes: 0 passed, 1 failed, 2 bad use, 4 stopped "
      "at a limit, 5 missing.\n");
  return DONE;
}

static const Command *find_command(const char *word) {
  for (size_t i = 0; i < COMMAND_COUNT; i++) {
    if (strcmp(COMMANDS[i].word, word) == 0) return &COMMANDS[i];
  }
  return NULL;
}

static int refuse(const Learn *learn, const char *word) {
  Nearest nearest = {.typed = word};
  for (size_t i = 0; i < COMMAND_COUNT; i++) {
    nearest_see(&nearest, COMMANDS[i].word);
  }
  if (nearest.best) {
    learn_say("no command \"%s\"; the nearest is %s (`%s help` lists all)",
              word, nearest.best, learn->command.text);
  } else {
    learn_say("no command \"%s\"; `%s help` lists all", word,
              learn->command.text);
  }
  return BAD_USE;
}

static int run_command(Learn *learn, int count, char **words) {
  if (count == 0) return command_overview(learn, 0, words);
  const char *word = words[0];
  if (strcmp(word, "-h") == 0 || strcmp(word, "--help") == 0) word = "help";
  const Command *command = find_command(word);
  if (!command) return refuse(learn, word);
  int arguments = count - 1;
  if (arguments < command->least || arguments > command->most) {
    learn_say("%s takes %s: `%s %s %s`", command->word,
              command->most == 0 ? "nothing" : command->arguments,
              learn->command.text, command->word, command->arguments);
    return BAD_USE;
  }
  return command->run(learn, arguments, words + 1);
}

// What compilers and sanitizers find in their environment.
static void set_environment(void) {
  setenv("LC_ALL", "C", 1);
  setenv(
      "ASAN_OPTIONS",
      "detect_stack_use_after_return=1:color=never:allocator_may_return_null=1",
      1);
  setenv("UBSAN_OPTIONS", "print_stacktrace=1:color=never", 1);
  setenv("TSAN_OPTIONS", "halt_on_error=1:second_deadlock_stack=1:color=never",
         1);
}

int main(int count, char **words) {
  static Learn learn;
  setlocale(LC_CTYPE, "");  // before the environment says C
  setvbuf(stdout, NULL, _IOLBF, 0);
  set_environment();
  int code = learn_open(&learn);
  if (code == DONE) code = run_command(&learn, count - 1, words + 1);
  learn_close(&learn);
  return code;
}
