// judgement.c -- from how a run ended to a sentence about it.
#include "judgement.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "base/mem.h"
#include "base/writer.h"
#include "schedules.h"
#include "stacks.h"

static bool passed(const Run *run) {
  return run->report.done && run->job.end == JOB_EXITED && run->job.code == 0 &&
         run->job.left_behind == 0 && !run->is_finding;
}

// Where the plain build is good, a sanitizer's fault is not the learner's.
void judge_build(Run *run, Mode mode) {
  const char *output = run->job.output.text ? run->job.output.text : "";
  if (mode == MODE_PLAIN) {
    run->found = true;
    return;
  }
  const char *line = strstr(output, "cannot find");
  if (!line && run->complaints.errors > 0) {
    line = run->complaints.items[0].text;
  }
  snprintf(run->unjudged, sizeof run->unjudged, "it does not build: %.*s",
           line ? (int)strcspn(line, "\n") : 1, line ? line : "?");
}

static void judge_schedules(Run *run) {
  const char *output = run->job.output.text;
  run->found = schedules_found(output);
  if (!run->found && (run->job.end != JOB_EXITED || run->job.code != 0)) {
    snprintf(run->unjudged, sizeof run->unjudged, "%.*s",
             (int)strcspn(output ? output : "no answer", "\n"),
             output ? output : "no answer");
  }
}

void judge_run(Run *run, Mode mode, const char *source) {
  const char *output = run->job.output.text;
  if (mode == MODE_SCHEDULES) {
    judge_schedules(run);
    return;
  }
  if (mode != MODE_PLAIN) {
    if (!run->report.test[0] && finding_is_refusal(output, run->unjudged)) {
      return;
    }
    run->is_finding = output && finding_read(&run->finding, output, source);
  }
  run->is_crash = run->job.end == JOB_KILLED || run->report.crash != 0;
  run->found = !passed(run);
}

static void say(Verdict *verdict, const char *reason, const char *message,
                const char *meaning) {
  verdict->reason = reason;
  text_fit(verdict->message, sizeof verdict->message, message);
  text_fit(verdict->meaning, sizeof verdict->meaning, meaning);
}

static const char *last_part(const char *path, int parts) {
  const char *at = path + strlen(path);
  while (at > path) {
    if (*--at == '/' && --parts == 0) return at;
  }
  return path;
}

// THREAD: in CALLEE, called in FUNCTION, FILE:LINE
static void add_place(Verdict *verdict, const char *thread, const char *verb,
                      const Place *place) {
  if (verdict->where_count == sizeof verdict->where / sizeof verdict->where[0])
    return;
  char *text = verdict->where[verdict->where_count++];
  Writer out = writer_over(text, sizeof verdict->where[0]);
  write_format(&out, "%s: ", thread);
  if (place->callee[0]) {
    write_format(&out, "%s %s, called in %s, ", verb, place->callee,
                 place->function);
  } else {
    write_format(&out, "in %s, ", place->function);
  }
  write_format(&out, "%s:%d", path_shown(place->file.text).text, place->line);
  if (place->test_line > 0) {
    write_format(&out, " (test.c:%d)", place->test_line);
  }
}

// A program's first thread bears the program's name.
static bool is_main(const ReportStack *stack) {
  for (Mode mode = MODE_PLAIN; mode < MODES; mode++) {
    if (strcmp(stack->thread, mode_name(mode)) == 0) return true;
  }
  return false;
}

static void add_stack(Verdict *verdict, const Run *run,
                      const ReportStack *stack, const char *verb) {
  Place place;
  Path test = path_of("%s/test.c", verdict->exercise);
  if (!stack_place(stack, run->program.text, verdict->source.text, test.text,
                   &place)) {
    return;
  }
  add_place(verdict, is_main(stack) ? "main" : stack->thread, verb, &place);
  if (place.is_learners && verdict->line == 0) {
    verdict->file = place.file;
    verdict->line = place.line;
  }
}

// Names where each thread was that told of it, main first. The first place in
// the learner's file becomes the verdict's own.
static void add_stacks(Verdict *verdict, const Run *run, const char *why,
                       const char *verb) {
  for (int turn = 0; turn < 2; turn++) {
    for (size_t i = 0; i < run->report.stack_count; i++) {
      const ReportStack *stack = &run->report.stacks[i];
      if (strcmp(stack->why, why) != 0) continue;
      if (is_main(stack) == (turn == 0)) add_stack(verdict, run, stack, verb);
    }
  }
}

