// router.c -- three workers behind one reference, and results out of order.
#include <stdlib.h>

#include "troupe.h"

// done(number)
#define DESK(M) M(DESK_DONE, desk, done, (i64, number), )
PROTOCOL(Desk, desk, DESK)
STATE(DeskState, (i64, jobs)(i64, last)(bool, mixed))
ACTOR(Desk, desk, DeskState, sorting)

// job(number): tells the desk
#define WORKER(M) M(WORKER_JOB, worker, job, (i64, number), )
PROTOCOL(Worker, worker, WORKER)
STATE(WorkerState, (ref(Desk), desk)(i64, jobs))
ACTOR(Worker, worker, WorkerState, working)
ROUTER(Worker, worker, WorkerState)

static void sorting(DeskState *self, const DeskMsg *message) {
  switch (message->kind) {
    case DESK_DONE:
      self->mixed |= message->done.number < self->last;
      self->last = message->done.number;
      self->jobs++;
      break;
  }
}

static void working(WorkerState *self, const WorkerMsg *message) {
  switch (message->kind) {
    case WORKER_JOB:
      self->jobs++;
      ignore(desk_tell_done(self->desk, message->job.number));
      break;
  }
}

int main(void) {
  System *system = system_start(NULL);
  DeskRef desk = desk_spawn(system, "desk", (DeskState){0});
  RouterOptions options = {.spawn.label = "router",
                           .worker.label = "worker",
                           .workers = getenv("one_worker") != NULL ? 1 : 3,
                           .pause = NEVER};
  WorkerRef router =
      worker_router_spawn(system, options, (WorkerState){.desk = desk});
  for (i64 i = 1; i <= 3; i++) {
    ignore(worker_tell_job(router, i));
  }
  system_run(system, NEVER);
  return system_stop(system, NEVER) == SYSTEM_CLEAN ? 0 : 1;
}
