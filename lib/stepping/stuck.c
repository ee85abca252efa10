// stuck.c -- wait-for edges.
#include "stepping/stuck.h"

bool stuck_waits_on(const Task *task, u64 condition) {
  return !task->ended && task->op.kind == OP_WOKEN &&
         task->op.object == condition;
}

Task *stuck_first_waiter(u64 condition) {
  Task *first = NULL;
  for (int i = 0; i < world->task_count; i++) {
    Task *task = &world->tasks[i];
    if (stuck_waits_on(task, condition) &&
        (first == NULL || task->waits_since < first->waits_since)) {
      first = task;
    }
  }
  return first;
}

// Who alone can end the thread's wait, or NULL.
static const Task *waits_for(const Task *task) {
  const Op *op = &task->op;
  if (task->ended || op->timed) {
    return NULL;
  }
  if (op->kind == OP_JOIN) {
    const Task *other = &world->tasks[op->target];
    return other->ended ? NULL : other;
  }
  if (op->kind != OP_LOCK && op->kind != OP_WRITE_LOCK &&
      op->kind != OP_READ_LOCK) {
    return NULL;
  }
  const Object *object = object_find(op->object);
  if (object == NULL || object->owner == NOBODY ||
      (object->owner == task->id && (object->recursive || object->checks))) {
    return NULL;
  }
  return &world->tasks[object->owner];
}

void stuck_say(const Task *task) {
  const Op *op = &task->op;
  const Object *object = object_find(op->object);
  run_say("%d %s %llx %llx ", task->id, op_name(op->kind),
          (unsigned long long)op->object, (unsigned long long)op->place);
  if (op->kind == OP_JOIN) {
    run_say("thread %d\n", op->target);
  } else if (object != NULL && object->owner != NOBODY) {
    run_say("held %d %llx\n", object->owner, (unsigned long long)object->place);
  } else if (object != NULL && object->reading != 0) {
    run_say("read %llx\n", (unsigned long long)object->reading);
  } else if (object != NULL && op->kind == OP_WOKEN && object->unheard > 0) {
    run_say("unheard %u %llu\n", object->unheard,
            (unsigned long long)object->unheard_at);
  } else {
    run_say("-\n");
  }
}

static void say_all(void) {
  for (int i = 0; i < world->task_count; i++) {
    if (!world->tasks[i].ended) {
      stuck_say(&world->tasks[i]);
    }
  }
}

void stuck_circle(const Task *task) {
  const Task *at = task;
  int length = 0;
  do {
    at = waits_for(at);
    length++;
  } while (at != NULL && at != task && length <= PLAN_THREADS);
  if (at != task) {
    return;
  }
  bool all = true;
  for (int i = 0; i < world->task_count; i++) {
    const Task *other = &world->tasks[i];
    all = all && (other->ended || waits_for(other) != NULL);
  }
  say_all();
  run_over(all ? VERDICT_DEADLOCK : VERDICT_PARTIAL_DEADLOCK, task->op.place, 0,
           "%s", "");
}

static const Task *deaf(void) {
  for (int i = 0; i < world->task_count; i++) {
    const Task *task = &world->tasks[i];
    const Object *object = object_find(task->op.object);
    if (!task->ended && task->op.kind == OP_WOKEN && object != NULL &&
        object->unheard > 0) {
      return task;
    }
  }
  return NULL;
}

_Noreturn void stuck_for_good(void) {
  const Task *task = deaf();
  Verdict verdict = task != NULL ? VERDICT_LOST_WAKEUP : VERDICT_DEADLOCK;
  for (int i = 0; task == NULL && i < world->task_count; i++) {
    task = world->tasks[i].ended ? NULL : &world->tasks[i];
  }
  if (task == NULL) {  // all have ended
    run_over(VERDICT_OK, 0, 0, "%s", "");
  }
  say_all();
  run_over(verdict, task->op.place, 0, "%s", "");
}

_Noreturn void stuck_looking(void) {
  const Task *task = NULL;
  for (int i = 0; i < world->task_count; i++) {
    const Task *other = &world->tasks[i];
    if (!other->ended && (task == NULL || other->spins)) {
      task = other;
    }
  }
  say_all();
  run_over(VERDICT_LIVELOCK, task == NULL ? 0 : task->op.place, 0, "%s", "");
}
