// semaphores.c -- sem_*, those without a name.
#include <errno.h>
#include <semaphore.h>

#include "stepping/looking.h"
#include "stepping/stand_in.h"

static Object *semaphore_of(const sem_t *raw, u64 place) {
  const Object *known = object_find(address_of(raw));
  bool is_new = known == NULL || known->kind != OBJECT_SEMAPHORE;
  Object *semaphore = object_at(address_of(raw), OBJECT_SEMAPHORE, place);
  int value = 0;
  // One with a name, or of before the run.
  if (is_new && sem_getvalue((sem_t *)(uintptr_t)raw, &value) == 0) {
    semaphore->value = (u32)value;
  }
  return semaphore;
}

int stepped_sem_init(sem_t *raw, int shared, unsigned value) {
  int error = sem_init(raw, shared, value);
  if (is_stepped() && error == 0) {
    object_begin(address_of(raw), OBJECT_SEMAPHORE, PLACE)->value = value;
  }
  return error;
}

int stepped_sem_destroy(sem_t *raw) {
  if (is_stepped()) {
    Object *semaphore = semaphore_of(raw, PLACE);
    for (int i = 0; i < world->task_count; i++) {
      const Task *task = &world->tasks[i];
      if (!task->ended && task->op.object == semaphore->address &&
          (task->op.kind == OP_TAKE || task->op.kind == OP_TIMEDTAKE)) {
        run_over(VERDICT_DESTROYED, PLACE, task->op.place,
                 "a semaphore is destroyed while %s waits for it",
                 task_name(i));
      }
    }
    world_touch(semaphore->address, true);
    semaphore->destroyed = true;
    semaphore->place = PLACE;
  }
  return sem_destroy(raw);
}

static int fail(int error) {
  errno = error;
  return -1;
}

static int take(sem_t *raw, OpKind kind, i64 due, u64 place) {
  Object *semaphore = semaphore_of(raw, place);
  turn_settle(place);
  u8 how = turn_point((Op){.kind = kind,
                           .writes = true,
                           .timed = kind == OP_TIMEDTAKE,
                           .due = due,
                           .object = semaphore->address,
                           .place = place});
  semaphore = semaphore_of(raw, place);
  if (how == HOW_TIMEOUT) {
    return fail(ETIMEDOUT);
  }
  if (semaphore->value == 0) {
    looking_looked(semaphore->address, place);
    return fail(EAGAIN);
  }
  semaphore->value--;
  world_acquire_by(semaphore);
  looking_changed(semaphore->address);
  return 0;
}

int stepped_sem_wait(sem_t *raw) {
  return is_stepped() ? take(raw, OP_TAKE, 0, PLACE) : sem_wait(raw);
}

int stepped_sem_trywait(sem_t *raw) {
  return is_stepped() ? take(raw, OP_TRYTAKE, 0, PLACE) : sem_trywait(raw);
}

int stepped_sem_timedwait(sem_t *raw, const struct timespec *time) {
  return is_stepped() ? take(raw, OP_TIMEDTAKE, point_of(time), PLACE)
                      : sem_timedwait(raw, time);
}

static int post(sem_t *raw, u64 place) {
  Object *semaphore = semaphore_of(raw, place);
  turn_settle(place);
  turn_point((Op){.kind = OP_POST,
                  .writes = true,
                  .object = semaphore->address,
                  .place = place});
  semaphore = semaphore_of(raw, place);
  semaphore->value++;
  world_release_by(semaphore);
  looking_changed(semaphore->address);
  return 0;
}

int stepped_sem_post(sem_t *raw) {
  return is_stepped() ? post(raw, PLACE) : sem_post(raw);
}

int stepped_sem_getvalue(sem_t *raw, int *value) {
  if (!is_stepped()) {
    return sem_getvalue(raw, value);
  }
  u64 place = PLACE;
  turn_point((Op){.kind = OP_LOAD, .object = address_of(raw), .place = place});
  *value = (int)semaphore_of(raw, place)->value;
  looking_looked(address_of(raw), place);
  return 0;
}
