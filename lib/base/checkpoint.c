// checkpoint.c -- pages are saved when they are first written.
//
// At the moment that is set all private memory becomes read-only. A write is a
// fault, whose handler saves the page and lets it be written from then on
// (Plank, Beck, Kingsley and Li, "Libckpt: transparent checkpointing under
// UNIX", 1995). Coming back copies the saved pages; they stay writable, so
// after a few runs there are no faults any more, and a run costs a copy of the
// pages that runs write to.
//
// The stack and what the kernel itself writes to are saved at once. A program
// that has the kernel write elsewhere, into memory that no run has written yet,
// is told EFAULT; actors under the stepper read no files.
#define _GNU_SOURCE  // MAP_ANONYMOUS, sbrk, on_exit, SA_ONSTACK

#include "base/checkpoint.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/check.h"
#include "base/pages.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define WATCHED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define WATCHED 1
#endif
#ifndef WATCHED
#define WATCHED 0
#endif

enum { PAGE = 4096, PAGES_MOST = 1 << 16, SIGNAL_STACK = 1 << 16 };

// The one of this process; handlers have no context.
static Checkpoint *only;

bool checkpoint_is_alone(void) {
  struct stat tasks;
  // The directory has an entry for each thread, and two that all have.
  return stat("/proc/self/task", &tasks) == 0 && tasks.st_nlink == 3;
}

// ---- Pages ----

static u8 *page_of(const void *address) {
  return (u8 *)((uintptr_t)address / PAGE * PAGE);
}

static bool is_saved(const Checkpoint *checkpoint, const u8 *page) {
  for (size_t i = 0; i < checkpoint->page_count; i++) {
    if (checkpoint->pages[i].page == page) {
      return true;
    }
  }
  return false;
}

// False: it is none of ours, or was saved before.
static bool save_page(Checkpoint *checkpoint, u8 *page) {
  bool ours = false;
  for (size_t i = 0; i < checkpoint->region_count && !ours; i++) {
    ours = page >= checkpoint->regions[i].start &&
           page < checkpoint->regions[i].end;
  }
  if (!ours || checkpoint->page_count == PAGES_MOST ||
      is_saved(checkpoint, page) ||
      mprotect(page, PAGE, PROT_READ | PROT_WRITE) != 0) {
    return false;
  }
  u8 *copy = arena_room(checkpoint->arena, PAGE, 1);
  memcpy(copy, page, PAGE);
  checkpoint->pages[checkpoint->page_count++] = (SavedPage){page, copy};
  return true;
}

// ---- What goes wrong in a run ----

static _Noreturn void end_badly(RunAccident accident, int number) {
  only->accident = accident;
  only->number = number;
  checkpoint_return(only);
}

static void on_fault(int number, siginfo_t *info, void *context) {
  (void)context;
  bool write = number == SIGSEGV && info->si_code == SEGV_ACCERR;
  if (!write || only->copies || !save_page(only, page_of(info->si_addr))) {
    end_badly(RUN_CRASHED, number);
  }
}

static void on_tick(int number) {
  (void)number;
  only->ticks = only->steps == only->steps_seen ? only->ticks + 1 : 0;
  only->steps_seen = only->steps;
  bool is_run = only->running && only->copies == only->copy;
  if (is_run && only->ticks > CHECKPOINT_PATIENCE_MS / CHECKPOINT_TICK_MS) {
    only->ticks = 0;
    end_badly(RUN_HUNG, 0);
  }
}

static void on_end(int status, void *context) {
  (void)context;
  if (!only->running) {
    return;
  }
  if (only->on_exit != NULL) {
    only->on_exit(only->context);
  }
  end_badly(RUN_EXITED, status);
}

