// report.c -- the verdict, the schedule in words, and what was covered.
#include "stepping/report.h"

#include <stdlib.h>
#include <string.h>

#include "stepping/lines.h"

static void print_line(FILE *out, u64 place) {
  Line line = line_of(place);
  fprintf(out, "%s:%u", line_file(&line), line.number);
  if (line.text[0] != '\0') {
    fprintf(out, ": %s", line.text);
  }
  fprintf(out, "\n");
}

// As the program calls it, or by its number.
static const char *thread_name(const Run *run, int thread) {
  static char name[TASK_NAME + 16];
  const char *given =
      thread > 0 && thread < PLAN_THREADS ? run->names[thread] : "main";
  if (given[0] != '\0') {
    snprintf(name, sizeof name, "%s", given);
  } else {
    snprintf(name, sizeof name, "thread %d", thread);
  }
  return name;
}

// ---- Who waits for whom ----

// Lines of stuck_say: thread, operation, object, place, and what about it.
static void print_waits(FILE *out, const Run *run, const char *words) {
  while (*words != '\0') {
    int thread = 0;
    char op[16];
    unsigned long long object = 0;
    unsigned long long place = 0;
    int used = 0;
    if (sscanf(words, "%d %15s %llx %llx %n", &thread, op, &object, &place,
               &used) < 4) {
      return;
    }
    const char *rest = words + used;
    int other = 0;
    unsigned long long number = 0;
    fprintf(out, "  %s waits (%s", thread_name(run, thread), op);
    if (sscanf(rest, "held %d %llx", &other, &number) == 2) {
      fprintf(out, ", held by %s", thread_name(run, other));
    } else if (sscanf(rest, "thread %d", &other) == 1) {
      fprintf(out, " of %s", thread_name(run, other));
    } else if (sscanf(rest, "unheard %*u %llu", &number) == 1) {
      fprintf(out, "; a signal came at step %llu, when nobody waited", number);
    }
    fprintf(out, ") at ");
    print_line(out, place);
    words = strchr(rest, '\n');
    words = words == NULL ? "" : words + 1;
  }
}

static bool is_stuck(Verdict verdict) {
  return verdict == VERDICT_DEADLOCK || verdict == VERDICT_PARTIAL_DEADLOCK ||
         verdict == VERDICT_LOST_WAKEUP || verdict == VERDICT_LIVELOCK;
}

static void print_access(FILE *out, const Run *run, int which,
                         const char *verb) {
  fprintf(out, "  %s %ss at ", thread_name(run, run->thread[which]), verb);
  print_line(out, run->place[which]);
  if (run->caller[which] != 0) {
    fprintf(out, "    called at ");
    print_line(out, run->caller[which]);
  }
}

static void print_what(FILE *out, const Run *run) {
  if (run->verdict == VERDICT_RACE || run->verdict == VERDICT_USE_AFTER_FREE) {
    char later[8] = "";
    char earlier[8] = "";
    ignore(sscanf(run->words, "%7s %7s", later, earlier));
    print_access(out, run, 0, later);
    print_access(out, run, 1, earlier);
    if (run->verdict == VERDICT_RACE || strcmp(later, "free") == 0) {
      fprintf(out, "  and nothing orders the two\n");
    }
  } else if (is_stuck(run->verdict)) {
    print_waits(out, run, run->words);
  } else {
    if (run->words[0] != '\0') {
      fprintf(out, "  %s\n", run->words);
    }
    if (run->place[0] != 0) {
      fprintf(out, "  at ");
      print_line(out, run->place[0]);
    }
    if (run->place[1] != 0) {
      fprintf(out, "  and ");
      print_line(out, run->place[1]);
    }
  }
}

// ---- The schedule ----

static void print_how(FILE *out, const Run *run, u8 how) {
  if (how == HOW_TIMEOUT) {
    fprintf(out, " (its time is up)");
  } else if (how == HOW_SPURIOUS) {
    fprintf(out, " (wakes for nothing)");
  } else if (how >= HOW_WAITER) {
    fprintf(out, " (wakes %s)", thread_name(run, how - HOW_WAITER));
  } else if (how >= HOW_STORE) {
    fprintf(out, " (reaches memory)");
  }
}

enum { TURNS_SHOWN = 40 };

