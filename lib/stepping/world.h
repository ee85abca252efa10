// world.h -- one run: its threads, what each is about to do, and its objects.
//
// Only one fiber runs, so nothing here is guarded. Nothing here is allocated
// with malloc, which is the program's.
#ifndef STEPPING_WORLD_H
#define STEPPING_WORLD_H

#include "stepping/fiber.h"
#include "stepping/moments.h"

enum {
  TASK_LOOKS = 16,   // places a thread looks at in turn
  TASK_STORES = 16,  // delayed at once
  TASK_HELD = 32,    // locks held at once
  TASK_KEYS = 128,
  TASK_FRAMES = 64,
  OBJECTS = 1 << 14
};

typedef enum ObjectKind {
  OBJECT_NEW,  // not known yet
  OBJECT_MUTEX,
  OBJECT_CONDITION,
  OBJECT_SEMAPHORE,
  OBJECT_RWLOCK,
  OBJECT_BARRIER,
  OBJECT_ONCE,
  OBJECT_ATOMIC
} ObjectKind;

enum { NOBODY = -1 };

typedef struct Object {
  u64 address;
  ObjectKind kind;
  bool destroyed;
  bool recursive;
  bool checks;       // a mutex that answers EDEADLK and EPERM
  bool robust;       // a mutex that is free when its thread has ended
  int owner;         // mutex, write lock, once under way; or NOBODY
  u32 depth;         // of a recursive mutex
  u32 readers;       // of a rwlock
  u32 value;         // of a semaphore; threads that arrived at a barrier
  u32 size;          // of a barrier
  u32 turn;          // of a barrier
  bool done;         // once
  u32 unheard;       // signals that nobody waited for
  u64 unheard_at;    // the step of the last
  u64 place;         // where it was locked, or initialised
  Moments released;  // what who acquires it knows from then on
  Moments firmly;    // the same, but for the order that mutexes made
  Moments read;      // of a rwlock: what its readers knew, for writers
  u64 reading;       // of a rwlock: bit t: thread t
} Object;

// A store that has not reached memory.
typedef struct Store {
  u64 address;
  u64 value;
  u8 size;
  bool ordered;  // release: after all before it
  u64 place;
  Moments released;
} Store;

typedef struct Op {
  OpKind kind;
  bool writes;
  bool timed;  // may end by its time
  i64 due;
  u64 object;  // address
  u64 second;  // OP_WAIT, OP_WOKEN: the mutex
  u64 place;
  int target;  // OP_JOIN
} Op;

typedef struct Held {
  u64 lock;
  u64 place;
} Held;

typedef struct Task {
  int id;
  Fiber fiber;
  char name[TASK_NAME];
  void *(*start)(void *);
  void *arg;
  void *result;
  bool begun;
  bool ended;
  bool detached;
  bool joined;      // or is being
  Op op;            // what it is about to do
  u8 how;           // as which option that was chosen
  u64 points;       // turns it has come to, or been brought to
  u64 announced;    // the latest of them that a watcher knows
  u64 waits_since;  // the step
  Moments now;
  Moments firmly;   // but for the order that mutexes made
  Moments loosely;  // what relaxed loads saw: an acquire fence makes it known
  Moments fenced;   // what it knew at its last release fence
  // Looking again and again for what somebody else must bring.
  struct {
    u64 address;
    u64 place;
  } looks[TASK_LOOKS];
  u32 look_count;
  bool spins;
  bool yields;  // gave way: somebody else comes first
  Held held[TASK_HELD];
  u32 held_count;
  bool orders_next;  // a release fence: stores from here on come after those
  Store stores[TASK_STORES];
  u32 store_count;
  void *keys[TASK_KEYS];
  u32 frames[TASK_FRAMES];  // places of the calls it is in
  u32 frame_count;          // may be more than there is room for
} Task;

// Where the function that the thread is in was called; 0: that began it.
static inline u32 task_caller(const Task *task) {
  u32 count = task->frame_count;
  return count < 2 || count > TASK_FRAMES ? 0 : task->frames[count - 1];
}

// Who sees a run step by step, and chooses in it. Called on the fiber that is
// about to give its turn away, or has ended.
typedef struct Watcher {
  // The step before is over; what can be chosen now.
  Choice (*choose)(const Choice *options, size_t count);
  // The run ends so, with run->words; the process ends next.
  void (*over)(Verdict verdict, u64 place, u64 other);
} Watcher;

typedef struct World {
  bool on;  // under way: else every hook goes straight on
  Run *run;
  const Watcher *watcher;  // or NULL
  void (*leave)(void);     // at the end of the run, or NULL: ends the process
  u64 *beats;              // counts steps as a sign of life, or NULL
  int task_count;
  Task *now;  // who runs
  u64 step;
  u32 in_row;    // steps of the thread that runs, without another's
  i64 time;      // virtual nanoseconds
  u32 patience;  // spinning threads that were let on for nothing
  u32 spurious;  // wake-ups for nothing so far
  u64 random;
  u32 lowest;  // PCT
  u32 priorities[PLAN_THREADS];
  u32 object_count;
  // What lies behind is cleared only as far as it was used.
  Task tasks[PLAN_THREADS];
  u32 used[OBJECTS / 2 + 1];  // where in objects, in the order they came
  Object objects[OBJECTS];
} World;

extern World *world;

// False: no memory.
MUST_USE bool world_open(void);

// All is as at the beginning.
void world_clear(void);

// ---- Ends ----

// Says how the run ended and ends the process. Both take places: `place` where
// the thread that runs is, `other` the other one of a race.
_Noreturn void run_over(Verdict verdict, u64 place, u64 other,
                        const char *format, ...) PRINTF_LIKE(4, 5);

// Adds a line to what is said.
void run_say(const char *format, ...) PRINTF_LIKE(1, 2);

// ---- Objects ----

// That of an address, made if it is new. Ends the run if it was destroyed, is
// of another kind, or there are too many.
Object *object_at(u64 address, ObjectKind kind, u64 place);

// The same, or NULL if there is none, whatever its kind.
Object *object_find(u64 address);

// What init does: a new one in its place.
Object *object_begin(u64 address, ObjectKind kind, u64 place);

const char *object_name(ObjectKind kind);  // "mutex"

const char *task_name(int task);  // "main", "thread 1"; until the next call

// The step under way touches this; nothing may change places with it.
void world_touch(u64 object, bool writes);
void world_touch_all(void);

// ---- Before and after ----

// What the thread that runs knows goes to `into`, and from there to others.
void world_release(Moments *into);
void world_acquire(const Moments *from);

// The same by way of an object that is no mutex: it also says that one came
// after the other for a better reason than a lock that was free.
void world_release_by(Object *object);
void world_acquire_by(const Object *object);

#endif
