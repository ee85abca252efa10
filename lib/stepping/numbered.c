// numbered.c -- a watcher that knows what it wants, and notes its number.
//
// A turn before a plain access was none in the kept run: there the thread went
// straight on, and so it does here.
#include "stepping/numbered.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "stepping/world.h"

static struct {
  const Numbered *kept;
  u32 next;
  int out;  // standard output, before the program was silenced
  size_t last;
  u32 times;   // that `last` was taken in a row
  bool begun;  // something has been printed
} book;

Numbered *numbered_keep(const Run *run) {
  Numbered *kept = calloc(1, sizeof *kept + run->step_count * sizeof(Choice));
  if (kept == NULL) {
    return NULL;
  }
  for (u32 i = 0; i < run->step_count; i++) {
    const Step *step = &run->steps[i];
    kept->choices[kept->count++] = step->choice;
    kept->has_accesses |= step->kind == OP_READ || step->kind == OP_WRITE;
  }
  kept->race = run->verdict == VERDICT_RACE ? run->place[0] : 0;
  return kept;
}

static void flush_number(void) {
  if (book.times > 0) {
    ignore(dprintf(book.out, "%s%zu", book.begun ? "," : "1:", book.last));
    book.begun = true;
  }
  if (book.times > 1) {
    ignore(dprintf(book.out, "*%u", book.times));
  }
  book.times = 0;
}

static _Noreturn void finish(int status) {
  flush_number();
  ignore(dprintf(book.out, "\n"));
  _exit(status);
}

static Choice take(const Choice *options, size_t index) {
  if (book.times > 0 && book.last != index) {
    flush_number();
  }
  book.last = index;
  book.times++;
  return options[index];
}

static bool is_access(const Task *task) {
  return task->op.kind == OP_READ || task->op.kind == OP_WRITE;
}

static Choice choose(const Choice *options, size_t count) {
  const Numbered *kept = book.kept;
  const Task *now = world->now;
  Choice wanted = {(u8)now->id, HOW_USUAL};
  bool done = book.next == kept->count;
  bool goes_on = is_access(now) && !now->ended && !kept->has_accesses;
  if (done && (!goes_on || now->op.place == kept->race)) {
    finish(0);
  }
  if (!goes_on) {
    wanted = kept->choices[book.next++];
  }
  for (size_t i = 0; i < count; i++) {
    if (choice_equal(options[i], wanted)) {
      return take(options, i);
    }
  }
  finish(3);
}

static void over(Verdict verdict, u64 place, u64 other) {
  (void)verdict;
  (void)place;
  (void)other;
  finish(book.next == book.kept->count ? 0 : 3);
}

static const Watcher watcher = {.choose = choose, .over = over};

_Noreturn void numbered_run(Run *run, const Numbered *kept, int argc,
                            char **argv) {
  book.kept = kept;
  book.out = dup(1);
  run_be_quiet();
  run_prepare(run);
  world->watcher = &watcher;
  run_begin(argc, argv);
}
