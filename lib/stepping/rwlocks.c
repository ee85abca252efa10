// rwlocks.c -- pthread_rwlock_* and pthread_spin_*.
//
// Nobody comes first: a reader may pass a writer that waits, as the standard
// allows, so writers can starve here as they can there.
#include <errno.h>
#include <pthread.h>

#include "stepping/mutexes.h"
#include "stepping/looking.h"
#include "stepping/stand_in.h"

static Object *rwlock_of(const volatile void *raw, u64 place) {
  return object_at(address_of(raw), OBJECT_RWLOCK, place);
}

static void begin(const volatile void *raw, u64 place) {
  if (is_stepped()) {
    object_begin(address_of(raw), OBJECT_RWLOCK, place);
  }
}

static void end(const volatile void *raw, u64 place) {
  if (is_stepped()) {
    Object *lock = rwlock_of(raw, place);
    if (lock->owner != NOBODY || lock->readers > 0) {
      run_over(VERDICT_DESTROYED, place, lock->place,
               "a lock is destroyed while it is held");
    }
    world_touch(lock->address, true);
    lock->destroyed = true;
    lock->place = place;
  }
}

typedef struct Taking {
  OpKind kind;
  bool tries;
  bool timed;
  i64 due;
} Taking;

static const Taking reads = {.kind = OP_READ_LOCK};
static const Taking writes = {.kind = OP_WRITE_LOCK};
static const Taking tries_to_read = {.kind = OP_READ_LOCK, .tries = true};
static const Taking tries_to_write = {.kind = OP_WRITE_LOCK, .tries = true};

static Taking until(OpKind kind, const struct timespec *time) {
  return (Taking){.kind = kind, .timed = true, .due = point_of(time)};
}

// A try that fails gives EBUSY, and a time that is up ETIMEDOUT.
static int take(const volatile void *raw, Taking how, u64 place) {
  Object *lock = rwlock_of(raw, place);
  turn_settle(place);
  u8 chosen = turn_point((Op){.kind = how.tries ? OP_TRYLOCK : how.kind,
                              .writes = true,
                              .timed = how.timed,
                              .due = how.due,
                              .object = lock->address,
                              .place = place});
  if (chosen == HOW_TIMEOUT) {
    return ETIMEDOUT;
  }
  lock = rwlock_of(raw, place);
  bool alone = how.kind == OP_WRITE_LOCK;
  if (lock->owner != NOBODY || (alone && lock->readers > 0)) {
    looking_looked(lock->address, place);
    return EBUSY;
  }
  lock->place = place;
  if (alone) {
    lock->owner = world->now->id;
  } else {
    lock->readers++;
    lock->reading |= (u64)1 << world->now->id;
  }
  world_acquire(&lock->released);
  if (alone) {
    world_acquire(&lock->read);
  }
  looking_changed(lock->address);
  return 0;
}

static int give_up(const volatile void *raw, u64 place) {
  Object *lock = rwlock_of(raw, place);
  if (lock->owner == NOBODY && lock->readers == 0) {
    run_over(VERDICT_NOT_OWNER, place, 0, "nobody holds the lock");
  }
  if (lock->owner != NOBODY && lock->owner != world->now->id) {
    run_over(VERDICT_NOT_OWNER, place, lock->place, "%s holds the lock",
             task_name(lock->owner));
  }
  turn_settle(place);
  world_touch(lock->address, true);
  if (lock->owner != NOBODY) {
    world_release(&lock->released);
    lock->owner = NOBODY;
  } else {
    world_release(&lock->read);
    lock->readers--;
    lock->reading &= ~((u64)1 << world->now->id);
  }
  looking_changed(lock->address);
  return 0;
}

int stepped_pthread_rwlock_init(pthread_rwlock_t *raw,
                                const pthread_rwlockattr_t *how) {
  begin(raw, PLACE);
  return pthread_rwlock_init(raw, how);
}

int stepped_pthread_rwlock_destroy(pthread_rwlock_t *raw) {
  end(raw, PLACE);
  return pthread_rwlock_destroy(raw);
}

int stepped_pthread_rwlock_rdlock(pthread_rwlock_t *raw) {
  return is_stepped() ? take(raw, reads, PLACE) : pthread_rwlock_rdlock(raw);
}

int stepped_pthread_rwlock_wrlock(pthread_rwlock_t *raw) {
  return is_stepped() ? take(raw, writes, PLACE) : pthread_rwlock_wrlock(raw);
}

int stepped_pthread_rwlock_tryrdlock(pthread_rwlock_t *raw) {
  return is_stepped() ? take(raw, tries_to_read, PLACE)
                      : pthread_rwlock_tryrdlock(raw);
}

int stepped_pthread_rwlock_trywrlock(pthread_rwlock_t *raw) {
  return is_stepped() ? take(raw, tries_to_write, PLACE)
                      : pthread_rwlock_trywrlock(raw);
}

int stepped_pthread_rwlock_timedrdlock(pthread_rwlock_t *raw,
                                       const struct timespec *time) {
  return is_stepped() ? take(raw, until(OP_READ_LOCK, time), PLACE)
                      : pthread_rwlock_timedrdlock(raw, time);
}

int stepped_pthread_rwlock_timedwrlock(pthread_rwlock_t *raw,
                                       const struct timespec *time) {
  return is_stepped() ? take(raw, until(OP_WRITE_LOCK, time), PLACE)
                      : pthread_rwlock_timedwrlock(raw, time);
}

int stepped_pthread_rwlock_unlock(pthread_rwlock_t *raw) {
  return is_stepped() ? give_up(raw, PLACE) : pthread_rwlock_unlock(raw);
}

int stepped_pthread_spin_init(pthread_spinlock_t *raw, int shared) {
  begin(raw, PLACE);
  return pthread_spin_init(raw, shared);
}

int stepped_pthread_spin_destroy(pthread_spinlock_t *raw) {
  end(raw, PLACE);
  return pthread_spin_destroy(raw);
}

int stepped_pthread_spin_lock(pthread_spinlock_t *raw) {
  return is_stepped() ? take(raw, writes, PLACE) : pthread_spin_lock(raw);
}

int stepped_pthread_spin_trylock(pthread_spinlock_t *raw) {
  return is_stepped() ? take(raw, tries_to_write, PLACE)
                      : pthread_spin_trylock(raw);
}

int stepped_pthread_spin_unlock(pthread_spinlock_t *raw) {
  return is_stepped() ? give_up(raw, PLACE) : pthread_spin_unlock(raw);
}
