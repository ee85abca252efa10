// pool.c -- a supervised pool: a worker fails, and lives again.
//
//   office            one for one: a child that fails is restarted alone
//     till            keeps the sum of what was done
//     pool            one for all: all its workers begin anew together
//       w-1 .. w-3    fail at a job of 13
#include "troupe.h"

#define TILL(M) M(TILL_DONE, till, done, (i64, job), )
PROTOCOL(Till, till, TILL)
STATE(TillState, (i64, sum))
ACTOR(Till, till, TillState, adding)

#define WORKER(M) M(WORKER_WORK, worker, work, (ref(Till), till)(i64, job), )
PROTOCOL(Worker, worker, WORKER)
STATE(WorkerState, (i64, jobs))
ACTOR(Worker, worker, WorkerState, working)

static void adding(TillState *self, const TillMsg *message) {
  switch (message->kind) {
    case TILL_DONE:
      self->sum += message->done.job;
      break;
  }
}

static void working(WorkerState *self, const WorkerMsg *message) {
  switch (message->kind) {
    case WORKER_WORK:
      if (message->work.job == 13) {
        fail("13 brings bad luck");
      }
      self->jobs++;
      ignore(till_tell_done(message->work.till, message->work.job));
      break;
  }
}

static const ChildSpec workers[] = {CHILD(worker, "w-1", NULL),
                                    CHILD(worker, "w-2", NULL),
                                    CHILD(worker, "w-3", NULL)};
static const SupervisorOptions pool = {
    .strategy = ONE_FOR_ALL, .intensity = 2, .children = workers, .count = 3};

static const ChildSpec staff[] = {CHILD(till, "till", NULL),
                                  SUPERVISED("pool", &pool)};
static const SupervisorOptions office = {
    .strategy = ONE_FOR_ONE, .intensity = 3, .children = staff, .count = 2};

// The supervisor's child of that label; its restarts do not change it.
static Ref find(Ref supervisor, const char *label) {
  struct supervisor_find_reply found = {0};
  ignore(supervisor_ask_find((SupervisorRef){supervisor}, label, &found,
                             after_ms(1000)));
  return found.child.ref;
}

int main(void) {
  static const char *const names[] = {"w-1", "w-2", "w-3"};
  static const i64 jobs[] = {5, 13, 8};
  System *system = system_start(NULL);
  SupervisorRef root = supervisor_spawn(system, "office", &office);
  CHECK(actor_wait_started(root.ref, after_ms(1000)) == START_OK);
  TillRef till = {find(root.ref, "till")};
  Ref inner = find(root.ref, "pool");
  for (int i = 0; i < 3; i++) {
    ignore(worker_tell_work((WorkerRef){find(inner, names[i])}, till, jobs[i]));
  }
  system_run(system, NEVER);
  return system_stop(system, NEVER) == SYSTEM_CLEAN ? 0 : 1;
}
