// branches.c -- an array in the order of leaving; what is too much goes in
// front.
#include "branches.h"

#include <string.h>

#include "base/mem.h"
#include "text.h"

void branches_init(Branches *branches) {
  *branches = (Branches){.now = {.number = 1}, .highest = 1};
}

static void release(Branch *branch) {
  tape_release(&branch->tape);
  output_release(&branch->output);
  mem_free(branch->name);
}

void branches_release(Branches *branches) {
  for (size_t i = 0; i < branches->count; i++) {
    release(&branches->items[i]);
  }
  mem_free(branches->now.name);
  branches_init(branches);
}

static size_t bytes(const Branches *branches) {
  size_t sum = 0;
  for (size_t i = 0; i < branches->count; i++) {
    sum += branches->items[i].tape.length;
  }
  return sum;
}

static void drop_oldest(Branches *branches) {
  branches->dropped = branches->items[0].number;
  release(&branches->items[0]);
  branches->count--;
  memmove(&branches->items[0], &branches->items[1],
          branches->count * sizeof *branches->items);
}

// Identity from one, run from the other.
static Branch join(const Branch *who, const Branch *run) {
  Branch whole = *run;
  whole.number = who->number;
  whole.name = who->name;
  whole.parent = who->parent;
  whole.fork = who->fork;
  return whole;
}

void branches_leave(Branches *branches, Branch *run, u64 fork) {
  branches->dropped = 0;
  if (branches->count == BRANCHES_KEPT) {
    drop_oldest(branches);
  }
  branches->items[branches->count++] = join(&branches->now, run);
  *run = (Branch){0};
  while (branches->count > 0 && bytes(branches) > BRANCHES_BYTES) {
    drop_oldest(branches);
  }
  branches->now = (Branch){.number = ++branches->highest,
                           .parent = branches->now.number,
                           .fork = fork};
}

void branches_exchange(Branches *branches, Branch *kept, Branch *run) {
  Branch chosen = *kept;
  *kept = join(&branches->now, run);
  branches->now = (Branch){.number = chosen.number,
                           .name = chosen.name,
                           .parent = chosen.parent,
                           .fork = chosen.fork};
  *run = chosen;
}

Branch *branches_find(Branches *branches, u64 number) {
  for (size_t i = 0; i < branches->count; i++) {
    if (branches->items[i].number == number) {
      return &branches->items[i];
    }
  }
  return NULL;
}

Branch *branches_named(Branches *branches, const char *name) {
  for (size_t i = 0; i < branches->count; i++) {
    if (branches->items[i].name != NULL &&
        text_equal(branches->items[i].name, name)) {
      return &branches->items[i];
    }
  }
  return NULL;
}