static void hear_signals(void) {
  static const int faults[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
  stack_t stack = {.ss_sp = arena_room(only->arena, SIGNAL_STACK, 1),
                   .ss_size = SIGNAL_STACK};
  struct sigaction fault = {.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
  struct sigaction tick = {.sa_flags = SA_ONSTACK | SA_RESTART | SA_NODEFER};
  fault.sa_sigaction = on_fault;
  tick.sa_handler = on_tick;
  CHECK(WATCHED || sigaltstack(&stack, NULL) == 0);
  for (size_t i = 0; !WATCHED && i < sizeof faults / sizeof *faults; i++) {
    CHECK(sigaction(faults[i], &fault, NULL) == 0);
  }
  CHECK(sigaction(SIGALRM, &tick, NULL) == 0);
  CHECK(on_exit(on_end, NULL) == 0);
}

static void start_ticks(void) {
  struct timeval tick = {.tv_usec = CHECKPOINT_TICK_MS * 1000};
  CHECK(setitimer(ITIMER_REAL, &(struct itimerval){tick, tick}, NULL) == 0);
}

// ---- The moment ----

// One line of /proc/self/maps. False: not memory that a run could change.
static bool read_region(const char *line, Region *region) {
  unsigned long start = 0;
  unsigned long end = 0;
  char allowed[8] = "";
  if (sscanf(line, "%lx-%lx %7s", &start, &end, allowed) != 3 ||
      strcmp(allowed, "rw-p") != 0) {
    return false;
  }
  *region = (Region){(u8 *)start, (u8 *)end};
  return true;
}

static bool find_regions(Checkpoint *checkpoint) {
  char line[512];
  u8 *here = (u8 *)&line;
  FILE *maps = fopen("/proc/self/maps", "re");
  bool fits = maps != NULL;
  while (fits && fgets(line, sizeof line, maps) != NULL) {
    Region region;
    if (!read_region(line, &region)) {
      continue;
    }
    if (here >= region.start && here < region.end) {
      checkpoint->stack_end = region.end;
    } else if (checkpoint->region_count < CHECKPOINT_REGIONS) {
      checkpoint->regions[checkpoint->region_count++] = region;
    } else {
      fits = false;
    }
  }
  if (maps != NULL) {
    ignore(fclose(maps));
  }
  return fits && checkpoint->stack_end != NULL;
}

// The thread's own block, to which the kernel writes (rseq) whenever it likes:
// it is never protected.
static Region thread_block(void) {
  u8 *page = page_of((void *)pthread_self());
  return (Region){page - PAGE, page + 2 * PAGE};
}

static void save_thread(Checkpoint *checkpoint) {
  Region block = thread_block();
  for (u8 *page = block.start; page < block.end; page += PAGE) {
    ignore(save_page(checkpoint, page));
  }
}

static bool protect_range(u8 *start, u8 *end) {
  return start >= end || mprotect(start, (size_t)(end - start), PROT_READ) == 0;
}

// All of it but the thread's block.
static bool protect_region(const Region *region) {
  Region block = thread_block();
  u8 *before = region->end < block.start ? region->end : block.start;
  u8 *behind = region->start > block.end ? region->start : block.end;
  return protect_range(region->start, before) &&
         protect_range(behind, region->end);
}

// All frames from the caller's up; what is deeper is not part of the moment.
static __attribute__((noinline)) void save_stack(Checkpoint *checkpoint) {
  checkpoint->stack = (u8 *)__builtin_frame_address(0);
  size_t size = (size_t)(checkpoint->stack_end - checkpoint->stack);
  checkpoint->stack_copy = arena_room(checkpoint->arena, size, 1);
  memcpy(checkpoint->stack_copy, checkpoint->stack, size);
}

// What malloc has stays in the one heap whose end can be put back.
void checkpoint_prepare(void) {
  ignore(mallopt(M_MMAP_MAX, 0));
  ignore(mallopt(M_TRIM_THRESHOLD, -1));
  ignore(mallopt(M_TOP_PAD, 1 << 20));
  pages_come_from_heap();
}

static bool protect(Checkpoint *checkpoint) {
  if (!find_regions(checkpoint)) {
    return false;
  }
  checkpoint->pages =
      arena_room(checkpoint->arena, PAGES_MOST, sizeof(SavedPage));
  checkpoint->heap_end = sbrk(0);
  for (size_t i = 0; i < checkpoint->region_count; i++) {
    if (!protect_region(&checkpoint->regions[i])) {
      return false;
    }
  }
  save_thread(checkpoint);
  return true;
}

bool checkpoint_set(Checkpoint *checkpoint, Arena *arena) {
  CHECK(only == NULL);
  if (!checkpoint_is_alone()) {
    return false;
  }
  checkpoint->arena = arena;
  checkpoint->copies = WATCHED;
  only = checkpoint;
  checkpoint->first_free = open("/dev/null", O_RDONLY | O_CLOEXEC);
  ignore(close(checkpoint->first_free));
  hear_signals();
  ignore(fflush(NULL));  // or it would be printed again and again
  if (!checkpoint->copies && !protect(checkpoint)) {
    return false;
  }
  start_ticks();
  if (!checkpoint->copies && sigsetjmp(checkpoint->here, 0) == 0) {
    save_stack(checkpoint);
  }
  return true;
}

// ---- Coming back ----

static void wait_for_copy(Checkpoint *checkpoint, pid_t copy) {
  int status = 0;
  while (waitpid(copy, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFSIGNALED(status)) {
    checkpoint->accident = RUN_CRASHED;
    checkpoint->number = WTERMSIG(status);
  } else if (WEXITSTATUS(status) != 0) {
    checkpoint->accident = RUN_EXITED;
    checkpoint->number = WEXITSTATUS(status);
  }
}

bool checkpoint_go(Checkpoint *checkpoint) {
  checkpoint->accident = RUN_CAME_BACK;
  checkpoint->ticks = 0;
  checkpoint->running = true;
  if (!checkpoint->copies) {
    return true;
  }
  pid_t copy = fork();
  CHECK(copy >= 0);
  if (copy == 0) {
    start_ticks();  // which a copy does not have
    checkpoint->copy = true;
    return true;
  }
  wait_for_copy(checkpoint, copy);
  checkpoint->copy = false;
  checkpoint->running = false;
  return false;
}

// Deeper than all that is put back, if need be by calling itself.
static __attribute__((noinline)) void put_back(Checkpoint *checkpoint) {
  volatile u8 room[1024];
  room[0] = 0;
  uintptr_t deepest = (uintptr_t)room;
  if (deepest + sizeof room + 256 > (uintptr_t)checkpoint->stack &&
      deepest < (uintptr_t)checkpoint->stack_end) {
    put_back(checkpoint);
  }
  if (sbrk(0) != (void *)checkpoint->heap_end) {
    CHECK(brk(checkpoint->heap_end) == 0);
  }
  for (size_t i = 0; i < checkpoint->page_count; i++) {
    memcpy(checkpoint->pages[i].page, checkpoint->pages[i].copy, PAGE);
  }
  memcpy(checkpoint->stack, checkpoint->stack_copy,
         (size_t)(checkpoint->stack_end - checkpoint->stack));
  siglongjmp(checkpoint->here, 1 + room[0]);
}

void checkpoint_return(Checkpoint *checkpoint) {
  if (checkpoint->copies) {
    CHECK(checkpoint->copy);
    _exit(0);
  }
  checkpoint->running = false;
  for (int fd = checkpoint->first_free; close(fd) == 0; fd++) {
  }
  put_back(checkpoint);
  abort();
}