static void print_schedule(FILE *out, const Run *run) {
  u32 turns = 0;
  fprintf(out, "schedule: %u steps\n", run->step_count);
  for (u32 i = 0; i < run->step_count; i++) {
    const Step *step = &run->steps[i];
    bool begins = i == 0 ||
                  step->choice.thread != run->steps[i - 1].choice.thread ||
                  step->choice.how != HOW_USUAL;
    if (!begins && !run->plan.shows) {
      continue;
    }
    if (++turns > TURNS_SHOWN && !run->plan.shows) {
      fprintf(out, "  ... and so on\n");
      return;
    }
    fprintf(out, "  %4u %s: %s", i + 1, thread_name(run, step->choice.thread),
            op_name((OpKind)step->kind));
    print_how(out, run, step->choice.how);
    if (step->place != 0) {
      fprintf(out, " at ");
      print_line(out, step->place);
    } else {
      fprintf(out, "\n");
    }
  }
}

// As run-length pairs: 0x12 1x3 0.1 (time is up) ...
static void print_replay(FILE *out, const Run *run, bool weak) {
  fprintf(out, "replay: %s", weak ? "weak " : "");
  for (u32 i = 0; i < run->plan.prefix_count;) {
    Choice choice = run->plan.prefix[i];
    u32 n = 1;
    while (i + n < run->plan.prefix_count &&
           choice_equal(run->plan.prefix[i + n], choice)) {
      n++;
    }
    fprintf(out, "%s%u", i == 0 ? "" : ",", choice.thread);
    if (choice.how != HOW_USUAL) {
      fprintf(out, ".%u", choice.how);
    }
    if (n > 1) {
      fprintf(out, "x%u", n);
    }
    i += n;
  }
  fprintf(out, "\n");
}

// ---- All ----

// True if a deadlock there would have been found: a circle of n locks needs no
// more than n - 1 preemptions where it begins.
static bool is_ruled_out(const Hazard *hazard, const HuntResult *result) {
  return result->complete || result->bound + 1 >= hazard->length;
}

static void print_hazards(FILE *out, const Run *run, const HuntResult *result) {
  for (u32 i = 0; i < run->hazard_count; i++) {
    const Hazard *hazard = &run->hazards[i];
    if (is_ruled_out(hazard, result)) {
      continue;
    }
    fprintf(out,
            "hazard: locks are taken in a circle; no schedule that was tried "
            "stops there\n");
    fprintf(out, "  %s takes one at ", thread_name(run, hazard->threads[0]));
    print_line(out, hazard->places[1]);
    fprintf(out, "    and holds another since ");
    print_line(out, hazard->places[0]);
    fprintf(out, "  %s takes one at ", thread_name(run, hazard->threads[1]));
    print_line(out, hazard->places[3]);
    fprintf(out, "    and holds another since ");
    print_line(out, hazard->places[2]);
  }
}

static void print_covered(FILE *out, const HuntResult *result) {
  fprintf(out, "covered: %llu runs, %llu steps, %.2f s; ",
          (unsigned long long)result->runs, (unsigned long long)result->steps,
          (double)result->time / 1e9);
  if (result->complete) {
    fprintf(out, "all schedules");
  } else if (result->bound >= 0) {
    fprintf(out, "all schedules with at most %d preemption%s", result->bound,
            result->bound == 1 ? "" : "s");
  } else {
    fprintf(out, "no bound of preemptions whole");
  }
  if (result->random > 0) {
    fprintf(out, ", %llu at random", (unsigned long long)result->random);
  }
  if (result->cut > 0) {
    fprintf(out, ", %llu cut off", (unsigned long long)result->cut);
  }
  fprintf(out, "\n");
}

void report_print(FILE *out, const Run *run, const HuntResult *result) {
  bool passed = run->verdict == VERDICT_OK || run->verdict == VERDICT_CUT;
  fprintf(out, "verdict: %s\n", passed ? "passed" : verdict_name(run->verdict));
  if (!passed) {
    print_what(out, run);
  }
  if (!passed || run->plan.shows) {
    print_schedule(out, run);
    print_replay(out, run, result->weak);
  }
  if (passed) {
    print_hazards(out, run, result);
  }
  print_covered(out, result);
}
