// server_shutdown.c -- a signal comes, and the server finishes what it has
// begun before it goes: first the door, then the workers, the books last.
#include "troupe.h"

enum { WORKERS = 3, REQUESTS = 9 };

#define BOOK(M) M(BOOK_WRITE, book, write, (i64, request), )
PROTOCOL(Book, book, BOOK)
STATE(BookState, (i64, lines))
ACTOR_WITH_ENDS(Book, book, BookState, book_opens, book_closes, writing)

#define WORKER(M) M(WORKER_SERVE, worker, serve, (i64, request), )
PROTOCOL(Worker, worker, WORKER)
STATE(WorkerState, (ref(Book), book))
ACTOR(Worker, worker, WorkerState, serving)

// visit(request) | signalled(signal) | await() : answered when the signal came
#define DOOR(M)                                     \
  M(DOOR_VISIT, door, visit, (i64, request), )      \
  M(DOOR_SIGNALLED, door, signalled, SIGNAL_HEAD, ) \
  M(DOOR_AWAIT, door, await, , )
PROTOCOL(Door, door, DOOR)
typedef struct Staff {
  WorkerRef all[WORKERS];
} Staff;

STATE(DoorState,
      (i64, visits)(private(Staff), staff)(private(Request *), waiting))
ACTOR_WITH_ENDS(Door, door, DoorState, door_opens, door_closes, letting_in)

static void book_opens(BookState *self) {
  self->lines = 0;
}

static void book_closes(BookState *self, StopReason reason) {
  (void)reason;
  say("the books are closed: %" PRId64 " requests served\n", self->lines);
}

static void writing(BookState *self, const BookMsg *message) {
  switch (message->kind) {
    case BOOK_WRITE:
      self->lines++;
      break;
  }
}

static void serving(WorkerState *self, const WorkerMsg *message) {
  switch (message->kind) {
    case WORKER_SERVE:
      ignore(book_tell_write(self->book, message->serve.request));
      break;
  }
}

static void door_opens(DoorState *self) {
  (void)self;
  CHECK(signals_open((int[]){SIGTERM}, 1, door_signalled) == SIGNALS_OK);
}

static void door_closes(DoorState *self, StopReason reason) {
  (void)self;
  (void)reason;
  say("the door is closed\n");
}

static void letting_in(DoorState *self, const DoorMsg *message) {
  switch (message->kind) {
    case DOOR_VISIT:
      ignore(worker_tell_serve(self->staff.all[self->visits++ % WORKERS],
                               message->visit.request));
      break;
    case DOOR_SIGNALLED:
      say("asked to stop\n");
      door_reply_await_to(&self->waiting);
      break;
    case DOOR_AWAIT:
      self->waiting = request_take();
      signals_inject(SIGTERM);  // as `kill` would send it
      break;
  }
}

int main(void) {
  System *system = system_start(NULL);
  BookRef book = book_spawn(system, "book", (BookState){0});
  Ref workers[WORKERS];
  Staff staff;
  for (int i = 0; i < WORKERS; i++) {
    staff.all[i] = worker_spawn(system, "worker", (WorkerState){.book = book});
    workers[i] = staff.all[i].ref;
  }
  DoorRef door = door_spawn(system, "door", (DoorState){.staff = staff});
  for (i64 i = 1; i <= REQUESTS; i++) {
    ignore(door_tell_visit(door, i));
  }
  ignore(door_ask_await(door, &(struct door_await_reply){0}, NEVER));
  DrainPhase phases[] = {{"door", &door.ref, 1, after_ms(1000)},
                         {"workers", workers, WORKERS, after_ms(5000)},
                         {"the rest", NULL, 0, after_ms(1000)}};
  return drain_run(system, phases, 3, NULL) == SYSTEM_CLEAN ? 0 : 1;
}
