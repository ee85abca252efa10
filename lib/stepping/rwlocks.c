// rwlocks.c -- pthread_rwlock_* and pthread_spin_*.
//
// Nobody comes first: a reader may pass a writer that waits, as the standard
// allows, so writers can starve here as they can there.
#include <errno.h>
#include <pthread.h>

#include "stepping/delayed.h"
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
    lock->destroyed = true;
    lock->place = place;
  }
}

// A try that fails gives EBUSY.
static int take(const volatile void *raw, OpKind kind, bool tries, u64 place) {
  Object *lock = rwlock_of(raw, place);
  delayed_store_all(world->now);
  turn_point((Op){.kind = tries ? OP_TRYLOCK : kind,
                  .writes = true,
                  .object = lock->address,
                  .place = place});
  lock = rwlock_of(raw, place);
  bool writes = kind == OP_WRITE_LOCK;
  if (lock->owner != NOBODY || (writes && lock->readers > 0)) {
    looking_looked(lock->address, place);
    return EBUSY;
  }
  lock->place = place;
  if (writes) {
    lock->owner = world->now->id;
  } else {
    lock->readers++;
  }
  world_acquire(&lock->released);
  looking_changed(lock->address);
  return 0;
}

static int give_up(const volatile void *raw, u64 place) {
  Object *lock = rwlock_of(raw, place);
  if (lock->owner == NOBODY && lock->readers == 0) {
    run_over(VERDICT_NOT_OWNER, place, 0, "nobody holds the lock");
  }
  if (lock->owner != NOBODY && lock->owner != world->now->id) {
    run_over(VERDICT_NOT_OWNER, place, lock->place, "thread %d holds it",
             lock->owner);
  }
  delayed_store_all(world->now);
  world_release(&lock->released);
  if (lock->owner != NOBODY) {
    lock->owner = NOBODY;
  } else {
    lock->readers--;
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
  return is_stepped() ? take(raw, OP_READ_LOCK, false, PLACE)
                      : pthread_rwlock_rdlock(raw);
}

int stepped_pthread_rwlock_wrlock(pthread_rwlock_t *raw) {
  return is_stepped() ? take(raw, OP_WRITE_LOCK, false, PLACE)
                      : pthread_rwlock_wrlock(raw);
}

int stepped_pthread_rwlock_tryrdlock(pthread_rwlock_t *raw) {
  return is_stepped() ? take(raw, OP_READ_LOCK, true, PLACE)
                      : pthread_rwlock_tryrdlock(raw);
}

int stepped_pthread_rwlock_trywrlock(pthread_rwlock_t *raw) {
  return is_stepped() ? take(raw, OP_WRITE_LOCK, true, PLACE)
                      : pthread_rwlock_trywrlock(raw);
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
  return is_stepped() ? take(raw, OP_WRITE_LOCK, false, PLACE)
                      : pthread_spin_lock(raw);
}

int stepped_pthread_spin_trylock(pthread_spinlock_t *raw) {
  return is_stepped() ? take(raw, OP_WRITE_LOCK, true, PLACE)
                      : pthread_spin_trylock(raw);
}

int stepped_pthread_spin_unlock(pthread_spinlock_t *raw) {
  return is_stepped() ? give_up(raw, PLACE) : pthread_spin_unlock(raw);
}