static void tell_build(Verdict *verdict, Run *run) {
  const Complaint *first = &run->complaints.items[0];
  const char *output = run->job.output.text ? run->job.output.text : "";
  verdict->kind = VERDICT_FAILED;
  if (run->job.end != JOB_EXITED && run->complaints.errors == 0) {
    verdict->kind = VERDICT_LIMIT;
    say(verdict, "compile", "the compiler was stopped at a limit",
        "what would it have to read or unfold that has no end?");
  } else if (run->job.end == JOB_EXITED && run->job.code == 127) {
    verdict->kind = VERDICT_MISSING;
    say(verdict, "missing", "the compiler cannot be started",
        "./troupe doctor says what is missing");
  } else if (strstr(output, "cannot find -lcunit")) {
    verdict->kind = VERDICT_MISSING;
    say(verdict, "missing", "CUnit is missing, which the tests are made with",
        "./troupe doctor says what is missing");
  } else if (run->complaints.errors == 0) {
    say(verdict, "compile", "it does not build, and the compiler gave no line",
        "");
    mem_free(verdict->printed);
    verdict->printed = run->job.output.text;
    run->job.output = (JobBuffer){0};
  } else {
    say(verdict, "compile", first->text, first->meaning ? first->meaning : "");
    verdict->file = first->file;
    verdict->line = first->line;
  }
}

static void tell_finding(Verdict *verdict, const Run *run) {
  const Finding *finding = &run->finding;
  say(verdict, "sanitizer", finding->kind,
      finding->meaning ? finding->meaning : "");
  const size_t most = sizeof verdict->where / sizeof verdict->where[0];
  for (size_t i = 0; i < finding->place_count; i++) {
    const FindingPlace *place = &finding->places[i];
    if (verdict->line == 0) {
      verdict->file = verdict->source;
      verdict->line = place->line;
    }
    if (verdict->where_count == most || !place->what[0]) continue;
    snprintf(verdict->where[verdict->where_count++], sizeof verdict->where[0],
             "%s: in %s, %.120s:%d", place->what, place->function,
             path_shown(verdict->source.text).text, place->line);
  }
}

static void tell_signal(Verdict *verdict, const Run *run) {
  int number = run->report.crash ? run->report.crash : run->job.code;
  const char *meaning = "";
  if (number == SIGSEGV || number == SIGBUS) {
    meaning =
        "a pointer points nowhere (NULL, never set, or freed), or the "
        "stack is used up";
  } else if (number == SIGFPE) {
    meaning = "a division by zero";
  } else if (number == SIGABRT) {
    meaning =
        "abort was called: by an assertion, or by the C library over a "
        "block that is no block";
  }
  char text[100];
  snprintf(text, sizeof text, "the program crashed: %s", strsignal(number));
  say(verdict, "crash", text, meaning);
  add_stacks(verdict, run, "crash", "crashed in");
}

static void tell_expectation(Verdict *verdict, const Run *run) {
  const Report *report = &run->report;
  verdict->line = report->line;
  if (report->line > 0) verdict->file = path_of("%s", report->file);
  text_fit(verdict->story, sizeof verdict->story, report->story);
  if (!report->by_check) {
    say(verdict, report->line > 0 ? "expectation" : "threads", report->what,
        report->line > 0 ? "" : "join what was started, when it has ended");
    text_fit(verdict->expected, sizeof verdict->expected, report->expected);
    text_fit(verdict->seen, sizeof verdict->seen, report->seen);
    return;
  }
  char text[800];
  snprintf(text, sizeof text, "a CHECK failed, at %s:%d: %s",
           last_part(report->file, 3) + (*last_part(report->file, 3) == '/'),
           report->line, report->what);
  const char *meaning = "";
  if (strstr(report->file, "base/thread.c")) {
    meaning =
        "a lock is taken twice by one thread, or given back by one that "
        "does not hold it, or a thread is joined twice";
  }
  say(verdict, "check", text, meaning);
  verdict->file = path_of("%s", "");
  verdict->line = 0;
  add_stacks(verdict, run, "check", "failed in");
}

