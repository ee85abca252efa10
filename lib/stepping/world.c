// world.c -- the objects of a run, and its end.

#include "stepping/world.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "stepping/room.h"

World *world;

bool world_open(void) {
  world = room_take(sizeof *world);
  return world != NULL;
}

void world_clear(void) {
  for (u32 i = 0; i < world->object_count; i++) {
    world->objects[world->used[i]].address = 0;
  }
  memset(world, 0, offsetof(World, tasks));
}

// ---- Ends ----

PRINTF_LIKE(1, 0)
static void add_words(const char *format, va_list rest) {
  char *words = world->run->words;
  size_t length = strlen(words);
  ignore(vsnprintf(words + length, PLAN_WORDS - length, format, rest));
}

void run_say(const char *format, ...) {
  va_list rest;
  va_start(rest, format);
  add_words(format, rest);
  va_end(rest);
}

void run_over(Verdict verdict, u64 place, u64 other, const char *format, ...) {
  Run *run = world->run;
  va_list rest;
  world->on = false;
  va_start(rest, format);
  add_words(format, rest);
  va_end(rest);
  run->verdict = verdict;
  world_touch_all();
  run->place[0] = place;
  run->place[1] = other;
  for (int i = 0; i < world->task_count; i++) {
    memcpy(run->names[i], world->tasks[i].name, TASK_NAME);
  }
  if (world->watcher != NULL) {
    world->watcher->over(verdict, place, other);
  }
  if (world->leave != NULL) {
    world->leave();
  }
  ignore(fflush(NULL));
  _exit(0);
}

// ---- Objects ----

const char *object_name(ObjectKind kind) {
  static const char *const names[] = {"memory",    "mutex",  "condition",
                                      "semaphore", "rwlock", "barrier",
                                      "once",      "atomic"};
  return names[kind];
}

// Open addressing; nothing is ever taken out.
static Object *slot_of(u64 address) {
  size_t at = (size_t)((address >> 2) * 0x9E3779B97F4A7C15u >> 50) % OBJECTS;
  while (world->objects[at].address != 0 &&
         world->objects[at].address != address) {
    at = (at + 1) % OBJECTS;
  }
  return &world->objects[at];
}

Object *object_find(u64 address) {
  Object *object = slot_of(address);
  return object->address != 0 ? object : NULL;
}

Object *object_begin(u64 address, ObjectKind kind, u64 place) {
  Object *object = slot_of(address);
  if (object->address == 0) {
    if (world->object_count >= OBJECTS / 2) {
      run_over(VERDICT_REFUSED, place, 0,
               "more than %d locks, conditions and atomics", OBJECTS / 2);
    }
    world->used[world->object_count++] = (u32)(object - world->objects);
  }
  world_touch(address, true);
  *object = (Object){
      .address = address, .kind = kind, .owner = NOBODY, .place = place};
  return object;
}

Object *object_at(u64 address, ObjectKind kind, u64 place) {
  Object *object = object_find(address);
  if (object == NULL || object->kind == OBJECT_NEW) {
    return object_begin(address, kind, place);
  }
  if (object->destroyed && kind != OBJECT_ATOMIC) {
    run_over(VERDICT_DESTROYED, place, object->place,
             "the %s was destroyed before", object_name(object->kind));
  }
  // Memory that was used for something else before.
  return object->kind == kind ? object : object_begin(address, kind, place);
}

void world_touch_all(void) {
  Run *run = world->run;
  if (run->step_count > 0) {
    run->steps[run->step_count - 1].touches_all = true;
  }
}

void world_touch(u64 object, bool writes) {
  Run *run = world->run;
  if (run->step_count == 0 || object == 0) {
    return;
  }
  Step *step = &run->steps[run->step_count - 1];
  if (run->touch_count == PLAN_TOUCHES) {
    step->touches_all = true;
    return;
  }
  run->touches[run->touch_count++] = (Touch){object, writes};
  step->touch_count++;
}

const char *task_name(int task) {
  static char name[32];
  if (task == 0) {
    return "main";
  }
  snprintf(name, sizeof name, "thread %d", task);
  return name;
}

// ---- Before and after ----

// Both clocks of a thread count its releases alike.
void world_release(Moments *into) {
  Task *me = world->now;
  moments_join(into, &me->now);
  me->now.of[me->id]++;
  me->firmly.of[me->id]++;
}

void world_release_by(Object *object) {
  moments_join(&object->firmly, &world->now->firmly);
  world_release(&object->released);
}

void world_acquire_by(const Object *object) {
  moments_join(&world->now->firmly, &object->firmly);
  world_acquire(&object->released);
}

void world_acquire(const Moments *from) {
  moments_join(&world->now->now, from);
}
