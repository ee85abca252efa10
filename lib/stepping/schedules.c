// schedules.c -- a stack of the steps of a run, each with what else was open.
#include "stepping/schedules.h"

#include <stdlib.h>
#include <string.h>

void schedules_release(Schedules *schedules) {
  for (u32 i = 0; i < schedules->room; i++) {
    free(schedules->forks[i].open);
  }
  free(schedules->forks);
  *schedules = (Schedules){.count = 0};
}

void schedules_begin(Schedules *schedules, u32 bound) {
  schedules->count = 0;
  schedules->bound = bound;
  schedules->pruned = false;
}

static Fork *fork_at(Schedules *schedules, u32 at) {
  if (at < schedules->room) {
    return &schedules->forks[at];
  }
  u32 room = schedules->room == 0 ? 256 : 2 * schedules->room;
  Fork *forks = realloc(schedules->forks, room * sizeof *forks);
  if (forks == NULL) {
    schedules->failed = true;
    return NULL;
  }
  memset(forks + schedules->room, 0, (room - schedules->room) * sizeof *forks);
  schedules->forks = forks;
  schedules->room = room;
  return &forks[at];
}

static bool has_usual(const Fork *fork, u8 thread) {
  for (u32 i = 0; i < fork->count; i++) {
    if (choice_equal(fork->open[i], (Choice){thread, HOW_USUAL})) {
      return true;
    }
  }
  return false;
}

static bool any_usual(const Fork *fork) {
  for (u32 i = 0; i < fork->count; i++) {
    if (fork->open[i].how == HOW_USUAL) {
      return true;
    }
  }
  return false;
}

// 1 if this choice is a preemption after a step of thread `last`.
static u32 cost_of(const Fork *fork, Choice choice, u8 last) {
  if (choice.how != HOW_USUAL) {
    return any_usual(fork);
  }
  return choice.thread != last && has_usual(fork, last);
}

static u8 thread_before(const Schedules *schedules, u32 at) {
  for (u32 i = at; i > 0; i--) {
    Choice taken = schedules->forks[i - 1].taken;
    if (taken.how < HOW_STORE || taken.how >= HOW_WAITER) {
      return taken.thread;
    }
  }
  return 0;
}

static bool learn_step(Schedules *schedules, const Run *run, u32 at) {
  const Step *step = &run->steps[at];
  Fork *fork = fork_at(schedules, at);
  if (fork == NULL) {
    return false;
  }
  if (fork->room < step->open_count) {
    Choice *open = realloc(fork->open, step->open_count * sizeof *open);
    if (open == NULL) {
      schedules->failed = true;
      return false;
    }
    fork->open = open;
    fork->room = step->open_count;
  }
  memcpy(fork->open, &run->open[step->open_first],
         step->open_count * sizeof *fork->open);
  fork->count = step->open_count;
  fork->taken = step->choice;
  fork->next = 0;
  // The one that was taken goes to the front: the others are still to come.
  for (u32 i = 0; i < fork->count; i++) {
    if (choice_equal(fork->open[i], fork->taken)) {
      fork->open[i] = fork->open[0];
      fork->open[0] = fork->taken;
      fork->next = 1;
      break;
    }
  }
  fork->cost = 0;
  if (at > 0) {
    const Fork *before = &schedules->forks[at - 1];
    fork->cost = before->cost + cost_of(before, before->taken,
                                        thread_before(schedules, at - 1));
  }
  schedules->count = at + 1;
  return true;
}

void schedules_learn(Schedules *schedules, const Run *run) {
  for (u32 i = schedules->count; i < run->step_count; i++) {
    if (!learn_step(schedules, run, i)) {
      return;
    }
  }
}

bool schedules_next(Schedules *schedules, Plan *plan) {
  while (schedules->count > 0 && !schedules->failed) {
    u32 at = schedules->count - 1;
    Fork *fork = &schedules->forks[at];
    u8 last = thread_before(schedules, at);
    while (fork->next < fork->count) {
      Choice choice = fork->open[fork->next++];
      if (fork->cost + cost_of(fork, choice, last) > schedules->bound) {
        schedules->pruned = true;
        continue;
      }
      fork->taken = choice;
      for (u32 i = 0; i <= at; i++) {
        plan->prefix[i] = schedules->forks[i].taken;
      }
      plan->prefix_count = at + 1;
      return true;
    }
    schedules->count--;
  }
  return false;
}