// A limit was reached, or nothing moves any more.
static void tell_limit(Verdict *verdict, const Run *run) {
  verdict->kind = VERDICT_LIMIT;
  const JobLimits *limits = &run->job.limits;
  char text[200] = "";
  const char *verb = "in";
  switch (run->job.end) {
    case JOB_ASLEEP:
      verdict->kind = VERDICT_FAILED;
      verb = "waits in";
      say(verdict, "stuck",
          "it hangs: every thread waits, and nobody is left "
          "to wake one",
          "");
      break;
    case JOB_LATE:
      verb = "was in";
      snprintf(text, sizeof text, "it did not end within %lld seconds",
               (long long)limits->wall_ms / 1000);
      say(verdict, "time", text, "a loop that looks and sleeps, for ever?");
      break;
    case JOB_BUSY:
      verb = "was in";
      snprintf(text, sizeof text,
               "it computed for %.1f seconds and did not end",
               (f64)limits->cpu_ms / 1000);
      say(verdict, "time", text, "a loop without an end?");
      break;
    case JOB_FAT:
      verb = "was in";
      snprintf(text, sizeof text, "it took more than %lld MB of memory",
               (long long)limits->resident >> 20);
      say(verdict, "memory", text, "a loop that allocates without an end?");
      break;
    case JOB_LOUD:
      verb = "was in";
      snprintf(text, sizeof text, "it printed more than %zu MB",
               limits->output >> 20);
      say(verdict, "output", text, "a loop that prints without an end?");
      break;
    case JOB_MANY:
      snprintf(text, sizeof text, "it started more than %d processes",
               limits->processes);
      say(verdict, "processes", text, "an exercise needs no fork");
      break;
    case JOB_CROWDED:
      snprintf(text, sizeof text, "it started more than %d threads",
               limits->threads);
      say(verdict, "threads", text,
          "a loop that starts threads without an end?");
      break;
    case JOB_NOT_STARTED:
      verdict->kind = VERDICT_MISSING;
      say(verdict, "missing", "the system gives no process or pipe", "");
      break;
    case JOB_RUNNING:
    case JOB_EXITED:
    case JOB_KILLED:
    case JOB_STOPPED:
      check_failed(__FILE__, __LINE__, "a limit");
  }
  add_stacks(verdict, run, "asked", verb);
}

static void tell_exit(Verdict *verdict, const Run *run) {
  char text[160];
  if (run->job.left_behind > 0 && run->report.done) {
    snprintf(text, sizeof text, "it left %d process%s running",
             run->job.left_behind, run->job.left_behind == 1 ? "" : "es");
    say(verdict, "processes", text, "an exercise needs no fork");
  } else if (run->report.done) {
    snprintf(text, sizeof text,
             "all tests passed, but then the program ended with exit code %d",
             run->job.code);
    say(verdict, "exit", text, "");
  } else {
    snprintf(text, sizeof text,
             "the program ended itself in the middle of the test, with exit "
             "code %d",
             run->job.code);
    say(verdict, "exit", text,
        "an actor ends by returning; exit ends all threads at once");
    add_stacks(verdict, run, "exit", "called");
  }
}

void judgement_tell(Verdict *verdict, Run *run, Mode mode) {
  verdict->kind = VERDICT_FAILED;
  verdict->mode = mode;
  verdict->passed = run->report.passed;
  if (!run->built) {
    if (mode == MODE_PLAIN) tell_build(verdict, run);
    return;
  }
  if (mode == MODE_SCHEDULES) {
    schedules_tell(verdict, run->root, run->job.output.text);
    return;
  }
  if (!run->report.done) {
    text_fit(verdict->test, sizeof verdict->test, run->report.test);
  }
  if (run->is_finding) {
    tell_finding(verdict, run);
  } else if (run->report.failed) {
    tell_expectation(verdict, run);
  } else if (run->is_crash) {
    tell_signal(verdict, run);
  } else if (run->job.end == JOB_EXITED) {
    tell_exit(verdict, run);
  } else {
    tell_limit(verdict, run);
  }
  verdict->printed = run->job.output.text;
  run->job.output = (JobBuffer){0};
}
