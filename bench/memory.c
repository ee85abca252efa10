// memory.c -- what an actor costs: bytes of resident memory each.
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/deadline.h"
#include "base/mem.h"
#include "workload.h"

#define CELL(M) M(CELL_PING, cell, ping, , (bool, alive))
PROTOCOL(Cell, cell, CELL)
STATE(CellState, (i64, pings))
ACTOR(Cell, cell, CellState, existing)

static void existing(CellState *self, const CellMsg *message) {
  switch (message->kind) {
    case CELL_PING:
      self->pings++;
      cell_reply_ping(true);
      break;
  }
}

// Linux tells; elsewhere it is 0, and the result is wrong and said to be.
static i64 resident_bytes(void) {
  FILE *file = fopen("/proc/self/statm", "r");
  long long pages = 0;
  if (file != NULL) {
    if (fscanf(file, "%*s %lld", &pages) != 1) {
      pages = 0;
    }
    (void)fclose(file);
  }
  return pages * sysconf(_SC_PAGESIZE);
}

static bool ping_all(const CellRef *cells, i64 n) {
  bool right = true;
  for (i64 i = 0; i < n; i++) {
    struct cell_ping_reply reply = {0};
    right = right && cell_ask_ping(cells[i], &reply, NEVER) == ASK_OK &&
            reply.alive;
  }
  return right;
}

static Result run(System *system, i64 n, i64 extra) {
  CellRef *cells = mem_array(CellRef, (size_t)n);
  memset(cells, 1, (size_t)n * sizeof *cells);  // resident before the count
  i64 before = resident_bytes();
  Result result = {.units = n, .started = clock_now()};
  for (i64 i = 0; i < n; i++) {
    cells[i] = cell_spawn(system, "cell", (CellState){.pings = 0});
  }
  bool right = system_run(system, NEVER) == RUN_QUIET;
  if (extra == 0) {
    right = right && ping_all(cells, n);
  }
  result.finished = clock_now();
  i64 after = resident_bytes();
  right = right && before > 0 && spawn_outcome(cells[n - 1].ref) == SPAWN_OK;
  mem_free(cells);
  result.bytes = after - before;
  result.right = right;
  return result;
}

const Workload memory = {
    "memory", "bytes an actor of N; EXTRA 1: that handled nothing",
    100000,   0,
    0,        run};
