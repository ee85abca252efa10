// main.c -- the process's main, in place of the program's.
//
// What to do stands in the environment, for the arguments are the program's:
//   TROUPE_STEPPING="runs=1000 preemptions=2 time=3000 steps=20000 seed=1 weak
//                    races replay=0x3,1x2 numbers
//                    spurious"
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stepping/lines.h"
#include "stepping/numbered.h"
#include "stepping/report.h"
#include "stepping/watched.h"

enum { MILLISECOND = 1000000 };

typedef struct Wish {
  HuntPlan plan;
  const char *replay;  // or NULL
  bool compares;
  bool numbers;   // of the replay's options, for the simulator
  bool spurious;  // a watched condition may wake for nothing
} Wish;

static _Noreturn void refuse(const char *what) {
  fprintf(stderr, "stepping: %s\n", what);
  exit(2);
}

static u64 number(const char *text, u64 most, const char *name) {
  char *end;
  unsigned long long value = strtoull(text, &end, 10);
  if (*text < '0' || *text > '9' || *end != '\0' || value > most) {
    fprintf(stderr, "stepping: %s takes a whole number up to %llu, not %s\n",
            name, (unsigned long long)most, text);
    exit(2);
  }
  return value;
}

static void set(Wish *wish, char *word) {
  char *value = strchr(word, '=');
  if (value != NULL) {
    *value++ = '\0';
  }
  bool flag = value == NULL;
  if (flag && strcmp(word, "weak") == 0) {
    wish->plan.weak = true;
  } else if (flag && strcmp(word, "races") == 0) {
    wish->plan.goes_on = true;
  } else if (flag && strcmp(word, "compare") == 0) {
    wish->compares = true;
  } else if (flag && strcmp(word, "spurious") == 0) {
    wish->spurious = true;
  } else if (flag && strcmp(word, "numbers") == 0) {
    wish->numbers = true;
  } else if (!flag && strcmp(word, "runs") == 0) {
    wish->plan.runs = number(value, 1000000000, word);
  } else if (!flag && strcmp(word, "preemptions") == 0) {
    wish->plan.preemptions = (u32)number(value, 1000, word);
  } else if (!flag && strcmp(word, "time") == 0) {
    wish->plan.time = (i64)number(value, 86400000, word) * MILLISECOND;
  } else if (!flag && strcmp(word, "steps") == 0) {
    wish->plan.steps = (u32)number(value, PLAN_STEPS, word);
  } else if (!flag && strcmp(word, "seed") == 0) {
    wish->plan.seed = number(value, UINT64_MAX, word);
  } else if (!flag && strcmp(word, "replay") == 0) {
    wish->replay = value;
  } else {
    fprintf(stderr,
            "stepping: TROUPE_STEPPING knows runs=, preemptions=, time=, "
            "steps=, seed=, replay=, weak and races, not %s\n",
            word);
    exit(2);
  }
}

static Wish read_wish(void) {
  Wish wish = {.plan = {.runs = 1000,
                        .preemptions = 2,
                        .time = 3000LL * MILLISECOND,
                        .steps = 20000,
                        .seed = 1}};
  const char *text = getenv("TROUPE_STEPPING");
  char *words = strdup(text != NULL ? text : "");
  if (words == NULL) {
    refuse("out of memory");
  }
  char *rest;
  for (char *word = strtok_r(words, " ", &rest); word != NULL;
       word = strtok_r(NULL, " ", &rest)) {
    set(&wish, word);
  }
  return wish;
}

// THREAD[.HOW][xTIMES], with commas between.
static void read_replay(const char *text, Plan *plan) {
  plan->prefix_count = 0;
  while (*text != '\0') {
    unsigned thread = 0;
    unsigned how = 0;
    unsigned times = 1;
    int used = 0;
    if (sscanf(text, "%u%n", &thread, &used) != 1) {
      refuse("a replay is as in 0x3,1.1,0x2");
    }
    text += used;
    if (*text == '.' && sscanf(text, ".%u%n", &how, &used) == 1) {
      text += used;
    }
    if (*text == 'x' && sscanf(text, "x%u%n", &times, &used) == 1) {
      text += used;
    }
    if ((*text != ',' && *text != '\0') || thread >= PLAN_THREADS ||
        how >= 256 || times > PLAN_STEPS - plan->prefix_count) {
      refuse("a replay is as in 0x3,1.1,0x2");
    }
    text += *text == ',';
    while (times-- > 0) {
      plan->prefix[plan->prefix_count++] = (Choice){(u8)thread, (u8)how};
    }
  }
}

static void replay(Run *run, const Wish *wish, int argc, char **argv,
                   HuntResult *result) {
  *result = (HuntResult){.bound = -1, .weak = wish->plan.weak};
  Plan *plan = &run->plan;
  plan->mode = PLAN_REPLAY;
  plan->steps = wish->plan.steps;
  plan->goes_on = wish->plan.goes_on;
  plan->weak = wish->plan.weak;
  plan->spurious = true;
  plan->shows = !wish->numbers;
  read_replay(wish->replay, plan);
  if (!run_make(run, argc, argv)) {
    refuse("no process for a run");
  }
  result->runs = 1;
  result->steps = run->step_count;
  result->verdict = run->verdict;
}

// Where races are, threads take turns: those are known before a watcher comes.
static void look_for_places(Run *run, Wish *wish, int argc, char **argv) {
  HuntResult result;
  HuntPlan plan = wish->plan;
  plan.goes_on = true;
  plan.runs = 40;
  plan.preemptions = 0;
  plan.time = 300LL * MILLISECOND;
  hunt(run, &plan, argc, argv, &result);
  for (u32 i = 0; i < run->step_count && i < 1000; i++) {
    line_learn(run->steps[i].place);  // or each copy would look it up
  }
  memset(&run->plan, 0, offsetof(Plan, prefix));
  run->plan.goes_on = true;
  run->plan.spurious = wish->spurious;
  run->plan.steps = PLAN_STEPS;
  run->step_count = run->open_count = 0;
  run->words[0] = '\0';
}

static _Noreturn void number_replay(Run *run, Wish *wish, int argc,
                                    char **argv) {
  HuntResult result;
  replay(run, wish, argc, argv, &result);
  Numbered *kept = numbered_keep(run);
  if (kept == NULL || run->verdict == VERDICT_DIVERGED || wish->plan.weak) {
    refuse("this schedule cannot be followed by the simulator");
  }
  look_for_places(run, wish, argc, argv);
  numbered_run(run, kept, argc, argv);
}

int main(int argc, char **argv) {
  Wish wish = read_wish();
  Run *run = run_new();
  if (run == NULL) {
    refuse("out of memory");
  }
  HuntResult result;
  if (watched_wanted()) {
    look_for_places(run, &wish, argc, argv);
    watched_run(run, argc, argv);
  }
  if (wish.compares) {
    hunt_compare(run, &wish.plan, argc, argv);
    return 0;
  }
  if (wish.replay != NULL && wish.numbers) {
    number_replay(run, &wish, argc, argv);
  } else if (wish.replay != NULL) {
    replay(run, &wish, argc, argv, &result);
  } else {
    hunt(run, &wish.plan, argc, argv, &result);
  }
  report_print(stdout, run, &result);
  bool passed = result.verdict == VERDICT_OK || result.verdict == VERDICT_CUT;
  return passed ? 0 : result.verdict == VERDICT_REFUSED ? 3 : 1;
}
